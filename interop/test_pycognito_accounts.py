"""pycognito, unmodified, in everything that it does beside signing in."""

from typing import Any

import boto3
import pytest
from pycognito import Cognito

from harness.expect import refused
from harness.inbox import last_code
from harness.pool import PASSWORD, AppClient, Pool
from harness.pycognito_user import user_of

NEW_PASSWORD = "Battery-Staple-2"


@pytest.fixture
def verified(cognito: Any) -> Pool:
    """A pool that verifies e-mail addresses."""
    return Pool.create(cognito, AutoVerifiedAttributes=["email"])


def signed_in(server: str, client: AppClient, pool: Pool) -> Cognito:
    pool.user("ann", email="ann@example.com", email_verified="true")
    user = user_of(server, client, "ann")
    user.authenticate(password=PASSWORD)
    return user


def test_a_sign_up_is_confirmed_with_the_code_that_was_sent_again(
    server: str, verified: Pool
) -> None:
    user = user_of(server, verified.client(), "uma")
    user.set_base_attributes(email="uma@example.com")
    user.register("uma", PASSWORD)
    first = last_code(server, verified.id, "uma")
    user.resend_confirmation_code("uma")
    second = last_code(server, verified.id, "uma")
    if first != second:
        with refused("CodeMismatchException"):
            user.confirm_sign_up(first)
    user.confirm_sign_up(second)
    user.authenticate(password=PASSWORD)
    assert user.get_user().email_verified is True


def test_custom_attributes_of_a_sign_up(server: str, cognito: Any) -> None:
    schema = [{"Name": "team", "AttributeDataType": "String", "Mutable": True}]
    pool = Pool.create(cognito, Schema=schema)
    user = user_of(server, pool.client(), "uma")
    user.set_base_attributes(email="uma@example.com")
    user.add_custom_attributes(team="red")
    user.register("uma", PASSWORD)
    user.admin_confirm_sign_up("uma")
    user.authenticate(password=PASSWORD)
    assert user.id_claims["custom:team"] == "red"


def test_passwords_forgotten_and_changed(server: str, verified: Pool) -> None:
    user = signed_in(server, verified.client(), verified)
    user.change_password(PASSWORD, NEW_PASSWORD)
    user.authenticate(password=NEW_PASSWORD)
    with refused("NotAuthorizedException", "Incorrect username or password."):
        user.change_password(PASSWORD, NEW_PASSWORD)

    user.initiate_forgot_password()
    user.confirm_forgot_password(last_code(server, verified.id, "ann"), PASSWORD)
    user.authenticate(password=PASSWORD)
    user.admin_reset_password("ann")
    with refused("PasswordResetRequiredException", "Password reset required for the user"):
        user.authenticate(password=PASSWORD)


def test_the_profile_is_changed_and_an_address_verified(server: str, pool: Pool) -> None:
    user = signed_in(server, pool.client(), pool)
    user.update_profile({"email": "new@example.com", "nickname": "annie"})
    assert user.get_user().email_verified is False
    user.send_verification()
    user.validate_verification(last_code(server, pool.id, "ann"))
    shown = user.get_user(attr_map={"nickname": "pet_name"})
    assert (shown.email_verified, shown.pet_name) == (True, "annie")
    shown.pet_name = "anna"
    shown.save()
    user.admin_update_profile({"locale": "de"})
    assert user.admin_get_user().locale == "de"
    user.check_token()
    user.verify_tokens()


def test_an_account_is_deleted_by_its_user_and_by_an_administrator(
    server: str, pool: Pool, public: AppClient
) -> None:
    user = signed_in(server, public, pool)
    user.delete_user()
    with refused("UserNotFoundException", "User does not exist."):
        user.admin_get_user()
    pool.user("ann")
    user.admin_delete_user()
    with refused("UserNotFoundException", "User does not exist."):
        user.admin_delete_user()


def test_an_administrator_creates_disables_and_lists_users(
    server: str, pool: Pool, public: AppClient
) -> None:
    administrator = user_of(server, public, "ann")
    administrator.admin_create_user("ann", PASSWORD, email="ann@example.com")
    assert administrator.admin_get_user().user_status == "FORCE_CHANGE_PASSWORD"
    for number in range(64):
        pool.invite(f"user-{number}", PASSWORD)
    # More than one page has.
    listed = administrator.get_users()
    assert len({user.username for user in listed}) == len(listed) == 65
    administrator.admin_disable_user("ann")
    assert administrator.admin_get_user().enabled is False
    administrator.admin_enable_user("ann")
    assert administrator.admin_get_user().enabled is True


def test_groups(server: str, cognito: Any, pool: Pool, public: AppClient) -> None:
    pool.user("ann")
    cognito.create_group(UserPoolId=pool.id, GroupName="staff", Precedence=3)
    administrator = user_of(server, public, "ann")
    assert administrator.get_group("staff").precedence == 3
    assert [group.group_name for group in administrator.get_groups()] == ["staff"]
    administrator.admin_add_user_to_group("ann", "staff")
    assert administrator.admin_list_groups_for_user("ann") == ["staff"]
    administrator.admin_remove_user_from_group("ann", "staff")
    assert administrator.admin_list_groups_for_user("ann") == []


def test_identity_providers_and_app_clients(server: str, pool: Pool, public: AppClient) -> None:
    administrator = user_of(server, public, "ann")
    details = {
        "client_id": "ours",
        "client_secret": "their-secret",
        "authorize_scopes": "openid email",
        "attributes_request_method": "GET",
        "oidc_issuer": "https://login.example.com",
    }
    administrator.admin_create_identity_provider(pool.id, "corp", "OIDC", details)
    changed = {**details, "authorize_scopes": "openid"}
    administrator.admin_update_identity_provider(pool.id, "corp", ProviderDetails=changed)
    described = administrator.admin_describe_identity_provider(pool.id, "corp")
    assert described["IdentityProvider"]["ProviderDetails"]["authorize_scopes"] == "openid"

    administrator.admin_update_user_pool_client(pool.id, public.id, ClientName="renamed")
    client = administrator.describe_user_pool_client(pool.id, public.id)
    assert client["ClientName"] == "renamed"
    # What the update did not name is gone, as at the service.
    assert "ExplicitAuthFlows" not in client


def test_keys_and_sessions_of_its_own(server: str, pool: Pool, public: AppClient) -> None:
    user = signed_in(server, public, pool)
    (first, *_) = user.get_keys()["keys"]
    assert user.get_key(first["kid"]) == first
    keys = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "wJalrXUtnFEMI"}
    user.switch_session(boto3.Session(region_name="us-east-1", **keys))
    assert user.client.meta.region_name == "us-east-1"
