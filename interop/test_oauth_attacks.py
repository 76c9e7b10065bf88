"""Attacks on the authorization server and its pages, each with how it must be refused.

The table is printed at the end of a run: `cargo xtask interop -k attack`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import requests

from conftest import ServerFactory, aws_client
from harness.attacks import clients, codes, federation, forms, redirects, surroundings
from harness.attacks.pages import PAGES
from harness.attacks.target import Target
from harness.oauth import new_app
from harness.pool import PASSWORD, Pool
from harness.visitor import Visitor

GRANT = "400 invalid_grant"
ERROR_PAGE = "400 page error"
REFUSED_REQUEST = "redirect with invalid_request"
FORGED = "403 page expired"


@dataclass(frozen=True)
class Attack:
    """What is tried, and how the server must refuse it."""

    name: str
    carry_out: Callable[[Target], str]
    refusal: str


CODES = [
    Attack("a code used twice", codes.replay, GRANT),
    Attack("the tokens of a code used twice", codes.replay_ends_what_the_code_gave, GRANT),
    Attack("a code of another client", codes.of_another_client, GRANT),
    Attack("a code with another redirect URI", codes.with_another_redirect_uri, GRANT),
    Attack("a code without a redirect URI", codes.without_redirect_uri, "400 invalid_request"),
    Attack("a wrong verifier", partial(codes.with_verifier, "w" * 43), GRANT),
    Attack("an empty verifier", partial(codes.with_verifier, ""), GRANT),
    Attack("a short verifier", partial(codes.with_verifier, "s" * 42), GRANT),
    Attack("a long verifier", partial(codes.with_verifier, "l" * 129), GRANT),
    Attack("a verifier of other characters", partial(codes.with_verifier, "\u00e9" * 43), GRANT),
    Attack("the challenge as verifier", codes.with_the_challenge_as_verifier, GRANT),
    Attack("no verifier", codes.without_verifier, GRANT),
    Attack("a verifier without a challenge", codes.with_a_verifier_nobody_asked_for, GRANT),
    Attack("a guessed code", codes.guessed, GRANT),
    Attack("two codes in one form", codes.twice_in_one_form, "400 invalid_request"),
    Attack("a code by GET", codes.by_get, "405"),
]
CLIENTS = [
    Attack("a refresh token of another client", clients.refresh_token_of_another_client, GRANT),
    Attack("a refresh for more scopes", clients.refresh_for_more_scopes, "only openid"),
    Attack("an access token as refresh token", clients.access_token_as_refresh_token, GRANT),
    Attack("a refresh token that was revoked", clients.revoked_refresh_token, GRANT),
    Attack(
        "a revocation by another client",
        clients.revoke_by_another_client,
        "400 unauthorized_client",
    ),
    Attack(
        "client credentials of a public client",
        clients.machine_token_for_a_public_client,
        "400 unauthorized_client",
    ),
    Attack(
        "client credentials of an app of people",
        clients.machine_token_for_an_app_of_people,
        "400 unauthorized_client",
    ),
    Attack(
        "client credentials for others' scope",
        clients.machine_token_for_a_scope_of_others,
        "400 invalid_scope",
    ),
    Attack(
        "client credentials for openid",
        clients.machine_token_for_a_scope_of_people,
        "400 invalid_scope",
    ),
    Attack("a wrong client secret", partial(clients.with_secret, "w" * 51), "400 invalid_client"),
    Attack("an empty client secret", partial(clients.with_secret, ""), "400 invalid_client"),
    Attack("no client secret", clients.without_secret, "400 invalid_client"),
    Attack(
        "an access token without the scope",
        clients.access_token_without_the_scope,
        "Access Token does not have required scopes",
    ),
    Attack("an ID token at userInfo", clients.id_token_at_user_info, "401 invalid_token"),
    Attack(
        "a machine's token at userInfo", clients.machine_token_at_user_info, "401 invalid_token"
    ),
]
REDIRECTS = [
    *(
        Attack(f"redirect URI with {name}", partial(redirects.authorize, uri), ERROR_PAGE)
        for name, uri in redirects.REDIRECT_URIS.items()
    ),
    *(
        Attack(f"sign-in page with {name}", partial(redirects.sign_in_at, uri), ERROR_PAGE)
        for name, uri in redirects.REDIRECT_URIS.items()
    ),
    Attack("no redirect URI", redirects.authorize_without_redirect_uri, ERROR_PAGE),
    Attack("two redirect URIs", redirects.authorize_with_two, ERROR_PAGE),
    Attack("an unknown client", redirects.authorize_an_unknown_client, ERROR_PAGE),
    Attack(
        "an error for another host",
        partial(redirects.authorize_with_an_error_and, redirects.EVIL),
        ERROR_PAGE,
    ),
    *(
        Attack(f"logout URI with {name}", partial(redirects.log_out_to, uri), ERROR_PAGE)
        for name, uri in redirects.LOGOUT_URIS.items()
    ),
    Attack("logout of an unknown client", redirects.log_out_of_another_client, ERROR_PAGE),
    Attack(
        "logout and sign-in elsewhere",
        partial(redirects.log_out_to_sign_in_at, redirects.EVIL),
        ERROR_PAGE,
    ),
    Attack("a plain challenge", redirects.plain_challenge, REFUSED_REQUEST),
    Attack("a challenge without method", redirects.challenge_without_method, REFUSED_REQUEST),
    Attack("a short challenge", partial(redirects.challenge_of, "s" * 42), REFUSED_REQUEST),
    Attack("a challenge of markup", partial(redirects.challenge_of, "<" * 43), REFUSED_REQUEST),
    Attack(
        "the implicit flow of a code client",
        redirects.implicit_flow_of_a_code_client,
        "redirect with unauthorized_client",
    ),
    Attack("the hybrid flow", redirects.hybrid_flow, REFUSED_REQUEST),
    Attack(
        "a scope that is not allowed",
        redirects.scope_that_is_not_allowed,
        "redirect with invalid_scope",
    ),
    Attack("a parameter twice", redirects.a_parameter_twice, REFUSED_REQUEST),
]
FORMS = [
    *(Attack(f"the form {name} forged", partial(forms.forged, name), FORGED) for name in PAGES),
    Attack("a planted session", forms.planted_session, "200 page sign-in"),
    Attack("a session kept past logout", forms.kept_session, "200 page sign-in"),
    Attack("around the second factor", forms.around_the_second_factor, "200 page sign-in"),
    Attack("a step of another browser", forms.step_of_another_browser, "400 page expired"),
    Attack("a password in the address", forms.password_in_the_address, "200 page sign-in"),
    Attack("a form as text", partial(forms.of_type, "text/plain"), "415"),
    Attack("a form as JSON", partial(forms.of_type, "application/json"), "415"),
    Attack("a huge user name", partial(forms.huge_field, "username"), "413"),
    Attack("a huge password", partial(forms.huge_field, "password"), "413"),
    Attack("a hundred thousand fields", forms.many_fields, "413"),
    Attack("a huge token form", forms.huge_token_form, "413"),
    Attack("a huge state", forms.huge_state, "431"),
]
SURROUNDINGS = [
    *(
        Attack(f"markup in {name}", partial(surroundings.markup_in, name), "no markup")
        for name in surroundings.PARAMETERS
    ),
    Attack("markup in an error", surroundings.markup_in_the_error_page, "no markup"),
    Attack("markup in a user name", surroundings.markup_in_a_user_name, "no markup"),
    Attack("markup in a link", surroundings.markup_in_a_confirmation_link, "no markup"),
    Attack("markup in the inbox", surroundings.markup_in_the_inbox, "no markup"),
    Attack("the inbox for another site", surroundings.inbox_for_another_site, "403"),
    Attack("the inbox for another host", surroundings.inbox_for_another_host, "403"),
    Attack("a line break in a state", surroundings.line_break_in_state, "encoded"),
    *(
        Attack(f"{method} {path}", partial(surroundings.by_method, method, path), "405")
        for path in ("/oauth2/authorize", "/oauth2/token", "/login", "/logout")
        for method in ("PUT", "DELETE", "PATCH")
    ),
    Attack("TRACE", partial(surroundings.by_method, "TRACE", "/login"), "405"),
    Attack("a method in a header", surroundings.overridden_method, "200 page sign-in"),
    *(
        Attack(f"{header} at {path}", partial(surroundings.by_host, header, path), "no trace")
        for path in ("/oauth2/authorize", "/login", "/.well-known/openid-configuration")
        for header in ("Host", "X-Forwarded-Host", "Forwarded", "Origin")
    ),
]
FEDERATION = [
    Attack(
        "a provider's answer in another browser", federation.answer_in_another_browser, ERROR_PAGE
    ),
    Attack("a provider's answer given twice", federation.answer_given_twice, ERROR_PAGE),
    Attack(
        "a provider's answer with another state", federation.answer_with_another_state, ERROR_PAGE
    ),
    Attack(
        "a provider's answer to another question",
        federation.answer_to_another_question,
        "redirect with server_error",
    ),
    Attack(
        "a provider's answer for another nonce",
        federation.answer_for_another_nonce,
        "redirect with server_error",
    ),
]
ATTACKS = [*CODES, *CLIENTS, *REDIRECTS, *FORMS, *SURROUNDINGS, *FEDERATION]
# Those that the server slows down: its clock is moved.
SLOWED = [Attack("guesses at a password", forms.guesses, "401 page sign-in")]


def target_on(server: str) -> Target:
    pool = Pool.create(aws_client("cognito-idp", server))
    pool.cognito.update_user_pool(UserPoolId=pool.id, AutoVerifiedAttributes=["email"])
    pool.user(
        email="ann@example.com",
        email_verified="true",
        phone_number="+12065551234",
        phone_number_verified="true",
    )
    return Target(server, pool)


@pytest.fixture
def target(server: str) -> Target:
    return target_on(server)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack(
    attack: Attack, target: Target, record_property: Callable[[str, object], None]
) -> None:
    refusal = attack.carry_out(target)
    record_property(attack.name, refusal)
    assert refusal == attack.refusal


@pytest.mark.parametrize("attack", SLOWED, ids=lambda attack: attack.name)
def test_an_attack_that_is_slowed_down(
    attack: Attack, aging: str, record_property: Callable[[str, object], None]
) -> None:
    refusal = attack.carry_out(target_on(aging))
    record_property(attack.name, refusal)
    assert refusal == attack.refusal


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_kept_by_nobody_and_shown_in_no_frame(target: Target, name: str) -> None:
    page = PAGES[name](target).page
    headers = page.headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in headers["Cache-Control"]
    policy = dict(
        directive.strip().partition(" ")[::2]
        for directive in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "script-src" not in policy
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert PASSWORD not in page.text


def test_cookies_are_for_this_domain_and_no_script(target: Target) -> None:
    reached = PAGES["sign-in"](target)
    answer = reached.visitor.post(reached.form, **reached.values)
    told = [*_cookies(reached.page), *_cookies(answer)]
    assert len(told) >= 2
    for cookie in told:
        parts = [part.strip() for part in cookie.split(";")]
        assert "HttpOnly" in parts, cookie
        assert {"SameSite=Lax", "SameSite=Strict"} & set(parts), cookie
        assert f"Path=/{target.pool.id}" in parts, cookie
        assert not any(part.startswith("Domain=") for part in parts), cookie


def _cookies(answer: requests.Response) -> list[str]:
    return answer.raw.headers.getlist("Set-Cookie")


def test_no_password_is_written_down(serve: ServerFactory, tmp_path: Path) -> None:
    """Neither on the server's output nor in its data."""
    told: list[str] = []
    with serve("--data", str(tmp_path / "data"), told=told) as url:
        pool = Pool.create(aws_client("cognito-idp", url))
        pool.user()
        app = new_app(url, pool)
        visitor = Visitor()
        page = visitor.open(app.authorize_url())
        page = visitor.send(page, "sign-in", username="ann", password="Wrong-horse-9")
        answer = visitor.send(page, "sign-in", username="ann", password=PASSWORD)
        assert "code=" in answer.headers["Location"]
    files = [path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert told
    assert files
    for secret in (PASSWORD, "Wrong-horse-9"):
        assert not any(secret in line for line in told)
        assert not any(secret.encode() in kept for kept in files)
