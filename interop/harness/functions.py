"""A server with the functions of CUSTOM_AUTH: as webhooks, and as Lambda's Invoke API has them."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

Event = dict[str, Any]
Function = Callable[[Event], None]

ARN = "arn:aws:lambda:us-east-1:123456789012:function:"
INVOKE = "/2015-03-31/functions/"


@dataclass
class Functions:
    """What each function does to its event, where they are, and the events so far."""

    url: str
    bodies: dict[str, Function]
    events: list[Event] = field(default_factory=list)

    def lambda_config(self) -> dict[str, str]:
        """What a pool says to have them called."""
        return {trigger: f"{ARN}{trigger}" for trigger in self.bodies}

    def as_webhooks(self) -> list[str]:
        """The options of `poolgate local serve` that say where each is."""
        return [
            word
            for trigger in self.bodies
            for word in ("--function", f"{trigger}={self.url}/{trigger}")
        ]

    def as_lambda(self) -> list[str]:
        """The option that says where Lambda is."""
        return ["--lambda-endpoint", self.url]

    def sources(self) -> list[str]:
        return [event["triggerSource"].partition("_")[0] for event in self.events]


@contextmanager
def functions(bodies: dict[str, Function]) -> Iterator[Functions]:
    """Serves these functions."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    served = Functions(f"http://127.0.0.1:{httpd.server_port}", bodies)
    httpd.functions = served  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        path = unquote(self.path)
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        functions: Functions = self.server.functions  # type: ignore[attr-defined]
        functions.events.append(json.loads(json.dumps(event)))
        invoked = path.startswith(INVOKE)
        name = path.removesuffix("/invocations").rpartition("/")[2]
        try:
            functions.bodies[name](event)
        except ValueError as error:
            self._answer(_failure(error), 200 if invoked else 500, thrown=invoked)
        else:
            self._answer(event, 200)

    def _answer(self, value: Any, status: int, thrown: bool = False) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if thrown:
            self.send_header("X-Amz-Function-Error", "Unhandled")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing is written beside the test's own output."""


def _failure(error: ValueError) -> dict[str, Any]:
    return {"errorMessage": str(error), "errorType": type(error).__name__}
