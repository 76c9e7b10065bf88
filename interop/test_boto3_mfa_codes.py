"""boto3: a second factor by text message (SMS_MFA) and by e-mail (EMAIL_OTP)."""

import pytest

from conftest import aws_client
from harness import inbox
from harness.clock import advance
from harness.expect import refused
from harness.factors import EMAIL, PHONE, enable, offer
from harness.lockout import LOCK_SECONDS, provoke
from harness.pool import AppClient, Pool, Response, claims

MISMATCH = "Invalid code received for user"
SPENT = "Invalid session for the user, session can only be used once."
EXPIRED = "Invalid session for the user, session is expired."
# Which medium, where to as the challenge shows it, and which attribute a success verifies.
DELIVERY = {
    "SMS_MFA": ("SMS", "+*******1234", "phone_number_verified"),
    "EMAIL_OTP": ("EMAIL", "a***@e***", "email_verified"),
}

pytestmark = pytest.mark.parametrize("factor", list(DELIVERY))


def with_factor(server: str, factor: str) -> AppClient:
    """A client of a pool that offers this factor, which its user ann has turned on."""
    pool = Pool.create(aws_client("cognito-idp", server))
    offer(pool, "OPTIONAL", factor)
    pool.user(email=EMAIL, phone_number=PHONE)
    enable(pool, "ann", factor)
    return pool.client()


def answer(client: AppClient, challenge: Response, code: str) -> Response:
    name = challenge["ChallengeName"]
    responses = {"USERNAME": "ann", f"{name}_CODE": code}
    return client.respond(name, responses, challenge["Session"])


def test_after_a_password(server: str, factor: str) -> None:
    client = with_factor(server, factor)
    challenge = client.sign_in("ann")
    medium, destination, verified = DELIVERY[factor]
    assert challenge["ChallengeName"] == factor
    assert challenge["ChallengeParameters"] == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": medium,
        "CODE_DELIVERY_DESTINATION": destination,
        "USER_ID_FOR_SRP": "ann",
    }
    code = inbox.last_code(server, client.pool_id, "ann")
    assert len(code) == 6
    tokens = answer(client, challenge, code)["AuthenticationResult"]
    assert claims(tokens["IdToken"])[verified] is True


def test_after_srp(server: str, factor: str) -> None:
    client = with_factor(server, factor)
    challenge = client.sign_in_by_srp("ann")
    code = inbox.last_code(server, client.pool_id, "ann")
    assert answer(client, challenge, code)["AuthenticationResult"]["AccessToken"]


def test_as_administrator(server: str, factor: str) -> None:
    client = with_factor(server, factor).administrator()
    challenge = client.sign_in("ann")
    code = inbox.last_code(server, client.pool_id, "ann")
    assert answer(client, challenge, code)["AuthenticationResult"]["AccessToken"]


def test_a_wrong_code_may_be_corrected_and_a_right_one_not_repeated(
    server: str, factor: str
) -> None:
    client = with_factor(server, factor)
    challenge = client.sign_in("ann")
    code = inbox.last_code(server, client.pool_id, "ann")
    wrong = "000000" if code != "000000" else "000001"
    with refused("CodeMismatchException", MISMATCH):
        answer(client, challenge, wrong)
    assert answer(client, challenge, code)["AuthenticationResult"]
    with refused("NotAuthorizedException", SPENT):
        answer(client, challenge, code)


def test_a_code_ends_with_its_session(aging: str, factor: str) -> None:
    client = with_factor(aging, factor)
    challenge = client.sign_in("ann")
    code = inbox.last_code(aging, client.pool_id, "ann")
    advance(aging, 3 * 60)
    with refused("NotAuthorizedException", EXPIRED):
        answer(client, challenge, code)


def test_a_code_belongs_to_one_sign_in(server: str, factor: str) -> None:
    client = with_factor(server, factor)
    first = client.sign_in("ann")
    code = inbox.last_code(server, client.pool_id, "ann")
    # Another sign-in, until its code differs from the first one's.
    second = client.sign_in("ann")
    while inbox.last_code(server, client.pool_id, "ann") == code:
        second = client.sign_in("ann")
    with refused("CodeMismatchException", MISMATCH):
        answer(client, second, code)
    assert answer(client, first, code)["AuthenticationResult"]


def test_guessing_locks(aging: str, factor: str) -> None:
    client = with_factor(aging, factor)
    challenge = client.sign_in("ann")
    code = inbox.last_code(aging, client.pool_id, "ann")
    guesses = (guess for guess in (f"{n:06}" for n in range(99)) if guess != code)

    def fail() -> None:
        with refused("CodeMismatchException", MISMATCH):
            answer(client, challenge, next(guesses))

    provoke(aging, fail)
    with refused("NotAuthorizedException", "Password attempts exceeded"):
        answer(client, challenge, code)
    advance(aging, LOCK_SECONDS)
    assert answer(client, challenge, code)["AuthenticationResult"]
