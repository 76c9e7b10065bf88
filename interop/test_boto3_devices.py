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
from harness.pool import AppClient, Pool, Response, claims

WRONG = "Incorrect username or password."
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


@pytest.mark.parametrize("way", [AppClient.sign_in, AppClient.sign_in_by_srp])
def test_a_device_proves_itself(
    public: AppClient, device: Device, way: Callable[..., Response]
) -> None:
    challenge = way(public, "ann", DEVICE_KEY=device.key)
    tokens = device.prove(public, challenge)["AuthenticationResult"]
    assert "NewDeviceMetadata" not in tokens
    assert claims(tokens["AccessToken"])["device_key"] == device.key


def test_as_administrator(public: AppClient, device: Device) -> None:
    administrator = public.administrator()
    challenge = administrator.sign_in("ann", DEVICE_KEY=device.key)
    assert device.prove(administrator, challenge)["AuthenticationResult"]


def test_with_a_client_secret(pool: Pool, cognito: Any, confidential: AppClient) -> None:
    device = Device.confirmed(cognito, confidential.tokens("ann"))
    challenge = confidential.sign_in_by_srp("ann", DEVICE_KEY=device.key)
    assert device.prove(confidential, challenge)["AuthenticationResult"]


def test_another_devices_password_is_refused(public: AppClient, device: Device) -> None:
    impostor = Device(device.key, device.group_key)
    with refused("NotAuthorizedException", WRONG):
        impostor.prove(public, public.sign_in("ann", DEVICE_KEY=device.key))


def test_the_users_password_is_always_needed(public: AppClient, device: Device) -> None:
    with refused("NotAuthorizedException", WRONG):
        public.sign_in("ann", "Wrong-password1", DEVICE_KEY=device.key)


def test_a_proof_works_once(public: AppClient, device: Device) -> None:
    prover = srp.Client()
    asked = device.begin(public, public.sign_in("ann", DEVICE_KEY=device.key), prover)
    answer = device.answer(prover, asked)
    assert public.respond("DEVICE_PASSWORD_VERIFIER", answer, asked["Session"])
    with refused("NotAuthorizedException"):
        public.respond("DEVICE_PASSWORD_VERIFIER", answer, asked["Session"])


@pytest.mark.parametrize("field", ["PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE"])
def test_a_spoilt_proof_is_refused(public: AppClient, device: Device, field: str) -> None:
    prover = srp.Client()
    asked = device.begin(public, public.sign_in("ann", DEVICE_KEY=device.key), prover)
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
    challenge = public.sign_in("ann", DEVICE_KEY=device.key)
    answer = {"USERNAME": "ann", "DEVICE_KEY": device.key, "SRP_A": f"{multiple * srp.N:x}"}
    with refused("InvalidParameterException"):
        public.respond("DEVICE_SRP_AUTH", answer, challenge["Session"])


def test_a_device_that_was_never_confirmed_changes_nothing(public: AppClient) -> None:
    metadata = public.tokens("ann")["NewDeviceMetadata"]
    with refused("ResourceNotFoundException", GONE):
        public.sign_in("ann", DEVICE_KEY=metadata["DeviceKey"])
    assert public.tokens("ann")["AccessToken"]


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
    challenge = client.sign_in_by_srp("ann", DEVICE_KEY=device.key)
    assert device.prove(client, challenge)["AuthenticationResult"]
    # On any other device the app is asked for.
    assert client.sign_in("ann")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
