"""pycognito's two ways to sign in, with our server as their endpoint and else as they are."""

from typing import Any

from pycognito import Cognito
from pycognito.aws_srp import AWSSRP

from harness.pool import AppClient


def user_of(server: str, client: AppClient, username: str) -> Cognito:
    return Cognito(
        client.pool_id,
        client.id,
        username=username,
        client_secret=client.secret,
        access_key="AKIAIOSFODNN7EXAMPLE",
        secret_key="wJalrXUtnFEMI",
        boto3_client_kwargs={"endpoint_url": server},
    )


def srp_of(client: AppClient, username: str, password: str, **device: Any) -> AWSSRP:
    """The lower of the two; it alone knows devices: device_key, device_group_key, device_password."""
    return AWSSRP(
        username=username,
        password=password,
        pool_id=client.pool_id,
        client_id=client.id,
        client_secret=client.secret,
        client=client.cognito,
        **device,
    )
