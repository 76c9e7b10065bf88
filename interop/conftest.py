"""Fixtures: a clean environment, our server, moto's server and boto3 clients for both."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from harness import answers
from harness.bounds import WITHIN_SECONDS
from harness.cli import Cli, new_cli
from harness.pool import AppClient, Pool
from harness.ports import NewPort, kept_ports
from harness.process import serving

# AWS's own example.
ACCESS_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
REGION = "us-east-1"
pytest_plugins = ("harness.browser_fixtures",)
ServerFactory = Callable[..., AbstractContextManager[str]]
Aws = Callable[..., Any]


@pytest.fixture(scope="session", autouse=True)
def _environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of this machine's user is read: no AWS settings, no home directory, no proxies."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("AWS_", "COGNITO_", "XDG_")) or name.lower().endswith("_proxy"):
                patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield


@pytest.fixture(scope="session")
def poolgate_bin() -> str:
    """The program under test; `cargo xtask interop` builds it and says where it is."""
    return os.environ["POOLGATE_BIN"]


@pytest.fixture(scope="session")
def serve(poolgate_bin: str, _environment: None) -> ServerFactory:
    """Starts a server of ours with these arguments, for a `with` statement."""

    def start(*arguments: str, **settings: Any) -> AbstractContextManager[str]:
        command = [poolgate_bin, "local", "serve", "--addr", "127.0.0.1:0", *arguments]
        return serving(command, os.environ, **settings)

    return start


@pytest.fixture(scope="session")
def server(serve: ServerFactory) -> Iterator[str]:
    """The URL of our server; tests keep apart by making pools of their own."""
    with serve("--memory") as url:
        yield url


@pytest.fixture
def aging(serve: ServerFactory) -> Iterator[str]:
    """The URL of a server of this test's own, whose clock it may move."""
    with serve("--memory") as url:
        yield url


@pytest.fixture(scope="session")
def moto(_environment: None) -> Iterator[str]:
    """The URL of moto's server."""
    command = [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", "0"]
    with serving(command, os.environ) as url:
        yield url


def aws_client(service: str, endpoint: str, **settings: Any) -> Any:
    """A boto3 client that tries once, so that an error is seen as it came."""
    config = Config(retries={"total_max_attempts": 1}, read_timeout=WITHIN_SECONDS, **settings)
    client = boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=ACCESS_KEY_ID,
        aws_secret_access_key=SECRET_ACCESS_KEY,
        config=config,
    )
    return answers.watched(client)


@pytest.fixture(scope="session")
def cognito(server: str) -> Any:
    """boto3's user pools on our server."""
    return aws_client("cognito-idp", server)


@pytest.fixture(scope="session")
def unchecked(server: str) -> Any:
    """The same, without botocore's own check of parameters: the server must do it."""
    return aws_client("cognito-idp", server, parameter_validation=False)


@pytest.fixture(scope="session")
def identity(server: str) -> Any:
    """boto3's identity pools on our server."""
    return aws_client("cognito-identity", server)


@pytest.fixture
def pool(cognito: Any) -> Pool:
    """A fresh user pool with default settings."""
    return Pool.create(cognito)


@pytest.fixture
def public(pool: Pool) -> AppClient:
    """A public app client of that pool with all flows."""
    return pool.client()


@pytest.fixture
def confidential(pool: Pool) -> AppClient:
    """An app client of that pool with a secret."""
    return pool.client(GenerateSecret=True)


@pytest.fixture(scope="session")
def aws(server: str) -> Aws:
    """Runs a command of the AWS CLI and answers what it prints."""
    program = Path(sys.executable).with_name("aws")
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": server,
    }

    def run(*command: str, refused: str | None = None) -> Any:
        done = subprocess.run(
            [str(program), *command, "--output", "json"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=WITHIN_SECONDS,
            check=False,
        )
        if refused is not None:
            assert done.returncode != 0
            assert refused in done.stderr
            return None
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    return run


@pytest.fixture
def new_port() -> Iterator[NewPort]:
    """Gives out ports for programs that are told where to listen, each to one test only."""
    with kept_ports() as new_port:
        yield new_port


@pytest.fixture
def cli(poolgate_bin: str, tmp_path: Path) -> Cli:
    """`poolgate` for a user who has never run it."""
    return new_cli(poolgate_bin, tmp_path, Path(sys.executable).parent)


def pytest_sessionfinish() -> None:
    """After all tests, not some: `cargo xtask` says where the answers are to be written."""
    if path := os.environ.get("POOLGATE_ANSWERS"):
        answers.write(Path(path))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The attacks, and how each was refused."""
    passed = terminalreporter.stats.get("passed", [])
    rows = [row for report in passed if report.when == "call" for row in report.user_properties]
    for attack, refusal in rows:
        terminalreporter.write_line(f"{attack:<48} {refusal}")
