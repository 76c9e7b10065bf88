"""What time ends, on a server of its own whose clock is moved: nobody waits."""

from typing import Any

import pytest

from conftest import aws_client
from harness import inbox, srp
from harness.clock import advance
from harness.expect import refused
from harness.pool import PASSWORD, AppClient, Pool

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@pytest.fixture
def client(aging: str) -> AppClient:
    """An app client with the user ann, on that server."""
    pool = Pool.create(aws_client("cognito-idp", aging), AutoVerifiedAttributes=["email"])
    pool.user("ann")
    return pool.client()


def test_an_access_token_ends_in_an_hour(aging: str, client: AppClient) -> None:
    token = client.tokens("ann")["AccessToken"]
    advance(aging, HOUR - MINUTE)
    assert client.cognito.get_user(AccessToken=token)["Username"] == "ann"
    advance(aging, 2 * MINUTE)
    with refused("NotAuthorizedException", "Access Token has expired"):
        client.cognito.get_user(AccessToken=token)


def test_a_refresh_token_ends_in_thirty_days(aging: str, client: AppClient) -> None:
    token = client.tokens("ann")["RefreshToken"]
    advance(aging, 30 * DAY - MINUTE)
    assert client.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)["AuthenticationResult"]
    advance(aging, 2 * MINUTE)
    with refused("NotAuthorizedException", "Refresh Token has expired"):
        client.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)


def test_a_session_ends_in_three_minutes(aging: str, client: AppClient) -> None:
    Pool(client.cognito, client.pool_id).invite("bob", "Temporary-1")
    challenge = client.sign_in("bob", "Temporary-1")
    advance(aging, 3 * MINUTE + 1)
    with refused("NotAuthorizedException", "Invalid session for the user, session is expired."):
        client.respond(
            "NEW_PASSWORD_REQUIRED",
            {"USERNAME": "bob", "NEW_PASSWORD": PASSWORD},
            challenge["Session"],
        )


def test_an_srp_challenge_ends(aging: str, client: AppClient) -> None:
    prover = srp.Client()
    parameters = client.start_srp("ann", prover)["ChallengeParameters"]
    answer = prover.answer(client.pool_name, PASSWORD, parameters)
    advance(aging, HOUR)
    with refused("NotAuthorizedException"):
        client.respond("PASSWORD_VERIFIER", answer)


def test_a_sign_up_code_ends_in_a_day(aging: str, client: AppClient) -> None:
    cognito: Any = client.cognito
    cognito.sign_up(
        ClientId=client.id,
        Username="uma",
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": "uma@example.com"}],
    )
    code = inbox.last_code(aging, client.pool_id, "uma")
    advance(aging, DAY + MINUTE)
    message = "Invalid code provided, please request a code again."
    with refused("ExpiredCodeException", message):
        cognito.confirm_sign_up(ClientId=client.id, Username="uma", ConfirmationCode=code)


def test_a_temporary_password_ends_in_seven_days(aging: str, client: AppClient) -> None:
    Pool(client.cognito, client.pool_id).invite("bob", "Temporary-1")
    advance(aging, 7 * DAY + MINUTE)
    message = "Temporary password has expired and must be reset by an administrator."
    with refused("NotAuthorizedException", message):
        client.sign_in("bob", "Temporary-1")
