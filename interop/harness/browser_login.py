"""`poolgate login --method browser`, whose user opens the printed URL elsewhere."""

import json
import queue
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from harness.cli import Cli
from harness.oauth import OAuthApp, answer_in

_AUTHORIZATION = re.compile(r"https?://\S+/oauth2/authorize\S+")
# A bound against a hang, not an expectation.
_SAYS_WITHIN_SECONDS = 60


def configure(cli: Cli, app: OAuthApp, **more: Any) -> None:
    """Makes the app the default profile of this user."""
    settings = {
        "endpoint_url": app.server,
        "pool_id": app.pool.id,
        "client_id": app.client.id,
        "domain": app.issuer,
        "redirect_uris": [app.redirect_uri],
        **more,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    configuration = cli.home / "config/poolgate/config.toml"
    configuration.parent.mkdir(parents=True)
    configuration.write_text("\n".join(["default_profile = 'dev'", "[profiles.dev]", *lines]))


@dataclass
class Login:
    """The command at work: where it wants the browser to go, and what came of it."""

    process: subprocess.Popen[str]
    lines: "queue.Queue[str | None]" = field(default_factory=queue.Queue)
    seen: list[str] = field(default_factory=list)
    url: str = ""

    def query(self) -> dict[str, str]:
        """What the command asks for."""
        return answer_in(self.url)

    def is_running(self) -> bool:
        return self.process.poll() is None

    def says(self, wanted: str) -> str:
        """Waits for a line of standard error with these words, and returns it."""
        while (line := self.lines.get(timeout=_SAYS_WITHIN_SECONDS)) is not None:
            self.seen.append(line)
            if wanted in line:
                return line
        raise AssertionError(f"the command ended without {wanted!r}: {''.join(self.seen)}")

    def answer(self, line: str) -> None:
        """Types a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def ends(self) -> tuple[int, str]:
        """Waits for the end: the exit code, and the rest of standard error."""
        code = self.process.wait(timeout=_SAYS_WITHIN_SECONDS)
        return code, "".join(iter(self.lines.get, None))

    def succeeds(self) -> None:
        code, rest = self.ends()
        assert code == 0, rest


@contextmanager
def logging_in(cli: Cli, *options: str, profile: str | None = None) -> Iterator[Login]:
    """Starts the command, and kills it if the test leaves it running."""
    chosen = ("--profile", profile) if profile else ()
    command = ("login", *chosen, "--method", "browser", "--no-browser", *options)
    process = cli.start(*command, stdin=subprocess.PIPE)
    login = Login(process)
    reader = threading.Thread(target=_read, args=(login,), daemon=True)
    reader.start()
    try:
        login.url = _AUTHORIZATION.search(login.says("/oauth2/authorize")).group()
        yield login
    finally:
        process.kill()
        process.wait()
        reader.join()
        for stream in (process.stdin, process.stdout, process.stderr):
            assert stream is not None
            stream.close()


def _read(login: Login) -> None:
    assert login.process.stderr is not None
    for line in login.process.stderr:
        login.lines.put(line)
    login.lines.put(None)
