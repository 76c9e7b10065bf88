"""PyJWT verifies our tokens by discovery alone, as any OIDC relying party would."""

from typing import Any

import jwt
import pytest
import requests

from harness.pool import AppClient, Pool, header


def get(url: str) -> dict[str, Any]:
    response = requests.get(url, timeout=10)
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
    assert requests.get(url, timeout=10).status_code in (400, 404)
