"""Attacks on a sign-in that another pool answers for: answers forged, stolen, or given twice."""

from urllib.parse import parse_qs, urlsplit

from harness.attacks.target import Target, refusal
from harness.federation import PROVIDER
from harness.oauth import altered
from harness.pool import PASSWORD
from harness.visitor import Visitor, form


def answer_in_another_browser(target: Target) -> str:
    """The attacker has somebody else's browser finish a sign-in as the attacker."""
    _, answer = _answered(target)
    return refusal(Visitor().open(answer))


def answer_given_twice(target: Target) -> str:
    visitor, answer = _answered(target)
    assert "code=" in visitor.open(answer).headers["Location"]
    return refusal(visitor.open(answer))


def answer_with_another_state(target: Target) -> str:
    visitor, answer = _answered(target)
    return refusal(visitor.open(altered(answer, state="forged")))


def answer_to_another_question(target: Target) -> str:
    """A code of the attacker's own sign-in in the answer that the victim's browser waits for."""
    visitor, answer = _answered(target)
    _, stolen = _answered(target)
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    return refusal(visitor.open(altered(answer, code=code)))


def answer_for_another_nonce(target: Target) -> str:
    visitor, answer = _answered(target, nonce="another")
    return refusal(visitor.open(answer))


def _answered(target: Target, **asked: str) -> tuple[Visitor, str]:
    """A browser in which ann has signed in at the provider, and the answer that it brings."""
    visitor = Visitor()
    begun = visitor.get(target.home.authorize_url(identity_provider=PROVIDER))
    question = altered(begun.headers["Location"], **asked)
    page = visitor.open(question)
    answer = visitor.post(form(page, "sign-in"), username="ann", password=PASSWORD)
    return visitor, answer.headers["Location"]
