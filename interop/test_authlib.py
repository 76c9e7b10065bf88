"""Authlib → our server, by discovery alone: a web app with PKCE and nonce, and a session of OAuth."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from authlib.integrations.base_client import MismatchingStateError, OAuthError
from authlib.integrations.flask_client import OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, session, url_for
from flask.testing import FlaskClient

from harness.oauth import OAuthApp, new_app
from harness.pool import PASSWORD, Pool, claims
from harness.visitor import Visitor

CALLBACK = "http://localhost/callback"


@pytest.fixture
def pool(pool: Pool) -> Pool:
    pool.user(email="ann@example.com", email_verified="true", name="Ann")
    return pool


@pytest.fixture(params=[False, True], ids=["public", "confidential"])
def app(request: pytest.FixtureRequest, server: str, pool: Pool) -> OAuthApp:
    return new_app(server, pool, CALLBACK, GenerateSecret=request.param)


def web_app(app: OAuthApp) -> Flask:
    """An app of few lines, as Authlib's documentation has it."""
    flask = Flask("relying-party")
    flask.secret_key = "not a secret"
    flask.testing = True
    oauth = OAuth(flask)
    oauth.register(
        "cognito",
        client_id=app.client.id,
        client_secret=app.client.secret,
        server_metadata_url=f"{app.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": "client_secret_basic" if app.client.secret else "none",
        },
    )

    @flask.get("/login")
    def login() -> Any:
        return oauth.cognito.authorize_redirect(url_for("callback", _external=True))

    @flask.get("/callback")
    def callback() -> Any:
        # Verifies signature, iss, aud, exp, nonce and at_hash.
        token = oauth.cognito.authorize_access_token()
        session["user"] = dict(token["userinfo"])
        return {"user": session["user"], "token": token}

    return flask


def come_back(browser: FlaskClient, username: str = "ann") -> str:
    """Signs in at our server, and returns the path with which the browser comes back."""
    there = browser.get("/login").headers["Location"]
    back = urlsplit(Visitor().sign_in(there, username, PASSWORD))
    return f"{back.path}?{back.query}"


def test_a_web_app(app: OAuthApp) -> None:
    browser = web_app(app).test_client()
    answer = browser.get(come_back(browser)).json
    user, token = answer["user"], answer["token"]
    assert user["cognito:username"] == "ann"
    assert (user["email"], user["email_verified"]) == ("ann@example.com", True)
    assert "name" not in user, "the scope email does not show it"
    # Both were there to be verified: Authlib is content without at_hash.
    assert {"nonce", "at_hash"} <= set(claims(token["id_token"]))
    assert claims(token["access_token"])["version"] == 2


def test_a_code_cannot_be_put_into_anothers_browser(app: OAuthApp) -> None:
    flask = web_app(app)
    attacker, victim = flask.test_client(), flask.test_client()
    planted = come_back(attacker)
    come_back(victim)
    with pytest.raises(MismatchingStateError):
        victim.get(planted)


def test_a_code_is_good_once(app: OAuthApp) -> None:
    flask = web_app(app)
    browser = flask.test_client()
    path = come_back(browser)
    with browser.session_transaction() as kept:
        before = dict(kept)
    assert browser.get(path).status_code == 200
    with browser.session_transaction() as kept:
        kept.update(before)
    with pytest.raises(OAuthError) as refused:
        browser.get(path)
    assert refused.value.error == "invalid_grant"


def test_a_token_for_another_nonce_is_refused(app: OAuthApp) -> None:
    browser = web_app(app).test_client()
    there = browser.get("/login").headers["Location"]
    nonce = there.partition("nonce=")[2].partition("&")[0]
    back = urlsplit(Visitor().sign_in(there.replace(nonce, "another"), "ann", PASSWORD))
    with pytest.raises(Exception, match="nonce"):
        browser.get(f"{back.path}?{back.query}")


def test_a_session_of_oauth(app: OAuthApp) -> None:
    with OAuth2Session(
        app.client.id,
        app.client.secret,
        redirect_uri=app.redirect_uri,
        scope="openid email profile",
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_post" if app.client.secret else "none",
        revocation_endpoint_auth_method="client_secret_post" if app.client.secret else "none",
        token_endpoint=app.endpoint("/oauth2/token"),
    ) as oauth:
        verifier = "v" * 64
        url, _ = oauth.create_authorization_url(
            app.endpoint("/oauth2/authorize"), code_verifier=verifier
        )
        back = Visitor().sign_in(url, "ann", PASSWORD)
        first = oauth.fetch_token(authorization_response=back, code_verifier=verifier)
        user = oauth.get(app.endpoint("/oauth2/userInfo")).json()
        assert (user["username"], user["name"]) == ("ann", "Ann")
        assert user["email_verified"] == "true"
        second = oauth.refresh_token(app.endpoint("/oauth2/token"))
        assert second["access_token"] != first["access_token"]
        assert second["refresh_token"] == first["refresh_token"], "kept, since none came"
        revoked = oauth.revoke_token(
            app.endpoint("/oauth2/revoke"), first["refresh_token"], "refresh_token"
        )
        assert (revoked.status_code, revoked.content) == (200, b"")
        with pytest.raises(OAuthError) as refused:
            oauth.refresh_token(app.endpoint("/oauth2/token"), first["refresh_token"])
        assert refused.value.error == "invalid_grant"
        assert oauth.get(app.endpoint("/oauth2/userInfo")).status_code == 401
