"""openid-client for JavaScript, which is certified for OpenID Connect → our server."""

from collections.abc import Iterator
from typing import Any

import pytest

from harness.javascript import NODE
from harness.line_peer import LinePeer, line_peer
from harness.oauth import SIGNED_OUT, OAuthApp, new_app
from harness.pool import PASSWORD, Pool
from harness.visitor import Visitor


@pytest.fixture(params=[False, True], ids=["public", "confidential"])
def app(request: pytest.FixtureRequest, server: str, pool: Pool) -> OAuthApp:
    pool.user(email="ann@example.com")
    return new_app(server, pool, GenerateSecret=request.param)


@pytest.fixture
def party(app: OAuthApp) -> Iterator[LinePeer]:
    with line_peer("node", str(NODE / "openid_client.cjs")) as peer:
        secret = {"clientSecret": app.client.secret} if app.client.secret else {}
        does(peer, "configure", issuer=app.issuer, clientId=app.client.id, **secret)
        yield peer


def does(party: LinePeer, call: str, **given: Any) -> Any:
    answer = party.ask(call=call, input=given)
    assert "error" not in answer, answer
    return answer.get("value")


def fails(party: LinePeer, call: str, **given: Any) -> Any:
    return party.ask(call=call, input=given)["error"]


def come_back(party: LinePeer, app: OAuthApp) -> str:
    """Signs ann in, and returns the address at which the browser comes back."""
    url = does(party, "begin", redirectUri=app.redirect_uri, scope="openid email")
    return Visitor().sign_in(url, "ann", PASSWORD)


def test_from_the_sign_in_to_the_sign_out(app: OAuthApp, party: LinePeer) -> None:
    # Checks state, nonce, PKCE and the signature of the ID token by the key set.
    tokens = does(party, "complete", url=come_back(party, app))
    assert tokens["claims"]["email"] == "ann@example.com"
    assert does(party, "userInfo")["username"] == "ann"
    refreshed = does(party, "refresh")
    assert refreshed["access_token"] != tokens["access_token"]
    does(party, "revoke")
    assert fails(party, "refresh")["error"] == "invalid_grant"
    # Cognito's own parameter: it has no post_logout_redirect_uri (protocol.md 6.5).
    logout = Visitor().get(does(party, "logoutUrl", logout_uri=SIGNED_OUT))
    assert (logout.status_code, logout.headers["Location"]) == (302, SIGNED_OUT)


def test_answers_to_other_questions_are_refused(app: OAuthApp, party: LinePeer) -> None:
    other = come_back(party, app)
    mine = come_back(party, app)
    assert "state" in fails(party, "complete", url=other)["message"]
    code = other.partition("code=")[2].partition("&")[0]
    mixed = mine.replace(mine.partition("code=")[2].partition("&")[0], code)
    assert fails(party, "complete", url=mixed)["error"] == "invalid_grant"
    assert does(party, "complete", url=mine)["claims"]["cognito:username"] == "ann"
