"""What every operation on a pool, an app client, a group, a user or a token refuses alike."""

import uuid
from typing import Any

import pytest

from harness.device import Device, tracking
from harness.expect import refused
from harness.pool import AppClient, Pool

DEVICE_KEY = f"us-east-1_{uuid.UUID(int=7)}"
NO_POOL = "us-east-1_NoSuchPl1"
NO_CLIENT = "nosuchclient00000000000000"
PASSWORD = "Battery-Staple-2"
NAME = [{"Name": "name", "Value": "Ann"}]

OF_A_USER: dict[str, dict[str, Any]] = {
    "admin_add_user_to_group": {"GroupName": "staff"},
    "admin_confirm_sign_up": {},
    "admin_delete_software_token": {},
    "admin_delete_user": {},
    "admin_delete_user_attributes": {"UserAttributeNames": ["name"]},
    "admin_disable_user": {},
    "admin_enable_user": {},
    "admin_forget_device": {"DeviceKey": DEVICE_KEY},
    "admin_get_device": {"DeviceKey": DEVICE_KEY},
    "admin_get_user": {},
    "admin_get_user_auth_factors": {},
    "admin_list_devices": {},
    "admin_list_groups_for_user": {},
    "admin_remove_user_from_group": {"GroupName": "staff"},
    "admin_reset_user_password": {},
    "admin_set_user_mfa_preference": {},
    "admin_set_user_password": {"Password": PASSWORD},
    "admin_set_user_settings": {"MFAOptions": []},
    "admin_update_device_status": {"DeviceKey": DEVICE_KEY},
    "admin_update_user_attributes": {"UserAttributes": NAME},
    "admin_user_global_sign_out": {},
}
OF_A_GROUP: dict[str, dict[str, Any]] = {
    "admin_add_user_to_group": {"Username": "ann"},
    "admin_remove_user_from_group": {"Username": "ann"},
    "delete_group": {},
    "get_group": {},
    "list_users_in_group": {},
    "update_group": {},
}
OF_A_CLIENT: dict[str, dict[str, Any]] = {
    "add_user_pool_client_secret": {},
    "delete_user_pool_client": {},
    "delete_user_pool_client_secret": {"ClientSecretId": "id"},
    "describe_user_pool_client": {},
    "list_user_pool_client_secrets": {},
    "update_user_pool_client": {},
}
OF_A_POOL: dict[str, dict[str, Any]] = {
    "add_custom_attributes": {"CustomAttributes": [{"Name": "team"}]},
    "admin_create_user": {"Username": "ann"},
    "create_group": {"GroupName": "staff"},
    "create_identity_provider": {
        "ProviderName": "google",
        "ProviderType": "Google",
        "ProviderDetails": {"client_id": "i", "client_secret": "s", "authorize_scopes": "openid"},
    },
    "create_resource_server": {"Identifier": "https://api.example", "Name": "api"},
    "create_user_pool_client": {"ClientName": "web"},
    "create_user_pool_domain": {"Domain": "no-such-pool"},
    "delete_user_pool": {},
    "describe_user_pool": {},
    "get_csv_header": {},
    "get_signing_certificate": {},
    "get_user_pool_mfa_config": {},
    "list_groups": {},
    "list_identity_providers": {},
    "list_resource_servers": {"MaxResults": 10},
    "list_user_pool_clients": {"MaxResults": 10},
    "list_users": {},
    "set_user_pool_mfa_config": {},
    "update_user_pool": {},
}
OF_A_TOKEN: dict[str, dict[str, Any]] = {
    "associate_software_token": {},
    "change_password": {"PreviousPassword": PASSWORD, "ProposedPassword": PASSWORD},
    "confirm_device": {"DeviceKey": DEVICE_KEY},
    "delete_user": {},
    "delete_user_attributes": {"UserAttributeNames": ["name"]},
    "delete_web_authn_credential": {"CredentialId": "id"},
    "forget_device": {"DeviceKey": DEVICE_KEY},
    "get_device": {"DeviceKey": DEVICE_KEY},
    "get_user": {},
    "get_user_attribute_verification_code": {"AttributeName": "email"},
    "get_user_auth_factors": {},
    "global_sign_out": {},
    "list_devices": {},
    "list_web_authn_credentials": {},
    "set_user_mfa_preference": {},
    "set_user_settings": {"MFAOptions": []},
    "start_web_authn_registration": {},
    "update_device_status": {"DeviceKey": DEVICE_KEY},
    "update_user_attributes": {"UserAttributes": NAME},
    "verify_software_token": {"UserCode": "123456"},
    "verify_user_attribute": {"AttributeName": "email", "Code": "123456"},
}
IN_A_POOL = {
    **OF_A_POOL,
    **{name: {"Username": "ann", **more} for name, more in OF_A_USER.items()},
    **{name: {"GroupName": "staff", **more} for name, more in OF_A_GROUP.items()},
}


@pytest.mark.parametrize("operation", OF_A_USER)
def test_a_user_whom_the_pool_does_not_know(cognito: Any, pool: Pool, operation: str) -> None:
    cognito.create_group(UserPoolId=pool.id, GroupName="staff")
    with refused("UserNotFoundException", "User does not exist."):
        getattr(cognito, operation)(UserPoolId=pool.id, Username="nobody", **OF_A_USER[operation])


@pytest.mark.parametrize("operation", OF_A_GROUP)
def test_a_group_that_the_pool_does_not_have(cognito: Any, pool: Pool, operation: str) -> None:
    pool.user("ann")
    with refused("ResourceNotFoundException", "Group not found."):
        getattr(cognito, operation)(UserPoolId=pool.id, GroupName="none", **OF_A_GROUP[operation])


@pytest.mark.parametrize("operation", OF_A_CLIENT)
def test_an_app_client_that_the_pool_does_not_have(
    cognito: Any, pool: Pool, operation: str
) -> None:
    client = {"UserPoolId": pool.id, "ClientId": NO_CLIENT}
    with refused("ResourceNotFoundException", f"User pool client {NO_CLIENT} does not exist."):
        getattr(cognito, operation)(**client, **OF_A_CLIENT[operation])


@pytest.mark.parametrize("operation", IN_A_POOL)
def test_a_pool_that_does_not_exist(cognito: Any, operation: str) -> None:
    with refused("ResourceNotFoundException", f"User pool {NO_POOL} does not exist."):
        getattr(cognito, operation)(UserPoolId=NO_POOL, **IN_A_POOL[operation])


@pytest.mark.parametrize("operation", IN_A_POOL)
def test_what_is_no_id_of_a_pool(unchecked: Any, operation: str) -> None:
    message = (
        "1 validation error detected: Value 'none' at 'userPoolId' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+"
    )
    with refused("InvalidParameterException", message):
        getattr(unchecked, operation)(UserPoolId="none", **IN_A_POOL[operation])


@pytest.mark.parametrize("operation", OF_A_TOKEN)
def test_a_token_that_is_none(cognito: Any, operation: str) -> None:
    with refused("NotAuthorizedException", "Invalid Access Token"):
        getattr(cognito, operation)(AccessToken="garbage", **OF_A_TOKEN[operation])


@pytest.mark.parametrize("operation", OF_A_TOKEN)
def test_a_token_of_a_user_who_has_signed_out(
    cognito: Any, pool: Pool, public: AppClient, operation: str
) -> None:
    pool.user("ann")
    token = public.tokens("ann")["AccessToken"]
    cognito.admin_user_global_sign_out(UserPoolId=pool.id, Username="ann")
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        getattr(cognito, operation)(AccessToken=token, **OF_A_TOKEN[operation])


def test_groups_from_their_making_to_their_end(cognito: Any, pool: Pool) -> None:
    ann = {"UserPoolId": pool.id, "Username": pool.user("ann")}
    staff = {"UserPoolId": pool.id, "GroupName": "staff"}
    cognito.create_group(**staff, Description="All of us")
    with refused("GroupExistsException", "A group with the name already exists."):
        cognito.create_group(**staff)
    assert cognito.update_group(**staff, Precedence=3)["Group"]["Precedence"] == 3
    listed = cognito.list_groups(UserPoolId=pool.id)["Groups"]
    assert [group["GroupName"] for group in listed] == ["staff"]
    for _ in range(2):
        cognito.admin_add_user_to_group(**ann, GroupName="staff")
    cognito.admin_remove_user_from_group(**ann, GroupName="staff")
    assert cognito.admin_list_groups_for_user(**ann)["Groups"] == []
    cognito.delete_group(**staff)
    assert cognito.list_groups(UserPoolId=pool.id)["Groups"] == []


def test_a_device_is_shown_and_remembered(cognito: Any) -> None:
    pool = Pool.create(cognito, **tracking())
    client = pool.client()
    pool.user("ann")
    tokens = client.sign_in("ann")["AuthenticationResult"]
    device = Device.confirmed(cognito, tokens)
    key = {"DeviceKey": device.key}
    shown = cognito.get_device(AccessToken=tokens["AccessToken"], **key)
    assert shown["Device"]["DeviceKey"] == device.key
    ann = {"UserPoolId": pool.id, "Username": "ann"}
    cognito.admin_update_device_status(**ann, **key, DeviceRememberedStatus="not_remembered")
    with refused("ResourceNotFoundException", "Device does not exist."):
        cognito.admin_get_device(**ann, DeviceKey=DEVICE_KEY)


def test_a_user_deletes_the_account(cognito: Any, pool: Pool, public: AppClient) -> None:
    ann = {"UserPoolId": pool.id, "Username": pool.user("ann")}
    factors = cognito.admin_get_user_auth_factors(**ann)
    assert factors["ConfiguredUserAuthFactors"] == ["PASSWORD"]
    cognito.delete_user(AccessToken=public.tokens("ann")["AccessToken"])
    with refused("UserNotFoundException", "User does not exist."):
        cognito.admin_get_user(**ann)


def test_a_confirmation_code_is_sent_again(cognito: Any) -> None:
    pool = Pool.create(cognito, AutoVerifiedAttributes=["email"])
    client = pool.client()
    email = [{"Name": "email", "Value": "ann@example.com"}]
    cognito.sign_up(ClientId=client.id, Username="ann", Password=PASSWORD, UserAttributes=email)
    sent = cognito.resend_confirmation_code(ClientId=client.id, Username="ann")
    assert sent["CodeDeliveryDetails"]["Destination"] == "a***@e***"
    cognito.admin_confirm_sign_up(UserPoolId=pool.id, Username="ann")
    with refused("InvalidParameterException", "User is already confirmed."):
        cognito.resend_confirmation_code(ClientId=client.id, Username="ann")
