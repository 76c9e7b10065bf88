"""boto3 as an administrator: pools and app clients, as the service describes them."""

import re
from typing import Any

import pytest

from harness.expect import refused
from harness.pool import Pool


def test_a_new_pool_has_the_services_defaults(cognito: Any) -> None:
    pool = cognito.create_user_pool(PoolName="defaults")["UserPool"]
    assert re.fullmatch(r"us-east-1_[0-9A-Za-z]{9}", pool["Id"])
    assert re.fullmatch(
        rf"arn:aws:cognito-idp:us-east-1:\d{{12}}:userpool/{pool['Id']}", pool["Arn"]
    )
    assert pool["Name"] == "defaults"
    assert pool["CreationDate"] == pool["LastModifiedDate"]
    assert pool["DeletionProtection"] == "INACTIVE"
    assert pool["MfaConfiguration"] == "OFF"
    assert pool["UserPoolTier"] == "ESSENTIALS"
    assert pool["LambdaConfig"] == {}
    assert pool["EstimatedNumberOfUsers"] == 0
    assert pool["EmailConfiguration"] == {"EmailSendingAccount": "COGNITO_DEFAULT"}
    assert pool["VerificationMessageTemplate"] == {"DefaultEmailOption": "CONFIRM_WITH_CODE"}
    assert len(pool["SchemaAttributes"]) == 20
    assert "UsernameConfiguration" not in pool
    policies = pool["Policies"]
    assert policies["SignInPolicy"] == {"AllowedFirstAuthFactors": ["PASSWORD"]}
    assert policies["PasswordPolicy"] == {
        "MinimumLength": 8,
        "RequireUppercase": True,
        "RequireLowercase": True,
        "RequireNumbers": True,
        "RequireSymbols": True,
        "TemporaryPasswordValidityDays": 7,
    }


def test_a_pool_is_described_and_listed(cognito: Any, pool: Pool) -> None:
    described = cognito.describe_user_pool(UserPoolId=pool.id)["UserPool"]
    assert described["Id"] == pool.id
    found = []
    for page in cognito.get_paginator("list_user_pools").paginate(MaxResults=60):
        found += [entry["Id"] for entry in page["UserPools"]]
    assert found.count(pool.id) == 1


def test_a_new_client_answers_only_what_was_set(cognito: Any, pool: Pool) -> None:
    made = cognito.create_user_pool_client(UserPoolId=pool.id, ClientName="minimal")
    client = made["UserPoolClient"]
    assert re.fullmatch(r"[0-9a-z]{26}", client["ClientId"])
    dates = {"CreationDate", "LastModifiedDate"}
    assert {key: value for key, value in client.items() if key not in dates} == {
        "UserPoolId": pool.id,
        "ClientName": "minimal",
        "ClientId": client["ClientId"],
        "RefreshTokenValidity": 30,
        "TokenValidityUnits": {},
        "AllowedOAuthFlowsUserPoolClient": False,
        "EnableTokenRevocation": True,
        "EnablePropagateAdditionalUserContextData": False,
        "AuthSessionValidity": 3,
    }
    described = cognito.describe_user_pool_client(UserPoolId=pool.id, ClientId=client["ClientId"])
    assert described["UserPoolClient"] == client


def test_a_secret_is_generated_on_request(cognito: Any, pool: Pool) -> None:
    client = pool.client(GenerateSecret=True)
    assert client.secret is not None
    assert re.fullmatch(r"[0-9a-z]{51,52}", client.secret)
    listed = cognito.list_user_pool_clients(UserPoolId=pool.id, MaxResults=60)["UserPoolClients"]
    assert [entry["ClientId"] for entry in listed] == [client.id]
    assert set(listed[0]) == {"ClientId", "UserPoolId", "ClientName"}


@pytest.mark.parametrize("operation", ["describe_user_pool", "list_user_pool_clients"])
def test_an_unknown_pool_is_named(cognito: Any, operation: str) -> None:
    with refused("ResourceNotFoundException", "User pool us-east-1_Missing00 does not exist."):
        getattr(cognito, operation)(UserPoolId="us-east-1_Missing00")


def test_an_unknown_client_is_named(cognito: Any, pool: Pool) -> None:
    missing = "a" * 26
    with refused("ResourceNotFoundException", f"User pool client {missing} does not exist."):
        cognito.describe_user_pool_client(UserPoolId=pool.id, ClientId=missing)


def test_a_user_as_the_administrator_sees_her(cognito: Any, pool: Pool) -> None:
    pool.invite("ann", "Temporary-1", email="ann@example.com")
    user = cognito.admin_get_user(UserPoolId=pool.id, Username="ann")
    attributes = {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}
    assert user["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert user["Enabled"] is True
    assert attributes["email"] == "ann@example.com"
    assert "email_verified" not in attributes
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", attributes["sub"])
    assert "UserMFASettingList" not in user


def test_an_unknown_user_is_told_to_the_administrator(cognito: Any, pool: Pool) -> None:
    with refused("UserNotFoundException", "User does not exist."):
        cognito.admin_get_user(UserPoolId=pool.id, Username="nobody")


def test_an_administrators_password_meets_the_policy(cognito: Any, pool: Pool) -> None:
    pool.user("ann")
    # AdminSetUserPassword has a wording of its own: protocol.md 7.2.
    message = "Password does not conform to policy: Password not long enough"
    with refused("InvalidPasswordException", message):
        cognito.admin_set_user_password(
            UserPoolId=pool.id, Username="ann", Password="Short-1", Permanent=True
        )
