"""The pages that have forms, reached as a person does, with what a person would fill in."""

from collections.abc import Callable
from dataclasses import dataclass

from harness.attacks.target import Target
from harness.authenticator import Authenticator
from harness.factors import enable, offer
from harness.inbox import last_code
from harness.pool import PASSWORD
from harness.visitor import Form, Response, Visitor, form, link

NEW_PASSWORD = {"password": "Better-horse-2", "password_again": "Better-horse-2"}


@dataclass
class Reached:
    """A browser at a page: the form, and values that lead on."""

    visitor: Visitor
    page: Response
    form: Form
    values: dict[str, str]

    @classmethod
    def at(cls, visitor: Visitor, page: Response, name: str, **values: str) -> "Reached":
        return cls(visitor, page, form(page, name), values)


def sign_in(target: Target) -> Reached:
    visitor, page = _sign_in_page(target)
    return Reached.at(visitor, page, "sign-in", username="ann", password=PASSWORD)


def sign_up(target: Target) -> Reached:
    visitor, page = _sign_in_page(target)
    page = visitor.open(link(page, "sign-up"))
    return Reached.at(visitor, page, "sign-up", **_account())


def confirm(target: Target) -> Reached:
    visitor, page = _confirmation(target)
    code = last_code(target.server, target.pool.id, "bea")
    return Reached.at(visitor, page, "confirm", code=code)


def resend(target: Target) -> Reached:
    visitor, page = _confirmation(target)
    return Reached.at(visitor, page, "resend")


def forgot_password(target: Target) -> Reached:
    visitor, page = _sign_in_page(target)
    page = visitor.open(link(page, "forgot-password"))
    return Reached.at(visitor, page, "forgot-password", username="ann")


def reset_password(target: Target) -> Reached:
    asked = forgot_password(target)
    page = asked.visitor.send(asked.page, "forgot-password", **asked.values)
    code = last_code(target.server, target.pool.id, "ann")
    return Reached.at(asked.visitor, page, "reset-password", code=code, **NEW_PASSWORD)


def new_password(target: Target) -> Reached:
    target.pool.invite("bob", "Temporary-1")
    visitor, page = _signed_in(target, "bob", "Temporary-1")
    return Reached.at(visitor, page, "new-password", **NEW_PASSWORD)


def mfa_choice(target: Target) -> Reached:
    offer(target.pool, "OPTIONAL", "SMS_MFA", "EMAIL_OTP")
    enable(target.pool, "ann", "SMS_MFA", "EMAIL_OTP")
    visitor, page = _signed_in(target, "ann")
    return Reached.at(visitor, page, "mfa-choice", factor="EMAIL_OTP")


def mfa_code(target: Target) -> Reached:
    offer(target.pool, "OPTIONAL", "EMAIL_OTP")
    enable(target.pool, "ann", "EMAIL_OTP")
    visitor, page = _signed_in(target, "ann")
    code = last_code(target.server, target.pool.id, "ann")
    return Reached.at(visitor, page, "mfa-code", code=code)


def totp_setup(target: Target) -> Reached:
    offer(target.pool, "ON", "SOFTWARE_TOKEN_MFA")
    target.pool.user("cem")
    visitor, page = _signed_in(target, "cem")
    secret = page.text.partition('data-secret="')[2].partition('"')[0]
    code = Authenticator(target.server, secret).code()
    return Reached.at(visitor, page, "totp-setup", code=code)


def mfa_setup_choice(target: Target) -> Reached:
    offer(target.pool, "ON", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
    target.pool.user("cem")
    visitor, page = _signed_in(target, "cem")
    return Reached.at(visitor, page, "mfa-setup-choice", factor="EMAIL_OTP")


def email_setup(target: Target) -> Reached:
    chosen = mfa_setup_choice(target)
    page = chosen.visitor.send(chosen.page, "mfa-setup-choice", **chosen.values)
    return Reached.at(chosen.visitor, page, "email-setup", email="cem@example.com")


def go_on(target: Target) -> Reached:
    visitor, answer = _signed_in(target, "ann")
    assert answer.is_redirect
    return Reached.at(
        visitor, visitor.open(target.app.authorize_url(prompt="select_account")), "continue"
    )


PAGES: dict[str, Callable[[Target], Reached]] = {
    "sign-in": sign_in,
    "sign-up": sign_up,
    "confirm": confirm,
    "resend": resend,
    "forgot-password": forgot_password,
    "reset-password": reset_password,
    "new-password": new_password,
    "mfa-choice": mfa_choice,
    "mfa-code": mfa_code,
    "totp-setup": totp_setup,
    "mfa-setup-choice": mfa_setup_choice,
    "email-setup": email_setup,
    "continue": go_on,
}


def _sign_in_page(target: Target) -> tuple[Visitor, Response]:
    visitor = Visitor()
    return visitor, visitor.open(target.app.authorize_url())


def _signed_in(target: Target, username: str, password: str = PASSWORD) -> tuple[Visitor, Response]:
    visitor, page = _sign_in_page(target)
    return visitor, visitor.send(page, "sign-in", username=username, password=password)


def _account() -> dict[str, str]:
    chosen = {"password": PASSWORD, "password_again": PASSWORD}
    return {"username": "bea", "attribute.email": "bea@example.com", **chosen}


def _confirmation(target: Target) -> tuple[Visitor, Response]:
    reached = sign_up(target)
    return reached.visitor, reached.visitor.send(reached.page, "sign-up", **reached.values)
