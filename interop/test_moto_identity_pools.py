"""Our command with moto's user pool, identity pool and STS: credentials, end to end."""

import json
from typing import Any

import boto3

from conftest import REGION, aws_client
from harness.cli import Cli
from harness.pool import PASSWORD, Pool


def test_credentials_of_a_user_of_motos_pools(cli: Cli, moto: str) -> None:
    cognito: Any = aws_client("cognito-idp", moto)
    pool = Pool.create(cognito)
    client = pool.client()
    cognito.sign_up(ClientId=client.id, Username="ann", Password=PASSWORD)
    cognito.confirm_sign_up(ClientId=client.id, Username="ann", ConfirmationCode="123456")
    identity: Any = aws_client("cognito-identity", moto)
    provider = f"cognito-idp.{REGION}.amazonaws.com/{pool.id}"
    identity_pool = identity.create_identity_pool(
        IdentityPoolName="moto",
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client.id}],
    )["IdentityPoolId"]
    connection = (
        *("--pool-id", pool.id, "--client-id", client.id, "--username", "ann"),
        *("--identity-pool-id", identity_pool),
    )
    environment = {"AWS_ENDPOINT_URL": moto}
    login = ("login", *connection, "--method", "password", "--password-stdin", "--no-input")
    cli.succeed(*login, stdin=f"{PASSWORD}\n", **environment)
    printed = cli.succeed("credential-process", *connection, **environment)
    # The second time they come from the cache.
    assert cli.succeed("credential-process", *connection, **environment) == printed
    credentials = json.loads(printed)
    sts = boto3.client(
        "sts",
        endpoint_url=moto,
        region_name=REGION,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
    assert sts.get_caller_identity()["Arn"]
