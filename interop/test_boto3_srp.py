"""The proof itself over the wire: what a server that checks it must refuse and must accept."""

import base64
from collections.abc import Callable

import pytest

from harness import srp
from harness.expect import refused
from harness.pool import PASSWORD, AppClient, Pool

WRONG = "Incorrect username or password."
Answer = dict[str, str]


def _flipped(field: str) -> Callable[[Answer], Answer]:
    def flip(answer: Answer) -> Answer:
        data = bytearray(base64.b64decode(answer[field]))
        data[len(data) // 2] ^= 1
        return {**answer, field: base64.b64encode(data).decode()}

    return flip


def test_a_challenge_is_fresh_but_the_salt_stays(pool: Pool, public: AppClient) -> None:
    pool.user()
    first = public.start_srp("ann", srp.Client())
    second = public.start_srp("ann", srp.Client())
    assert first["ChallengeName"] == "PASSWORD_VERIFIER"
    # The state travels in SECRET_BLOCK; there is no Session: protocol.md 1.2.
    assert "Session" not in first
    expected = {"SALT", "SECRET_BLOCK", "SRP_B", "USERNAME", "USER_ID_FOR_SRP"}
    assert set(first["ChallengeParameters"]) == expected
    for name, stays in {"SALT": True, "SECRET_BLOCK": False, "SRP_B": False}.items():
        same = first["ChallengeParameters"][name] == second["ChallengeParameters"][name]
        assert same == stays, name


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(_flipped("PASSWORD_CLAIM_SIGNATURE"), id="signature"),
        pytest.param(_flipped("PASSWORD_CLAIM_SECRET_BLOCK"), id="secret-block"),
        pytest.param(lambda a: {**a, "PASSWORD_CLAIM_SIGNATURE": ""}, id="no-signature"),
        pytest.param(lambda a: {**a, "USERNAME": "bob"}, id="another-user"),
        pytest.param(lambda a: {**a, "TIMESTAMP": "Tue Feb 1 03:04:05 UTC 2000"}, id="timestamp"),
    ],
)
def test_a_spoilt_answer_is_refused(
    pool: Pool, public: AppClient, spoil: Callable[[Answer], Answer]
) -> None:
    pool.user("ann")
    pool.user("bob")
    client = srp.Client()
    parameters = public.start_srp("ann", client)["ChallengeParameters"]
    answer = client.answer(public.pool_name, PASSWORD, parameters)
    with refused("NotAuthorizedException"):
        public.respond("PASSWORD_VERIFIER", spoil(answer))


def test_a_proof_is_good_once(pool: Pool, public: AppClient) -> None:
    pool.user()
    client = srp.Client()
    parameters = public.start_srp("ann", client)["ChallengeParameters"]
    answer = client.answer(public.pool_name, PASSWORD, parameters)
    assert public.respond("PASSWORD_VERIFIER", answer)["AuthenticationResult"]
    with refused("NotAuthorizedException"):
        public.respond("PASSWORD_VERIFIER", answer)


def test_a_proof_for_one_client_is_nothing_to_another(pool: Pool, public: AppClient) -> None:
    pool.user()
    other = pool.client()
    client = srp.Client()
    parameters = public.start_srp("ann", client)["ChallengeParameters"]
    answer = client.answer(public.pool_name, PASSWORD, parameters)
    with refused("NotAuthorizedException"):
        other.respond("PASSWORD_VERIFIER", answer)


@pytest.mark.parametrize("multiple", [0, 1, 2])
def test_a_multiple_of_the_modulus_is_refused(pool: Pool, public: AppClient, multiple: int) -> None:
    pool.user()
    with pytest.raises(public.cognito.exceptions.ClientError) as caught:
        public.initiate("USER_SRP_AUTH", USERNAME="ann", SRP_A=f"{multiple * srp.N:x}")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_a_value_that_is_not_hexadecimal_is_named(pool: Pool, public: AppClient) -> None:
    pool.user()
    message = (
        "1 validation error detected: Value 'COFFEEG' at 'a' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: ^[0-9a-fA-F]+$"
    )
    with refused("InvalidParameterException", message):
        public.initiate("USER_SRP_AUTH", USERNAME="ann", SRP_A="COFFEEG")


@pytest.mark.parametrize("style", ["{:X}", "0{:x}", "000{:X}"])
def test_other_clients_spellings_of_a_are_accepted(
    pool: Pool, public: AppClient, style: str
) -> None:
    pool.user()
    client = srp.Client()
    challenge = public.initiate("USER_SRP_AUTH", USERNAME="ann", SRP_A=style.format(client.big_a))
    answer = client.answer(public.pool_name, PASSWORD, challenge["ChallengeParameters"])
    assert public.respond("PASSWORD_VERIFIER", answer)["AuthenticationResult"]


def test_a_small_private_value_gives_a_short_a(pool: Pool, public: AppClient) -> None:
    pool.user()
    client = srp.Client(small_a=259)
    challenge = public.start_srp("ann", client)
    answer = client.answer(public.pool_name, PASSWORD, challenge["ChallengeParameters"])
    assert public.respond("PASSWORD_VERIFIER", answer)["AuthenticationResult"]
