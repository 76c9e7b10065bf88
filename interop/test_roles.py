"""Our command takes one of several roles: by its suffix, and by the classic flow."""

import json
from typing import Any

import boto3
import pytest

from conftest import REGION
from harness.cli import Cli, Finished
from harness.pool import PASSWORD, Pool

ROLES = {name: f"arn:aws:iam::000000000000:role/data-{name}" for name in ("reader", "writer")}


class Ann:
    """A user who has two roles."""

    def __init__(self, cli: Cli, server: str, connection: tuple[str, ...]) -> None:
        self.cli, self.server, self.connection = cli, server, connection

    def run(self, *command: str, stdin: str = "") -> Finished:
        environment = {"AWS_ENDPOINT_URL": self.server}
        return self.cli.run(*command, *self.connection, stdin=stdin, **environment)

    def caller(self, *role: str) -> str:
        """Who STS says that the credentials are of."""
        printed = self.run("credential-process", *role)
        assert (printed.returncode, printed.stderr) == (0, "")
        credentials = json.loads(printed.stdout)
        sts = boto3.client(
            "sts",
            endpoint_url=self.server,
            region_name=REGION,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )
        return sts.get_caller_identity()["Arn"]


@pytest.fixture
def ann(cli: Cli, server: str, cognito: Any, identity: Any, pool: Pool) -> Ann:
    client = pool.client(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    pool.user("ann")
    for name, role in ROLES.items():
        group = {"UserPoolId": pool.id, "GroupName": name}
        cognito.create_group(**group, RoleArn=role)
        cognito.admin_add_user_to_group(**group, Username="ann")
    provider = f"{server.partition('://')[2]}/{pool.id}"
    identity_pool = identity.create_identity_pool(
        IdentityPoolName="roles",
        AllowUnauthenticatedIdentities=False,
        AllowClassicFlow=True,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client.id}],
    )["IdentityPoolId"]
    identity.set_identity_pool_roles(
        IdentityPoolId=identity_pool,
        Roles={"authenticated": ROLES["reader"]},
        RoleMappings={
            f"{provider}:{client.id}": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
        },
    )
    connection = (
        *("--pool-id", pool.id, "--client-id", client.id, "--username", "ann"),
        *("--identity-pool-id", identity_pool),
    )
    ann = Ann(cli, server, connection)
    # Without a role the identity pool denies: no group comes before the other.
    login = ann.run("login", "--password-stdin", "--role-suffix", "reader", stdin=f"{PASSWORD}\n")
    assert login.returncode == 0, login.stderr
    return ann


@pytest.mark.parametrize("name", ROLES)
def test_a_role_by_its_suffix(ann: Ann, name: str) -> None:
    other = next(role for role in ROLES if role != name)
    assert f":assumed-role/data-{name}/" in ann.caller("--role-suffix", f"-{name}")
    # What is cached for one role is not given out for the other.
    assert f":assumed-role/data-{other}/" in ann.caller("--role-suffix", f"-{other}")


def test_a_suffix_of_several_roles_names_them(ann: Ann) -> None:
    refused = ann.run("credential-process", "--role-suffix", "er")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert all(role in refused.stderr for role in ROLES.values()), refused.stderr


def test_the_classic_flow_names_the_session(ann: Ann) -> None:
    classic = ("--credential-flow", "classic", "--role-session-name", "nightly")
    caller = ann.caller("--role-suffix", "-writer", *classic)
    assert caller.endswith(":assumed-role/data-writer/nightly")
