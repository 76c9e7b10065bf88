"""`poolgate` for users and administrators → our server, which boto3 looks at from the other side."""

import json
from typing import Any

import pytest

from conftest import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from harness.cli import Cli

PASSWORD = "Correct-horse-1"
NEW_PASSWORD = "Better-horse-2"
AWS = {"AWS_ACCESS_KEY_ID": ACCESS_KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY}


@pytest.fixture
def people(cognito: Any) -> dict[str, str]:
    """A pool that sends codes by e-mail, and an app client of it."""
    created = cognito.create_user_pool(PoolName="people", AutoVerifiedAttributes=["email"])
    pool_id = created["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="cli",
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )
    return {"pool_id": pool_id, "client_id": client["UserPoolClient"]["ClientId"]}


@pytest.fixture
def cli(cli: Cli, server: str, people: dict[str, str]) -> Cli:
    """A user whose profile `dev` is that pool."""
    settings = {"endpoint_url": server, **people}
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    configuration = cli.home / "config/poolgate/config.toml"
    configuration.parent.mkdir(parents=True)
    configuration.write_text("\n".join(["default_profile = 'dev'", "[profiles.dev]", *lines]))
    return cli


def newest_code(cli: Cli, server: str, username: str) -> str:
    address = server.removeprefix("http://")
    inbox = cli.succeed("local", "inbox", "--addr", address, "--username", username, "--json")
    return json.loads(inbox)[-1]["secret"]


def test_a_user_from_the_sign_up_to_the_end_of_the_account(
    cli: Cli, server: str, cognito: Any, people: dict[str, str]
) -> None:
    bea = ("--username", "bea@home")
    password = ("--password-stdin",)
    email = ("--attribute", "email=bea@example.com")
    signed_up = json.loads(
        cli.succeed("signup", *bea, *email, *password, "--json", stdin=f"{PASSWORD}\n")
    )
    assert signed_up["confirmed"] is False
    assert signed_up["code_sent"]["destination"] == "b***@e***"
    user = {"UserPoolId": people["pool_id"], "Username": "bea@home"}
    assert cognito.admin_get_user(**user)["UserStatus"] == "UNCONFIRMED"
    cli.succeed("confirm", *bea, "--code", newest_code(cli, server, "bea@home"))
    assert cognito.admin_get_user(**user)["UserStatus"] == "CONFIRMED"
    cli.succeed("login", *bea, *password, stdin=f"{PASSWORD}\n")

    cli.succeed("account", "set", "name=Bea B", "email=bea@example.org")
    cli.succeed("account", "verify", "email", "--code", newest_code(cli, server, "bea@home"))
    shown = json.loads(cli.succeed("account", "show", "--json"))["attributes"]
    found = {
        item["Name"]: item["Value"] for item in cognito.admin_get_user(**user)["UserAttributes"]
    }
    assert found == {name: text(value) for name, value in shown.items()}
    assert (shown["email"], shown["email_verified"]) == ("bea@example.org", True)

    change = ("password", "change", *password, "--new-password-stdin")
    cli.succeed(*change, stdin=f"{PASSWORD}\n{NEW_PASSWORD}\n")
    assert cli.run("login", *bea, *password, stdin=f"{PASSWORD}\n").returncode == 4
    cli.succeed("login", *bea, *password, stdin=f"{NEW_PASSWORD}\n")
    cli.succeed("password", "forgot", *bea)
    code = newest_code(cli, server, "bea@home")
    reset = ("password", "reset", *bea, "--code", code, "--new-password-stdin")
    cli.succeed(*reset, stdin=f"{PASSWORD}\n")
    cli.succeed("login", *bea, *password, stdin=f"{PASSWORD}\n")

    assert cli.run("account", "delete").returncode == 4, "nobody to ask"
    cli.succeed("account", "delete", "--yes")
    with pytest.raises(cognito.exceptions.UserNotFoundException):
        cognito.admin_get_user(**user)


def text(value: str | bool | int) -> str:
    """An attribute as the service writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_what_administrators_write_boto3_reads(
    cli: Cli, cognito: Any, people: dict[str, str]
) -> None:
    def succeed(*arguments: str, stdin: str = "") -> str:
        return cli.succeed(*arguments, stdin=stdin, **AWS)

    in_pool = {"UserPoolId": people["pool_id"]}
    succeed("users", "create", "ana", "--no-message", "--attribute", "email=ana@example.com")
    succeed("users", "set-password", "ana", "--password-stdin", stdin=f"{PASSWORD}\n")
    succeed("groups", "create", "editors", "--precedence", "3")
    succeed("groups", "add", "editors", "ana")
    assert cognito.admin_get_user(**in_pool, Username="ana")["UserStatus"] == "CONFIRMED"
    groups = cognito.admin_list_groups_for_user(**in_pool, Username="ana")["Groups"]
    assert [(group["GroupName"], group["Precedence"]) for group in groups] == [("editors", 3)]
    succeed("groups", "update", "editors", "--description", "May publish")
    group = cognito.get_group(**in_pool, GroupName="editors")["Group"]
    assert (group["Precedence"], group["Description"]) == (3, "May publish")

    client = {**in_pool, "ClientId": people["client_id"]}
    before = cognito.describe_user_pool_client(**client)["UserPoolClient"]
    succeed("clients", "update", people["client_id"], "--access-token-validity", "30m")
    after = cognito.describe_user_pool_client(**client)["UserPoolClient"]
    assert (after["AccessTokenValidity"], after["TokenValidityUnits"]["AccessToken"]) == (
        30,
        "minutes",
    )
    changed = {"AccessTokenValidity", "TokenValidityUnits", "LastModifiedDate"}
    assert {name: value for name, value in after.items() if name not in changed} == {
        name: value for name, value in before.items() if name not in changed
    }

    for number in range(70):
        name = f"user-{number}"
        cognito.admin_create_user(**in_pool, Username=name, MessageAction="SUPPRESS")
    listed = json.loads(succeed("users", "list", "--json"))
    assert {user["username"] for user in listed} == {"ana", *(f"user-{n}" for n in range(70))}
    succeed("users", "delete", "ana", "--yes")
    with pytest.raises(cognito.exceptions.UserNotFoundException):
        cognito.admin_get_user(**in_pool, Username="ana")
