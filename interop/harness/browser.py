"""Chromium as a person uses it: pages opened, forms filled and sent, links followed."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.bounds import WITHIN_SECONDS
from harness.web_driver import Session, WebDriverError

_BEGAN = "return document.readyState === 'complete' ? performance.timeOrigin : null"

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Browser:
    """One person's browser, with nothing in it when the test begins."""

    session: Session

    def open(self, url: str) -> None:
        self.session.open(url)

    @property
    def url(self) -> str:
        return self.session.url()

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def arrives(self, page: str) -> None:
        """Waits until a page of this name is shown."""
        try:
            self.session.find(f"main[data-page='{page}']")
        except WebDriverError as error:
            raise AssertionError(f"{page} is not {self.url}: {self.text()}") from error

    def text(self) -> str:
        return self.session.find("body").text()

    def source(self) -> str:
        """The page as it stands in the browser."""
        return self.session.run("return document.documentElement.outerHTML")

    def language(self) -> str:
        return self.session.run("return document.documentElement.lang")

    def focused_name(self) -> str | None:
        """The name of the field that has the focus."""
        return self.session.focused().attribute("name")

    def problem(self) -> str:
        """What the page says went wrong."""
        return self.session.find("#error-summary[role=alert]").text()

    def fill(self, form: str, values: Mapping[str, str]) -> None:
        """Types into the fields of a form, in place of what stands there; chooses, if they are
        radio buttons."""
        for name, value in values.items():
            field = self.session.find(f"form#{form} [name='{name}']:not([type=hidden])")
            if field.attribute("type") == "radio":
                self.session.find(f"form#{form} [name='{name}'][value='{value}']").click()
            else:
                field.clear()
                field.type(value)

    def send(self, form: str, **values: str) -> None:
        """Fills fields of a form and presses its button."""
        self.fill(form, values)
        self.press(f"form#{form} button[type=submit]")

    def follow(self, link: str) -> None:
        """Follows the link with this id."""
        self.press(f"a#{link}")

    def press(self, way: str) -> None:
        """Clicks what this selector names, which leads to another page."""
        with self.leaving():
            self.session.find(way).click()

    def back(self) -> None:
        with self.leaving():
            self.session.back()

    def reload(self) -> None:
        with self.leaving():
            self.session.reload()

    @contextlib.contextmanager
    def leaving(self) -> Iterator[None]:
        """Waits for another page after what is done here: the next one may look the same."""
        left = self._loaded()
        yield
        self._loaded(other_than=left)

    def _loaded(self, other_than: float | None = None) -> float:
        """Waits for a page that has loaded; returns when its navigation began, which tells it from
        the one before."""
        deadline = time.monotonic() + WITHIN_SECONDS
        while time.monotonic() < deadline:
            # While pages change hands, chromedriver's questions can meet a document that goes, and
            # not each of the errors that follow has a code of its own.
            with contextlib.suppress(WebDriverError):
                began = self.session.run(_BEGAN)
                if began not in (None, other_than):
                    return began
        raise AssertionError(f"no page has come after {self.url}")

    def sign_in(self, username: str, password: str) -> None:
        """Fills the page for it, on which the browser must be."""
        self.arrives("sign-in")
        self.send("sign-in", username=username, password=password)


@contextlib.contextmanager
def browser(driver: str, chromium: str, directory: Path, language: str = "en") -> Iterator[Browser]:
    """Starts Chromium on a directory of its own and ends it, whatever happens."""
    session = Session(driver, {"alwaysMatch": _capabilities(chromium, directory, language)})
    try:
        yield Browser(session)
    finally:
        # A browser that has crashed has no session to end; the driver's end is the last bound.
        with contextlib.suppress(WebDriverError):
            session.end()


def _capabilities(chromium: str, directory: Path, language: str) -> dict[str, Any]:
    options = {
        "binary": chromium,
        "args": [*FLAGS, f"--user-data-dir={directory}", f"--lang={language}"],
        # Headless Chromium takes what it sends as Accept-Language from here.
        "prefs": {"intl.accept_languages": language},
    }
    return {
        "browserName": "chrome",
        # For the app of a stranger that insists on https (test_browser_amplify.py).
        "acceptInsecureCerts": True,
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"browser": "ALL"},
    }
