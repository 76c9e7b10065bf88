"""Who is signed in stays signed in at the domain: apps meet that by `prompt`, and end it by logout."""

from collections.abc import Iterator

import pytest

from harness.browser import Browser
from harness.oauth import OAuthApp, Pkce, answer_in, new_app
from harness.page_check import PageCheck
from harness.pool import PASSWORD, Pool, claims
from harness.ports import NewPort
from harness.web_page import web_page

PAGE = """<!doctype html><html lang="en"><title>App</title><link rel="icon" href="data:,">
<main data-page="app"><h1>App</h1></main></html>"""


@pytest.fixture
def app(server: str, pool: Pool, new_port: NewPort) -> Iterator[OAuthApp]:
    """A web app, to which the browser really comes back."""
    pool.user(email="ann@example.com")
    pool.user("bob", email="bob@example.com")
    root = f"http://localhost:{new_port()}/"
    with web_page(int(root.rstrip("/").rpartition(":")[2]), PAGE):
        yield new_app(server, pool, f"{root}callback", LogoutURLs=[root])


@pytest.fixture
def signed_in(app: OAuthApp, person: Browser) -> Browser:
    """Ann's browser."""
    person.open(app.authorize_url())
    person.sign_in("ann", PASSWORD)
    person.arrives("app")
    return person


def comes_back(person: Browser, app: OAuthApp, **query: str) -> dict[str, str]:
    """What an authorization request brings that needs nobody's help."""
    person.open(app.authorize_url(**query))
    person.arrives("app")
    assert person.url.startswith(app.redirect_uri)
    return answer_in(person.url)


def user_of(app: OAuthApp, code: str, pkce: Pkce) -> str:
    tokens = app.exchange(code, code_verifier=pkce.verifier).json()
    return claims(tokens["id_token"])["cognito:username"]


def test_silence_is_possible_only_for_who_is_signed_in(app: OAuthApp, person: Browser) -> None:
    refused = comes_back(person, app, prompt="none", state="s1")
    assert (refused["error"], refused["state"]) == ("login_required", "s1")
    person.open(app.authorize_url())
    person.sign_in("ann", PASSWORD)
    person.arrives("app")
    pkce = Pkce.fresh()
    answer = comes_back(person, app, prompt="none", state="s2", **pkce.query())
    assert answer["state"] == "s2"
    assert user_of(app, answer["code"], pkce) == "ann"


def test_who_is_signed_in_goes_on_or_is_somebody_else(
    app: OAuthApp, signed_in: Browser, check: PageCheck
) -> None:
    pkce = Pkce.fresh()
    signed_in.open(app.authorize_url(prompt="select_account", **pkce.query()))
    signed_in.arrives("account")
    check.examine("account")
    assert "ann" in signed_in.text()
    signed_in.send("continue")
    signed_in.arrives("app")
    assert user_of(app, answer_in(signed_in.url)["code"], pkce) == "ann"
    pkce = Pkce.fresh()
    signed_in.open(app.authorize_url(prompt="select_account", **pkce.query()))
    signed_in.arrives("account")
    signed_in.follow("another-account")
    signed_in.sign_in("bob", PASSWORD)
    signed_in.arrives("app")
    assert user_of(app, answer_in(signed_in.url)["code"], pkce) == "bob"


def test_a_new_sign_in_may_be_demanded(app: OAuthApp, signed_in: Browser) -> None:
    pkce = Pkce.fresh()
    signed_in.open(app.authorize_url(prompt="login", **pkce.query()))
    signed_in.sign_in("ann", PASSWORD)
    signed_in.arrives("app")
    assert user_of(app, answer_in(signed_in.url)["code"], pkce) == "ann"


def test_logout_ends_it(app: OAuthApp, signed_in: Browser) -> None:
    root = app.redirect_uri.removesuffix("callback")
    signed_in.open(
        f"{app.endpoint('/logout')}?client_id={app.client.id}&logout_uri={root}&state=gone"
    )
    signed_in.arrives("app")
    assert signed_in.url.startswith(root)
    assert comes_back(signed_in, app, prompt="none")["error"] == "login_required"


def test_logout_may_lead_to_the_next_sign_in(app: OAuthApp, signed_in: Browser) -> None:
    query = app.authorize_url().partition("?")[2]
    signed_in.open(f"{app.endpoint('/logout')}?{query}")
    signed_in.sign_in("bob", PASSWORD)
    signed_in.arrives("app")
    assert answer_in(signed_in.url)["state"] == "the-state"


def test_the_domain_has_a_name_of_its_own(app: OAuthApp, person: Browser) -> None:
    """Browsers know every name below localhost; what is kept for one name is for no other."""
    described = app.pool.cognito.describe_user_pool(UserPoolId=app.pool.id)["UserPool"]
    port = app.server.rpartition(":")[2]
    by_name = f"http://{described['Domain']}.auth.localhost:{port}"
    pkce = Pkce.fresh()
    url = app.authorize_url(**pkce.query())
    person.open(url.replace(app.issuer, by_name))
    assert person.url.startswith(f"{by_name}/login?")
    person.sign_in("ann", PASSWORD)
    person.arrives("app")
    assert user_of(app, answer_in(person.url)["code"], pkce) == "ann"
    assert comes_back(person, app, prompt="none")["error"] == "login_required"


def test_an_unregistered_place_is_an_error_page(
    app: OAuthApp, signed_in: Browser, check: PageCheck
) -> None:
    signed_in.open(app.authorize_url(redirect_uri="https://evil.example/"))
    signed_in.arrives("error")
    check.examine("error")
    assert "redirect_uri" in signed_in.text() or "redirect_mismatch" in signed_in.text()


def test_a_page_of_a_sign_in_that_is_over(app: OAuthApp, person: Browser, check: PageCheck) -> None:
    person.open(app.authorize_url())
    person.arrives("sign-in")
    person.session.forget_cookies()
    person.send("sign-in", username="ann", password=PASSWORD)
    person.arrives("expired")
    check.examine("expired")
    person.follow("start-again")
    person.sign_in("ann", PASSWORD)
    person.arrives("app")
