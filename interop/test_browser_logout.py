"""The domain remembers who has signed in: commands meet that, ask for it, and end it."""

import json
import re
from collections.abc import Iterator

import pytest

from harness.browser import Browser
from harness.browser_login import configure, logging_in
from harness.cli import Cli
from harness.oauth import OAuthApp, new_app
from harness.page_check import PageCheck
from harness.pool import PASSWORD, Pool
from harness.ports import NewPort
from harness.web_page import web_page

_URL = re.compile(r"https?://\S+/logout\?\S+")
PAGE = """<!doctype html><html lang="en"><title>Bye</title><link rel="icon" href="data:,">
<main data-page="bye"><h1>Bye</h1></main></html>"""


@pytest.fixture
def app(server: str, pool: Pool, new_port: NewPort) -> OAuthApp:
    pool.user(email="ann@example.com")
    pool.user("bob", email="bob@example.com")
    callback = f"http://localhost:{new_port()}/callback"
    bye = f"http://localhost:{new_port()}/"
    return new_app(server, pool, callback, LogoutURLs=[bye])


@pytest.fixture
def bye(app: OAuthApp) -> Iterator[str]:
    """Where the app has people go when they have signed out."""
    client = {"UserPoolId": app.pool.id, "ClientId": app.client.id}
    described = app.client.cognito.describe_user_pool_client(**client)["UserPoolClient"]
    uri = described["LogoutURLs"][0]
    with web_page(int(uri.rstrip("/").rpartition(":")[2]), PAGE):
        yield uri


@pytest.fixture
def cli(cli: Cli, app: OAuthApp, person: Browser) -> Cli:
    """A user who is signed in at the domain, too."""
    configure(cli, app)
    sign_in(cli, person, "ann")
    return cli


def sign_in(cli: Cli, person: Browser, username: str, *options: str) -> None:
    with logging_in(cli, *options) as login:
        person.open(login.url)
        person.sign_in(username, PASSWORD)
        login.succeeds()


def user_of(cli: Cli) -> str:
    return json.loads(cli.succeed("status", "--json"))["username"]


def test_the_next_sign_in_asks_nothing(cli: Cli, person: Browser) -> None:
    cli.succeed("logout")
    with logging_in(cli) as login:
        person.open(login.url)
        login.succeeds()
    assert user_of(cli) == "ann"


def test_a_command_may_demand_the_question(cli: Cli, person: Browser) -> None:
    cli.succeed("logout")
    sign_in(cli, person, "bob", "--prompt", "login")
    assert user_of(cli) == "bob"


def test_a_command_may_forbid_the_question(cli: Cli, person: Browser) -> None:
    person.session.forget_cookies()
    with logging_in(cli, "--prompt", "none") as login:
        person.open(login.url)
        code, rest = login.ends()
    assert code == 4, rest
    assert "login_required" in rest


def test_logout_ends_it_for_the_browser_too(cli: Cli, person: Browser, bye: str) -> None:
    finished = cli.run("logout", "--browser", "--no-browser", "--logout-uri", bye)
    assert finished.returncode == 0, finished.stderr
    found = _URL.search(finished.stderr)
    assert found, finished.stderr
    person.open(found.group())
    person.arrives("bye")
    assert person.url == bye
    sign_in(cli, person, "bob")
    assert user_of(cli) == "bob"


def test_logout_without_a_way_on(
    cli: Cli, app: OAuthApp, person: Browser, check: PageCheck
) -> None:
    person.open(f"{app.endpoint('/logout')}?client_id={app.client.id}")
    person.arrives("signed-out")
    check.examine("signed-out")
    sign_in(cli, person, "bob")
    assert user_of(cli) == "bob"


def test_the_address_may_be_pasted(cli: Cli, app: OAuthApp, person: Browser) -> None:
    """Where the browser is on another machine, nobody listens at the redirect URI."""
    with logging_in(cli, "--paste") as login:
        with web_page(int(app.redirect_uri.split(":")[2].split("/")[0]), PAGE):
            person.open(login.url)
            person.arrives("bye")
        login.answer(person.url)
        login.succeeds()
    assert user_of(cli) == "ann"
