"""`poolgate` as the user ann of an app client at somebody else's server."""

from dataclasses import dataclass
from typing import Any

import pexpect

from harness.bounds import WITHIN_SECONDS
from harness.cli import Cli, Finished
from harness.pool import PASSWORD, AppClient


@dataclass
class Theirs:
    """That client, and the program that signs in to it."""

    cli: Cli
    server: str
    client: AppClient

    @property
    def _environment(self) -> dict[str, str]:
        return {"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": self.server}

    def _connection(self) -> tuple[str, ...]:
        pool = ("--pool-id", self.client.pool_id, "--client-id", self.client.id)
        return (*pool, "--username", "ann")

    def run(self, *command: str, stdin: str = "") -> Finished:
        """Runs a command to its end, without a terminal."""
        return self.cli.run(*command, *self._connection(), stdin=stdin, **self._environment)

    def succeeds(self, *command: str, stdin: str = "") -> str:
        finished = self.run(*command, stdin=stdin)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def login(self, *options: str, password: str = PASSWORD, method: str = "password") -> Finished:
        options = ("--method", method, "--password-stdin", "--no-input", *options)
        return self.run("login", *options, stdin=f"{password}\n")

    def at_a_terminal(self, *command: str) -> Any:
        """Runs a command that asks; `expect` and `sendline` are pexpect's."""
        return pexpect.spawn(
            self.cli.program,
            [*command, *self._connection()],
            env=self.cli.environment(**self._environment),
            encoding="utf-8",
            timeout=WITHIN_SECONDS,
        )


def ended_well(terminal: Any) -> str:
    """Waits for the end, which must be a good one; returns what was shown since the last answer."""
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0, terminal.before
    return terminal.before
