"""boto3: remembered devices, confirmed and proven by SRP (DEVICE_SRP_AUTH)."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from conftest import aws_client
from harness import srp
from harness.authenticator import Authenticator
from harness.device import Device, tracking
from harness.expect import refused
from harness.factors import enrolled, offer
from harness.pool import PASSWORD, AppClient, Pool, Response, claims

WRONG = "Incorrect username or password."
GONE = "Device does not exist."


def by_password(client: AppClient, key: str) -> Response:
    return client.initiate("USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD, DEVICE_KEY=key)


def by_srp(client: AppClient, key: str) -> Response:
    prover = srp.Client()
    return client.prove(prover, client.start_srp("ann", prover), DEVICE_KEY=key)


def as_administrator(client: AppClient, key: str) -> Response:
    return client.initiate(
        "ADMIN_USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD, DEVICE_KEY=key
    )


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


@pytest.mark.parametrize("start", [by_password, by_srp])
def test_a_device_proves_itself(
    public: AppClient, device: Device, start: Callable[..., Response]
) -> None:
    tokens = device.prove(public, start(public, device.key))["AuthenticationResult"]
    assert "NewDeviceMetadata" not in tokens
    assert claims(tokens["AccessToken"])["device_key"] == device.key


def test_as_administrator(public: AppClient, device: Device) -> None:
    administrator = public.administrator()
    challenge = as_administrator(administrator, device.key)
    assert device.prove(administrator, challenge)["AuthenticationResult"]


def test_with_a_client_secret(pool: Pool, cognito: Any, confidential: AppClient) -> None:
    device = Device.confirmed(cognito, confidential.tokens("ann"))
    challenge = by_srp(confidential, device.key)
    assert device.prove(confidential, challenge)["AuthenticationResult"]


def test_another_devices_password_is_refused(public: AppClient, device: Device) -> None:
    impostor = Device(device.key, device.group_key)
    with refused("NotAuthorizedException", WRONG):
        impostor.prove(public, by_password(public, device.key))


def test_the_users_password_is_always_needed(public: AppClient, device: Device) -> None:
    with refused("NotAuthorizedException", WRONG):
        public.initiate(
            "USER_PASSWORD_AUTH",
            USERNAME="ann",
            PASSWORD="Wrong-password1",
            DEVICE_KEY=device.key,
        )


def test_a_proof_works_once(public: AppClient, device: Device) -> None:
    prover = srp.Client()
    asked = device.begin(public, by_password(public, device.key), prover)
    answer = device.answer(prover, asked)
    assert public.respond("DEVICE_PASSWORD_VERIFIER", answer, asked["Session"])
    with refused("NotAuthorizedException"):
        public.respond("DEVICE_PASSWORD_VERIFIER", answer, asked["Session"])


@pytest.mark.parametrize("field", ["PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE"])
def test_a_spoilt_proof_is_refused(public: AppClient, device: Device, field: str) -> None:
    prover = srp.Client()
    asked = device.begin(public, by_password(public, device.key), prover)
    answer = device.answer(prover, asked)
    data = bytearray(base64.b64decode(answer[field]))
    data[len(data) // 2] ^= 1
    spoilt = {**answer, field: base64.b64encode(data).decode()}
    with refused("NotAuthorizedException"):
        public.respond("DEVICE_PASSWORD_VERIFIER", spoilt, asked["Session"])


@pytest.mark.parametrize("multiple", [0, 1, 2])
def test_a_multiple_of_the_modulus_is_refused(
    public: AppClient, device: Device, multiple: int
) -> None:
    challenge = by_password(public, device.key)
    answer = {"USERNAME": "ann", "DEVICE_KEY": device.key, "SRP_A": f"{multiple * srp.N:x}"}
    with refused("InvalidParameterException"):
        public.respond("DEVICE_SRP_AUTH", answer, challenge["Session"])


def test_a_device_that_was_never_confirmed_changes_nothing(public: AppClient) -> None:
    metadata = public.tokens("ann")["NewDeviceMetadata"]
    with refused("ResourceNotFoundException", GONE):
        by_password(public, metadata["DeviceKey"])
    assert public.tokens("ann")["AccessToken"]


def test_a_forgotten_device_is_told(cognito: Any, public: AppClient, device: Device) -> None:
    challenge = by_password(public, device.key)
    token = device.prove(public, challenge)["AuthenticationResult"]["AccessToken"]
    cognito.forget_device(AccessToken=token, DeviceKey=device.key)
    assert listed(cognito, token) == []
    with refused("ResourceNotFoundException", GONE):
        by_srp(public, device.key)


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
    assert by_password(client, device.key)["AuthenticationResult"]
    cognito.update_device_status(
        AccessToken=tokens["AccessToken"],
        DeviceKey=device.key,
        DeviceRememberedStatus="remembered",
    )
    assert device.prove(client, by_password(client, device.key))["AuthenticationResult"]


def test_a_refresh_carries_the_device(cognito: Any, public: AppClient) -> None:
    tokens = public.tokens("ann")
    device = Device.confirmed(cognito, tokens)
    token = tokens["RefreshToken"]
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        public.refresh(token)
    with refused("NotAuthorizedException", "Invalid Refresh Token"):
        public.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token)
    assert public.refresh(token, DeviceKey=device.key)["AccessToken"]
    response = public.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=token, DEVICE_KEY=device.key)
    assert response["AuthenticationResult"]["AccessToken"]


@pytest.fixture
def app(aging: str) -> tuple[AppClient, Authenticator]:
    """A client of a pool with devices, whose user ann has an app, and the app."""
    pool = Pool.create(aws_client("cognito-idp", aging), **tracking())
    pool.user()
    offer(pool, "OPTIONAL", "SOFTWARE_TOKEN_MFA")
    client = pool.client()
    return client, enrolled(aging, pool, client, "ann")


def test_a_remembered_device_stands_in_for_the_app(app: tuple[AppClient, Authenticator]) -> None:
    client, authenticator = app
    challenge = client.sign_in("ann")
    answer = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": authenticator.next_code()}
    tokens = client.respond("SOFTWARE_TOKEN_MFA", answer, challenge["Session"])
    device = Device.confirmed(client.cognito, tokens["AuthenticationResult"])
    assert device.prove(client, by_srp(client, device.key))["AuthenticationResult"]
    # On any other device the app is asked for.
    assert client.sign_in("ann")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
