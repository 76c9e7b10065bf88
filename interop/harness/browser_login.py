"""`poolgate login --method browser`, whose user opens the printed URL elsewhere."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from harness.bounds import WITHIN_SECONDS
from harness.cli import Cli
from harness.lines import Lines
from harness.oauth import OAuthApp, answer_in

_AUTHORIZATION = re.compile(r"https?://\S+/oauth2/authorize\S+")


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
    # Standard error.
    lines: Lines
    url: str = ""

    def query(self) -> dict[str, str]:
        """What the command asks for."""
        return answer_in(self.url)

    def is_running(self) -> bool:
        return self.process.poll() is None

    def answer(self, line: str) -> None:
        """Types a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def ends(self) -> tuple[int, str]:
        """Waits for the end: the exit code, and the rest of standard error."""
        code = self.process.wait(timeout=WITHIN_SECONDS)
        return code, self.lines.rest()

    def succeeds(self) -> None:
        code, rest = self.ends()
        assert code == 0, rest


@contextmanager
def logging_in(cli: Cli, *options: str, profile: str | None = None) -> Iterator[Login]:
    """Starts the command, and kills it if the test leaves it running."""
    chosen = ("--profile", profile) if profile else ()
    command = ("login", *chosen, "--method", "browser", "--no-browser", *options)
    process = cli.start(*command, stdin=subprocess.PIPE)
    assert process.stderr is not None
    login = Login(process, Lines(process.stderr))
    try:
        login.url = login.lines.until(_AUTHORIZATION).group()
        yield login
    finally:
        process.kill()
        process.wait()
        login.lines.close()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            stream.close()
