"""boto3: a pool that demands a second factor of users who have none (MFA_SETUP)."""

import json
from typing import Any

import pytest

from conftest import aws_client
from harness import inbox
from harness.authenticator import Authenticator
from harness.expect import refused
from harness.factors import EMAIL, offer
from harness.pool import AppClient, Pool, Response

INVALID = "Invalid session for the user."
SPENT = "Invalid session for the user, session can only be used once."


@pytest.fixture
def pool(aging: str) -> Pool:
    pool = Pool.create(aws_client("cognito-idp", aging))
    pool.user()
    offer(pool, "ON", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
    return pool


@pytest.fixture
def client(pool: Pool) -> AppClient:
    return pool.client()


def begin(client: AppClient) -> str:
    """Proves the password; returns the session in which a factor can be set up."""
    challenge = client.sign_in_by_srp("ann")
    assert challenge["ChallengeName"] == "MFA_SETUP"
    factors = json.loads(challenge["ChallengeParameters"]["MFAS_CAN_SETUP"])
    assert sorted(factors) == ["EMAIL_OTP", "SOFTWARE_TOKEN_MFA"]
    return challenge["Session"]


def finish(client: AppClient, session: str, **responses: str) -> Response:
    return client.respond("MFA_SETUP", {"USERNAME": "ann", **responses}, session)


def test_an_app(aging: str, client: AppClient) -> None:
    cognito: Any = client.cognito
    associated = cognito.associate_software_token(Session=begin(client))
    app = Authenticator(aging, associated["SecretCode"])
    verified = cognito.verify_software_token(Session=associated["Session"], UserCode=app.code())
    assert verified["Status"] == "SUCCESS"
    assert finish(client, verified["Session"])["AuthenticationResult"]["AccessToken"]
    # From now on it is asked for.
    challenge = client.sign_in("ann")
    responses = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": app.next_code()}
    response = client.respond("SOFTWARE_TOKEN_MFA", responses, challenge["Session"])
    assert response["AuthenticationResult"]


@pytest.mark.parametrize("key", ["email", "EMAIL"])
def test_an_email_address(aging: str, client: AppClient, key: str) -> None:
    # The documentation says `email`, Amplify sends `EMAIL`: protocol.md 3.3.
    challenge = finish(client, begin(client), **{key: EMAIL})
    assert challenge["ChallengeName"] == "EMAIL_OTP"
    code = inbox.last_code(aging, client.pool_id, "ann")
    responses = {"USERNAME": "ann", "EMAIL_OTP_CODE": code}
    response = client.respond("EMAIL_OTP", responses, challenge["Session"])
    assert response["AuthenticationResult"]
    assert client.sign_in("ann")["ChallengeName"] == "EMAIL_OTP"


def test_an_invented_session_sets_nothing_up(client: AppClient) -> None:
    cognito: Any = client.cognito
    invented = "AYABe" * 50
    with refused("NotAuthorizedException", INVALID):
        finish(client, invented)
    with refused("NotAuthorizedException", INVALID):
        cognito.associate_software_token(Session=invented)
    with refused("NotAuthorizedException", INVALID):
        cognito.verify_software_token(Session=invented, UserCode="123456")


def test_no_step_is_left_out(client: AppClient) -> None:
    session = begin(client)
    with refused("NotAuthorizedException", INVALID):
        finish(client, session)
    associated = client.cognito.associate_software_token(Session=session)
    with refused("NotAuthorizedException", INVALID):
        finish(client, associated["Session"])


def test_a_wrong_code_does_not_finish_it(aging: str, client: AppClient) -> None:
    associated = client.cognito.associate_software_token(Session=begin(client))
    wrong = Authenticator(aging, associated["SecretCode"]).wrong_code()
    with refused("EnableSoftwareTokenMFAException", "Code mismatch"):
        client.cognito.verify_software_token(Session=associated["Session"], UserCode=wrong)
    with refused("NotAuthorizedException", INVALID):
        finish(client, associated["Session"])


def test_each_session_advances_once(aging: str, client: AppClient) -> None:
    session = begin(client)
    associated = client.cognito.associate_software_token(Session=session)
    with refused("NotAuthorizedException", SPENT):
        client.cognito.associate_software_token(Session=session)
    app = Authenticator(aging, associated["SecretCode"])
    verified = client.cognito.verify_software_token(
        Session=associated["Session"], UserCode=app.code()
    )
    assert finish(client, verified["Session"])["AuthenticationResult"]
    with refused("NotAuthorizedException", SPENT):
        finish(client, verified["Session"])
