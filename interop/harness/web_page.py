"""Somebody's web app: one page that is answered at every path, with its script."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


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
