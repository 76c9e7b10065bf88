"""boto3: choice-based sign-in (USER_AUTH), by each first factor."""

from typing import Any

import pytest

from conftest import aws_client
from harness import inbox, srp
from harness.clock import advance
from harness.expect import refused
from harness.factors import EMAIL, PHONE, enrolled, offer
from harness.pool import PASSWORD, AppClient, Pool, Response, claims

WRONG = "Incorrect username or password."
SPENT = "Invalid session for the user, session can only be used once."
ALL = ["EMAIL_OTP", "PASSWORD", "PASSWORD_SRP", "SMS_OTP"]
CODES = ["EMAIL_OTP", "SMS_OTP"]
# Which medium, where to as the challenge shows it, and which attribute a success verifies.
DELIVERY = {
    "EMAIL_OTP": ("EMAIL", "a***@e***", "email_verified"),
    "SMS_OTP": ("SMS", "+*******1234", "phone_number_verified"),
}


def pool_on(cognito: Any) -> Pool:
    """A pool that allows every first factor, with the user ann who has them."""
    factors = {"AllowedFirstAuthFactors": ["PASSWORD", *CODES]}
    pool = Pool.create(
        cognito, Policies={"SignInPolicy": factors}, AutoVerifiedAttributes=["email"]
    )
    pool.user(email=EMAIL, phone_number=PHONE)
    return pool


@pytest.fixture
def pool(cognito: Any) -> Pool:
    return pool_on(cognito)


def begin(client: AppClient, preferred: str = "", username: str = "ann", **more: str) -> Response:
    parameters = {"PREFERRED_CHALLENGE": preferred} if preferred else {}
    return client.initiate("USER_AUTH", USERNAME=username, **parameters, **more)


def choose(client: AppClient, answer: str, **more: str) -> Response:
    """Answers SELECT_CHALLENGE."""
    challenge = begin(client)
    assert challenge["ChallengeName"] == "SELECT_CHALLENGE"
    assert sorted(challenge["AvailableChallenges"]) == ALL
    responses = {"USERNAME": "ann", "ANSWER": answer, **more}
    return client.respond("SELECT_CHALLENGE", responses, challenge["Session"])


def answer(client: AppClient, challenge: Response, **responses: str) -> Response:
    name, session = challenge["ChallengeName"], challenge["Session"]
    return client.respond(name, {"USERNAME": "ann", **responses}, session)


def test_a_password_at_once(public: AppClient, pool: Pool) -> None:
    response = begin(public, "PASSWORD", PASSWORD=PASSWORD)
    assert response["AuthenticationResult"]["RefreshToken"]


def test_a_password_when_asked(public: AppClient) -> None:
    challenge = begin(public, "PASSWORD")
    assert challenge["ChallengeName"] == "PASSWORD"
    with refused("NotAuthorizedException", WRONG):
        answer(public, challenge, PASSWORD="Wrong-password1")
    assert answer(public, challenge, PASSWORD=PASSWORD)["AuthenticationResult"]


def test_srp_at_once(public: AppClient) -> None:
    prover = srp.Client()
    challenge = begin(public, "PASSWORD_SRP", SRP_A=f"{prover.big_a:x}")
    assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"
    # Here the proof belongs to a session: protocol.md 1.2.
    assert challenge["Session"]
    assert public.prove(prover, challenge)["AuthenticationResult"]["AccessToken"]


def test_srp_when_asked(public: AppClient) -> None:
    prover = srp.Client()
    challenge = begin(public, "PASSWORD_SRP")
    assert challenge["ChallengeName"] == "PASSWORD_SRP"
    proof = answer(public, challenge, SRP_A=f"{prover.big_a:x}")
    assert public.prove(prover, proof)["AuthenticationResult"]["AccessToken"]


def test_srp_with_a_wrong_password(public: AppClient) -> None:
    prover = srp.Client()
    challenge = begin(public, "PASSWORD_SRP", SRP_A=f"{prover.big_a:x}")
    with refused("NotAuthorizedException", WRONG):
        public.prove(prover, challenge, "Wrong-password1")


def test_srp_without_its_session(public: AppClient) -> None:
    prover = srp.Client()
    challenge = begin(public, "PASSWORD_SRP", SRP_A=f"{prover.big_a:x}")
    del challenge["Session"]
    with refused("InvalidParameterException", "Missing required parameter Session"):
        public.prove(prover, challenge)


@pytest.mark.parametrize("factor", CODES)
def test_a_code(server: str, public: AppClient, factor: str) -> None:
    challenge = begin(public, factor)
    medium, destination, verified = DELIVERY[factor]
    assert challenge["ChallengeName"] == factor
    parameters = challenge["ChallengeParameters"]
    assert parameters["CODE_DELIVERY_DELIVERY_MEDIUM"] == medium
    assert parameters["CODE_DELIVERY_DESTINATION"] == destination
    code = inbox.last_code(server, public.pool_id, "ann")
    # Unlike a second factor's six: protocol.md 3.3.
    assert len(code) == 8
    wrong = "00000000" if code != "00000000" else "00000001"
    with refused("CodeMismatchException"):
        answer(public, challenge, **{f"{factor}_CODE": wrong})
    tokens = answer(public, challenge, **{f"{factor}_CODE": code})["AuthenticationResult"]
    assert claims(tokens["IdToken"])[verified] is True
    with refused("NotAuthorizedException", SPENT):
        answer(public, challenge, **{f"{factor}_CODE": code})


@pytest.mark.parametrize("factor", CODES)
def test_a_code_ends_with_its_session(aging: str, factor: str) -> None:
    client = pool_on(aws_client("cognito-idp", aging)).client()
    challenge = begin(client, factor)
    code = inbox.last_code(aging, client.pool_id, "ann")
    advance(aging, 3 * 60)
    message = "Invalid session for the user, session is expired."
    with refused("NotAuthorizedException", message):
        answer(client, challenge, **{f"{factor}_CODE": code})


def test_a_chosen_password(public: AppClient) -> None:
    assert choose(public, "PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"]


def test_chosen_srp(public: AppClient) -> None:
    prover = srp.Client()
    challenge = choose(public, "PASSWORD_SRP", SRP_A=f"{prover.big_a:x}")
    assert public.prove(prover, challenge)["AuthenticationResult"]


@pytest.mark.parametrize("factor", CODES)
def test_a_chosen_code(server: str, public: AppClient, factor: str) -> None:
    challenge = choose(public, factor)
    code = inbox.last_code(server, public.pool_id, "ann")
    assert answer(public, challenge, **{f"{factor}_CODE": code})["AuthenticationResult"]


def test_as_administrator(server: str, public: AppClient) -> None:
    administrator = public.administrator()
    challenge = choose(administrator, "EMAIL_OTP")
    code = inbox.last_code(server, public.pool_id, "ann")
    assert answer(administrator, challenge, EMAIL_OTP_CODE=code)["AuthenticationResult"]


def test_with_a_client_secret(server: str, confidential: AppClient) -> None:
    challenge = choose(confidential, "EMAIL_OTP")
    code = inbox.last_code(server, confidential.pool_id, "ann")
    assert answer(confidential, challenge, EMAIL_OTP_CODE=code)["AuthenticationResult"]


def test_a_second_factor_follows_the_password(aging: str) -> None:
    pool = pool_on(aws_client("cognito-idp", aging))
    client = pool.client()
    offer(pool, "OPTIONAL", "SOFTWARE_TOKEN_MFA")
    app = enrolled(aging, pool, client, "ann")
    # A code does not stand in for a second factor: protocol.md 3.4.
    assert sorted(begin(client)["AvailableChallenges"]) == ["PASSWORD", "PASSWORD_SRP"]
    challenge = begin(client, "PASSWORD", PASSWORD=PASSWORD)
    assert challenge["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    response = answer(client, challenge, SOFTWARE_TOKEN_MFA_CODE=app.next_code())
    assert response["AuthenticationResult"]


def test_a_stranger_is_asked_and_never_let_in(pool: Pool) -> None:
    hiding = pool.client(PreventUserExistenceErrors="ENABLED")
    challenge = begin(hiding, "EMAIL_OTP", username="nobody")
    assert challenge["ChallengeName"] == "EMAIL_OTP"
    with refused("CodeMismatchException"):
        responses = {"USERNAME": "nobody", "EMAIL_OTP_CODE": "12345678"}
        hiding.respond("EMAIL_OTP", responses, challenge["Session"])


def test_a_client_that_does_not_allow_it(pool: Pool) -> None:
    client = pool.client(ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    with refused("InvalidParameterException", "USER_AUTH is not enabled for the client."):
        begin(client)
