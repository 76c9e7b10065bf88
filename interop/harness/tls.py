"""TLS before a server that speaks plain HTTP."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from harness.bounds import WITHIN_SECONDS


@contextmanager
def tls_before(server: str, certificate: Path) -> Iterator[str]:
    """Listens with this key and certificate for a server at an http URL; yields host and port."""
    url = urlsplit(server)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    open_ones: set[asyncio.StreamWriter] = set()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, requests = await asyncio.open_connection(url.hostname, url.port)
        open_ones.update((requests, writer))
        await asyncio.gather(_copy(reader, requests), _copy(answers, writer))

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        started = asyncio.start_server(relay, "127.0.0.1", 0, ssl=context)
        listener = asyncio.run_coroutine_threadsafe(started, loop).result(WITHIN_SECONDS)
        yield f"127.0.0.1:{listener.sockets[0].getsockname()[1]}"
        asyncio.run_coroutine_threadsafe(_end(listener, open_ones), loop).result(WITHIN_SECONDS)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    # A browser hangs up whenever it likes.
    with suppress(OSError):
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()
    target.close()


async def _end(listener: asyncio.Server, open_ones: set[asyncio.StreamWriter]) -> None:
    listener.close()
    for writer in open_ones:
        # Not `close`, which waits for the other side's goodbye.
        writer.transport.abort()
    closed = (writer.wait_closed() for writer in open_ones)
    await asyncio.gather(*closed, return_exceptions=True)
