"""The OAuth 2.0 endpoints of a pool's domain, asked by plain HTTP."""

import base64
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import pytest
import requests

from conftest import aws_client
from harness.bounds import WITHIN_SECONDS
from harness.clock import advance
from harness.expect import refused
from harness.oauth import CALLBACK, SIGNED_OUT, OAuthApp, Pkce, answer_in, new_app
from harness.pool import PASSWORD, Pool, claims
from harness.visitor import Visitor

EMAIL = "ann@example.com"
API = "https://api.example.com"


def _known(pool: Pool) -> None:
    pool.user(email=EMAIL, email_verified="true", given_name="Ann")


@pytest.fixture
def app(server: str, pool: Pool) -> OAuthApp:
    """An app without a secret, and the user ann."""
    _known(pool)
    return new_app(server, pool)


def _code(app: OAuthApp, visitor: Visitor | None = None, **more: str) -> str:
    visitor = visitor or Visitor()
    location = visitor.sign_in(app.authorize_url(**more), "ann", PASSWORD)
    assert location.startswith(f"{CALLBACK}?code=")
    answer = answer_in(location)
    assert answer["state"] == "the-state"
    return answer["code"]


def _tokens(app: OAuthApp, **more: str) -> dict[str, Any]:
    answer = app.exchange(_code(app, **more))
    assert answer.status_code == 200, answer.text
    return answer.json()


def _refusal(answer: requests.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()["error"]


def _user_info(app: OAuthApp, token: str) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return requests.get(app.endpoint("/oauth2/userInfo"), headers=headers, timeout=WITHIN_SECONDS)


def test_tokens_for_a_code(app: OAuthApp) -> None:
    pkce = Pkce.fresh()
    code = _code(app, nonce="the-nonce", **pkce.query())
    answer = app.exchange(code, code_verifier=pkce.verifier)
    assert answer.headers["Cache-Control"] == "no-store"
    tokens = answer.json()
    assert set(tokens) == {
        "access_token",
        "expires_in",
        "id_token",
        "refresh_token",
        "token_type",
    }
    keys = jwt.PyJWKClient(app.endpoint("/.well-known/jwks.json"))
    access_token, id_token = tokens["access_token"], tokens["id_token"]
    key = keys.get_signing_key_from_jwt(id_token).key
    decoded = jwt.decode_complete(
        id_token, key, algorithms=["RS256"], audience=app.client.id, issuer=app.issuer
    )
    payload = decoded["payload"]
    assert payload["nonce"] == "the-nonce"
    assert payload["email"] == EMAIL
    assert payload["email_verified"] is True
    # Covered by the scope `profile`, which was not asked for.
    assert "given_name" not in payload
    digest = jwt.get_algorithm_by_name("RS256").compute_hash_digest(access_token.encode())
    at_hash = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    assert payload["at_hash"] == at_hash
    access = claims(access_token)
    assert access["scope"] == "openid email"
    assert access["version"] == 2
    assert access["origin_jti"] == payload["origin_jti"]


def test_a_code_is_for_one_use(app: OAuthApp) -> None:
    code = _code(app)
    tokens = app.exchange(code).json()
    again = app.exchange(code)
    assert _refusal(again) == (400, "invalid_grant")
    # What came of the first use may be in the wrong hands, or the code was.
    assert _user_info(app, tokens["access_token"]).status_code == 401
    assert _refusal(app.refresh(tokens["refresh_token"])) == (400, "invalid_grant")


def test_a_code_is_for_five_minutes(aging: str) -> None:
    pool = Pool.create(aws_client("cognito-idp", aging))
    _known(pool)
    app = new_app(aging, pool)
    code = _code(app)
    advance(aging, 301)
    assert _refusal(app.exchange(code)) == (400, "invalid_grant")


@pytest.mark.parametrize(
    "given",
    [
        {"code": "c0de"},
        {"redirect_uri": SIGNED_OUT},
        {"code_verifier": "v" * 43},
        {"code_verifier": ""},
    ],
    ids=["another code", "another redirect URI", "another verifier", "no verifier"],
)
def test_a_code_wants_what_it_is_bound_to(app: OAuthApp, given: dict[str, str]) -> None:
    pkce = Pkce.fresh()
    code = _code(app, **pkce.query())
    form = {"code": code, "redirect_uri": CALLBACK, "code_verifier": pkce.verifier, **given}
    assert _refusal(app.token("authorization_code", **form)) == (400, "invalid_grant")
    assert app.exchange(code, code_verifier=pkce.verifier).status_code == 200


def test_a_code_is_for_its_client(server: str, pool: Pool, app: OAuthApp) -> None:
    thief = new_app(server, pool)
    code = _code(app)
    assert _refusal(thief.exchange(code)) == (400, "invalid_grant")
    assert app.exchange(code).status_code == 200


def test_a_secret_in_the_header_or_in_the_form(server: str, pool: Pool) -> None:
    _known(pool)
    app = new_app(server, pool, GenerateSecret=True)
    assert app.exchange(_code(app)).status_code == 200
    url, code = app.endpoint("/oauth2/token"), _code(app)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    wrong = {**form, "client_id": app.client.id, "client_secret": "wrong"}
    assert _refusal(requests.post(url, data=wrong, timeout=WITHIN_SECONDS)) == (
        400,
        "invalid_client",
    )
    without = {**form, "client_id": app.client.id}
    assert _refusal(requests.post(url, data=without, timeout=WITHIN_SECONDS)) == (
        400,
        "invalid_client",
    )
    wrong_header = requests.post(
        url, data=form, auth=(app.client.id, "wrong"), timeout=WITHIN_SECONDS
    )
    assert _refusal(wrong_header) == (400, "invalid_client")
    # As recorded, the query is as good as the form.
    right = {**without, "client_secret": app.client.secret}
    assert requests.post(url, params=right, timeout=WITHIN_SECONDS).status_code == 200


def test_what_is_wrong_with_a_form(app: OAuthApp) -> None:
    url = app.endpoint("/oauth2/token")

    def ask(data: Any, **more: Any) -> tuple[int, str]:
        return _refusal(requests.post(url, data=data, timeout=WITHIN_SECONDS, **more))

    id_ = ("client_id", app.client.id)
    assert ask([id_]) == (400, "invalid_request")
    assert ask([("grant_type", "refresh_token")]) == (400, "invalid_request")
    assert ask([id_, ("grant_type", "password")]) == (400, "unsupported_grant_type")
    twice = [("grant_type", "refresh_token"), ("refresh_token", "a"), ("refresh_token", "b")]
    assert ask([id_, *twice]) == (400, "invalid_request")
    assert ask("{}", headers={"Content-Type": "application/json"}) == (400, "invalid_request")


def test_scripts_of_any_page_may_ask_for_tokens(app: OAuthApp) -> None:
    headers = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = requests.options(
        app.endpoint("/oauth2/token"), headers=headers, timeout=WITHIN_SECONDS
    )
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Headers"] == "authorization,content-type"
    assert app.refresh("x").headers["Access-Control-Allow-Origin"] == "*"
    page = requests.options(app.endpoint("/login"), headers=headers, timeout=WITHIN_SECONDS)
    assert "Access-Control-Allow-Origin" not in page.headers


def test_a_refresh_keeps_what_was_granted(app: OAuthApp) -> None:
    tokens = _tokens(app)
    refreshed = app.refresh(tokens["refresh_token"]).json()
    assert "refresh_token" not in refreshed
    before, after = claims(tokens["access_token"]), claims(refreshed["access_token"])
    for name in ("scope", "origin_jti", "auth_time", "version"):
        assert before[name] == after[name]
    by_api = app.client.refresh(tokens["refresh_token"])
    assert claims(by_api["AccessToken"])["scope"] == "openid email"


def test_a_refresh_token_rotates(server: str, pool: Pool) -> None:
    _known(pool)
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
    flows = ["ALLOW_USER_SRP_AUTH"]
    app = new_app(server, pool, RefreshTokenRotation=rotation, ExplicitAuthFlows=flows)
    first = _tokens(app)["refresh_token"]
    second = app.refresh(first).json()["refresh_token"]
    assert second != first
    assert _refusal(app.refresh(first)) == (400, "invalid_grant")
    # Reuse ends the family.
    assert _refusal(app.refresh(second)) == (400, "invalid_grant")


def test_the_api_wants_its_own_scope(app: OAuthApp) -> None:
    cognito = app.pool.cognito
    with refused("NotAuthorizedException", "Access Token does not have required scopes"):
        cognito.get_user(AccessToken=_tokens(app)["access_token"])
    token = _tokens(app, scope="aws.cognito.signin.user.admin")
    assert "id_token" not in token
    assert cognito.get_user(AccessToken=token["access_token"])["Username"] == "ann"


def test_what_an_app_is_told_of_its_user(app: OAuthApp) -> None:
    answer = _user_info(app, _tokens(app)["access_token"])
    told = answer.json()
    assert told.pop("sub")
    assert told == {"email": EMAIL, "email_verified": "true", "username": "ann"}
    everything = _user_info(app, _tokens(app, scope="openid")["access_token"]).json()
    assert everything["given_name"] == "Ann"


def test_who_is_told_nothing(app: OAuthApp) -> None:
    answer = requests.get(app.endpoint("/oauth2/userInfo"), timeout=WITHIN_SECONDS)
    assert answer.status_code == 400
    assert answer.headers["WWW-Authenticate"] == (
        'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"'
    )
    tokens = _tokens(app)
    app.pool.cognito.admin_user_global_sign_out(UserPoolId=app.pool.id, Username="ann")
    for token in (tokens["access_token"], tokens["id_token"], "x.y.z"):
        answer = _user_info(app, token)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == (
            'error="invalid_token", error_description="Access token is expired, disabled, or '
            'deleted, or the user has globally signed out."'
        )


def test_revocation(app: OAuthApp) -> None:
    tokens = _tokens(app)
    url = app.endpoint("/oauth2/revoke")

    def revoke(**form: str) -> requests.Response:
        return requests.post(url, data={"client_id": app.client.id, **form}, timeout=WITHIN_SECONDS)

    assert _refusal(revoke(token=tokens["access_token"])) == (400, "unsupported_token_type")
    assert _refusal(revoke()) == (400, "invalid_request")
    token = tokens["refresh_token"]
    assert _refusal(revoke(client_id="nobody", token=token)) == (401, "invalid_client")
    for revoked in (token, token, "garbage"):
        answer = revoke(token=revoked)
        assert (answer.status_code, answer.content) == (200, b"")
    assert _refusal(app.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
    assert _user_info(app, tokens["access_token"]).status_code == 401


def test_a_browser_stays_signed_in_until_it_signs_out(app: OAuthApp) -> None:
    visitor = Visitor()
    _code(app, visitor)
    silent = visitor.get(app.authorize_url(prompt="none"))
    assert answer_in(silent.headers["Location"])["code"]
    anew = visitor.get(app.authorize_url(prompt="login"))
    assert urlsplit(anew.headers["Location"]).path == f"/{app.pool.id}/login"
    query = {"client_id": app.client.id, "logout_uri": SIGNED_OUT}
    out = visitor.get(f"{app.endpoint('/logout')}?{urlencode(query)}")
    assert out.headers["Location"] == SIGNED_OUT
    silent = visitor.get(app.authorize_url(prompt="none"))
    assert answer_in(silent.headers["Location"])["error"] == "login_required"


@pytest.mark.parametrize(
    "uri",
    ["http://evil.example/", f"{SIGNED_OUT}x", SIGNED_OUT.upper(), "//evil.example", CALLBACK],
)
def test_signing_out_leads_to_registered_places_only(app: OAuthApp, uri: str) -> None:
    visitor = Visitor()
    _code(app, visitor)
    query = {"client_id": app.client.id, "logout_uri": uri}
    page = visitor.open(f"{app.endpoint('/logout')}?{urlencode(query)}")
    assert page.status_code == 400
    assert "redirect_mismatch" in page.text
    assert "code" in answer_in(visitor.get(app.authorize_url()).headers["Location"])


def test_the_tokens_of_the_implicit_flow(server: str, pool: Pool) -> None:
    _known(pool)
    app = new_app(server, pool, AllowedOAuthFlows=["implicit"])
    location = Visitor().sign_in(app.authorize_url(response_type="token"), "ann", PASSWORD)
    place, _, fragment = location.partition("#")
    assert place == CALLBACK
    answer = answer_in(f"?{fragment}")
    assert set(answer) == {"access_token", "id_token", "token_type", "expires_in", "state"}
    assert "origin_jti" not in claims(answer["access_token"])
    assert _user_info(app, answer["access_token"]).json()["email"] == EMAIL


@pytest.fixture
def machine(server: str, pool: Pool) -> OAuthApp:
    """An app that acts for itself."""
    pool.cognito.create_resource_server(
        UserPoolId=pool.id,
        Identifier=API,
        Name="api",
        Scopes=[
            {"ScopeName": name, "ScopeDescription": name} for name in ("read", "write", "delete")
        ],
    )
    return new_app(
        server,
        pool,
        GenerateSecret=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=[f"{API}/write", f"{API}/read"],
        CallbackURLs=[],
        LogoutURLs=[],
    )


def test_a_token_for_a_machine(machine: OAuthApp) -> None:
    answer = machine.token("client_credentials")
    assert set(answer.json()) == {"access_token", "expires_in", "token_type"}
    access = claims(answer.json()["access_token"])
    assert access["sub"] == access["client_id"] == machine.client.id
    assert access["scope"] == f"{API}/write {API}/read"
    assert "username" not in access
    one = machine.token("client_credentials", scope=f"{API}/read")
    assert claims(one.json()["access_token"])["scope"] == f"{API}/read"


@pytest.mark.parametrize("scope", ["openid", f"{API}/delete", "nothing"])
def test_a_machine_gets_its_own_scopes_only(machine: OAuthApp, scope: str) -> None:
    answer = machine.token("client_credentials", scope=scope)
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_scope"})


def test_discovery(app: OAuthApp) -> None:
    url = app.endpoint("/.well-known/openid-configuration")
    answer = requests.get(url, timeout=WITHIN_SECONDS)
    told = answer.json()
    assert list(told) == sorted(told)
    assert told["issuer"] == app.issuer
    for member, path in {
        "authorization_endpoint": "/oauth2/authorize",
        "end_session_endpoint": "/logout",
        "revocation_endpoint": "/oauth2/revoke",
        "token_endpoint": "/oauth2/token",
        "userinfo_endpoint": "/oauth2/userInfo",
    }.items():
        assert told[member] == app.endpoint(path)


def test_the_domain_s_own_names(app: OAuthApp) -> None:
    domain = app.pool.cognito.describe_user_pool(UserPoolId=app.pool.id)["UserPool"]["Domain"]
    for host in (f"{domain}.auth.localhost", f"{domain}.auth.us-east-1.amazoncognito.com"):
        url = f"{app.server}/oauth2/authorize?{urlencode(app.query())}"
        answer = requests.get(
            url, headers={"Host": host}, allow_redirects=False, timeout=WITHIN_SECONDS
        )
        assert answer.headers["Location"].startswith("/login?"), host
    nobody = {"Host": "nobody.auth.localhost"}
    assert (
        requests.get(f"{app.server}/login", headers=nobody, timeout=WITHIN_SECONDS).status_code
        == 404
    )
