"""amazon-cognito-identity-js, unmodified: second factors, their choice and their set-up."""

import json
from collections.abc import Iterator

import pytest

from conftest import aws_client
from harness import inbox
from harness.authenticator import Authenticator
from harness.factors import PHONE, enable, enrolled, offer
from harness.javascript import Browser, browser
from harness.pool import Pool, claims

FACTORS = ("SMS_MFA", "SOFTWARE_TOKEN_MFA")


@pytest.fixture
def pool(aging: str) -> Pool:
    """A pool with ann, who has a phone and may use it and an app."""
    pool = Pool.create(aws_client("cognito-idp", aging))
    offer(pool, "OPTIONAL", *FACTORS)
    pool.user(phone_number=PHONE)
    return pool


@pytest.fixture
def page(aging: str, pool: Pool) -> Iterator[Browser]:
    with browser(aging, pool.client()) as page:
        yield page


@pytest.fixture
def app(aging: str, pool: Pool) -> Authenticator:
    """The app of ann."""
    return enrolled(aging, pool, pool.client(), "ann")


def text_code(page: Browser) -> str:
    return inbox.last_code(page.server, page.client.pool_id, "ann")


def test_setting_up_an_app_while_signed_in(aging: str, page: Browser) -> None:
    assert page.signs_in()[0] == "onSuccess"
    event, (secret,) = page.does("associateSoftwareToken")
    assert event == "associateSecretCode"
    app = Authenticator(aging, secret)
    verified = page.succeeds("verifySoftwareToken", code=app.code(), name="My phone")
    assert verified["Status"] == "SUCCESS"
    preferred = {"Enabled": True, "PreferredMfa": True}
    assert page.succeeds("setUserMfaPreference", sms=None, app=preferred) == "SUCCESS"
    page.visit()
    event, (name, parameters) = page.signs_in()
    assert (event, name) == ("totpRequired", "SOFTWARE_TOKEN_MFA")
    assert parameters["FRIENDLY_DEVICE_NAME"] == "My phone"
    tokens = page.succeeds("sendMFACode", code=app.next_code(), type="SOFTWARE_TOKEN_MFA")
    assert claims(tokens["access"])["username"] == "ann"


def test_a_wrong_code_of_an_app(page: Browser, app: Authenticator) -> None:
    assert page.signs_in()[0] == "totpRequired"
    event, (error,) = page.does("sendMFACode", code=app.wrong_code(), type="SOFTWARE_TOKEN_MFA")
    assert (event, error["code"]) == ("onFailure", "CodeMismatchException")
    assert page.succeeds("sendMFACode", code=app.next_code(), type="SOFTWARE_TOKEN_MFA")


def test_a_text_message(pool: Pool, page: Browser) -> None:
    enable(pool, "ann", "SMS_MFA")
    event, (_, parameters) = page.signs_in()
    assert event == "mfaRequired"
    assert parameters["CODE_DELIVERY_DESTINATION"] == "+*******1234"
    assert page.succeeds("sendMFACode", code=text_code(page))["valid"]


@pytest.mark.parametrize("factor", FACTORS)
def test_choosing_a_factor(pool: Pool, page: Browser, app: Authenticator, factor: str) -> None:
    enable(pool, "ann", *FACTORS)
    event, (_, parameters) = page.signs_in()
    assert event == "selectMFAType"
    assert sorted(json.loads(parameters["MFAS_CAN_CHOOSE"])) == sorted(FACTORS)
    event, (name, _) = page.does("sendMFASelectionAnswer", answer=factor)
    by_app = factor == "SOFTWARE_TOKEN_MFA"
    assert (event, name) == ("totpRequired" if by_app else "mfaRequired", factor)
    code = app.next_code() if by_app else text_code(page)
    assert page.succeeds("sendMFACode", code=code, type=factor)["valid"]


def test_setting_up_an_app_that_the_pool_demands(aging: str, pool: Pool, page: Browser) -> None:
    pool.user("bob")
    offer(pool, "ON", "SOFTWARE_TOKEN_MFA")
    page.visit("bob")
    assert page.signs_in(username="bob")[0] == "mfaSetup"
    _, (secret,) = page.does("associateSoftwareToken")
    app = Authenticator(aging, secret)
    # It answers MFA_SETUP by itself, with the session of the verification.
    tokens = page.succeeds("verifySoftwareToken", code=app.code(), name="My phone")
    assert claims(tokens["access"])["username"] == "bob"
