"""A client of the W3C's WebDriver protocol: the few commands that these tests need, over HTTP."""

import base64
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from harness.bounds import WITHIN_SECONDS
from harness.lines import Lines

# How a reference to an element is named in JSON (WebDriver section 12.2).
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_LISTENS = re.compile(r"started successfully on port (\d+)")
# For the driver's own waits: shorter than the wait for its answer, so that it says what is missing.
_FOUND_WITHIN_MILLISECONDS = WITHIN_SECONDS * 1000 // 2

# Key codes (WebDriver section 15.4.2).
TAB, ENTER, SHIFT = "\ue004", "\ue007", "\ue008"


class WebDriverError(Exception):
    """An error of the protocol, by its code, such as `no such element`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class Session:
    """One browser, from its start to its end."""

    def __init__(self, driver: str, capabilities: dict[str, Any]) -> None:
        self._http = requests.Session()
        started = self._send("POST", f"{driver}/session", {"capabilities": capabilities})
        self._url = f"{driver}/session/{started['sessionId']}"
        waits = ("implicit", "pageLoad", "script")
        self._call("POST", "timeouts", **dict.fromkeys(waits, _FOUND_WITHIN_MILLISECONDS))

    def end(self) -> None:
        self._send("DELETE", self._url)
        self._http.close()

    def open(self, url: str) -> None:
        self._call("POST", "url", url=url)

    def url(self) -> str:
        return self._call("GET", "url")

    def title(self) -> str:
        return self._call("GET", "title")

    def back(self) -> None:
        self._call("POST", "back")

    def reload(self) -> None:
        self._call("POST", "refresh")

    def find(self, selector: str) -> "Element":
        """The first element that a CSS selector names, waited for."""
        return self._element(self._call("POST", "element", **_by_css(selector)))

    def focused(self) -> "Element":
        return self._element(self._call("GET", "element/active"))

    def press(self, *keys: str) -> None:
        """Presses keys one after the other, whatever has the focus."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._call("POST", "actions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def run(self, script: str, *arguments: Any) -> Any:
        """Runs the body of a function in the page, and returns its value."""
        return self._call("POST", "execute/sync", script=script, args=list(arguments))

    def run_async(self, script: str, *arguments: Any) -> Any:
        """The same for a body that calls its last argument with the value."""
        return self._call("POST", "execute/async", script=script, args=list(arguments))

    def screenshot(self) -> bytes:
        return base64.b64decode(self._call("GET", "screenshot"))

    def whole_page(self) -> bytes:
        """A picture of the page to its end, seen or not."""
        picture = self.command("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(picture["data"])

    def forget_cookies(self) -> None:
        self.command("Network.clearBrowserCookies")

    def new_tab(self) -> str:
        """Opens a tab and goes there; returns its handle."""
        handle = self._call("POST", "window/new", type="tab")["handle"]
        self.switch_to(handle)
        return handle

    def tab(self) -> str:
        return self._call("GET", "window")

    def tabs(self) -> list[str]:
        return self._call("GET", "window/handles")

    def switch_to(self, tab: str) -> None:
        self._call("POST", "window", handle=tab)

    def close_tab(self) -> None:
        self._call("DELETE", "window")

    def log(self) -> list[dict[str, Any]]:
        """What the console has shown since the last call; a command of chromedriver's own."""
        return self._call("POST", "se/log", type="browser")

    def command(self, name: str, **parameters: Any) -> Any:
        """A command of the DevTools protocol, by chromedriver."""
        return self._call("POST", "goog/cdp/execute", cmd=name, params=parameters)

    def _element(self, reference: dict[str, str]) -> "Element":
        return Element(self, reference[_ELEMENT])

    def _call(self, method: str, path: str, **parameters: Any) -> Any:
        body = parameters if method == "POST" else None
        return self._send(method, f"{self._url}/{path}", body)

    def _send(self, method: str, url: str, body: dict[str, Any] | None = None) -> Any:
        answer = self._http.request(method, url, json=body, timeout=WITHIN_SECONDS)
        value = answer.json()["value"]
        if not answer.ok:
            raise WebDriverError(value["error"], value["message"])
        return value


class Element:
    """An element of the page that is shown."""

    def __init__(self, session: Session, reference: str) -> None:
        self._session = session
        self._reference = reference

    def text(self) -> str:
        return self._get("text")

    def label(self) -> str:
        """Its accessible name, as a screen reader says it."""
        return self._get("computedlabel")

    def attribute(self, name: str) -> str | None:
        return self._get(f"attribute/{name}")

    def property(self, name: str) -> Any:
        return self._get(f"property/{name}")

    def is_shown(self) -> bool:
        return self._get("displayed")

    def click(self) -> None:
        self._post("click")

    def clear(self) -> None:
        self._post("clear")

    def type(self, text: str) -> None:
        self._post("value", text=text)

    def _get(self, what: str) -> Any:
        return self._session._call("GET", f"element/{self._reference}/{what}")

    def _post(self, what: str, **parameters: Any) -> None:
        self._session._call("POST", f"element/{self._reference}/{what}", **parameters)


def _by_css(selector: str) -> dict[str, str]:
    return {"using": "css selector", "value": selector}


@contextmanager
def driving(program: str) -> Iterator[str]:
    """Starts chromedriver, yields its URL, and ends it with everything that it has started."""
    with subprocess.Popen(
        [program, "--port=0"],
        env=os.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        lines = Lines(process.stdout)
        try:
            yield f"http://127.0.0.1:{lines.until(_LISTENS).group(1)}"
        finally:
            # The group, since a browser that hangs outlives a driver that is ended alone.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            lines.close()
