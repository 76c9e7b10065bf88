"""Attacks on `poolgate login --method browser`: answers that are not its own, tokens of others."""

from collections.abc import Callable

import pytest
import requests

from harness.bounds import WITHIN_SECONDS
from harness.browser_login import Login, configure, logging_in
from harness.cli import Cli
from harness.oauth import OAuthApp, altered, answer_in, new_app
from harness.pool import PASSWORD, Pool
from harness.ports import NewPort
from harness.visitor import Visitor

Record = Callable[[str, object], None]


@pytest.fixture
def app(server: str, pool: Pool, new_port: NewPort) -> OAuthApp:
    pool.user()
    return new_app(server, pool, f"http://localhost:{new_port()}/callback")


@pytest.fixture
def cli(cli: Cli, app: OAuthApp) -> Cli:
    configure(cli, app)
    return cli


def come_back(app: OAuthApp, **answer: str) -> requests.Response:
    return requests.get(app.redirect_uri, params=answer, timeout=WITHIN_SECONDS)


def fails(login: Login, cli: Cli) -> str:
    code, rest = login.ends()
    assert code not in (0, 101), rest
    assert cli.run("token").returncode != 0, "nothing was kept"
    return rest


def test_a_code_of_the_attacker_is_of_no_use(
    cli: Cli, app: OAuthApp, record_property: Record
) -> None:
    stolen = answer_in(Visitor().sign_in(app.authorize_url(), "ann", PASSWORD))["code"]
    with logging_in(cli) as login:
        come_back(app, code=stolen, state=login.query()["state"])
        assert "invalid_grant" in fails(login, cli)
    record_property("a code put into the command", "invalid_grant")


def test_a_token_for_another_nonce_is_refused(
    cli: Cli, app: OAuthApp, record_property: Record
) -> None:
    with logging_in(cli) as login:
        back = Visitor().sign_in(altered(login.url, nonce="another"), "ann", PASSWORD)
        come_back(app, **answer_in(back))
        assert "nonce" in fails(login, cli)
    record_property("an ID token for another nonce", "refused by the command")


def test_answers_with_another_state_are_strays(
    cli: Cli, app: OAuthApp, record_property: Record
) -> None:
    with logging_in(cli) as login:
        state = login.query()["state"]
        for stray in ("", "another", state[:-1], f"{state}a", state.swapcase()):
            assert come_back(app, code="c", state=stray).status_code >= 400
            assert come_back(app, error="access_denied", state=stray).status_code >= 400
        root = app.redirect_uri.removesuffix("callback")
        for path in ("", "favicon.ico", "callback/", "callback2"):
            assert (
                requests.get(
                    f"{root}{path}?code=c&state={state}", timeout=WITHIN_SECONDS
                ).status_code
                == 404
            )
        for method in ("POST", "PUT", "OPTIONS"):
            answer = requests.request(
                method,
                app.redirect_uri,
                params={"code": "c", "state": state},
                timeout=WITHIN_SECONDS,
            )
            assert answer.status_code == 405
        assert login.is_running()
        come_back(app, **answer_in(Visitor().sign_in(login.url, "ann", PASSWORD)))
        login.succeeds()
    record_property("a callback with another state", "a stray; the sign-in goes on")


def test_another_host_is_not_listened_to(cli: Cli, app: OAuthApp, record_property: Record) -> None:
    """A name that an attacker has pointed at the loopback address (DNS rebinding)."""
    with logging_in(cli) as login:
        query = {"error": "access_denied", "state": login.query()["state"]}
        answer = requests.get(
            app.redirect_uri, params=query, headers={"Host": "evil.example"}, timeout=WITHIN_SECONDS
        )
        assert answer.status_code >= 400
        assert login.is_running()
    record_property("a callback at another host", str(answer.status_code))


def test_the_page_of_the_command_shows_nothing_of_others(
    cli: Cli, app: OAuthApp, record_property: Record
) -> None:
    markup = "<script>alert(1)</script>"
    with logging_in(cli) as login:
        state = login.query()["state"]
        answer = come_back(app, error=markup, error_description=markup, state=state)
        assert "<script" not in answer.text
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "no-store" in answer.headers["Cache-Control"]
        rest = fails(login, cli)
    assert "\x1b" not in rest
    record_property("markup in an error for the command", "no markup")
