"""Ports for programs that are told where to listen."""

import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

NewPort = Callable[[], int]
_LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
# What a machine without IPv6 says.
_ABSENT = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)


@contextmanager
def kept_ports() -> Iterator[NewPort]:
    """Gives out ports of the loopback interface that nobody else is given before this ends.

    Each is bound here, but nobody listens: the system gives it to no connection and to no server
    that asks for any port, while whoever binds it by its number, with SO_REUSEADDR as every server
    does, gets it.
    """
    with ExitStack() as held:
        yield lambda: _keep(held)


def _keep(held: ExitStack) -> int:
    while True:
        with ExitStack() as attempt:
            port = 0
            try:
                for family, address in _LOOPBACK:
                    port = _bind(attempt, family, address, port)
            except OSError as error:
                # Somebody has the same number of the other family.
                if error.errno == errno.EADDRINUSE:
                    continue
                raise
            held.push(attempt.pop_all())
            return port


def _bind(held: ExitStack, family: socket.AddressFamily, address: str, port: int) -> int:
    """Binds the port, or any if it is 0, and returns it."""
    try:
        bound = held.enter_context(socket.socket(family))
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((address, port))
    except OSError as error:
        if family == socket.AF_INET6 and error.errno in _ABSENT:
            return port
        raise
    return bound.getsockname()[1]
