"""boto3 as an administrator: pools and app clients that change and go, and clients' secrets."""

from typing import Any

from harness.expect import refused
from harness.pool import AppClient, Pool


def test_an_update_resets_what_it_leaves_out(cognito: Any) -> None:
    pool = Pool.create(cognito, UserPoolTags={"team": "a"}, AutoVerifiedAttributes=["email"])
    cognito.update_user_pool(UserPoolId=pool.id, AutoVerifiedAttributes=["phone_number"])
    described = cognito.describe_user_pool(UserPoolId=pool.id)["UserPool"]
    assert described["AutoVerifiedAttributes"] == ["phone_number"]
    assert described["UserPoolTags"] == {}


def test_a_protected_pool_stays_until_it_is_not(cognito: Any) -> None:
    pool = Pool.create(cognito, DeletionProtection="ACTIVE")
    message = (
        "The user pool cannot be deleted because deletion protection is activated. "
        "Deletion protection must be inactivated first."
    )
    with refused("InvalidParameterException", message):
        cognito.delete_user_pool(UserPoolId=pool.id)
    cognito.update_user_pool(UserPoolId=pool.id, DeletionProtection="INACTIVE")
    cognito.delete_user_pool(UserPoolId=pool.id)
    with refused("ResourceNotFoundException", f"User pool {pool.id} does not exist."):
        cognito.describe_user_pool(UserPoolId=pool.id)


def test_a_deleted_pools_users_cannot_sign_in(pool: Pool, public: AppClient) -> None:
    pool.user()
    token = public.tokens("ann")["AccessToken"]
    pool.cognito.delete_user_pool(UserPoolId=pool.id)
    with refused("ResourceNotFoundException", f"User pool client {public.id} does not exist."):
        public.sign_in("ann")
    with refused("NotAuthorizedException"):
        pool.cognito.get_user(AccessToken=token)


def test_a_custom_attribute_is_added_once(cognito: Any, pool: Pool) -> None:
    attributes = [{"Name": "plan", "AttributeDataType": "String"}]
    cognito.add_custom_attributes(UserPoolId=pool.id, CustomAttributes=attributes)
    pool.user("rich", **{"custom:plan": "gold"})
    message = "custom:plan: Existing attribute already has name custom:plan."
    with refused("InvalidParameterException", message):
        cognito.add_custom_attributes(UserPoolId=pool.id, CustomAttributes=attributes)


def test_a_clients_update_resets_what_it_leaves_out(cognito: Any, pool: Pool) -> None:
    client = pool.client(GenerateSecret=True, LogoutURLs=["https://example.com/out"])
    updated = cognito.update_user_pool_client(
        UserPoolId=pool.id, ClientId=client.id, ClientName="renamed"
    )["UserPoolClient"]
    assert updated["ClientName"] == "renamed"
    assert updated["ClientSecret"] == client.secret
    assert "LogoutURLs" not in updated
    assert "ExplicitAuthFlows" not in updated
    message = "Invalid write attributes specified while updating a client"
    with refused("InvalidParameterException", message):
        cognito.update_user_pool_client(
            UserPoolId=pool.id, ClientId=client.id, WriteAttributes=["custom:nothing"]
        )


def test_a_deleted_client_is_gone(cognito: Any, pool: Pool, public: AppClient) -> None:
    cognito.delete_user_pool_client(UserPoolId=pool.id, ClientId=public.id)
    with refused("ResourceNotFoundException", f"User pool client {public.id} does not exist."):
        cognito.delete_user_pool_client(UserPoolId=pool.id, ClientId=public.id)


def test_of_two_secrets_both_are_good(cognito: Any, pool: Pool, confidential: AppClient) -> None:
    pool.user()
    client = {"UserPoolId": pool.id, "ClientId": confidential.id}
    added = cognito.add_user_pool_client_secret(**client)["ClientSecretDescriptor"]
    other = AppClient(cognito, pool.id, confidential.id, added["ClientSecretValue"])
    assert confidential.tokens("ann")
    assert other.tokens("ann")
    first, second = cognito.list_user_pool_client_secrets(**client)["ClientSecrets"]
    assert second["ClientSecretId"] == added["ClientSecretId"]
    assert "ClientSecretValue" not in first
    cognito.delete_user_pool_client_secret(**client, ClientSecretId=first["ClientSecretId"])
    assert other.tokens("ann")
    message = f"Unable to verify secret hash for client {confidential.id}"
    with refused("NotAuthorizedException", message):
        confidential.tokens("ann")
    # The service's text is not public.
    with refused("InvalidParameterException"):
        cognito.delete_user_pool_client_secret(**client, ClientSecretId=second["ClientSecretId"])
