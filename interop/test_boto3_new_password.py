"""boto3: the first password of a user whom an administrator created (NEW_PASSWORD_REQUIRED)."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.expect import refused
from harness.pool import PASSWORD, AppClient, Pool, Response, claims

TEMPORARY = "Temporary-1"
SPENT = "Invalid session for the user, session can only be used once."
INVALID = "Invalid session for the user."

# A client's ways to show the temporary password.
WAYS: dict[str, Callable[[AppClient], Response]] = {
    "password": lambda client: client.sign_in("ann", TEMPORARY),
    "srp": lambda client: client.sign_in_by_srp("ann", TEMPORARY),
    "admin": lambda client: client.administrator().sign_in("ann", TEMPORARY),
    "admin-srp": lambda client: client.administrator().sign_in_by_srp("ann", TEMPORARY),
    "choice": lambda client: client.initiate(
        "USER_AUTH", USERNAME="ann", PREFERRED_CHALLENGE="PASSWORD", PASSWORD=TEMPORARY
    ),
}


def challenged(client: AppClient, way: str = "password") -> Response:
    challenge = WAYS[way](client)
    assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert "AuthenticationResult" not in challenge
    return challenge


def choose(
    client: AppClient, session: str, password: str = PASSWORD, **attributes: str
) -> Response:
    given = {f"userAttributes.{name}": value for name, value in attributes.items()}
    responses = {"USERNAME": "ann", "NEW_PASSWORD": password, **given}
    return client.respond("NEW_PASSWORD_REQUIRED", responses, session)


@pytest.mark.parametrize("way", list(WAYS))
def test_each_way_leads_to_a_first_password(pool: Pool, public: AppClient, way: str) -> None:
    pool.invite("ann", TEMPORARY)
    challenge = challenged(public, way)
    door = public.administrator() if way.startswith("admin") else public
    assert choose(door, challenge["Session"])["AuthenticationResult"]["RefreshToken"]
    assert public.sign_in_by_srp("ann")["AuthenticationResult"]
    with refused("NotAuthorizedException", "Incorrect username or password."):
        public.sign_in("ann", TEMPORARY)


def test_what_the_challenge_says(pool: Pool, public: AppClient) -> None:
    pool.invite("ann", TEMPORARY, email="ann@example.com", email_verified="true")
    parameters = challenged(public)["ChallengeParameters"]
    assert parameters["USER_ID_FOR_SRP"] == "ann"
    assert json.loads(parameters["requiredAttributes"]) == []
    known = {"email": "ann@example.com", "email_verified": "true"}
    assert json.loads(parameters["userAttributes"]) == known


def test_required_attributes_are_asked_for_and_set(cognito: Any) -> None:
    required = ["email", "nickname"]
    pool = Pool.create(cognito, Schema=[{"Name": name, "Required": True} for name in required])
    client = pool.client()
    pool.invite("ann", TEMPORARY, email="ann@example.com")
    challenge = challenged(client)
    asked = json.loads(challenge["ChallengeParameters"]["requiredAttributes"])
    assert asked == ["userAttributes.nickname"]
    with refused("InvalidParameterException"):
        choose(client, challenge["Session"])
    with refused("NotAuthorizedException", "Cannot modify an already provided email"):
        choose(client, challenge["Session"], email="x@example.com", nickname="Annie")
    tokens = choose(client, challenge["Session"], nickname="Annie", name="Ann")
    identity = claims(tokens["AuthenticationResult"]["IdToken"])
    assert (identity["nickname"], identity["name"]) == ("Annie", "Ann")
    assert identity["email"] == "ann@example.com"


def test_nobody_verifies_an_address_by_saying_so(pool: Pool, public: AppClient) -> None:
    pool.invite("ann", TEMPORARY, email="ann@example.com")
    session = challenged(public)["Session"]
    message = "A client attempted to write unauthorized attribute"
    with refused("NotAuthorizedException", message):
        choose(public, session, email_verified="true")


def test_with_a_client_secret(pool: Pool, confidential: AppClient) -> None:
    pool.invite("ann", TEMPORARY)
    session = challenged(confidential, "srp")["Session"]
    assert choose(confidential, session)["AuthenticationResult"]


def test_the_temporary_password_may_stay(pool: Pool, public: AppClient) -> None:
    # No history is kept of it: protocol.md 3.3.
    pool.invite("ann", TEMPORARY)
    session = challenged(public)["Session"]
    assert choose(public, session, TEMPORARY)["AuthenticationResult"]


def test_the_policy_is_met(pool: Pool, public: AppClient) -> None:
    pool.invite("ann", TEMPORARY)
    session = challenged(public)["Session"]
    message = "Password did not conform with policy: Password must have symbol characters"
    with refused("InvalidPasswordException", message):
        choose(public, session, "Nosymbols1")
    assert choose(public, session)["AuthenticationResult"]


def test_a_session_works_once(pool: Pool, public: AppClient) -> None:
    pool.invite("ann", TEMPORARY)
    session = challenged(public)["Session"]
    choose(public, session)
    with refused("NotAuthorizedException", SPENT):
        choose(public, session, "Another-horse8")
    assert public.sign_in("ann")["AuthenticationResult"]


def test_an_invented_session_sets_no_password(pool: Pool, public: AppClient) -> None:
    pool.user()
    with refused("NotAuthorizedException", INVALID):
        choose(public, "AYABe" * 50, "Intruders-horse8")
    assert public.sign_in("ann")["AuthenticationResult"]


def test_the_session_of_another_user_sets_no_password(pool: Pool, public: AppClient) -> None:
    pool.user("bob")
    pool.invite("ann", TEMPORARY)
    session = challenged(public)["Session"]
    with refused("NotAuthorizedException", INVALID):
        responses = {"USERNAME": "bob", "NEW_PASSWORD": "Intruders-horse8"}
        public.respond("NEW_PASSWORD_REQUIRED", responses, session)
    assert public.sign_in("bob")["AuthenticationResult"]
