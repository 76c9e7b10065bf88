"""Our client against moto's server, whose tokens name AWS's issuer: passwords and tokens.

moto plays SRP without numbers: its SECRET_BLOCK is a UUID, which is no base64, and it checks no
proof. Our client refuses that, and says why. It has no USER_AUTH, no EMAIL_OTP, no devices, and
CUSTOM_AUTH in name only.
"""

import json
from typing import Any

import jwt
import pytest

from conftest import aws_client
from harness.cli import Cli
from harness.pool import AppClient, Pool
from harness.theirs import Theirs


def signed_up(cognito: Any, client: AppClient) -> None:
    """ann, who signed up by boto3."""
    cognito.sign_up(
        ClientId=client.id,
        Username="ann",
        Password="Correct-horse7",
        UserAttributes=[{"Name": "email", "Value": "ann@example.com"}],
    )
    cognito.confirm_sign_up(ClientId=client.id, Username="ann", ConfirmationCode="123456")


@pytest.fixture
def theirs(cli: Cli, moto: str) -> Theirs:
    cognito: Any = aws_client("cognito-idp", moto)
    client = Pool.create(cognito).client()
    signed_up(cognito, client)
    return Theirs(cli, moto, client)


def test_sign_in_by_password_with_verified_tokens(theirs: Theirs) -> None:
    finished = theirs.login()
    assert finished.returncode == 0, finished.stderr
    token = theirs.succeeds("token")
    claims = jwt.decode(token.strip(), options={"verify_signature": False})
    pool_id = theirs.client.pool_id
    assert claims["iss"] == f"https://cognito-idp.us-east-1.amazonaws.com/{pool_id}"
    assert claims["client_id"] == theirs.client.id
    assert json.loads(theirs.succeeds("status", "--json"))["username"] == "ann"


def test_a_wrong_password_has_its_exit_code(theirs: Theirs) -> None:
    finished = theirs.login(password="Wrong-password1")
    assert (finished.returncode, finished.stdout) == (4, ""), finished.stderr
    assert "Incorrect username or password" in finished.stderr
    assert "Wrong-password1" not in finished.stderr


def test_a_user_whom_moto_does_not_know(theirs: Theirs) -> None:
    theirs.client.cognito.admin_delete_user(UserPoolId=theirs.client.pool_id, Username="ann")
    finished = theirs.login()
    assert (finished.returncode, finished.stdout) == (4, ""), finished.stderr


def test_motos_secret_block_is_no_base64_and_ends_srp(theirs: Theirs) -> None:
    finished = theirs.login(method="srp")
    assert (finished.returncode, finished.stdout) == (1, ""), finished.stderr
    assert "SECRET_BLOCK" in finished.stderr


def test_a_flow_that_moto_does_not_have(theirs: Theirs) -> None:
    finished = theirs.run("login", "--method", "email-otp", "--no-input")
    assert (finished.returncode, finished.stdout) == (1, ""), finished.stderr
    assert "USER_AUTH" in finished.stderr
