"""What a program prints, line by line, and never waited for without an end."""

import queue
import re
import threading
from typing import IO

from harness.bounds import WITHIN_SECONDS


class Lines:
    """Reads a stream to its end, so that a talkative program never blocks on a full pipe."""

    def __init__(self, stream: IO[str]) -> None:
        # All that has come, waited for or not; complete after `close`.
        self.read: list[str] = []
        self._stream = stream
        self._waiting: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def next(self) -> str | None:
        """The next line, or None at the end."""
        try:
            line = self._waiting.get(timeout=WITHIN_SECONDS)
        except queue.Empty:
            raise AssertionError(f"no more came after: {''.join(self.read)}") from None
        if line is None:
            # The end stays the end, however often somebody asks.
            self._waiting.put(None)
        return line

    def until(self, wanted: "re.Pattern[str]") -> "re.Match[str]":
        """Waits for a line in which this is found."""
        while (line := self.next()) is not None:
            if found := wanted.search(line):
                return found
        raise AssertionError(f"ended without {wanted.pattern!r}: {''.join(self.read)}")

    def rest(self) -> str:
        """Everything from the next line to the end, which is waited for."""
        return "".join(iter(self.next, None))

    def close(self) -> None:
        """Closes the stream of a program that has ended."""
        self._reader.join(WITHIN_SECONDS)
        assert not self._reader.is_alive(), "somebody else still has the stream"
        self._stream.close()

    def _read(self) -> None:
        try:
            for line in self._stream:
                self.read.append(line)
                self._waiting.put(line)
        finally:
            self._waiting.put(None)
