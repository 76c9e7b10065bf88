"""Our client against moto's server, whose tokens name AWS's issuer."""

import json
from typing import Any

import jwt
import pytest

from conftest import aws_client
from harness.cli import Cli
from harness.pool import PASSWORD, AppClient, Pool


@pytest.fixture
def theirs(moto: str) -> AppClient:
    """An app client at moto's, with one confirmed user who signed up by boto3."""
    cognito: Any = aws_client("cognito-idp", moto)
    client = Pool.create(cognito).client()
    cognito.sign_up(
        ClientId=client.id,
        Username="ann",
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": "ann@example.com"}],
    )
    cognito.confirm_sign_up(ClientId=client.id, Username="ann", ConfirmationCode="123456")
    return client


def login(cli: Cli, moto: str, client: AppClient, password: str) -> Any:
    return cli.run(
        *("login", "--pool-id", client.pool_id, "--client-id", client.id),
        *("--username", "ann", "--method", "password", "--password-stdin", "--no-input"),
        stdin=f"{password}\n",
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=moto,
    )


def test_sign_in_by_password_with_verified_tokens(cli: Cli, moto: str, theirs: AppClient) -> None:
    finished = login(cli, moto, theirs, PASSWORD)
    assert finished.returncode == 0, finished.stderr
    connection = ("--pool-id", theirs.pool_id, "--client-id", theirs.id, "--username", "ann")
    token = cli.succeed("token", *connection, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=moto)
    claims = jwt.decode(token.strip(), options={"verify_signature": False})
    assert claims["iss"] == f"https://cognito-idp.us-east-1.amazonaws.com/{theirs.pool_id}"
    assert claims["client_id"] == theirs.id
    status = cli.succeed(
        "status", *connection, "--json", AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=moto
    )
    assert "ann" in json.dumps(json.loads(status))


def test_a_wrong_password_has_its_exit_code(cli: Cli, moto: str, theirs: AppClient) -> None:
    finished = login(cli, moto, theirs, "Wrong-password1")
    assert (finished.returncode, finished.stdout) == (4, "")
    assert "Incorrect username or password" in finished.stderr
    assert "Wrong-password1" not in finished.stderr
