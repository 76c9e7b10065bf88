"""boto3: which names sign a user in, and for which of them SECRET_HASH is computed."""

from typing import Any

import pytest

from harness import srp
from harness.expect import refused
from harness.factors import EMAIL, PHONE
from harness.pool import PASSWORD, AppClient, Pool, claims

WRONG_HASH = "Unable to verify secret hash for client {}"


def aliased(cognito: Any) -> Pool:
    """Usernames of their own, and three aliases: ann has all of them, verified."""
    aliases = ["email", "phone_number", "preferred_username"]
    pool = Pool.create(cognito, AliasAttributes=aliases)
    verified = {"email_verified": "true", "phone_number_verified": "true"}
    pool.user(email=EMAIL, phone_number=PHONE, preferred_username="annie", **verified)
    return pool


@pytest.fixture(params=["public", "confidential"])
def secret(request: pytest.FixtureRequest) -> bool:
    """Whether the client has a secret: then each call needs the hash for its own name."""
    return request.param == "confidential"


@pytest.mark.parametrize("name", ["ann", EMAIL, PHONE, "annie"])
def test_every_alias_signs_in(cognito: Any, secret: bool, name: str) -> None:
    client = aliased(cognito).client(GenerateSecret=secret)
    prover = srp.Client()
    challenge = client.start_srp(name, prover)
    # What follows goes by the username, whatever was typed: protocol.md 1.3.
    assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == "ann"
    tokens = client.prove(prover, challenge)["AuthenticationResult"]
    assert claims(tokens["AccessToken"])["username"] == "ann"
    assert client.sign_in(name)["AuthenticationResult"]


@pytest.mark.parametrize("name", [EMAIL, PHONE])
def test_an_alias_that_is_not_verified_signs_nobody_in(cognito: Any, name: str) -> None:
    pool = Pool.create(cognito, AliasAttributes=["email", "phone_number"])
    pool.user(email=EMAIL, phone_number=PHONE)
    with refused("UserNotFoundException", "User does not exist."):
        pool.client().sign_in(name)


def test_an_email_address_as_the_username(cognito: Any, secret: bool) -> None:
    pool = Pool.create(cognito, UsernameAttributes=["email"])
    pool.user(EMAIL)
    client = pool.client(GenerateSecret=secret)
    prover = srp.Client()
    challenge = client.start_srp(EMAIL, prover)
    user_id = challenge["ChallengeParameters"]["USER_ID_FOR_SRP"]
    tokens = client.prove(prover, challenge)["AuthenticationResult"]
    access = claims(tokens["AccessToken"])
    assert access["username"] == access["sub"] == user_id
    assert client.sign_in(access["sub"])["AuthenticationResult"]


def test_a_username_in_another_case(cognito: Any, secret: bool) -> None:
    pool = Pool.create(cognito, UsernameConfiguration={"CaseSensitive": False})
    pool.user("Ann")
    client = pool.client(GenerateSecret=secret)
    for name in ("ann", "ANN", "Ann"):
        prover = srp.Client()
        challenge = client.start_srp(name, prover)
        assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == "ann"
        assert client.prove(prover, challenge)["AuthenticationResult"]
        assert client.sign_in(name)["AuthenticationResult"]


def test_a_pool_that_knows_case(pool: Pool, public: AppClient) -> None:
    pool.user("ann")
    with refused("UserNotFoundException", "User does not exist."):
        public.sign_in("Ann")


def test_a_hash_of_another_name_is_refused(cognito: Any) -> None:
    client = aliased(cognito).client(GenerateSecret=True)
    for_username = srp.secret_hash("ann", client.id, client.secret or "")
    with refused("NotAuthorizedException", WRONG_HASH.format(client.id)):
        cognito.initiate_auth(
            ClientId=client.id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": EMAIL, "PASSWORD": PASSWORD, "SECRET_HASH": for_username},
        )


def test_an_answer_needs_its_own_hash(cognito: Any) -> None:
    client = aliased(cognito).client(GenerateSecret=True)
    prover = srp.Client()
    challenge = client.start_srp(EMAIL, prover)
    answer = prover.answer(client.pool_name, PASSWORD, challenge["ChallengeParameters"])
    call = {"ClientId": client.id, "ChallengeName": "PASSWORD_VERIFIER"}
    for_alias = srp.secret_hash(EMAIL, client.id, client.secret or "")
    with refused("NotAuthorizedException", WRONG_HASH.format(client.id)):
        cognito.respond_to_auth_challenge(
            **call, ChallengeResponses={**answer, "SECRET_HASH": for_alias}
        )
    with refused("NotAuthorizedException"):
        cognito.respond_to_auth_challenge(**call, ChallengeResponses=answer)
    assert client.respond("PASSWORD_VERIFIER", answer)["AuthenticationResult"]
