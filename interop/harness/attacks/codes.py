"""Attacks with authorization codes at the token endpoint."""

import requests

from harness.attacks.target import Target, refusal
from harness.bounds import WITHIN_SECONDS
from harness.oauth import CALLBACK, OAuthApp, Pkce, Response


def _exchange(app: OAuthApp, code: str, **form: str) -> str:
    return refusal(app.exchange(code, **form))


def replay(target: Target) -> str:
    pkce = Pkce.fresh()
    code = target.code(**pkce.query())
    assert target.app.exchange(code, code_verifier=pkce.verifier).ok
    return _exchange(target.app, code, code_verifier=pkce.verifier)


def replay_ends_what_the_code_gave(target: Target) -> str:
    """RFC 6749 section 4.1.2: tokens of a code that is used twice should be revoked."""
    pkce = Pkce.fresh()
    code = target.code(**pkce.query())
    tokens = target.app.exchange(code, code_verifier=pkce.verifier).json()
    target.app.exchange(code, code_verifier=pkce.verifier)
    return refusal(target.app.refresh(tokens["refresh_token"]))


def of_another_client(target: Target) -> str:
    pkce = Pkce.fresh()
    code = target.code(**pkce.query())
    return _exchange(target.other, code, code_verifier=pkce.verifier)


def with_another_redirect_uri(target: Target) -> str:
    pkce = Pkce.fresh()
    code = target.code(**pkce.query())
    return _exchange(
        target.app, code, code_verifier=pkce.verifier, redirect_uri=f"{CALLBACK}/other"
    )


def without_redirect_uri(target: Target) -> str:
    pkce = Pkce.fresh()
    form = {"code": target.code(**pkce.query()), "code_verifier": pkce.verifier}
    return refusal(target.app.token("authorization_code", **form))


def with_verifier(verifier: str, target: Target) -> str:
    code = target.code(**Pkce.fresh().query())
    return _exchange(target.app, code, code_verifier=verifier)


def with_the_challenge_as_verifier(target: Target) -> str:
    pkce = Pkce.fresh()
    return _exchange(target.app, target.code(**pkce.query()), code_verifier=pkce.challenge)


def without_verifier(target: Target) -> str:
    return _exchange(target.app, target.code(**Pkce.fresh().query()))


def with_a_verifier_nobody_asked_for(target: Target) -> str:
    """RFC 9700 section 4.8.2: an attacker has taken the challenge out of the request."""
    return _exchange(target.app, target.code(), code_verifier=Pkce.fresh().verifier)


def guessed(target: Target) -> str:
    return _exchange(target.app, "00000000-0000-4000-8000-000000000000", code_verifier="v" * 43)


def twice_in_one_form(target: Target) -> str:
    """RFC 6749 section 3.2: no parameter twice."""
    pkce = Pkce.fresh()
    form = [
        ("grant_type", "authorization_code"),
        ("client_id", target.app.client.id),
        ("redirect_uri", CALLBACK),
        ("code_verifier", pkce.verifier),
        ("code", "00000000-0000-4000-8000-000000000000"),
        ("code", target.code(**pkce.query())),
    ]
    return refusal(_post(target, form))


def by_get(target: Target) -> str:
    """RFC 6749 section 3.2: the token endpoint is asked by POST."""
    pkce = Pkce.fresh()
    query = {
        "grant_type": "authorization_code",
        "client_id": target.app.client.id,
        "redirect_uri": CALLBACK,
        "code_verifier": pkce.verifier,
        "code": target.code(**pkce.query()),
    }
    return refusal(
        requests.get(target.app.endpoint("/oauth2/token"), params=query, timeout=WITHIN_SECONDS)
    )


def _post(target: Target, form: list[tuple[str, str]]) -> Response:
    return requests.post(target.app.endpoint("/oauth2/token"), data=form, timeout=WITHIN_SECONDS)
