"""The session of ann, kept in files by `poolgate`, and a relay through which all calls go."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import aws_client
from harness.cli import Cli
from harness.pool import PASSWORD, Pool
from harness.relay import Relay

ROLE = "arn:aws:iam::000000000000:role/ann"


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

    def let_credentials_age(self, seconds: int) -> None:
        """As if so much time had passed since the credentials were cached."""
        (path,) = (self._state / "aws").glob("*.json")
        cached = json.loads(path.read_text())
        for moment in ("received_at", "expires_at"):
            cached[moment] -= seconds
        path.write_text(json.dumps(cached))

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
