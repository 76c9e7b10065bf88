"""AWS Amplify, unmodified: second factors, their choice and their set-up."""

from collections.abc import Iterator

import pytest

from conftest import aws_client
from harness import inbox
from harness.amplify import AmplifyApp, amplify
from harness.authenticator import Authenticator
from harness.factors import EMAIL, PHONE, enable, enrolled, offer
from harness.pool import PASSWORD, Pool, claims

# Amplify's names of the factors, and the steps at which it asks for their codes.
FACTORS = {"SMS_MFA": "SMS", "SOFTWARE_TOKEN_MFA": "TOTP", "EMAIL_OTP": "EMAIL"}
STEPS = {
    "SMS_MFA": "CONFIRM_SIGN_IN_WITH_SMS_CODE",
    "SOFTWARE_TOKEN_MFA": "CONFIRM_SIGN_IN_WITH_TOTP_CODE",
    "EMAIL_OTP": "CONFIRM_SIGN_IN_WITH_EMAIL_CODE",
}


@pytest.fixture
def pool(aging: str) -> Pool:
    pool = Pool.create(aws_client("cognito-idp", aging))
    offer(pool, "OPTIONAL", *FACTORS)
    pool.user(email=EMAIL, phone_number=PHONE)
    return pool


@pytest.fixture
def app(aging: str, pool: Pool) -> Iterator[AmplifyApp]:
    with amplify(aging, pool.client()) as app:
        yield app


def code(app: AmplifyApp, username: str = "ann") -> str:
    return inbox.last_code(app.server, app.client.pool_id, username)


def test_setting_up_an_app_while_signed_in(aging: str, app: AmplifyApp) -> None:
    app.begins(password=PASSWORD)
    secret = app.does("setUpTOTP")["sharedSecret"]
    authenticator = Authenticator(aging, secret)
    app.does("verifyTOTPSetup", code=authenticator.code())
    app.does("updateMFAPreference", totp="PREFERRED")
    assert app.does("fetchMFAPreference") == {"enabled": ["TOTP"], "preferred": "TOTP"}
    app.does("signOut")
    step = app.begins(password=PASSWORD)
    assert step["signInStep"] == STEPS["SOFTWARE_TOKEN_MFA"]
    wrong = authenticator.wrong_code()
    assert app.fails("confirmSignIn", challengeResponse=wrong) == "CodeMismatchException"
    assert app.answers(authenticator.next_code())["signInStep"] == "DONE"


@pytest.mark.parametrize("factor", ["SMS_MFA", "EMAIL_OTP"])
def test_a_code_that_was_sent(pool: Pool, app: AmplifyApp, factor: str) -> None:
    enable(pool, "ann", factor)
    step = app.begins(password=PASSWORD)
    assert step["signInStep"] == STEPS[factor]
    assert step["codeDeliveryDetails"]["deliveryMedium"] == FACTORS[factor]
    assert app.answers(code(app))["signInStep"] == "DONE"


@pytest.mark.parametrize("factor", list(FACTORS))
def test_choosing_a_factor(aging: str, pool: Pool, app: AmplifyApp, factor: str) -> None:
    authenticator = enrolled(aging, pool, app.client, "ann")
    enable(pool, "ann", *FACTORS)
    step = app.begins(password=PASSWORD)
    assert step["signInStep"] == "CONTINUE_SIGN_IN_WITH_MFA_SELECTION"
    assert sorted(step["allowedMFATypes"]) == sorted(FACTORS.values())
    assert app.answers(FACTORS[factor])["signInStep"] == STEPS[factor]
    by_app = factor == "SOFTWARE_TOKEN_MFA"
    answer = authenticator.next_code() if by_app else code(app)
    assert app.answers(answer)["signInStep"] == "DONE"


@pytest.fixture
def demanded(pool: Pool, app: AmplifyApp) -> AmplifyApp:
    """The user bob at the choice of what to set up, which the pool demands."""
    pool.user("bob")
    offer(pool, "ON", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
    step = app.begins("bob", password=PASSWORD)
    assert step["signInStep"] == "CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION"
    assert sorted(step["allowedMFATypes"]) == ["EMAIL", "TOTP"]
    return app


def test_setting_up_an_app_that_the_pool_demands(aging: str, demanded: AmplifyApp) -> None:
    step = demanded.answers("TOTP")
    assert step["signInStep"] == "CONTINUE_SIGN_IN_WITH_TOTP_SETUP"
    secret = step["totpSetupDetails"]["sharedSecret"]
    assert demanded.answers(Authenticator(aging, secret).code())["signInStep"] == "DONE"
    assert claims(demanded.tokens()["access"])["username"] == "bob"


def test_setting_up_an_address_that_the_pool_demands(demanded: AmplifyApp) -> None:
    step = demanded.answers("EMAIL")
    assert step["signInStep"] == "CONTINUE_SIGN_IN_WITH_EMAIL_SETUP"
    assert demanded.answers("bob@example.com")["signInStep"] == STEPS["EMAIL_OTP"]
    assert demanded.answers(code(demanded, "bob"))["signInStep"] == "DONE"
    assert claims(demanded.tokens()["id"])["email_verified"] is True
