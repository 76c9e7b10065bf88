"""boto3 revokes and uses tokens, whose claims are the service's."""

import re
from typing import Any

import pytest

from harness.expect import refused
from harness.pool import AppClient, Pool, claims, header

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
REVOKED_REFRESH = "Refresh Token has been revoked"
REVOKED_ACCESS = "Access Token has been revoked"


def test_the_access_tokens_claims(pool: Pool, public: AppClient) -> None:
    pool.user()
    tokens = public.tokens("ann")
    access = claims(tokens["AccessToken"])
    assert set(access) == {
        *("sub", "iss", "client_id", "origin_jti", "event_id", "token_use", "scope"),
        *("auth_time", "exp", "iat", "jti", "username"),
    }
    assert access["token_use"] == "access"
    assert access["client_id"] == public.id
    assert access["scope"] == "aws.cognito.signin.user.admin"
    assert access["exp"] - access["iat"] == 3600


def test_the_id_tokens_claims(pool: Pool, public: AppClient) -> None:
    pool.user(email="ann@example.com")
    tokens = public.tokens("ann")
    access, identity = claims(tokens["AccessToken"]), claims(tokens["IdToken"])
    assert set(identity) == {
        *("sub", "aud", "event_id", "token_use", "auth_time", "iss", "cognito:username"),
        *("exp", "iat", "jti", "origin_jti", "email"),
    }
    assert (identity["token_use"], identity["aud"]) == ("id", public.id)
    for name in ("sub", "iss", "event_id", "origin_jti", "auth_time"):
        assert identity[name] == access[name], name
    assert identity["jti"] != access["jti"]
    for name in ("jti", "origin_jti", "event_id"):
        assert re.fullmatch(UUID, identity[name]), name


def test_verified_flags_are_booleans(pool: Pool, public: AppClient) -> None:
    pool.user(email="ann@example.com", email_verified="true")
    assert claims(public.tokens("ann")["IdToken"])["email_verified"] is True


def test_the_headers(pool: Pool, public: AppClient) -> None:
    pool.user()
    tokens = public.tokens("ann")
    access, identity = header(tokens["AccessToken"]), header(tokens["IdToken"])
    for found in (access, identity):
        assert set(found) == {"kid", "alg"}
        assert found["alg"] == "RS256"
    # The two kinds are signed with two keys: protocol.md 5.1.
    assert access["kid"] != identity["kid"]
    refresh_header = {"cty": "JWT", "enc": "A256GCM", "alg": "RSA-OAEP"}
    assert header(tokens["RefreshToken"]) == refresh_header
    assert tokens["RefreshToken"].count(".") == 4


def test_revocation_ends_the_family(pool: Pool, public: AppClient, cognito: Any) -> None:
    pool.user()
    tokens, others = public.tokens("ann"), public.tokens("ann")
    cognito.revoke_token(ClientId=public.id, Token=tokens["RefreshToken"])
    with refused("NotAuthorizedException", REVOKED_REFRESH):
        public.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=tokens["RefreshToken"])
    with refused("NotAuthorizedException", REVOKED_ACCESS):
        cognito.get_user(AccessToken=tokens["AccessToken"])
    # Another sign-in of the same user is another family.
    assert public.refresh(others["RefreshToken"])["AccessToken"]
    assert cognito.get_user(AccessToken=others["AccessToken"])["Username"] == "ann"


def test_only_refresh_tokens_are_revoked(pool: Pool, public: AppClient, cognito: Any) -> None:
    pool.user()
    with refused("UnsupportedTokenTypeException"):
        cognito.revoke_token(ClientId=public.id, Token=public.tokens("ann")["AccessToken"])


def test_only_its_client_revokes_a_token(pool: Pool, public: AppClient, cognito: Any) -> None:
    pool.user()
    with refused("UnauthorizedException"):
        cognito.revoke_token(ClientId=pool.client().id, Token=public.tokens("ann")["RefreshToken"])


def test_global_sign_out_ends_every_family(pool: Pool, public: AppClient, cognito: Any) -> None:
    pool.user()
    first, second = public.tokens("ann"), public.tokens("ann")
    cognito.global_sign_out(AccessToken=first["AccessToken"])
    for tokens in (first, second):
        with refused("NotAuthorizedException", REVOKED_REFRESH):
            public.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=tokens["RefreshToken"])
        with refused("NotAuthorizedException", REVOKED_ACCESS):
            cognito.get_user(AccessToken=tokens["AccessToken"])
    assert public.tokens("ann")["AccessToken"]


def test_a_user_reads_her_own_attributes(pool: Pool, public: AppClient, cognito: Any) -> None:
    pool.user(email="ann@example.com")
    tokens = public.tokens("ann")
    user = cognito.get_user(AccessToken=tokens["AccessToken"])
    attributes = {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}
    assert user["Username"] == "ann"
    assert attributes["sub"] == claims(tokens["AccessToken"])["sub"]
    assert attributes["email"] == "ann@example.com"


@pytest.mark.parametrize("kind", ["IdToken", "RefreshToken"])
def test_only_an_access_token_reads_the_user(
    pool: Pool, public: AppClient, cognito: Any, kind: str
) -> None:
    pool.user()
    with refused("NotAuthorizedException", "Invalid Access Token"):
        cognito.get_user(AccessToken=public.tokens("ann")[kind])


def test_garbage_is_no_access_token(cognito: Any) -> None:
    with refused("NotAuthorizedException", "Invalid Access Token"):
        cognito.get_user(AccessToken="garbage")


def test_a_changed_signature_is_refused(pool: Pool, public: AppClient, cognito: Any) -> None:
    pool.user()
    body, _, signature = public.tokens("ann")["AccessToken"].rpartition(".")
    changed = signature[:40] + ("A" if signature[40] != "A" else "B") + signature[41:]
    with refused("NotAuthorizedException"):
        cognito.get_user(AccessToken=f"{body}.{changed}")
