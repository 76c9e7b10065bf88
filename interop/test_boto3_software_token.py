"""boto3 and pyotp: an authenticator app as the second factor (SOFTWARE_TOKEN_MFA)."""

from typing import Any

import pytest

from conftest import aws_client
from harness.authenticator import Authenticator
from harness.expect import refused
from harness.factors import enable, enrolled, offer
from harness.lockout import provoke
from harness.pool import AppClient, Pool, Response

MISMATCH = "Invalid code received for user"
USED = "Your software token has already been used once."


@pytest.fixture
def pool(aging: str) -> Pool:
    """A pool that offers apps, with the user ann, on a server whose clock the test may move."""
    pool = Pool.create(aws_client("cognito-idp", aging))
    offer(pool, "OPTIONAL", "SOFTWARE_TOKEN_MFA")
    pool.user()
    return pool


@pytest.fixture
def client(pool: Pool) -> AppClient:
    return pool.client()


@pytest.fixture
def app(aging: str, pool: Pool, client: AppClient) -> Authenticator:
    """The app that ann has set up."""
    return enrolled(aging, pool, client, "ann")


def answer(client: AppClient, challenge: Response, code: str) -> Response:
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    responses = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": code}
    return client.respond("SOFTWARE_TOKEN_MFA", responses, challenge["Session"])


def test_after_a_password(client: AppClient, app: Authenticator) -> None:
    challenge = client.sign_in("ann")
    assert "AuthenticationResult" not in challenge
    assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == "ann"
    assert answer(client, challenge, app.next_code())["AuthenticationResult"]["AccessToken"]


def test_after_srp(client: AppClient, app: Authenticator) -> None:
    challenge = client.sign_in_by_srp("ann")
    assert answer(client, challenge, app.next_code())["AuthenticationResult"]["AccessToken"]


def test_as_administrator(client: AppClient, app: Authenticator) -> None:
    administrator = client.administrator()
    challenge = administrator.sign_in("ann")
    assert answer(administrator, challenge, app.next_code())["AuthenticationResult"]


def test_with_a_client_secret(pool: Pool, app: Authenticator) -> None:
    confidential = pool.client(GenerateSecret=True)
    challenge = confidential.sign_in("ann")
    assert answer(confidential, challenge, app.next_code())["AuthenticationResult"]


def test_a_code_is_good_once(client: AppClient, app: Authenticator) -> None:
    code = app.next_code()
    assert answer(client, client.sign_in("ann"), code)["AuthenticationResult"]
    with refused("ExpiredCodeException", USED):
        answer(client, client.sign_in("ann"), code)


def test_the_code_that_proved_the_set_up_signs_nobody_in(
    client: AppClient, app: Authenticator
) -> None:
    with refused("ExpiredCodeException", USED):
        answer(client, client.sign_in("ann"), app.shown)


def test_a_wrong_code_may_be_corrected(client: AppClient, app: Authenticator) -> None:
    challenge = client.sign_in("ann")
    with refused("CodeMismatchException", MISMATCH):
        answer(client, challenge, app.wrong_code())
    assert answer(client, challenge, app.next_code())["AuthenticationResult"]


def test_guessing_locks(aging: str, client: AppClient, app: Authenticator) -> None:
    challenge = client.sign_in("ann")

    def fail() -> None:
        with refused("CodeMismatchException", MISMATCH):
            answer(client, challenge, app.wrong_code())

    provoke(aging, fail)
    with refused("NotAuthorizedException", "Password attempts exceeded"):
        answer(client, challenge, app.code())


def test_the_session_of_one_user_is_nothing_to_another(
    aging: str, pool: Pool, client: AppClient, app: Authenticator
) -> None:
    pool.user("bob")
    enrolled(aging, pool, client, "bob")
    challenge = client.sign_in("bob")
    with refused("NotAuthorizedException", "Invalid session for the user."):
        answer(client, challenge, app.next_code())


def test_an_app_is_verified_before_it_is_enabled(pool: Pool, client: AppClient) -> None:
    token = client.tokens("ann")["AccessToken"]
    pool.cognito.associate_software_token(AccessToken=token)
    with refused("InvalidParameterException", "User has not verified software token mfa"):
        enable(pool, "ann", "SOFTWARE_TOKEN_MFA")


def test_a_wrong_code_verifies_no_app(aging: str, pool: Pool, client: AppClient) -> None:
    token = client.tokens("ann")["AccessToken"]
    secret = pool.cognito.associate_software_token(AccessToken=token)["SecretCode"]
    wrong = Authenticator(aging, secret).wrong_code()
    with refused("EnableSoftwareTokenMFAException", "Code mismatch"):
        pool.cognito.verify_software_token(AccessToken=token, UserCode=wrong)


def test_a_user_turns_it_on_and_off(pool: Pool, client: AppClient, app: Authenticator) -> None:
    challenge = client.sign_in("ann")
    tokens = answer(client, challenge, app.next_code())["AuthenticationResult"]
    cognito: Any = pool.cognito
    user = cognito.get_user(AccessToken=tokens["AccessToken"])
    assert user["UserMFASettingList"] == ["SOFTWARE_TOKEN_MFA"]
    cognito.set_user_mfa_preference(
        AccessToken=tokens["AccessToken"],
        SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False},
    )
    assert client.tokens("ann")["AccessToken"]
    assert "UserMFASettingList" not in cognito.get_user(AccessToken=tokens["AccessToken"])
