"""Our client against moto's server: first passwords and second factors.

moto checks the codes of authenticator apps, all with one secret; of an SMS it accepts any code, and
says nothing of where it went. It asks for an app only of users who prefer it. Its MFA_SETUP carries a
list where the service has a text, so that no client in a typed language reads it.
"""

import json
import shlex
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from conftest import aws_client
from harness import totp
from harness.cli import Cli
from harness.factors import PHONE
from harness.pool import PASSWORD, Pool
from harness.process import serving
from harness.theirs import Theirs, ended_well

# The code is read when it is asked for.
APP = shlex.join([sys.executable, totp.__file__])


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """moto's server, told to check the codes of apps."""
    command = [sys.executable, "-m", "harness.moto_with_apps", "-H", "127.0.0.1", "-p", "0"]
    with serving(command, {"MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP": "true"}) as url:
        yield url


@pytest.fixture
def pool(moto: str) -> Pool:
    return Pool.create(aws_client("cognito-idp", moto))


@pytest.fixture
def theirs(cli: Cli, moto: str, pool: Pool) -> Theirs:
    """The user ann, with a phone and a password."""
    pool.user(phone_number=PHONE)
    return Theirs(cli, moto, pool.client())


def with_app(theirs: Theirs) -> str:
    """The command that is ann's app, which she set up by boto3 and prefers."""
    token = theirs.client.tokens("ann")["AccessToken"]
    cognito: Any = theirs.client.cognito
    secret = cognito.associate_software_token(AccessToken=token)["SecretCode"]
    cognito.verify_software_token(AccessToken=token, UserCode=totp.code_now(secret))
    prefer(theirs, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    return f"{APP} {secret}"


def prefer(theirs: Theirs, **settings: Any) -> None:
    theirs.client.cognito.admin_set_user_mfa_preference(
        UserPoolId=theirs.client.pool_id, Username="ann", **settings
    )


def test_a_first_password_at_a_terminal(cli: Cli, moto: str, pool: Pool) -> None:
    pool.invite("ann", "Temporary-1")
    theirs = Theirs(cli, moto, pool.client())
    terminal = theirs.at_a_terminal("login", "--method", "password")
    terminal.expect("Password of ann: ")
    terminal.sendline("Temporary-1")
    terminal.expect("A new password must be chosen.")
    for question in ("New password: ", "The same again: "):
        terminal.expect(question)
        terminal.sendline(PASSWORD)
    assert PASSWORD not in ended_well(terminal)
    assert json.loads(theirs.succeeds("status", "--json"))["username"] == "ann"
    assert theirs.login().returncode == 0


def test_a_first_password_cannot_be_guessed_without_a_terminal(
    cli: Cli, moto: str, pool: Pool
) -> None:
    pool.invite("ann", "Temporary-1")
    finished = Theirs(cli, moto, pool.client()).login(password="Temporary-1")
    assert (finished.returncode, finished.stdout) == (4, ""), finished.stderr
    assert "new password" in finished.stderr.lower()


def test_the_code_of_an_app_from_a_process(theirs: Theirs) -> None:
    app = with_app(theirs)
    finished = theirs.login("--mfa-process", app)
    assert finished.returncode == 0, finished.stderr


def test_a_wrong_code_of_an_app(theirs: Theirs) -> None:
    with_app(theirs)
    finished = theirs.login("--mfa-code", "000000")
    assert (finished.returncode, finished.stdout) == (4, ""), finished.stderr
    assert "MFA Code Mismatch" in finished.stderr


def test_any_code_of_an_sms_as_moto_checks_none(theirs: Theirs) -> None:
    prefer(theirs, SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
    finished = theirs.login()
    assert (finished.returncode, finished.stdout) == (4, ""), finished.stderr
    finished = theirs.login("--mfa-code", "123456")
    assert finished.returncode == 0, finished.stderr


def test_an_app_set_up_at_a_terminal(theirs: Theirs) -> None:
    assert theirs.login().returncode == 0
    terminal = theirs.at_a_terminal("mfa", "setup")
    terminal.expect(r"Secret: *([A-Za-z2-7 ]+)\r\n")
    secret = terminal.match[1].replace(" ", "")
    terminal.expect("authenticator app shows: ")
    terminal.sendline(totp.code_now(secret))
    terminal.expect("Set up and preferred for ann: authenticator app.")
    ended_well(terminal)
    status = json.loads(theirs.succeeds("mfa", "status", "--json"))
    assert status == {"username": "ann", "enabled": ["totp"], "preferred": "totp"}
    finished = theirs.login("--mfa-process", f"{APP} {secret}")
    assert finished.returncode == 0, finished.stderr


def test_a_factor_preferred_and_switched_off(theirs: Theirs) -> None:
    assert theirs.login().returncode == 0
    theirs.succeeds("mfa", "prefer", "sms")
    status = json.loads(theirs.succeeds("mfa", "status", "--json"))
    assert (status["enabled"], status["preferred"]) == (["sms"], "sms")
    theirs.succeeds("mfa", "disable", "sms")
    assert json.loads(theirs.succeeds("mfa", "status", "--json"))["enabled"] == []
