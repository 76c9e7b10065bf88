"""Fixtures for the tests in a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from harness.browser import Browser, browser
from harness.page_check import PageCheck
from harness.web_driver import driving

NO_BROWSER = "no browser here: install Debian's packages chromium and chromium-driver"
NewBrowser = Callable[..., Browser]


@pytest.fixture(scope="session")
def driver(_environment: None) -> Iterator[str]:
    """The URL of chromedriver; without one, tests that need it fail in CI and are skipped here."""
    if "POOLGATE_CHROMEDRIVER" not in os.environ:
        (pytest.fail if os.environ.get("CI") in ("true", "1") else pytest.skip)(NO_BROWSER)
    # What is there afterwards is of this run.
    shutil.rmtree(os.environ["POOLGATE_SCREENSHOTS"], ignore_errors=True)
    with driving(os.environ["POOLGATE_CHROMEDRIVER"]) as url:
        yield url


@pytest.fixture
def new_browser(driver: str, tmp_path: Path) -> Iterator[NewBrowser]:
    """Starts a browser of one person; all are ended with the test."""
    with ExitStack() as stack:
        number = iter(range(10))

        def start(language: str = "en") -> Browser:
            directory = tmp_path / f"chromium-{next(number)}"
            chromium = os.environ["POOLGATE_CHROMIUM"]
            running: AbstractContextManager[Browser] = browser(
                driver, chromium, directory, language
            )
            return stack.enter_context(running)

        yield start


@pytest.fixture
def person(new_browser: NewBrowser) -> Browser:
    """A browser for a test that needs one."""
    return new_browser()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which finds what keeps people out of a page."""
    return (Path(os.environ["NODE_PATH"]) / "axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def check(person: Browser, axe: str) -> PageCheck:
    """Looks at the pages of that browser."""
    return PageCheck(person, axe, Path(os.environ["POOLGATE_SCREENSHOTS"]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says where the pictures are, so that somebody looks at them."""
    directory = Path(os.environ.get("POOLGATE_SCREENSHOTS", ""))
    pictures = sorted(directory.glob("*.png")) if directory.name else []
    if pictures:
        terminalreporter.write_line(f"{len(pictures)} screenshots of pages: {directory}")
