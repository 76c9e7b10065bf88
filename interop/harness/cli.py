"""The program `poolgate` with a home directory of its own."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.bounds import WITHIN_SECONDS

Finished = subprocess.CompletedProcess[str]


@dataclass
class Cli:
    """One user's `poolgate`: nothing outside its directory is read or written."""

    program: str
    home: Path
    path: str

    def environment(self, **extra: str) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "PATH": self.path,
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "AWS_CONFIG_FILE": str(self.home / "aws-config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.home / "aws-credentials"),
            "AWS_EC2_METADATA_DISABLED": "true",
            **extra,
        }

    def run(self, *arguments: str, stdin: str = "", **extra: str) -> Finished:
        """Runs to the end, whatever its exit code."""
        return subprocess.run(
            [self.program, *arguments],
            env=self.environment(**extra),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=WITHIN_SECONDS,
            check=False,
        )

    def succeed(self, *arguments: str, stdin: str = "", **extra: str) -> str:
        """Runs to the end, which must be a good one, and returns its standard output."""
        finished = self.run(*arguments, stdin=stdin, **extra)
        assert finished.returncode == 0, (arguments, finished.stdout, finished.stderr)
        return finished.stdout

    def start(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.program, *arguments],
            env=self.environment(),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def new_cli(program: str, home: Path, tools: Path) -> Cli:
    """A `poolgate` in this home, with the programs in `tools` on its path."""
    return Cli(program, home, f"{tools}{os.pathsep}{os.environ['PATH']}")
