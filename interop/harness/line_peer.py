"""A program that answers each line of JSON with one."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class LinePeer:
    """The running program."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, **request: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def line_peer(*command: str) -> Iterator[LinePeer]:
    """Starts the program, and ends it by ending its input."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        yield LinePeer(process)
