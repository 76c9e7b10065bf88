"""Servers as child processes, ready when they have said where they listen."""

import re
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from harness.bounds import WITHIN_SECONDS
from harness.lines import Lines

URL = re.compile(r"https?://[0-9A-Za-z.:\[\]]+")


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
    assert process.stdout is not None
    lines = Lines(process.stdout)
    try:
        yield lines.until(URL).group()
    finally:
        process.send_signal(ended_by)
        try:
            process.wait(timeout=WITHIN_SECONDS)
        finally:
            process.kill()
            process.wait()
            lines.close()
            if told is not None:
                told.extend(lines.read)
