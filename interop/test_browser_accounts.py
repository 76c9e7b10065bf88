"""Accounts in a real browser: sign-up, confirmation and forgotten passwords, on the way to a sign-in."""

import json

import pytest

from harness.browser import Browser
from harness.browser_login import configure, logging_in
from harness.cli import Cli
from harness.inbox import last_code
from harness.oauth import OAuthApp, new_app
from harness.page_check import PageCheck
from harness.pool import PASSWORD, Pool
from harness.ports import NewPort

NEW_PASSWORD = "Better-horse-2"


@pytest.fixture
def app(server: str, pool: Pool, new_port: NewPort) -> OAuthApp:
    pool.cognito.update_user_pool(
        UserPoolId=pool.id,
        AutoVerifiedAttributes=["email"],
        AccountRecoverySetting={"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
    )
    return new_app(server, pool, f"http://localhost:{new_port()}/callback")


@pytest.fixture
def cli(cli: Cli, app: OAuthApp) -> Cli:
    configure(cli, app)
    return cli


def code_in_inbox(person: Browser, server: str, check: PageCheck | None = None) -> str:
    """The newest code, as a developer reads it in another tab."""
    tab = person.session.tab()
    person.session.new_tab()
    person.open(f"{server}/_poolgate/inbox")
    code = person.session.find("li.message .code").text()
    if check is not None:
        check.examine("inbox")
    person.session.close_tab()
    person.session.switch_to(tab)
    return code


def test_a_sign_up_with_the_code_of_the_inbox_page(
    cli: Cli, server: str, pool: Pool, person: Browser, check: PageCheck
) -> None:
    with logging_in(cli) as login:
        person.open(login.url)
        person.arrives("sign-in")
        person.follow("sign-up")
        person.arrives("sign-up")
        check.examine("sign-up")
        given = {"username": "bea", "attribute.email": "bea@example.com"}
        person.send("sign-up", **given, password="password", password_again="password")
        person.arrives("sign-up")
        assert "Password did not conform with policy" in person.problem()
        check.examine("sign-up-refused")
        person.send("sign-up", **given, password=PASSWORD, password_again=PASSWORD)
        person.arrives("confirmation")
        check.examine("confirmation")
        person.press("#resend-submit")
        person.arrives("confirmation")
        code = code_in_inbox(person, server, check)
        assert code == last_code(server, pool.id, "bea")
        person.send("confirm", code="000000" if code != "000000" else "111111")
        person.arrives("confirmation")
        assert person.problem()
        person.send("confirm", code=code)
        login.succeeds()
    assert json.loads(cli.succeed("status", "--json"))["username"] == "bea"


def test_a_name_that_is_taken(cli: Cli, pool: Pool, person: Browser, app: OAuthApp) -> None:
    pool.user(email="ann@example.com")
    person.open(app.authorize_url())
    person.arrives("sign-in")
    person.follow("sign-up")
    given = {"username": "ann", "attribute.email": "ann@example.com"}
    person.send("sign-up", **given, password=PASSWORD, password_again=PASSWORD)
    person.arrives("sign-up")
    assert "User already exists" in person.problem()


def test_a_forgotten_password(
    cli: Cli, server: str, pool: Pool, person: Browser, check: PageCheck
) -> None:
    pool.user(email="ann@example.com", email_verified="true")
    with logging_in(cli) as login:
        person.open(login.url)
        person.arrives("sign-in")
        person.follow("forgot-password")
        person.arrives("forgot-password")
        check.examine("forgot-password")
        person.send("forgot-password", username="ann")
        person.arrives("reset-password")
        check.examine("reset-password")
        chosen = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
        person.send("reset-password", code="000000", **chosen)
        person.arrives("reset-password")
        assert person.problem()
        person.send("reset-password", code=code_in_inbox(person, server), **chosen)
        person.sign_in("ann", NEW_PASSWORD)
        login.succeeds()
    assert json.loads(cli.succeed("status", "--json"))["username"] == "ann"
