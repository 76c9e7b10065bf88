"""boto3 tries what emulators have let through: each must be refused by ours."""

import base64
import hashlib
import hmac
import itertools
import json
from typing import Any

import pytest
import requests

from conftest import aws_client
from harness import inbox, srp
from harness.bounds import WITHIN_SECONDS
from harness.clock import advance
from harness.expect import refused
from harness.lockout import LOCK_SECONDS, provoke
from harness.pool import PASSWORD, AppClient, Pool, header

# Which of the two is said of what is not certain: protocol.md 7.2.
INVALID_TOKEN = ("Invalid Access Token", "Could not verify signature for Access Token")
INVALID_SESSION = "Invalid session for the user."
WRONG = "Incorrect username or password."

# Every challenge that a session opens, with an answer of the right form.
ANSWERS: dict[str, dict[str, str]] = {
    "CUSTOM_CHALLENGE": {"ANSWER": "blue"},
    "DEVICE_PASSWORD_VERIFIER": {
        "DEVICE_KEY": "us-east-1_a0c0ffee-0000-4000-8000-000000000000",
        "PASSWORD_CLAIM_SECRET_BLOCK": "AAAA",
        "PASSWORD_CLAIM_SIGNATURE": "AAAA",
        "TIMESTAMP": srp.timestamp_now(),
    },
    "DEVICE_SRP_AUTH": {
        "DEVICE_KEY": "us-east-1_a0c0ffee-0000-4000-8000-000000000000",
        "SRP_A": "ab",
    },
    "EMAIL_OTP": {"EMAIL_OTP_CODE": "123456"},
    "MFA_SETUP": {},
    "NEW_PASSWORD_REQUIRED": {"NEW_PASSWORD": "Intruders-horse8"},
    "PASSWORD": {"PASSWORD": PASSWORD},
    "PASSWORD_SRP": {"SRP_A": "ab"},
    "SELECT_CHALLENGE": {"ANSWER": "PASSWORD", "PASSWORD": PASSWORD},
    "SELECT_MFA_TYPE": {"ANSWER": "SMS_MFA"},
    "SMS_MFA": {"SMS_MFA_CODE": "123456"},
    "SMS_OTP": {"SMS_OTP_CODE": "12345678"},
    "SOFTWARE_TOKEN_MFA": {"SOFTWARE_TOKEN_MFA_CODE": "123456"},
}


def invented(client: AppClient) -> str:
    """A session of the right look, of which no byte is the server's."""
    return base64.urlsafe_b64encode(hashlib.sha512(client.id.encode()).digest() * 16).decode()


@pytest.mark.parametrize("challenge", list(ANSWERS))
def test_no_invented_session_opens_a_challenge(
    pool: Pool, public: AppClient, challenge: str
) -> None:
    pool.user()
    answer = {"USERNAME": "ann", **ANSWERS[challenge]}
    with refused("NotAuthorizedException", INVALID_SESSION):
        public.respond(challenge, answer, invented(public))


@pytest.mark.parametrize("challenge", [name for name in ANSWERS if name != "NEW_PASSWORD_REQUIRED"])
def test_no_session_of_another_challenge_opens_it(
    pool: Pool, public: AppClient, challenge: str
) -> None:
    pool.invite("ann", "Temporary-1")
    session = public.sign_in("ann", "Temporary-1")["Session"]
    with refused("NotAuthorizedException", INVALID_SESSION):
        public.respond(challenge, {"USERNAME": "ann", **ANSWERS[challenge]}, session)


def test_a_session_cut_short_or_altered_is_refused(pool: Pool, public: AppClient) -> None:
    pool.invite("ann", "Temporary-1")
    session = public.sign_in("ann", "Temporary-1")["Session"]
    middle = len(session) // 2
    flipped = "A" if session[middle] != "A" else "B"
    for spoilt in (session[:-8], session[:middle] + flipped + session[middle + 1 :]):
        with refused("NotAuthorizedException", INVALID_SESSION):
            answer = {"USERNAME": "ann", "NEW_PASSWORD": PASSWORD}
            public.respond("NEW_PASSWORD_REQUIRED", answer, spoilt)


def test_nobody_adds_an_app_with_an_invented_session(cognito: Any, public: AppClient) -> None:
    with refused("NotAuthorizedException", INVALID_SESSION):
        cognito.associate_software_token(Session=invented(public))
    with refused("NotAuthorizedException", INVALID_SESSION):
        cognito.verify_software_token(Session=invented(public), UserCode="123456")


def part(value: Any) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def forgeries(token: str, public_key: bytes) -> dict[str, str]:
    """Tokens that say the same of the same user, or more, and are not the server's."""
    kid = header(token)["kid"]
    head, body, signature = token.split(".")
    confused = f"{part({'kid': kid, 'alg': 'HS256'})}.{body}"
    mac = hmac.digest(public_key, confused.encode(), "sha256")
    later = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    later["exp"] += 3600
    return {
        "unsigned": f"{part({'kid': kid, 'alg': 'none'})}.{body}.",
        "signature left out": f"{head}.{body}.",
        "signed with the public key": f"{confused}.{part(mac)}",
        "unknown key": f"{part({'kid': 'mine', 'alg': 'RS256'})}.{body}.{signature}",
        "prolonged": f"{head}.{part(later)}.{signature}",
        "zeroed signature": f"{head}.{body}.{part(bytes(256))}",
    }


def test_no_forged_token_reads_a_user(
    server: str, cognito: Any, pool: Pool, public: AppClient
) -> None:
    pool.user()
    token = public.tokens("ann")["AccessToken"]
    keys = requests.get(f"{server}/{pool.id}/.well-known/jwks.json", timeout=WITHIN_SECONDS)
    for name, forged in forgeries(token, keys.content).items():
        with refused("NotAuthorizedException", *INVALID_TOKEN):
            cognito.get_user(AccessToken=forged)
            pytest.fail(name)
    assert cognito.get_user(AccessToken=token)["Username"] == "ann"


def test_no_token_of_another_pools_key_reads_a_user(
    cognito: Any, pool: Pool, public: AppClient
) -> None:
    other = Pool.create(cognito)
    for each in (pool, other):
        each.user()
    mine, theirs = public.tokens("ann")["AccessToken"], other.client().tokens("ann")["AccessToken"]
    assert header(mine)["kid"] != header(theirs)["kid"]
    head, body, _ = mine.split(".")
    with refused("NotAuthorizedException", *INVALID_TOKEN):
        cognito.get_user(AccessToken=f"{head}.{body}.{theirs.split('.')[2]}")


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_a_proof_dated_an_hour_off_is_refused(aging: str, seconds: int) -> None:
    pool = Pool.create(aws_client("cognito-idp", aging))
    pool.user()
    client = pool.client()
    advance(aging, seconds)
    prover = srp.Client()
    with refused("NotAuthorizedException", WRONG):
        # The prover's date is this machine's, rightly signed.
        client.prove(prover, client.start_srp("ann", prover))


def test_codes_that_were_never_sent_are_refused(
    server: str, cognito: Any, pool: Pool, public: AppClient
) -> None:
    call = {"ClientId": public.id, "Username": "uma"}
    cognito.sign_up(**call, Password=PASSWORD)
    for code in ("123456", "000000", "999999"):
        with refused("ExpiredCodeException"):
            cognito.confirm_sign_up(**call, ConfirmationCode=code)
    with refused("UserNotConfirmedException", "User is not confirmed."):
        public.sign_in("uma")
    with refused("UserNotConfirmedException", "User is not confirmed."):
        public.sign_in_by_srp("uma")
    pool.user(email="ann@example.com", email_verified="true")
    reset = {"ClientId": public.id, "Username": "ann"}
    cognito.forgot_password(**reset)
    sent = inbox.last_code(server, pool.id, "ann")
    guess = "123456" if sent != "123456" else "654321"
    with refused("CodeMismatchException"):
        cognito.confirm_forgot_password(
            **reset, ConfirmationCode=guess, Password="Intruders-horse8"
        )
    assert public.sign_in("ann")["AuthenticationResult"]


def test_guessing_a_password_is_slowed_whatever_the_way(aging: str) -> None:
    pool = Pool.create(aws_client("cognito-idp", aging))
    pool.user()
    client = pool.client()
    ways = itertools.cycle((client.sign_in, client.sign_in_by_srp))

    def fail() -> None:
        with refused("NotAuthorizedException", WRONG):
            next(ways)("ann", "Wrong-password1")

    provoke(aging, fail)
    for way in (client.sign_in, client.sign_in_by_srp, client.administrator().sign_in):
        with refused("NotAuthorizedException", "Password attempts exceeded"):
            way("ann")
    advance(aging, LOCK_SECONDS)
    assert client.sign_in("ann")["AuthenticationResult"]
