"""AWS Amplify, unmodified: choice-based sign-in (USER_AUTH), and sign-in after a sign-up."""

from collections.abc import Iterator
from typing import Any

import pytest

from harness import inbox
from harness.amplify import AmplifyApp, amplify
from harness.factors import EMAIL, PHONE
from harness.pool import PASSWORD, Pool, claims

STEPS = {
    "EMAIL_OTP": "CONFIRM_SIGN_IN_WITH_EMAIL_CODE",
    "SMS_OTP": "CONFIRM_SIGN_IN_WITH_SMS_CODE",
}
CODES = pytest.mark.parametrize("factor", list(STEPS))
PASSWORDS = pytest.mark.parametrize("factor", ["PASSWORD", "PASSWORD_SRP"])


@pytest.fixture
def app(server: str, cognito: Any) -> Iterator[AmplifyApp]:
    """An app of a pool that allows every first factor, with the user ann who has them."""
    factors = {"AllowedFirstAuthFactors": ["PASSWORD", *STEPS]}
    pool = Pool.create(
        cognito, Policies={"SignInPolicy": factors}, AutoVerifiedAttributes=["email"]
    )
    pool.user(email=EMAIL, phone_number=PHONE)
    with amplify(server, pool.client()) as app:
        yield app


def chooses(app: AmplifyApp, **options: Any) -> Any:
    return app.begins(authFlowType="USER_AUTH", **options)


def code(app: AmplifyApp, username: str = "ann") -> str:
    return inbox.last_code(app.server, app.client.pool_id, username)


@CODES
def test_a_preferred_code(app: AmplifyApp, factor: str) -> None:
    step = chooses(app, preferredChallenge=factor)
    assert step["signInStep"] == STEPS[factor]
    medium = factor.removesuffix("_OTP")
    assert step["codeDeliveryDetails"]["deliveryMedium"] == medium
    assert app.answers(code(app))["signInStep"] == "DONE"
    assert claims(app.tokens()["access"])["username"] == "ann"


@CODES
def test_a_wrong_code_may_be_corrected(app: AmplifyApp, factor: str) -> None:
    chooses(app, preferredChallenge=factor)
    right = code(app)
    wrong = "00000000" if right != "00000000" else "00000001"
    assert app.fails("confirmSignIn", challengeResponse=wrong) == "CodeMismatchException"
    assert app.answers(right)["signInStep"] == "DONE"


@PASSWORDS
def test_a_preferred_password(app: AmplifyApp, factor: str) -> None:
    step = chooses(app, password=PASSWORD, preferredChallenge=factor)
    assert step["signInStep"] == "DONE"


def selected(app: AmplifyApp, factor: str) -> Any:
    step = chooses(app)
    assert step["signInStep"] == "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION"
    assert sorted(step["availableChallenges"]) == [
        *("EMAIL_OTP", "PASSWORD", "PASSWORD_SRP", "SMS_OTP")
    ]
    return app.answers(factor)


@CODES
def test_a_selected_code(app: AmplifyApp, factor: str) -> None:
    assert selected(app, factor)["signInStep"] == STEPS[factor]
    assert app.answers(code(app))["signInStep"] == "DONE"


@PASSWORDS
def test_a_selected_password(app: AmplifyApp, factor: str) -> None:
    assert selected(app, factor)["signInStep"] == "CONFIRM_SIGN_IN_WITH_PASSWORD"
    assert app.answers(PASSWORD)["signInStep"] == "DONE"


@pytest.mark.parametrize("secret", [{"password": PASSWORD}, {}], ids=["password", "none"])
def test_a_sign_up_signs_in(app: AmplifyApp, secret: dict[str, str]) -> None:
    attributes = {"email": "uma@example.com"}
    options = {"userAttributes": attributes, "autoSignIn": {"authFlowType": "USER_AUTH"}}
    step = app.does("signUp", username="uma", options=options, **secret)["nextStep"]
    assert step["signUpStep"] == "CONFIRM_SIGN_UP"
    confirmation = {"username": "uma", "confirmationCode": code(app, "uma")}
    step = app.does("confirmSignUp", **confirmation)["nextStep"]
    assert step["signUpStep"] == "COMPLETE_AUTO_SIGN_IN"
    assert app.does("autoSignIn")["isSignedIn"] is True
    assert claims(app.tokens()["access"])["username"] == "uma"
