"""boto3 signs users in: by password, by SRP, as administrator; and what a client does not allow."""

from typing import Any

import pytest

from harness import srp
from harness.expect import refused
from harness.pool import PASSWORD, AppClient, Pool, claims

WRONG = "Incorrect username or password."


def test_by_password(pool: Pool, public: AppClient) -> None:
    pool.user()
    response = public.sign_in("ann")
    assert response["ChallengeParameters"] == {}
    assert "ChallengeName" not in response
    result = response["AuthenticationResult"]
    assert set(result) == {"AccessToken", "ExpiresIn", "TokenType", "RefreshToken", "IdToken"}
    assert (result["TokenType"], result["ExpiresIn"]) == ("Bearer", 3600)


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
def test_by_password_as_administrator(pool: Pool, public: AppClient, flow: str) -> None:
    pool.user()
    response = public.administrator().initiate(flow, USERNAME="ann", PASSWORD=PASSWORD)
    assert claims(response["AuthenticationResult"]["AccessToken"])["username"] == "ann"


def test_by_srp(pool: Pool, public: AppClient) -> None:
    pool.user()
    response = public.sign_in_by_srp("ann")
    assert response["ChallengeParameters"] == {}
    assert claims(response["AuthenticationResult"]["IdToken"])["cognito:username"] == "ann"


def test_by_srp_as_administrator(pool: Pool, public: AppClient) -> None:
    pool.user()
    response = public.administrator().sign_in_by_srp("ann")
    assert response["AuthenticationResult"]["AccessToken"]


def test_a_challenge_is_answered_at_the_door_where_it_was_given(
    pool: Pool, public: AppClient
) -> None:
    pool.user()
    prover = srp.Client()
    challenge = public.administrator().start_srp("ann", prover)
    with refused("NotAuthorizedException"):
        public.prove(prover, challenge)


def test_with_a_client_secret(pool: Pool, confidential: AppClient) -> None:
    pool.user()
    assert confidential.sign_in("ann")["AuthenticationResult"]["IdToken"]
    assert confidential.sign_in_by_srp("ann")["AuthenticationResult"]["IdToken"]


def test_a_missing_secret_hash_is_named(cognito: Any, pool: Pool, confidential: AppClient) -> None:
    pool.user()
    bare = AppClient(cognito, pool.id, confidential.id)
    with refused(
        "NotAuthorizedException",
        f"Client {bare.id} is configured with secret but SECRET_HASH was not received",
        f"Client {bare.id} is configured for secret but secret was not received",
    ):
        bare.sign_in("ann")


def test_a_wrong_secret_hash_is_named(cognito: Any, pool: Pool, confidential: AppClient) -> None:
    pool.user()
    wrong = AppClient(cognito, pool.id, confidential.id, secret="0" * 51)
    message = f"Unable to verify secret hash for client {wrong.id}"
    with refused("NotAuthorizedException", message):
        wrong.sign_in("ann")


def test_a_wrong_password_is_refused_both_ways(pool: Pool, public: AppClient) -> None:
    pool.user()
    with refused("NotAuthorizedException", WRONG):
        public.sign_in("ann", "Wrong-password1")
    with refused("NotAuthorizedException", WRONG):
        public.sign_in_by_srp("ann", "Wrong-password1")


def test_an_unknown_user_is_told_by_default(pool: Pool, public: AppClient) -> None:
    with refused("UserNotFoundException", "User does not exist."):
        public.sign_in("nobody")
    with refused("UserNotFoundException", "User does not exist."):
        public.start_srp("nobody", srp.Client())


def test_an_unknown_user_is_hidden_on_request(pool: Pool) -> None:
    client = pool.client(PreventUserExistenceErrors="ENABLED")
    with refused("NotAuthorizedException", WRONG):
        client.sign_in("nobody")
    first = client.start_srp("nobody", srp.Client())["ChallengeParameters"]
    second = client.start_srp("nobody", srp.Client())["ChallengeParameters"]
    assert first["SALT"] == second["SALT"]
    assert first["USER_ID_FOR_SRP"] == second["USER_ID_FOR_SRP"]
    assert first["SRP_B"] != second["SRP_B"]
    with refused("NotAuthorizedException", WRONG):
        client.sign_in_by_srp("nobody")


def test_an_unconfirmed_user_is_told(cognito: Any, pool: Pool, public: AppClient) -> None:
    cognito.sign_up(ClientId=public.id, Username="ann", Password=PASSWORD)
    with refused("UserNotConfirmedException", "User is not confirmed."):
        public.sign_in("ann")
    with refused("UserNotConfirmedException", "User is not confirmed."):
        public.sign_in_by_srp("ann")


def test_a_flow_must_be_allowed(cognito: Any, pool: Pool) -> None:
    pool.user()
    client = pool.client(ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"])
    message = "USER_PASSWORD_AUTH flow not enabled for this client"
    with refused("InvalidParameterException", message):
        client.sign_in("ann")
    message = "USER_SRP_AUTH is not enabled for the client."
    with refused("InvalidParameterException", message):
        client.start_srp("ann", srp.Client())
    message = "Auth flow not enabled for this client"
    with refused("InvalidParameterException", message):
        cognito.admin_initiate_auth(
            UserPoolId=pool.id,
            ClientId=client.id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ann", "PASSWORD": PASSWORD},
        )


def test_a_flow_belongs_to_one_side(cognito: Any, pool: Pool, public: AppClient) -> None:
    pool.user()
    # Whether the text ends in a dot is not known: protocol.md 7.2.
    messages = ("Initiate Auth method not supported", "Initiate Auth method not supported.")
    with refused("InvalidParameterException", *messages):
        public.initiate("ADMIN_USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD)
    with refused("InvalidParameterException", *messages):
        cognito.admin_initiate_auth(
            UserPoolId=pool.id,
            ClientId=public.id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ann", "PASSWORD": PASSWORD},
        )


@pytest.mark.parametrize(
    ("flow", "given", "missing"),
    [
        ("USER_PASSWORD_AUTH", {"PASSWORD": PASSWORD}, "USERNAME"),
        ("USER_PASSWORD_AUTH", {"USERNAME": "ann"}, "PASSWORD"),
        ("USER_SRP_AUTH", {"SRP_A": "ab"}, "USERNAME"),
        ("USER_SRP_AUTH", {"USERNAME": "ann"}, "SRP_A"),
    ],
)
def test_a_missing_parameter_is_named(
    pool: Pool, public: AppClient, flow: str, given: dict[str, str], missing: str
) -> None:
    pool.user()
    with refused("InvalidParameterException", f"Missing required parameter {missing}"):
        public.initiate(flow, **given)


def test_unknown_parameters_are_ignored(pool: Pool, public: AppClient) -> None:
    pool.user()
    response = public.initiate(
        "USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD, _skip_trigger_="yes"
    )
    assert response["AuthenticationResult"]
