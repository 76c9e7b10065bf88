"""boto3 exchanges an ID token for AWS credentials at an identity pool, and uses them at STS."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from conftest import REGION
from harness.expect import refused
from harness.pool import AppClient, Pool

ROLE = "arn:aws:iam::123456789012:role/signed-in"


@dataclass
class IdentityPool:
    """An identity pool that trusts one app client of one user pool."""

    id: str
    provider: str


@pytest.fixture
def identity_pool(identity: Any, pool: Pool, public: AppClient) -> IdentityPool:
    provider = f"cognito-idp.{REGION}.amazonaws.com/{pool.id}"
    made = identity.create_identity_pool(
        IdentityPoolName="interop",
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": public.id}],
    )
    assert re.fullmatch(rf"{REGION}:[0-9a-f-]{{36}}", made["IdentityPoolId"])
    assert made["CognitoIdentityProviders"][0]["ServerSideTokenCheck"] is False
    identity.set_identity_pool_roles(
        IdentityPoolId=made["IdentityPoolId"], Roles={"authenticated": ROLE}
    )
    return IdentityPool(made["IdentityPoolId"], provider)


def test_a_token_becomes_credentials_that_sts_knows(
    identity: Any, pool: Pool, public: AppClient, identity_pool: IdentityPool, server: str
) -> None:
    pool.user()
    logins = {identity_pool.provider: public.tokens("ann")["IdToken"]}
    found = identity.get_id(IdentityPoolId=identity_pool.id, Logins=logins)["IdentityId"]
    again = identity.get_id(IdentityPoolId=identity_pool.id, Logins=logins)["IdentityId"]
    assert found == again

    response = identity.get_credentials_for_identity(IdentityId=found, Logins=logins)
    credentials = response["Credentials"]
    assert response["IdentityId"] == found
    life = credentials["Expiration"] - datetime.now(UTC)
    assert timedelta(minutes=55) < life <= timedelta(minutes=61)

    sts = boto3.client(
        "sts",
        endpoint_url=server,
        region_name=REGION,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretKey"],
        aws_session_token=credentials["SessionToken"],
    )
    caller = sts.get_caller_identity()
    assert caller["Account"] == "123456789012"
    expected = "arn:aws:sts::123456789012:assumed-role/signed-in/CognitoIdentityCredentials"
    assert caller["Arn"] == expected


def test_issued_credentials_are_checked(
    identity: Any, pool: Pool, public: AppClient, identity_pool: IdentityPool, server: str
) -> None:
    pool.user()
    logins = {identity_pool.provider: public.tokens("ann")["IdToken"]}
    found = identity.get_id(IdentityPoolId=identity_pool.id, Logins=logins)["IdentityId"]
    issued = identity.get_credentials_for_identity(IdentityId=found, Logins=logins)["Credentials"]
    sts = boto3.client(
        "sts",
        endpoint_url=server,
        region_name=REGION,
        aws_access_key_id=issued["AccessKeyId"],
        aws_secret_access_key="not-the-secret-that-was-issued",
        aws_session_token=issued["SessionToken"],
    )
    with refused("SignatureDoesNotMatch"):
        sts.get_caller_identity()


def test_nobody_gets_in_without_a_login(identity: Any, identity_pool: IdentityPool) -> None:
    message = "Unauthenticated access is not supported for this identity pool."
    with refused("NotAuthorizedException", message):
        identity.get_id(IdentityPoolId=identity_pool.id)


def test_an_access_token_is_no_login(
    identity: Any, pool: Pool, public: AppClient, identity_pool: IdentityPool
) -> None:
    pool.user()
    logins = {identity_pool.provider: public.tokens("ann")["AccessToken"]}
    with refused("NotAuthorizedException"):
        identity.get_id(IdentityPoolId=identity_pool.id, Logins=logins)


def test_a_client_that_is_not_listed_is_refused(
    identity: Any, pool: Pool, identity_pool: IdentityPool
) -> None:
    pool.user()
    stranger = pool.client()
    logins = {identity_pool.provider: stranger.tokens("ann")["IdToken"]}
    message = "Token is not from a supported provider of this identity pool."
    with refused("NotAuthorizedException", message):
        identity.get_id(IdentityPoolId=identity_pool.id, Logins=logins)
