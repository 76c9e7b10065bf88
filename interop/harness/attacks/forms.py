"""Attacks on the pages' forms: sent by somebody else's page, out of order, or far too large."""

from urllib.parse import urlencode

import requests

from harness.attacks.pages import PAGES, Reached, mfa_code, sign_in
from harness.attacks.target import Target, refusal
from harness.bounds import WITHIN_SECONDS
from harness.lockout import provoke
from harness.oauth import Response
from harness.pool import PASSWORD
from harness.visitor import Visitor, form

CSRF_COOKIE = "XSRF-TOKEN"


def forged(name: str, target: Target) -> str:
    """Sends a form without the proof that its page was seen, in each way; then with it."""
    reached = PAGES[name](target)
    stranger = Visitor()
    page = stranger.open(target.app.authorize_url())
    token, foreign = reached.form.fields["_csrf"], form(page, "sign-in").fields["_csrf"]
    outcomes = {
        "missing": refusal(_post(reached, None)),
        "empty": refusal(_post(reached, "")),
        "wrong": refusal(_post(reached, token[::-1])),
        "of another browser": refusal(_post(reached, foreign)),
        # A form that another site sends comes without cookies, which are SameSite.
        "without cookies": refusal(_post(reached, token, cookies={})),
        "of one's own making": refusal(_post(reached, "forged", cookies={CSRF_COOKIE: "forged"})),
    }
    # The same form with its own token leads on, so that nothing else was the reason.
    honest = reached.visitor.post(reached.form, **reached.values)
    assert honest.is_redirect, honest.text
    return _same(outcomes)


def _post(reached: Reached, token: str | None, cookies: dict[str, str] | None = None) -> Response:
    """Posts the form with another token, and other cookies of these names if there are any."""
    data = {**reached.form.fields, **reached.values, "_csrf": token}
    jar = reached.visitor.http.cookies.get_dict()
    kept = {} if cookies == {} else {**jar, **(cookies or {})}
    return requests.post(
        reached.form.action, data=data, cookies=kept, allow_redirects=False, timeout=WITHIN_SECONDS
    )


def _same(outcomes: dict[str, str]) -> str:
    """The one outcome that all have, or each of them."""
    answers = set(outcomes.values())
    return answers.pop() if len(answers) == 1 else str(outcomes)


def planted_session(target: Target) -> str:
    """Session fixation: the victim signs in with cookies that the attacker has chosen."""
    attacker, victim = Visitor(), Visitor()
    attacker.open(target.app.authorize_url())
    victim.http.cookies.update(attacker.http.cookies)
    victim.sign_in(target.app.authorize_url(), "ann", PASSWORD)
    return refusal(attacker.open(target.app.authorize_url()))


def kept_session(target: Target) -> str:
    """A session that was copied before a sign-out is not one afterwards."""
    victim, thief = Visitor(), Visitor()
    victim.sign_in(target.app.authorize_url(), "ann", PASSWORD)
    thief.http.cookies.update(victim.http.cookies)
    victim.get(f"{target.app.endpoint('/logout')}?client_id={target.app.client.id}")
    return refusal(thief.open(target.app.authorize_url()))


def around_the_second_factor(target: Target) -> str:
    """The password alone has been given, and the code is asked for."""
    return refusal(mfa_code(target).visitor.open(target.app.authorize_url()))


def step_of_another_browser(target: Target) -> str:
    """The address of a step and its form, without the cookie that says whose it is."""
    reached, stranger = mfa_code(target), Visitor()
    token = form(stranger.open(target.app.authorize_url()), "sign-in").fields["_csrf"]
    answer = stranger.post(reached.form, **{**reached.values, "_csrf": token})
    return refusal(stranger.follow(answer))


def guesses(target: Target) -> str:
    """protocol.md 7.4: after so many wrong passwords the right one does not help."""
    reached = sign_in(target)

    def fail() -> None:
        answer = reached.visitor.post(reached.form, username="ann", password="Wrong-horse-9")
        assert "Incorrect username or password" in answer.text

    provoke(target.server, fail)
    answer = reached.visitor.post(reached.form, **reached.values)
    assert "Password attempts exceeded" in answer.text
    return refusal(answer)


def password_in_the_address(target: Target) -> str:
    """A form that was sent by GET signs nobody in, and is not shown again."""
    secret = {"username": "ann", "password": PASSWORD}
    query = target.app.query(**secret)
    answer = Visitor().get(target.app.endpoint("/login"), params=query)
    assert PASSWORD not in answer.text
    return refusal(answer)


def of_type(content_type: str, target: Target) -> str:
    """What a page of another site may send without asking, in another type than a form's."""
    reached = sign_in(target)
    body = urlencode({**reached.form.fields, **reached.values})
    answer = reached.visitor.http.post(
        reached.form.action,
        data=body,
        headers={"Content-Type": content_type},
        allow_redirects=False,
        timeout=WITHIN_SECONDS,
    )
    return refusal(answer)


def huge_field(name: str, target: Target) -> str:
    reached = sign_in(target)
    values = {**reached.values, name: "a" * (1 << 20)}
    return str(reached.visitor.post(reached.form, **values).status_code)


def many_fields(target: Target) -> str:
    reached = sign_in(target)
    values = {**reached.values, **{f"field-{n}": "" for n in range(100_000)}}
    return str(reached.visitor.post(reached.form, **values).status_code)


def huge_token_form(target: Target) -> str:
    return str(target.app.exchange("c" * (1 << 20), code_verifier="v" * 43).status_code)


def huge_state(target: Target) -> str:
    return str(target.authorize(state="s" * (1 << 17)).status_code)
