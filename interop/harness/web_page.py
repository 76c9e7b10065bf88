"""Somebody's web app: one page that is answered at every path, with its script."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Below the ports that the system itself gives to connections, which would take them away again.
_PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A port of the loopback interface that nobody has now."""
    while True:
        port = random.choice(_PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@contextmanager
def web_page(port: int, html: str, script: bytes = b"") -> Iterator[str]:
    """Serves the page, and the script at /app.js; yields the URL of its root."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(html.encode(), script))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(html: bytes, script: bytes) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            is_script = self.path == "/app.js"
            body, kind = (script, "text/javascript") if is_script else (html, "text/html")
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
