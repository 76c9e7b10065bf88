"""`poolgate login --method browser` with second factors, set up and asked for in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from conftest import aws_client
from harness.authenticator import Authenticator
from harness.browser import Browser
from harness.browser_login import Login, configure, logging_in
from harness.cli import Cli
from harness.factors import EMAIL, PHONE, enable, offer
from harness.inbox import last_code
from harness.oauth import OAuthApp, new_app
from harness.page_check import PageCheck
from harness.pool import PASSWORD, Pool
from harness.ports import NewPort
from harness.qr import read_qr

Start = Callable[[], AbstractContextManager[Login]]


@pytest.fixture
def pool(aging: str) -> Pool:
    """A pool on a server whose clock is moved, since a code of an app is good once."""
    pool = Pool.create(aws_client("cognito-idp", aging))
    pool.user(email=EMAIL, phone_number=PHONE)
    verified = [{"Name": f"{name}_verified", "Value": "true"} for name in ("email", "phone_number")]
    pool.cognito.admin_update_user_attributes(
        UserPoolId=pool.id, Username="ann", UserAttributes=verified
    )
    return pool


@pytest.fixture
def app(aging: str, pool: Pool, new_port: NewPort) -> OAuthApp:
    return new_app(aging, pool, f"http://localhost:{new_port()}/callback")


@pytest.fixture
def start(cli: Cli, app: OAuthApp, person: Browser) -> Start:
    """Starts the command and gives the right password."""
    configure(cli, app)

    @contextmanager
    def start() -> Iterator[Login]:
        with logging_in(cli) as login:
            person.session.forget_cookies()
            person.open(login.url)
            person.sign_in("ann", PASSWORD)
            yield login

    return start


def test_an_authenticator_app_is_set_up_and_used(
    start: Start, aging: str, pool: Pool, person: Browser, check: PageCheck
) -> None:
    offer(pool, "ON", "SOFTWARE_TOKEN_MFA")
    with start() as login:
        person.arrives("totp-setup")
        check.examine("totp-setup")
        secret = person.session.find("#secret").attribute("data-secret")
        assert secret
        assert f"secret={secret}" in read_qr(person.session)
        app = Authenticator(aging, secret)
        person.send("totp-setup", code=app.wrong_code())
        person.arrives("totp-setup")
        assert person.problem()
        assert person.session.find("#secret").attribute("data-secret") == secret
        person.send("totp-setup", code=app.code())
        login.succeeds()
    with start() as login:
        person.arrives("mfa-code")
        check.examine("mfa-code-app")
        person.send("mfa-code", code=app.wrong_code())
        person.arrives("mfa-code")
        assert person.problem()
        person.send("mfa-code", code=app.next_code())
        login.succeeds()


@pytest.mark.parametrize(
    ("factor", "destination"), [("SMS_MFA", "1234"), ("EMAIL_OTP", "a***@e***")]
)
def test_a_code_that_is_sent(
    start: Start,
    aging: str,
    pool: Pool,
    person: Browser,
    check: PageCheck,
    factor: str,
    destination: str,
) -> None:
    offer(pool, "OPTIONAL", factor)
    enable(pool, "ann", factor, preferred=factor)
    with start() as login:
        person.arrives("mfa-code")
        check.examine(f"mfa-code-{factor.lower().replace('_', '-')}")
        assert destination in person.text()
        code = last_code(aging, pool.id, "ann")
        wrong = "0" * len(code) if code != "0" * len(code) else "1" * len(code)
        person.send("mfa-code", code=wrong)
        person.arrives("mfa-code")
        assert person.problem()
        person.send("mfa-code", code=code)
        login.succeeds()


def test_the_choice_between_two_factors(
    start: Start, aging: str, pool: Pool, person: Browser, check: PageCheck
) -> None:
    offer(pool, "OPTIONAL", "SMS_MFA", "EMAIL_OTP")
    enable(pool, "ann", "SMS_MFA", "EMAIL_OTP")
    with start() as login:
        person.arrives("mfa-choice")
        check.examine("mfa-choice")
        person.send("mfa-choice", factor="EMAIL_OTP")
        person.arrives("mfa-code")
        person.reload()
        person.arrives("mfa-code")
        person.send("mfa-code", code=last_code(aging, pool.id, "ann"))
        login.succeeds()


def test_the_choice_of_what_is_set_up(
    start: Start, pool: Pool, person: Browser, check: PageCheck, aging: str
) -> None:
    offer(pool, "ON", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
    attributes = ["email", "phone_number"]
    pool.cognito.admin_delete_user_attributes(
        UserPoolId=pool.id, Username="ann", UserAttributeNames=attributes
    )
    with start() as login:
        person.arrives("mfa-setup-choice")
        check.examine("mfa-setup-choice")
        person.send("mfa-setup-choice", factor="EMAIL_OTP")
        person.arrives("email-setup")
        check.examine("email-setup")
        person.send("email-setup", email="ann@example.org")
        person.arrives("mfa-code")
        person.send("mfa-code", code=last_code(aging, pool.id, "ann"))
        login.succeeds()
