"""boto3: one of several second factors (SELECT_MFA_TYPE), and which one is asked for."""

import json

import pytest

from conftest import aws_client
from harness import inbox
from harness.authenticator import Authenticator
from harness.expect import refused
from harness.factors import EMAIL, PHONE, enable, enrolled, offer
from harness.pool import AppClient, Pool, Response

ALL = ("SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")


@pytest.fixture
def pool(aging: str) -> Pool:
    pool = Pool.create(aws_client("cognito-idp", aging))
    offer(pool, "OPTIONAL", *ALL)
    pool.user(email=EMAIL, phone_number=PHONE)
    return pool


@pytest.fixture
def client(pool: Pool) -> AppClient:
    return pool.client()


@pytest.fixture
def app(aging: str, pool: Pool, client: AppClient) -> Authenticator:
    """The app of ann, who has turned on every factor and prefers none."""
    app = enrolled(aging, pool, client, "ann")
    enable(pool, "ann", *ALL)
    return app


def choose(client: AppClient, challenge: Response, answer: str) -> Response:
    assert challenge["ChallengeName"] == "SELECT_MFA_TYPE"
    responses = {"USERNAME": "ann", "ANSWER": answer}
    return client.respond("SELECT_MFA_TYPE", responses, challenge["Session"])


@pytest.mark.parametrize("factor", ALL)
def test_each_choice_signs_in(
    aging: str, client: AppClient, app: Authenticator, factor: str
) -> None:
    challenge = client.sign_in("ann")
    assert sorted(json.loads(challenge["ChallengeParameters"]["MFAS_CAN_CHOOSE"])) == sorted(ALL)
    chosen = choose(client, challenge, factor)
    assert chosen["ChallengeName"] == factor
    by_app = factor == "SOFTWARE_TOKEN_MFA"
    code = app.next_code() if by_app else inbox.last_code(aging, client.pool_id, "ann")
    responses = {"USERNAME": "ann", f"{factor}_CODE": code}
    assert client.respond(factor, responses, chosen["Session"])["AuthenticationResult"]


def test_the_code_of_one_factor_answers_no_other(client: AppClient, app: Authenticator) -> None:
    chosen = choose(client, client.sign_in("ann"), "SMS_MFA")
    responses = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": app.next_code()}
    with refused("NotAuthorizedException", "Invalid session for the user."):
        client.respond("SOFTWARE_TOKEN_MFA", responses, chosen["Session"])


def test_only_an_own_factor_can_be_chosen(
    aging: str, pool: Pool, client: AppClient, app: Authenticator
) -> None:
    pool.user("bob", phone_number=PHONE)
    enrolled(aging, pool, client, "bob")
    enable(pool, "bob", "SMS_MFA")
    challenge = client.sign_in("bob")
    with refused("MFAMethodNotFoundException"):
        client.respond(
            "SELECT_MFA_TYPE", {"USERNAME": "bob", "ANSWER": "EMAIL_OTP"}, challenge["Session"]
        )


@pytest.mark.parametrize("factor", ALL)
def test_the_preferred_factor_is_asked_for_at_once(
    pool: Pool, client: AppClient, app: Authenticator, factor: str
) -> None:
    enable(pool, "ann", *ALL, preferred=factor)
    assert client.sign_in("ann")["ChallengeName"] == factor
