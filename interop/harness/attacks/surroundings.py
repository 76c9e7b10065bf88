"""Attacks by what stands around a request: its method, its host, markup in its parameters."""

import re

import requests

from harness.attacks.pages import sign_in
from harness.attacks.target import Target, refusal
from harness.bounds import WITHIN_SECONDS
from harness.oauth import Pkce, Response
from harness.pool import PASSWORD
from harness.visitor import Visitor

MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
PARAMETERS = (
    "client_id",
    "code_challenge",
    "identity_provider",
    "idp_identifier",
    "lang",
    "login_hint",
    "nonce",
    "prompt",
    "redirect_uri",
    "resource",
    "response_type",
    "scope",
    "state",
)
EVIL = "evil.example"


def markup_in(parameter: str, target: Target) -> str:
    """Markup in a parameter stays text on every page that it reaches."""
    answer = Visitor().get(target.app.authorize_url(**{parameter: MARKUP}))
    page = Visitor().follow(answer)
    return _markup(page)


def markup_in_the_error_page(target: Target) -> str:
    query = {"error": MARKUP, "error_description": MARKUP, "client_id": MARKUP}
    return _markup(Visitor().get(target.app.endpoint("/error"), params=query))


def markup_in_a_user_name(target: Target) -> str:
    reached = sign_in(target)
    return _markup(reached.visitor.post(reached.form, username=MARKUP, password=PASSWORD))


def markup_in_a_confirmation_link(target: Target) -> str:
    query = {"client_id": target.app.client.id, "user_name": MARKUP, "confirmation_code": MARKUP}
    return _markup(Visitor().get(target.app.endpoint("/confirmUser"), params=query))


def markup_in_the_inbox(target: Target) -> str:
    name = "<script>alert(1)</script>"
    target.app.client.cognito.sign_up(
        ClientId=target.app.client.id,
        Username=name,
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": "bea@example.com"}],
    )
    page = _inbox(target)
    assert page.ok
    assert "alert(1)" in page.text, "the message is there"
    return _markup(page)


def inbox_for_another_site(target: Target) -> str:
    """Codes are for the developer's eyes, not for a page that the developer visits."""
    return str(_inbox(target, Origin=f"https://{EVIL}").status_code)


def inbox_for_another_host(target: Target) -> str:
    """A name that an attacker has pointed at this machine (DNS rebinding)."""
    return str(_inbox(target, Host=EVIL).status_code)


def _inbox(target: Target, **headers: str) -> Response:
    url = f"{target.server}/_poolgate/inbox"
    return requests.get(url, headers={"Accept": "text/html", **headers}, timeout=WITHIN_SECONDS)


def _markup(answer: Response) -> str:
    assert "<script" not in answer.text
    assert "<img src=x" not in answer.text
    return "no markup"


def line_break_in_state(target: Target) -> str:
    """A state is given back as it came, and ends no header."""
    url = target.app.authorize_url(state="s\r\nSet-Cookie: planted=1\r\n\r\n<script>")
    visitor = Visitor()
    location = visitor.sign_in(url, "ann", PASSWORD)
    assert "planted" not in visitor.http.cookies
    assert re.fullmatch(r"[!-~]+", location)
    assert "%0D%0ASet-Cookie" in location
    return "encoded"


def by_method(method: str, path: str, target: Target) -> str:
    query = target.app.query()
    url = target.app.endpoint(path)
    answer = requests.request(
        method, url, params=query, allow_redirects=False, timeout=WITHIN_SECONDS
    )
    return str(answer.status_code)


def overridden_method(target: Target) -> str:
    """A header that some frameworks take for the method."""
    reached = sign_in(target)
    answer = reached.visitor.http.get(
        reached.form.action,
        params={**reached.form.fields, **reached.values},
        headers={"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"},
        allow_redirects=False,
        timeout=WITHIN_SECONDS,
    )
    return refusal(answer)


def by_host(header: str, path: str, target: Target) -> str:
    """Another host's name in the request comes back in no link, no redirect, no cookie."""
    answer = Visitor().get(
        f"{target.app.endpoint(path)}",
        params=target.app.query(**Pkce.fresh().query()),
        headers={header: EVIL},
    )
    told = f"{answer.headers} {answer.text}"
    return f"in the answer: {told}" if EVIL in told else "no trace"
