"""Attacks that want a code, a token or a person to be sent somewhere else."""

from urllib.parse import urlencode

from harness.attacks.target import Target, refusal
from harness.oauth import CALLBACK, SIGNED_OUT, Pkce
from harness.visitor import Visitor

EVIL = "https://evil.example"

# RFC 9700 section 4.1: only the whole, exact string is the registered one.
REDIRECT_URIS = {
    "another host": f"{EVIL}/callback",
    "a suffix": f"{CALLBACK}/../evil",
    "a longer path": f"{CALLBACK}2",
    "a query": f"{CALLBACK}?next={EVIL}",
    "a fragment": f"{CALLBACK}#fragment",
    "another port": "http://localhost:3001/callback",
    "no port": "http://localhost/callback",
    "another case": "http://LOCALHOST:3000/callback",
    "another case of the path": "http://localhost:3000/Callback",
    "user-info": "http://localhost:3000@evil.example/callback",
    "user-info before the host": "http://evil@localhost:3000/callback",
    "the loopback address": "http://127.0.0.1:3000/callback",
    "a trailing slash": f"{CALLBACK}/",
    "a trailing dot": "http://localhost.:3000/callback",
    "percent-encoding": "http://localhost:3000/%63allback",
    "a backslash": "http://localhost:3000\\@evil.example/callback",
    "https": "https://localhost:3000/callback",
    "no scheme": "//localhost:3000/callback",
    "a space": f"{CALLBACK} ",
    "a line break": f"{CALLBACK}\r\nSet-Cookie: a=b",
    "script": "javascript:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "nothing": "",
}


def authorize(redirect_uri: str, target: Target) -> str:
    """protocol.md 6.1: an error page, never a redirect to that URI."""
    return _page(target, target.authorize(redirect_uri=redirect_uri))


def authorize_without_redirect_uri(target: Target) -> str:
    return _page(target, target.authorize(redirect_uri=None))


def authorize_with_two(target: Target) -> str:
    url = f"{target.app.authorize_url()}&{urlencode({'redirect_uri': EVIL})}"
    return _page(target, Visitor().get(url))


def authorize_an_unknown_client(target: Target) -> str:
    return _page(target, target.authorize(client_id="1example23456789"))


def authorize_with_an_error_and(redirect_uri: str, target: Target) -> str:
    """An error of another parameter does not lead to a URI that is not registered."""
    return _page(target, target.authorize(redirect_uri=redirect_uri, response_type="nonsense"))


def _page(target: Target, answer: object) -> str:
    """What the browser is shown in the end, which must be a page of this server."""
    followed = Visitor().follow(answer)  # type: ignore[arg-type]
    return refusal(followed)


def sign_in_at(redirect_uri: str, target: Target) -> str:
    """The page for it is asked for directly, as a link in an e-mail would."""
    query = urlencode(target.app.query(redirect_uri=redirect_uri))
    return _page(target, Visitor().get(f"{target.app.endpoint('/login')}?{query}"))


def log_out_to(logout_uri: str, target: Target) -> str:
    query = {"client_id": target.app.client.id, "logout_uri": logout_uri}
    return _log_out(target, query)


LOGOUT_URIS = {
    "another host": EVIL,
    "a suffix": f"{SIGNED_OUT}../evil",
    "a callback": CALLBACK,
    "user-info": "http://localhost:3000@evil.example/",
    "script": "javascript:alert(1)",
    "no scheme": "//evil.example/",
}


def log_out_of_another_client(target: Target) -> str:
    query = {"client_id": "1example23456789", "logout_uri": SIGNED_OUT}
    return _log_out(target, query)


def log_out_to_sign_in_at(redirect_uri: str, target: Target) -> str:
    query = {
        "client_id": target.app.client.id,
        "redirect_uri": redirect_uri,
        "response_type": "code",
    }
    return _log_out(target, query)


def _log_out(target: Target, query: dict[str, str]) -> str:
    return _page(target, Visitor().get(f"{target.app.endpoint('/logout')}?{urlencode(query)}"))


def plain_challenge(target: Target) -> str:
    pkce = Pkce.fresh()
    return refusal(target.authorize(code_challenge=pkce.verifier, code_challenge_method="plain"))


def challenge_without_method(target: Target) -> str:
    """RFC 7636 section 4.3 would take that for `plain`, which Cognito does not know."""
    return refusal(target.authorize(code_challenge=Pkce.fresh().challenge))


def challenge_of(challenge: str, target: Target) -> str:
    return refusal(target.authorize(code_challenge=challenge, code_challenge_method="S256"))


def implicit_flow_of_a_code_client(target: Target) -> str:
    return refusal(target.authorize(response_type="token"))


def hybrid_flow(target: Target) -> str:
    return refusal(target.authorize(response_type="code token"))


def scope_that_is_not_allowed(target: Target) -> str:
    return refusal(target.authorize(scope="openid phone"))


def a_parameter_twice(target: Target) -> str:
    return refusal(Visitor().get(f"{target.app.authorize_url()}&scope=openid"))
