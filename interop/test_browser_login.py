"""`poolgate login --method browser` with a person at a real browser: passwords, tabs, second thoughts."""

import json
from pathlib import Path

import pytest

from harness.browser import Browser
from harness.browser_fixtures import NewBrowser
from harness.browser_login import configure, logging_in
from harness.cli import Cli
from harness.oauth import OAuthApp, new_app
from harness.page_check import PageCheck
from harness.pool import PASSWORD, Pool
from harness.ports import NewPort
from harness.web_driver import ENTER, TAB

WRONG = "Incorrect username or password."


@pytest.fixture
def app(server: str, pool: Pool, new_port: NewPort) -> OAuthApp:
    pool.user(email="ann@example.com")
    # Who does not exist is told apart by nobody.
    hiding = {"PreventUserExistenceErrors": "ENABLED"}
    return new_app(server, pool, f"http://localhost:{new_port()}/callback", **hiding)


@pytest.fixture
def cli(cli: Cli, app: OAuthApp) -> Cli:
    configure(cli, app)
    return cli


def user_of(cli: Cli) -> str:
    return json.loads(cli.succeed("status", "--json"))["username"]


def test_a_right_password(cli: Cli, person: Browser, check: PageCheck) -> None:
    with logging_in(cli) as login:
        person.open(login.url)
        check.examine("sign-in")
        person.sign_in("ann", PASSWORD)
        login.succeeds()
    assert "You are signed in" in person.text()
    check.examine("signed-in-by-command")
    assert PASSWORD not in person.url
    assert user_of(cli) == "ann"
    assert cli.succeed("token", "--type", "refresh").count(".") == 4


def test_a_wrong_password_then_the_right_one(cli: Cli, person: Browser, check: PageCheck) -> None:
    with logging_in(cli) as login:
        person.open(login.url)
        for username in ("ann", "nobody"):
            person.sign_in(username, "Wrong-horse-9")
            person.arrives("sign-in")
            assert WRONG in person.problem()
            assert "Wrong-horse-9" not in person.source()
        check.examine("sign-in-refused")
        person.sign_in("ann", PASSWORD)
        login.succeeds()
    assert user_of(cli) == "ann"


def test_a_first_password(cli: Cli, pool: Pool, person: Browser, check: PageCheck) -> None:
    pool.invite("bob", "Temporary-1", email="bob@example.com")
    with logging_in(cli) as login:
        person.open(login.url)
        person.sign_in("bob", "Temporary-1")
        person.arrives("new-password")
        check.examine("new-password")
        person.send("new-password", password="password", password_again="password")
        person.arrives("new-password")
        assert "Password did not conform with policy" in person.problem()
        person.send("new-password", password=PASSWORD, password_again="Another-horse7")
        person.arrives("new-password")
        assert person.problem()
        check.examine("new-password-refused")
        person.send("new-password", password=PASSWORD, password_again=PASSWORD)
        login.succeeds()
    assert user_of(cli) == "bob"


def test_back_and_reload(cli: Cli, person: Browser) -> None:
    with logging_in(cli) as login:
        person.open(login.url)
        person.sign_in("ann", "Wrong-horse-9")
        person.arrives("sign-in")
        person.back()
        person.arrives("sign-in")
        person.reload()
        person.sign_in("ann", PASSWORD)
        login.succeeds()
    # A code is good once, and the page that asked for it is of no use to anybody who comes back.
    person.back()
    assert "code=" not in person.url
    assert PASSWORD not in person.source()


def test_two_tabs_sign_in_to_two_commands(
    poolgate_bin: str,
    cli: Cli,
    app: OAuthApp,
    pool: Pool,
    person: Browser,
    tmp_path: Path,
    new_port: NewPort,
) -> None:
    pool.user("bob")
    other_app = new_app(app.server, pool, f"http://localhost:{new_port()}/callback")
    other = Cli(poolgate_bin, tmp_path / "other", cli.path)
    configure(other, other_app)
    with logging_in(cli) as first, logging_in(other) as second:
        person.open(first.url)
        person.arrives("sign-in")
        first_tab = person.session.tab()
        person.session.new_tab()
        person.open(second.url)
        person.arrives("sign-in")
        person.session.switch_to(first_tab)
        person.sign_in("ann", PASSWORD)
        first.succeeds()
        second_tab = next(tab for tab in person.session.tabs() if tab != first_tab)
        person.session.switch_to(second_tab)
        person.sign_in("bob", PASSWORD)
        second.succeeds()
    assert (user_of(cli), user_of(other)) == ("ann", "bob")


def test_the_same_page_in_two_tabs(cli: Cli, person: Browser) -> None:
    with logging_in(cli) as login:
        person.open(login.url)
        first_tab = person.session.tab()
        person.session.new_tab()
        person.open(login.url)
        person.arrives("sign-in")
        person.session.switch_to(first_tab)
        person.sign_in("ann", PASSWORD)
        login.succeeds()
    assert user_of(cli) == "ann"


def test_a_closed_window_ends_with_the_time_given(cli: Cli, person: Browser) -> None:
    with logging_in(cli, "--timeout", "3") as login:
        person.open(login.url)
        person.arrives("sign-in")
        person.session.new_tab()
        code, rest = login.ends()
    assert code == 6, rest


def test_a_refusal_needs_the_right_state(cli: Cli, app: OAuthApp, person: Browser) -> None:
    with logging_in(cli) as login:
        state = login.query()["state"]
        person.open(f"{app.redirect_uri}?error=access_denied&state=another")
        person.open(f"{app.redirect_uri}?error=access_denied")
        assert login.is_running()
        denied = f"error=access_denied&error_description=Not+today&state={state}"
        person.open(f"{app.redirect_uri}?{denied}")
        code, rest = login.ends()
    assert code not in (0, 101), rest
    assert "access_denied" in rest
    assert "Not today" in rest


def tab_to(person: Browser, name: str) -> None:
    """Presses Tab until the field of this name has the focus."""
    visited = [person.focused_name()]
    while visited[-1] != name:
        assert len(visited) < 10, visited
        person.session.press(TAB)
        visited.append(person.focused_name())


def test_the_keyboard_alone(cli: Cli, person: Browser) -> None:
    with logging_in(cli) as login:
        person.open(login.url)
        person.arrives("sign-in")
        tab_to(person, "username")
        person.session.press(*"ann", TAB)
        tab_to(person, "password")
        with person.leaving():
            person.session.press(*PASSWORD, ENTER)
        login.succeeds()
    assert user_of(cli) == "ann"


@pytest.mark.parametrize(("asked", "shown"), [("de", "de"), ("fr-CA", "fr"), ("xx", "en")])
def test_the_language_that_is_asked_for(
    app: OAuthApp, person: Browser, asked: str, shown: str
) -> None:
    person.open(app.authorize_url(lang=asked))
    person.arrives("sign-in")
    assert person.language() == shown


@pytest.mark.parametrize("language", ["de", "es", "fr", "ja"])
def test_the_pages_in_a_language(
    app: OAuthApp, person: Browser, check: PageCheck, language: str
) -> None:
    person.open(app.authorize_url(lang=language))
    check.examine(f"sign-in-{language}")
    person.follow("sign-up")
    person.arrives("sign-up")
    check.examine(f"sign-up-{language}")
    person.send("sign-up", username="bea", password="password", password_again="other")
    person.arrives("sign-up")
    check.examine(f"sign-up-refused-{language}")
    assert person.language() == language


def test_the_language_of_the_browser(app: OAuthApp, new_browser: NewBrowser) -> None:
    german = new_browser("de")
    german.open(app.authorize_url())
    german.arrives("sign-in")
    assert german.language() == "de"


def test_where_a_developer_begins(
    app: OAuthApp, server: str, person: Browser, check: PageCheck
) -> None:
    person.open(f"{server}/")
    person.arrives("server-index")
    check.examine("server-index")
    person.follow(f"pool-{app.pool.id}")
    person.arrives("index")
    check.examine("index")
    person.follow(f"client-{app.client.id}")
    person.arrives("sign-in")
    person.follow("emulator-inbox")
    person.arrives("inbox")
