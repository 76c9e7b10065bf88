"""pycognito, unmodified: a device confirmed, then proven by DEVICE_SRP_AUTH.

It sends no Session with either answer of the device, and calls ConfirmDevice at Amazon's address with
an Authorization header of its own; only that address is replaced.
"""

from typing import Any

import pytest
import requests

from harness.device import tracking
from harness.expect import refused
from harness.factors import PHONE, enable, offer
from harness.pool import PASSWORD, AppClient, Pool, claims
from harness.pycognito_user import srp_of

AMAZON = "https://cognito-idp.us-east-1.amazonaws.com/"


@pytest.fixture(autouse=True)
def _amazon_is_here(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    post = requests.post

    def redirected(url: str, **call: Any) -> requests.Response:
        assert url == AMAZON
        return post(server, **call)

    monkeypatch.setattr("pycognito.aws_srp.requests.post", redirected)


@pytest.fixture
def client(cognito: Any) -> AppClient:
    """A client of a pool that remembers devices, with the user ann."""
    pool = Pool.create(cognito, **tracking())
    pool.user(phone_number=PHONE)
    return pool.client()


def remembered(client: AppClient) -> dict[str, str]:
    """What pycognito is told of a device at later sign-ins, after its first."""
    user = srp_of(client, "ann", PASSWORD)
    tokens = user.authenticate_user()
    response, password = user.confirm_device(tokens, "Laptop")
    assert response.json() == {"UserConfirmationNecessary": False}
    metadata = tokens["AuthenticationResult"]["NewDeviceMetadata"]
    return {
        "device_key": metadata["DeviceKey"],
        "device_group_key": metadata["DeviceGroupKey"],
        "device_password": password,
    }


def test_a_device_signs_in(client: AppClient) -> None:
    device = remembered(client)
    tokens = srp_of(client, "ann", PASSWORD, **device).authenticate_user()
    access = claims(tokens["AuthenticationResult"]["AccessToken"])
    assert access["device_key"] == device["device_key"]


def test_another_devices_password_is_refused(client: AppClient) -> None:
    device = {**remembered(client), "device_password": "another"}
    with refused("NotAuthorizedException", "Incorrect username or password."):
        srp_of(client, "ann", PASSWORD, **device).authenticate_user()


def test_the_users_password_is_always_needed(client: AppClient) -> None:
    device = remembered(client)
    with refused("NotAuthorizedException", "Incorrect username or password."):
        srp_of(client, "ann", "Wrong-password1", **device).authenticate_user()


def test_a_device_stands_in_for_the_second_factor(client: AppClient) -> None:
    device = remembered(client)
    pool = Pool(client.cognito, client.pool_id)
    offer(pool, "OPTIONAL", "SMS_MFA")
    enable(pool, "ann", "SMS_MFA")
    assert client.sign_in("ann")["ChallengeName"] == "SMS_MFA"
    tokens = srp_of(client, "ann", PASSWORD, **device).authenticate_user()
    assert tokens["AuthenticationResult"]["AccessToken"]


def test_a_forgotten_device_is_told(client: AppClient) -> None:
    device = remembered(client)
    user = srp_of(client, "ann", PASSWORD, **device)
    tokens = user.authenticate_user()["AuthenticationResult"]
    user.forget_device(tokens["AccessToken"], device["device_key"])
    with refused("ResourceNotFoundException", "Device does not exist."):
        srp_of(client, "ann", PASSWORD, **device).authenticate_user()
