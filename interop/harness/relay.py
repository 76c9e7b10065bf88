"""A relay before a server, which counts the calls that pass and may tamper with the answers."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from harness.bounds import WITHIN_SECONDS

# Headers that concern one connection only, or that the relay sets anew.
HOP_BY_HOP = {"connection", "content-length", "date", "host", "keep-alive", "server"}


class Relay:
    """Passes every request on to a server."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.url = ""
        self.calls: list[str] = []
        # Called with the server's answer to an operation, before the client gets it.
        self.before_answer: dict[str, Callable[[], None]] = {}
        self._lock = threading.Lock()

    def count(self, operation: str) -> int:
        with self._lock:
            return self.calls.count(operation)

    def note(self, operation: str) -> None:
        with self._lock:
            self.calls.append(operation)


@contextmanager
def relaying(upstream: str) -> Iterator[Relay]:
    relay = Relay(upstream)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(relay))
    relay.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield relay
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(relay: Relay) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._pass_on("GET", b"")

        def do_POST(self) -> None:
            self._pass_on("POST", self.rfile.read(int(self.headers["Content-Length"])))

        def _pass_on(self, method: str, body: bytes) -> None:
            operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
            headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
            url = relay.upstream + self.path
            answer = requests.request(
                method, url, headers=headers, data=body, timeout=WITHIN_SECONDS
            )
            relay.note(operation)
            relay.before_answer.get(operation, lambda: None)()
            self.send_response_only(answer.status_code)
            for name, value in answer.headers.items():
                if name.lower() not in HOP_BY_HOP - {"date"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
