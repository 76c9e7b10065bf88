"""Servers as child processes, ready when they have said where they listen."""

import queue
import re
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

URL = re.compile(r"https?://[0-9A-Za-z.:\[\]]+")

# A bound against a hang, not an expectation: a start takes milliseconds to a few seconds.
READY_WITHIN_SECONDS = 120


@contextmanager
def serving(
    command: Sequence[str],
    environment: Mapping[str, str],
    ended_by: signal.Signals = signal.SIGTERM,
    told: list[str] | None = None,
) -> Iterator[str]:
    """Starts a server, yields the first URL that it prints, and ends it by that signal.

    All that it prints is added to `told`, which is complete when it has ended.
    """
    process = subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    lines: queue.Queue[str | None] = queue.Queue()
    told = [] if told is None else told
    reader = threading.Thread(target=_read, args=(process, lines, told), daemon=True)
    reader.start()
    try:
        yield _first_url(lines)
    finally:
        process.send_signal(ended_by)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join()


def _read(process: subprocess.Popen[str], lines: queue.Queue[str | None], told: list[str]) -> None:
    """Reads to the end, so that a talkative server never blocks on a full pipe."""
    assert process.stdout is not None
    for line in process.stdout:
        told.append(line)
        lines.put(line)
    lines.put(None)


def _first_url(lines: queue.Queue[str | None]) -> str:
    seen: list[str] = []
    while (line := lines.get(timeout=READY_WITHIN_SECONDS)) is not None:
        if found := URL.search(line):
            return found.group()
        seen.append(line)
    raise RuntimeError(f"the server ended before it was ready: {''.join(seen)}")
