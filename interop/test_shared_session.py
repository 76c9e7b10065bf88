"""Processes of ours that share one session whose refresh tokens rotate, in files."""

import json
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import ServerFactory, aws_client
from harness.cli import Cli
from harness.pool import PASSWORD, Pool
from harness.relay import Relay, relaying

PROCESSES = 20
WITHIN_SECONDS = 60
ROLE = "arn:aws:iam::000000000000:role/ann"
REFRESH = "GetTokensFromRefreshToken"


@dataclass
class Shared:
    """The session of ann, and the relay through which its processes call."""

    cli: Cli
    relay: Relay

    @property
    def _state(self) -> Path:
        return self.cli.home / "state" / "poolgate"

    def _session_file(self) -> Path:
        (path,) = (self._state / "sessions").glob("*.json")
        return path

    def refresh_token(self) -> str:
        return json.loads(self._session_file().read_text())["refresh_token"]

    def let_everything_run_out(self) -> None:
        """As if an hour had passed since the session was written."""
        path = self._session_file()
        session = json.loads(path.read_text())
        session["expires_at"] = session["received_at"]
        path.write_text(json.dumps(session))
        for cached in (self._state / "aws").glob("*.json"):
            cached.unlink()

    def start(self) -> subprocess.Popen[str]:
        return self.cli.start("credential-process", "--profile", "shared")


def sign_in(cli: Cli, relay: Relay, rotation: dict[str, Any]) -> Shared:
    cognito: Any = aws_client("cognito-idp", relay.upstream)
    pool = Pool.create(cognito)
    client = pool.client(RefreshTokenRotation=rotation, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    pool.user("ann")
    identity: Any = aws_client("cognito-identity", relay.upstream)
    provider = f"cognito-idp.us-east-1.amazonaws.com/{pool.id}"
    identity_pool = identity.create_identity_pool(
        IdentityPoolName="shared",
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client.id}],
    )["IdentityPoolId"]
    identity.set_identity_pool_roles(IdentityPoolId=identity_pool, Roles={"authenticated": ROLE})
    configuration = cli.home / "config" / "poolgate" / "config.toml"
    configuration.parent.mkdir(parents=True)
    configuration.write_text(
        f'[profiles.shared]\npool_id = "{pool.id}"\nclient_id = "{client.id}"\n'
        f'identity_pool_id = "{identity_pool}"\nusername = "ann"\n'
        f'endpoint_url = "{relay.url}"\nidentity_endpoint_url = "{relay.url}"\n'
    )
    login = ("login", "--profile", "shared", "--password-stdin", "--no-input")
    cli.succeed(*login, stdin=f"{PASSWORD}\n")
    return Shared(cli, relay)


@pytest.fixture
def relay(serve: ServerFactory) -> Iterator[Relay]:
    with serve("--memory", "--issuer", "aws") as url, relaying(url) as relay:
        yield relay


def test_twenty_processes_cause_one_refresh_and_get_twenty_good_answers(
    cli: Cli, relay: Relay
) -> None:
    # A refresh token that is spent twice ends the session: there is no grace.
    shared = sign_in(cli, relay, {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0})
    spent = shared.refresh_token()
    shared.let_everything_run_out()
    relay.calls.clear()
    processes = [shared.start() for _ in range(PROCESSES)]
    for process in processes:
        answer, error = process.communicate(timeout=WITHIN_SECONDS)
        assert (process.returncode, error) == (0, "")
        assert json.loads(answer)["Version"] == 1
    assert relay.count(REFRESH) == 1
    assert relay.count("GetCredentialsForIdentity") == 1
    assert shared.refresh_token() != spent


def test_a_process_that_is_killed_between_refresh_and_write_loses_nothing(
    cli: Cli, relay: Relay
) -> None:
    shared = sign_in(cli, relay, {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60})
    spent = shared.refresh_token()
    shared.let_everything_run_out()
    killed: list[subprocess.Popen[str]] = []

    def kill() -> None:
        # The service has rotated the token; whoever was to write it down is gone.
        relay.before_answer.clear()
        killed[0].kill()
        killed[0].wait(timeout=WITHIN_SECONDS)

    relay.before_answer[REFRESH] = kill
    killed.append(shared.start())
    killed[0].communicate(timeout=WITHIN_SECONDS)
    assert killed[0].returncode == -signal.SIGKILL
    assert shared.refresh_token() == spent

    next_one = shared.start()
    answer, error = next_one.communicate(timeout=WITHIN_SECONDS)
    assert (next_one.returncode, error) == (0, "")
    assert json.loads(answer)["AccessKeyId"]
    assert shared.refresh_token() != spent
    assert relay.count(REFRESH) == 2
