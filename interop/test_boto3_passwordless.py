"""boto3: users who have no password, and sign in by the codes that are sent to them."""

from typing import Any

import pytest

from harness import inbox, srp
from harness.expect import refused
from harness.factors import EMAIL
from harness.pool import PASSWORD, AppClient, Pool, claims

WRONG = "Incorrect username or password."


@pytest.fixture
def pool(cognito: Any) -> Pool:
    """A pool that lets its users sign in by a code."""
    factors = {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}
    return Pool.create(
        cognito, Policies={"SignInPolicy": factors}, AutoVerifiedAttributes=["email"]
    )


def sign_up(client: AppClient) -> dict[str, str]:
    """ann signs up without a password."""
    call = {"ClientId": client.id, "Username": "ann"}
    client.cognito.sign_up(**call, UserAttributes=[{"Name": "email", "Value": EMAIL}])
    return call


def sign_in(server: str, client: AppClient) -> Any:
    challenge = client.initiate("USER_AUTH", USERNAME="ann", PREFERRED_CHALLENGE="EMAIL_OTP")
    assert challenge["AvailableChallenges"] == ["EMAIL_OTP"]
    code = inbox.last_code(server, client.pool_id, "ann")
    answer = {"USERNAME": "ann", "EMAIL_OTP_CODE": code}
    return client.respond("EMAIL_OTP", answer, challenge["Session"])["AuthenticationResult"]


def test_a_sign_up_without_a_password(server: str, public: AppClient) -> None:
    call = sign_up(public)
    code = inbox.last_code(server, public.pool_id, "ann")
    confirmed = public.cognito.confirm_sign_up(**call, ConfirmationCode=code)
    response = public.initiate("USER_AUTH", confirmed["Session"], USERNAME="ann")
    assert response["AuthenticationResult"]["AccessToken"]
    assert sign_in(server, public)["AccessToken"]


def test_the_first_code_confirms_the_sign_up(server: str, pool: Pool, public: AppClient) -> None:
    sign_up(public)
    tokens = sign_in(server, public)
    assert claims(tokens["IdToken"])["email_verified"] is True
    user = pool.cognito.admin_get_user(UserPoolId=pool.id, Username="ann")
    assert user["UserStatus"] == "CONFIRMED"


def test_no_password_signs_in_who_has_none(server: str, public: AppClient) -> None:
    sign_up(public)
    sign_in(server, public)
    for password in (PASSWORD, "x"):
        with refused("NotAuthorizedException", WRONG):
            public.sign_in("ann", password)
        with refused("NotAuthorizedException", WRONG):
            public.sign_in_by_srp("ann", password)
    prover = srp.Client()
    with refused("NotAuthorizedException", WRONG):
        # What a verifier of nothing would accept.
        public.prove(prover, public.start_srp("ann", prover), "")


def test_an_administrators_user_without_a_password(
    server: str, cognito: Any, pool: Pool, public: AppClient
) -> None:
    verified = {"email": EMAIL, "email_verified": "true"}
    created = cognito.admin_create_user(
        UserPoolId=pool.id,
        Username="ann",
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": name, "Value": value} for name, value in verified.items()],
    )
    # As seen at the service in 2026: protocol.md 9.2.
    assert created["User"]["UserStatus"] == "CONFIRMED"
    assert sign_in(server, public)["AccessToken"]


def test_a_pool_that_wants_passwords(cognito: Any) -> None:
    client = Pool.create(cognito).client()
    with refused("InvalidParameterException"):
        sign_up(client)
