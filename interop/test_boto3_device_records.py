"""boto3: devices confirmed, listed, remembered and forgotten."""

from typing import Any

import pytest

from harness.device import Device, tracking
from harness.expect import refused
from harness.pool import AppClient, Pool, claims

GONE = "Device does not exist."


@pytest.fixture
def pool(cognito: Any) -> Pool:
    """A pool that remembers devices, with the user ann."""
    pool = Pool.create(cognito, **tracking())
    pool.user()
    return pool


@pytest.fixture
def device(cognito: Any, public: AppClient) -> Device:
    """The device of ann, from her first sign-in."""
    return Device.confirmed(cognito, public.tokens("ann"))


def listed(cognito: Any, access_token: str) -> list[str]:
    devices = cognito.list_devices(AccessToken=access_token)["Devices"]
    return [device["DeviceKey"] for device in devices]


def test_a_new_device_is_told_and_confirmed_once(cognito: Any, public: AppClient) -> None:
    tokens = public.tokens("ann")
    metadata = tokens["NewDeviceMetadata"]
    assert claims(tokens["AccessToken"])["device_key"] == metadata["DeviceKey"]
    device = Device(metadata["DeviceKey"], metadata["DeviceGroupKey"])
    confirmed = device.confirm(cognito, tokens["AccessToken"])
    assert confirmed["UserConfirmationNecessary"] is False
    assert listed(cognito, tokens["AccessToken"]) == [device.key]
    with refused("DeviceKeyExistsException"):
        device.confirm(cognito, tokens["AccessToken"])


def test_only_the_own_device_is_confirmed(cognito: Any, public: AppClient) -> None:
    first, second = public.tokens("ann"), public.tokens("ann")
    metadata = first["NewDeviceMetadata"]
    foreign = Device(metadata["DeviceKey"], metadata["DeviceGroupKey"])
    with refused("InvalidParameterException"):
        foreign.confirm(cognito, second["AccessToken"])


def test_a_forgotten_device_is_told(cognito: Any, public: AppClient, device: Device) -> None:
    challenge = public.sign_in("ann", DEVICE_KEY=device.key)
    token = device.prove(public, challenge)["AuthenticationResult"]["AccessToken"]
    cognito.forget_device(AccessToken=token, DeviceKey=device.key)
    assert listed(cognito, token) == []
    with refused("ResourceNotFoundException", GONE):
        public.sign_in_by_srp("ann", DEVICE_KEY=device.key)


def test_an_administrator_sees_and_forgets_devices(
    cognito: Any, pool: Pool, public: AppClient, device: Device
) -> None:
    user = {"UserPoolId": pool.id, "Username": "ann"}
    (shown,) = cognito.admin_list_devices(**user)["Devices"]
    attributes = {each["Name"]: each["Value"] for each in shown["DeviceAttributes"]}
    assert attributes["device_name"] == "Laptop"
    found = cognito.admin_get_device(**user, DeviceKey=device.key)["Device"]
    assert found["DeviceKey"] == device.key
    cognito.admin_forget_device(**user, DeviceKey=device.key)
    with refused("ResourceNotFoundException", GONE):
        cognito.admin_get_device(**user, DeviceKey=device.key)


def test_a_device_may_wait_for_its_user(cognito: Any) -> None:
    pool = Pool.create(cognito, **tracking(prompt=True))
    pool.user()
    client = pool.client()
    tokens = client.tokens("ann")
    metadata = tokens["NewDeviceMetadata"]
    device = Device(metadata["DeviceKey"], metadata["DeviceGroupKey"])
    confirmed = device.confirm(cognito, tokens["AccessToken"])
    assert confirmed["UserConfirmationNecessary"] is True
    # Confirmed and not remembered is like without a device: protocol.md 2.3.
    assert client.sign_in("ann", DEVICE_KEY=device.key)["AuthenticationResult"]
    cognito.update_device_status(
        AccessToken=tokens["AccessToken"],
        DeviceKey=device.key,
        DeviceRememberedStatus="remembered",
    )
    challenge = client.sign_in("ann", DEVICE_KEY=device.key)
    assert device.prove(client, challenge)["AuthenticationResult"]
