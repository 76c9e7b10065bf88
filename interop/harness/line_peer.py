"""A program that answers each line of JSON with one."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from harness.bounds import WITHIN_SECONDS
from harness.lines import Lines


class LinePeer:
    """The running program."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self._process = process
        self.answers = Lines(process.stdout)

    def ask(self, **request: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self.answers.next()
        assert answer is not None, f"the program ended at {request}"
        return json.loads(answer)


@contextmanager
def line_peer(*command: str) -> Iterator[LinePeer]:
    """Starts the program, and ends it by ending its input."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        errors="replace",
        bufsize=1,
    )
    peer = LinePeer(process)
    assert process.stdin is not None
    try:
        yield peer
    finally:
        # What a program did not read that has ended before is of no concern here.
        with suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(timeout=WITHIN_SECONDS)
        finally:
            process.kill()
            process.wait()
            peer.answers.close()
