"""The clock of our server: /_poolgate/clock."""

import requests

from harness.bounds import WITHIN_SECONDS


def now(server: str) -> float:
    """Seconds since the epoch."""
    clock = requests.get(f"{server}/_poolgate/clock", timeout=WITHIN_SECONDS)
    clock.raise_for_status()
    return clock.json()["now"]


def advance(server: str, seconds: int) -> None:
    change = {"advance_seconds": seconds}
    requests.post(
        f"{server}/_poolgate/clock", json=change, timeout=WITHIN_SECONDS
    ).raise_for_status()
