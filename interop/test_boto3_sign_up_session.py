"""boto3: a confirmed sign-up signs in by its session (USER_AUTH), without any factor."""

from typing import Any

import pytest

from conftest import aws_client
from harness import inbox
from harness.clock import advance
from harness.expect import refused
from harness.pool import PASSWORD, AppClient, Pool, claims

SPENT = "Invalid session for the user, session can only be used once."
EXPIRED = "Invalid session for the user, session is expired."


@pytest.fixture
def pool(cognito: Any) -> Pool:
    """A pool that sends codes to who signs up."""
    return Pool.create(cognito, AutoVerifiedAttributes=["email"])


def confirm(server: str, client: AppClient) -> str:
    """uma signs up and confirms it: the session."""
    call = {"ClientId": client.id, "Username": "uma"}
    email = {"Name": "email", "Value": "uma@example.com"}
    client.cognito.sign_up(**call, Password=PASSWORD, UserAttributes=[email])
    code = inbox.last_code(server, client.pool_id, "uma")
    return client.cognito.confirm_sign_up(**call, ConfirmationCode=code)["Session"]


@pytest.fixture
def confirmed(server: str, public: AppClient) -> str:
    return confirm(server, public)


def test_a_confirmed_sign_up_signs_in_once(public: AppClient, confirmed: str) -> None:
    response = public.initiate("USER_AUTH", confirmed, USERNAME="uma")
    assert claims(response["AuthenticationResult"]["AccessToken"])["username"] == "uma"
    with refused("NotAuthorizedException", SPENT):
        public.initiate("USER_AUTH", confirmed, USERNAME="uma")


def test_a_sign_ups_session_is_for_its_user_and_client(
    pool: Pool, public: AppClient, confirmed: str
) -> None:
    pool.user()
    with refused("NotAuthorizedException"):
        public.initiate("USER_AUTH", confirmed, USERNAME="ann")
    with refused("NotAuthorizedException"):
        pool.client().initiate("USER_AUTH", confirmed, USERNAME="uma")
    assert public.initiate("USER_AUTH", confirmed, USERNAME="uma")["AuthenticationResult"]


def test_an_invented_session_signs_nobody_in(public: AppClient, pool: Pool) -> None:
    pool.user()
    with refused("NotAuthorizedException"):
        public.initiate("USER_AUTH", "AYABe" * 50, USERNAME="ann")


def test_a_session_ends_in_three_minutes(aging: str) -> None:
    settings = {"AutoVerifiedAttributes": ["email"]}
    client = Pool.create(aws_client("cognito-idp", aging), **settings).client()
    session = confirm(aging, client)
    advance(aging, 3 * 60)
    with refused("NotAuthorizedException", EXPIRED):
        client.initiate("USER_AUTH", session, USERNAME="uma")


def test_a_client_without_the_flow_gets_no_session(server: str, pool: Pool) -> None:
    client = pool.client(ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    with pytest.raises(KeyError):
        confirm(server, client)
