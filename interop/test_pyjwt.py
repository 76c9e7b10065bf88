"""PyJWT verifies our tokens by discovery alone, as any OIDC relying party would."""

import base64
from typing import Any

import jwt
import pytest
import requests

from harness.bounds import WITHIN_SECONDS
from harness.oauth import Pkce, answer_in, new_app
from harness.pool import PASSWORD, AppClient, Pool, header
from harness.visitor import Visitor


def get(url: str) -> dict[str, Any]:
    response = requests.get(url, timeout=WITHIN_SECONDS)
    response.raise_for_status()
    assert response.headers["Content-Type"].startswith("application/json")
    return response.json()


def test_discovery(server: str, pool: Pool) -> None:
    issuer = f"{server}/{pool.id}"
    document = get(f"{issuer}/.well-known/openid-configuration")
    assert document["issuer"] == issuer
    assert document["jwks_uri"] == f"{issuer}/.well-known/jwks.json"
    assert document["id_token_signing_alg_values_supported"] == ["RS256"]
    assert document["subject_types_supported"] == ["public"]


def test_discovery_with_a_domain(server: str, pool: Pool) -> None:
    app = new_app(server, pool)
    document = get(f"{app.issuer}/.well-known/openid-configuration")
    assert list(document) == sorted(document)
    endpoints = {
        "authorization_endpoint": "/oauth2/authorize",
        "end_session_endpoint": "/logout",
        "revocation_endpoint": "/oauth2/revoke",
        "token_endpoint": "/oauth2/token",
        "userinfo_endpoint": "/oauth2/userInfo",
    }
    assert {name: document[name] for name in endpoints} == {
        name: app.endpoint(path) for name, path in endpoints.items()
    }
    assert document["response_types_supported"] == ["code", "token"]
    assert document["scopes_supported"] == ["openid", "email", "phone", "profile"]
    methods = ["client_secret_basic", "client_secret_post"]
    assert document["token_endpoint_auth_methods_supported"] == methods


def test_the_key_set(server: str, pool: Pool) -> None:
    keys = get(f"{server}/{pool.id}/.well-known/jwks.json")["keys"]
    assert len(keys) == 2
    assert len({key["kid"] for key in keys}) == 2
    for key in keys:
        assert set(key) == {"alg", "e", "kid", "kty", "n", "use"}
        assert (key["alg"], key["kty"], key["use"], key["e"]) == ("RS256", "RSA", "sig", "AQAB")
        assert jwt.PyJWK(key).key.key_size == 2048


def test_both_tokens_are_verified(server: str, pool: Pool, public: AppClient) -> None:
    pool.user()
    tokens = public.tokens("ann")
    document = get(f"{server}/{pool.id}/.well-known/openid-configuration")
    keys = jwt.PyJWKClient(document["jwks_uri"])
    identity = jwt.decode(
        tokens["IdToken"],
        keys.get_signing_key_from_jwt(tokens["IdToken"]),
        algorithms=["RS256"],
        audience=public.id,
        issuer=document["issuer"],
        options={"require": ["exp", "iat", "iss", "aud", "sub"]},
    )
    access = jwt.decode(
        tokens["AccessToken"],
        keys.get_signing_key_from_jwt(tokens["AccessToken"]),
        algorithms=["RS256"],
        issuer=document["issuer"],
        options={"require": ["exp", "iat", "iss", "sub"]},
    )
    assert identity["sub"] == access["sub"]
    for name in ("IdToken", "AccessToken"):
        assert list(header(tokens[name])) == ["kid", "alg"]


def test_tokens_of_a_browser_sign_in_are_verified(server: str, pool: Pool) -> None:
    pool.user(email="ann@example.com")
    app, pkce = new_app(server, pool), Pkce.fresh()
    url = app.authorize_url(nonce="the-nonce", **pkce.query())
    code = answer_in(Visitor().sign_in(url, "ann", PASSWORD))["code"]
    tokens = app.exchange(code, code_verifier=pkce.verifier).json()
    assert tokens["token_type"] == "Bearer"
    document = get(f"{app.issuer}/.well-known/openid-configuration")
    keys = jwt.PyJWKClient(document["jwks_uri"])
    decoded = jwt.decode_complete(
        tokens["id_token"],
        keys.get_signing_key_from_jwt(tokens["id_token"]),
        algorithms=document["id_token_signing_alg_values_supported"],
        audience=app.client.id,
        issuer=document["issuer"],
        options={"require": ["exp", "iat", "iss", "aud", "sub"]},
    )
    # As PyJWT's documentation has it (OpenID Connect Core section 3.1.3.6).
    algorithm = jwt.get_algorithm_by_name(decoded["header"]["alg"])
    digest = algorithm.compute_hash_digest(tokens["access_token"].encode())
    at_hash = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    assert decoded["payload"]["at_hash"] == at_hash
    assert decoded["payload"]["nonce"] == "the-nonce"
    assert decoded["payload"]["email"] == "ann@example.com"


def test_another_pools_keys_do_not_fit(
    cognito: Any, server: str, pool: Pool, public: AppClient
) -> None:
    pool.user()
    other = Pool.create(cognito)
    keys = jwt.PyJWKClient(f"{server}/{other.id}/.well-known/jwks.json")
    with pytest.raises(jwt.PyJWKClientError):
        keys.get_signing_key_from_jwt(public.tokens("ann")["IdToken"])


def test_an_unknown_pool_has_no_keys(server: str) -> None:
    url = f"{server}/us-east-1_Missing00/.well-known/jwks.json"
    assert requests.get(url, timeout=WITHIN_SECONDS).status_code in (400, 404)
