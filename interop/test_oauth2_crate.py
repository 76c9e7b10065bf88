"""The crate oauth2 → our server: codes with PKCE, refresh with and without rotation, machine tokens."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from harness.line_peer import LinePeer, line_peer
from harness.oauth import OAuthApp, answer_in, new_app
from harness.pool import PASSWORD, Pool, claims
from harness.visitor import Visitor

RESOURCE = "https://api.example.com"


@pytest.fixture
def pool(pool: Pool) -> Pool:
    pool.user(email="ann@example.com")
    return pool


@contextmanager
def peer(app: OAuthApp) -> Iterator[LinePeer]:
    with line_peer(os.environ["POOLGATE_OAUTH2_PEER"]) as peer:
        peer.ask(
            call="configure",
            domain=app.issuer,
            client_id=app.client.id,
            client_secret=app.client.secret,
            redirect_uri=app.redirect_uri,
        )
        yield peer


def come_back(peer: LinePeer, *scopes: str) -> dict[str, str]:
    """Signs ann in, and returns what the browser brings back."""
    url = peer.ask(call="begin", scopes=scopes)["url"]
    return answer_in(Visitor().sign_in(url, "ann", PASSWORD))


def test_a_sign_in_with_pkce(server: str, pool: Pool) -> None:
    app = new_app(server, pool)
    with peer(app) as crate:
        tokens = crate.ask(call="complete", **come_back(crate, "openid", "email"))
        assert tokens["token_type"] == "bearer"
        assert tokens["expires_in"] == 3600
        access, identity = claims(tokens["access_token"]), claims(tokens["id_token"])
        assert access["scope"].split() == ["openid", "email"]
        assert access["client_id"] == identity["aud"] == app.client.id
        assert identity["email"] == "ann@example.com"
        refreshed = crate.ask(call="refresh")
        assert refreshed["refresh_token"] is None
        assert claims(refreshed["access_token"])["origin_jti"] == access["origin_jti"]
        assert claims(refreshed["access_token"])["jti"] != access["jti"]


def test_a_confidential_client_with_rotation(server: str, pool: Pool) -> None:
    app = new_app(
        server,
        pool,
        GenerateSecret=True,
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"],
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
    )
    with peer(app) as crate:
        tokens = crate.ask(call="complete", **come_back(crate, "openid"))
        seen = {tokens["refresh_token"]}
        for _ in range(3):
            seen.add(crate.ask(call="refresh")["refresh_token"])
        assert len(seen) == 4
        assert None not in seen
    assert app.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_code_of_another_sign_in_is_refused(server: str, pool: Pool) -> None:
    app = new_app(server, pool)
    with peer(app) as attacker, peer(app) as victim:
        stolen = come_back(attacker, "openid")
        state = come_back(victim, "openid")["state"]
        refused = victim.ask(call="complete", code=stolen["code"], state=state)
    # The crate reads the error of RFC 6749 section 5.2 as such.
    assert "invalid_grant" in refused["error"]


def test_a_machine(server: str, pool: Pool) -> None:
    scopes = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
    pool.cognito.create_resource_server(
        UserPoolId=pool.id, Identifier=RESOURCE, Name="api", Scopes=scopes
    )
    allowed = [f"{RESOURCE}/{scope['ScopeName']}" for scope in scopes]
    app = new_app(
        server,
        pool,
        GenerateSecret=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=allowed,
        CallbackURLs=[],
        LogoutURLs=[],
    )
    with peer(app) as crate:
        all_of_them: Any = crate.ask(call="client_credentials", scopes=[])
        assert claims(all_of_them["access_token"])["scope"].split() == allowed
        assert (all_of_them["id_token"], all_of_them["refresh_token"]) == (None, None)
        one = crate.ask(call="client_credentials", scopes=allowed[:1])
        assert claims(one["access_token"])["scope"] == allowed[0]
        unknown = crate.ask(call="client_credentials", scopes=[f"{RESOURCE}/delete"])
        assert "invalid_scope" in unknown["error"]
