"""Who is signed in stays signed in at the domain: apps meet that by `prompt`, and end it by logout."""

from collections.abc import Iterator

import pytest

from harness.browser import Browser
from harness.oauth import OAuthApp, new_app
from harness.page_check import PageCheck
from harness.pool import PASSWORD, Pool
from harness.web_page import free_port, web_page

PAGE = """<!doctype html><html lang="en"><title>App</title><link rel="icon" href="data:,">
<main data-page="app"><h1>App</h1></main></html>"""


@pytest.fixture
def app(server: str, pool: Pool) -> Iterator[OAuthApp]:
    """A web app, to which the browser really comes back."""
    pool.user(email="ann@example.com")
    pool.user("bob", email="bob@example.com")
    root = f"http://localhost:{free_port()}/"
    with web_page(int(root.rstrip("/").rpartition(":")[2]), PAGE):
        yield new_app(server, pool, f"{root}callback", LogoutURLs=[root])


@pytest.fixture
def signed_in(app: OAuthApp, person: Browser) -> Browser:
    """Ann's browser."""
    person.open(app.authorize_url())
    person.sign_in("ann", PASSWORD)
    person.arrives("app")
    return person


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
