"""AWS Amplify, unmodified: it confirms its device by itself, and proves it later."""

from collections.abc import Iterator
from typing import Any

import pytest

from harness import inbox
from harness.amplify import AmplifyApp, amplify
from harness.device import tracking
from harness.factors import PHONE, enable, offer
from harness.pool import PASSWORD, Pool, claims


@pytest.fixture
def pool(cognito: Any) -> Pool:
    """A pool that remembers devices and demands text messages of ann on others."""
    pool = Pool.create(cognito, **tracking())
    offer(pool, "OPTIONAL", "SMS_MFA")
    pool.user(phone_number=PHONE)
    enable(pool, "ann", "SMS_MFA")
    return pool


@pytest.fixture
def app(server: str, pool: Pool) -> Iterator[AmplifyApp]:
    """An app whose device is remembered since a first sign-in."""
    with amplify(server, pool.client()) as app:
        with_code(app)
        app.does("signOut")
        yield app


def with_code(app: AmplifyApp) -> None:
    assert app.begins(password=PASSWORD)["signInStep"] == "CONFIRM_SIGN_IN_WITH_SMS_CODE"
    code = inbox.last_code(app.server, app.client.pool_id, "ann")
    assert app.answers(code)["signInStep"] == "DONE"


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_device_proves_itself(app: AmplifyApp, flow: str) -> None:
    assert app.begins(password=PASSWORD, authFlowType=flow)["signInStep"] == "DONE"
    (device,) = app.does("fetchDevices")
    assert device["id"] == claims(app.tokens()["access"])["device_key"]


def test_a_refresh_carries_the_device(app: AmplifyApp) -> None:
    app.begins(password=PASSWORD)
    before, after = (claims(app.tokens(force)["access"]) for force in (False, True))
    assert before["jti"] != after["jti"]
    assert before["device_key"] == after["device_key"]


def test_a_device_that_its_user_forgets(app: AmplifyApp) -> None:
    app.begins(password=PASSWORD)
    app.does("forgetDevice")
    app.does("signOut")
    with_code(app)


def test_a_device_that_was_forgotten_elsewhere(cognito: Any, pool: Pool, app: AmplifyApp) -> None:
    user = {"UserPoolId": pool.id, "Username": "ann"}
    (device,) = cognito.admin_list_devices(**user)["Devices"]
    cognito.admin_forget_device(**user, DeviceKey=device["DeviceKey"])
    # It drops what it knows of the device and begins again.
    with_code(app)


def test_a_device_may_wait_for_its_user(server: str, cognito: Any) -> None:
    pool = Pool.create(cognito, **tracking(prompt=True))
    pool.user()
    with amplify(server, pool.client()) as app:
        app.begins(password=PASSWORD)
        (device,) = cognito.admin_list_devices(UserPoolId=pool.id, Username="ann")["Devices"]
        assert remembered_status(device) == "not_remembered"
        app.does("rememberDevice")
        (device,) = cognito.admin_list_devices(UserPoolId=pool.id, Username="ann")["Devices"]
        assert remembered_status(device) == "remembered"


def remembered_status(device: dict[str, Any]) -> str:
    attributes = {each["Name"]: each["Value"] for each in device["DeviceAttributes"]}
    return attributes["dev:device_remembered_status"]
