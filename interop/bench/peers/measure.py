"""The best round of a piece of work: whatever disturbs a measurement makes it longer."""

import json
import time
from collections.abc import Callable


def report(work: Callable[[], object], rounds: int, repeats: int) -> None:
    """Prints the microseconds of one call as JSON."""
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        for _ in range(repeats):
            work()
        best = min(best, (time.perf_counter() - started) / repeats)
    print(json.dumps({"microseconds": best * 1e6}))
