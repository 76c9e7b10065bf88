"""What guessing leads to: protocol.md 7.4."""

from collections.abc import Callable
from typing import Any

from harness.clock import advance

LOCK_SECONDS = 32


def provoke(server: str, fail: Callable[[], Any]) -> None:
    """Fails ten times, out of each lock: the last one lasts long enough for a slow machine."""
    for _ in range(4):
        fail()
    for seconds in (1, 2, 4, 8, 16):
        fail()
        advance(server, seconds)
    fail()
