"""amazon-cognito-identity-js, unmodified: it confirms its device by itself, and proves it later."""

from collections.abc import Iterator
from typing import Any

import pytest

from harness.device import tracking
from harness.factors import PHONE, enable, offer
from harness.javascript import Browser, browser
from harness.pool import Pool, claims

FLOWS = pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])


@pytest.fixture
def pool(cognito: Any) -> Pool:
    """A pool that remembers devices, with ann, who has a phone."""
    pool = Pool.create(cognito, **tracking())
    pool.user(phone_number=PHONE)
    return pool


@pytest.fixture
def page(server: str, pool: Pool) -> Iterator[Browser]:
    with browser(server, pool.client()) as page:
        yield page


def demand_text_messages(pool: Pool) -> None:
    offer(pool, "OPTIONAL", "SMS_MFA")
    enable(pool, "ann", "SMS_MFA")


@FLOWS
def test_a_device_proves_itself(server: str, pool: Pool, page: Browser, flow: str) -> None:
    _, (tokens, *necessary) = page.signs_in()
    assert necessary == []
    demand_text_messages(pool)
    page.visit(flow=flow)
    event, (again,) = page.signs_in()
    assert event == "onSuccess"
    first, second = claims(tokens["access"]), claims(again["access"])
    assert first["device_key"] == second["device_key"]
    with browser(server, page.client) as elsewhere:
        assert elsewhere.signs_in()[0] == "mfaRequired"


def test_what_it_reads_of_its_device(page: Browser) -> None:
    page.signs_in()
    device = page.succeeds("getDevice")["Device"]
    attributes = {each["Name"]: each["Value"] for each in device["DeviceAttributes"]}
    # It calls a device by its user agent.
    assert attributes["device_name"]


def test_a_refresh_carries_the_device(page: Browser) -> None:
    _, (tokens,) = page.signs_in()
    refreshed = page.succeeds("refreshSession")
    before, after = claims(tokens["access"]), claims(refreshed["access"])
    assert before["jti"] != after["jti"]
    assert before["device_key"] == after["device_key"]


@FLOWS
def test_a_device_that_was_forgotten_elsewhere(
    cognito: Any, pool: Pool, page: Browser, flow: str
) -> None:
    _, (tokens,) = page.signs_in()
    key = claims(tokens["access"])["device_key"]
    cognito.admin_forget_device(UserPoolId=pool.id, Username="ann", DeviceKey=key)
    page.visit(flow=flow)
    event, values = page.signs_in()
    if flow == "USER_PASSWORD_AUTH":
        # Of this flow it leaves the retry to its caller.
        assert (event, values[0]["message"]) == ("onFailure", "Device does not exist.")
        return
    # It sends the same proof again, with null for the device.
    assert event == "onSuccess"
    assert claims(values[0]["access"])["device_key"] != key


def test_a_device_may_wait_for_its_user(server: str, cognito: Any) -> None:
    pool = Pool.create(cognito, **tracking(prompt=True))
    pool.user(phone_number=PHONE)
    with browser(server, pool.client()) as page:
        event, values = page.signs_in()
        # The second value: the user has to be asked.
        assert (event, values[1:]) == ("onSuccess", [True])
        assert page.succeeds("setDeviceStatusRemembered") == "SUCCESS"
        demand_text_messages(pool)
        page.visit()
        assert page.signs_in()[0] == "onSuccess"
        assert page.succeeds("forgetDevice") == "SUCCESS"
        page.visit()
        assert page.signs_in()[0] == "mfaRequired"
