"""boto3 refreshes tokens, with and without rotation."""

from typing import Any

import pytest

from conftest import aws_client
from harness.clock import advance
from harness.expect import refused
from harness.pool import AppClient, Pool, claims

GRACE_SECONDS = 60


@pytest.fixture
def rotating(pool: Pool) -> AppClient:
    """A client whose refresh tokens rotate, without a grace period."""
    return pool.client(
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
    )


@pytest.mark.parametrize("flow", ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"])
def test_refresh_by_initiate_auth(pool: Pool, public: AppClient, flow: str) -> None:
    pool.user()
    first = public.tokens("ann")
    response = public.initiate(flow, REFRESH_TOKEN=first["RefreshToken"])
    assert response["ChallengeParameters"] == {}
    second = response["AuthenticationResult"]
    assert "RefreshToken" not in second
    for kind in ("AccessToken", "IdToken"):
        before, after = claims(first[kind]), claims(second[kind])
        assert before["origin_jti"] == after["origin_jti"]
        assert before["auth_time"] == after["auth_time"]
        assert before["jti"] != after["jti"]


def test_refresh_by_its_own_operation(pool: Pool, public: AppClient) -> None:
    pool.user()
    first = public.tokens("ann")
    second = public.refresh(first["RefreshToken"])
    assert claims(second["IdToken"])["origin_jti"] == claims(first["IdToken"])["origin_jti"]
    # Without rotation the token stays good.
    assert public.refresh(first["RefreshToken"])["AccessToken"]


def test_refresh_with_a_client_secret(pool: Pool, confidential: AppClient) -> None:
    pool.user()
    token = confidential.tokens("ann")["RefreshToken"]
    assert confidential.refresh(token)["AccessToken"]
    parameters = confidential.with_secret_hash("ann", {"REFRESH_TOKEN": token})
    response = confidential.cognito.initiate_auth(
        ClientId=confidential.id, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=parameters
    )
    assert response["AuthenticationResult"]["AccessToken"]


def test_refresh_as_administrator(pool: Pool, public: AppClient) -> None:
    pool.user()
    token = public.tokens("ann")["RefreshToken"]
    response = public.administrator().initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)
    assert response["AuthenticationResult"]["AccessToken"]


def test_the_hash_is_of_the_real_username(cognito: Any) -> None:
    # Not of the e-mail address that signed in: protocol.md 1.3.
    pool = Pool.create(cognito, UsernameAttributes=["email"])
    pool.user("ann@example.com")
    client = pool.client(GenerateSecret=True)
    tokens = client.tokens("ann@example.com")
    call = {"ClientId": client.id, "AuthFlow": "REFRESH_TOKEN_AUTH"}
    given = {"REFRESH_TOKEN": tokens["RefreshToken"]}
    username = claims(tokens["AccessToken"])["username"]
    hashed = client.with_secret_hash(username, given)
    assert cognito.initiate_auth(**call, AuthParameters=hashed)["AuthenticationResult"]
    hashed = client.with_secret_hash("ann@example.com", given)
    with refused("NotAuthorizedException", f"Unable to verify secret hash for client {client.id}"):
        cognito.initiate_auth(**call, AuthParameters=hashed)


def test_rotation_replaces_the_token(pool: Pool, rotating: AppClient) -> None:
    pool.user()
    first = rotating.tokens("ann")["RefreshToken"]
    second = rotating.refresh(first)["RefreshToken"]
    assert second != first
    with refused("RefreshTokenReuseException"):
        rotating.refresh(first)


def test_rotation_forgives_a_lost_reply_for_a_while(aging: str) -> None:
    pool = Pool.create(aws_client("cognito-idp", aging))
    pool.user()
    client = pool.client(
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": GRACE_SECONDS},
    )
    token = client.tokens("ann")["RefreshToken"]
    client.refresh(token)
    advance(aging, GRACE_SECONDS // 2)
    assert client.refresh(token)["RefreshToken"]
    advance(aging, GRACE_SECONDS)
    with refused("RefreshTokenReuseException"):
        client.refresh(token)


def test_rotation_forbids_the_old_flow(pool: Pool, rotating: AppClient) -> None:
    pool.user()
    token = rotating.tokens("ann")["RefreshToken"]
    with refused("UnsupportedOperationException"):
        rotating.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)


def test_a_refresh_token_of_another_client_is_refused(pool: Pool, public: AppClient) -> None:
    pool.user()
    token = public.tokens("ann")["RefreshToken"]
    other = pool.client()
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        other.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)


def test_garbage_is_no_refresh_token(public: AppClient) -> None:
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        public.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN="garbage")
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        public.refresh("garbage")
