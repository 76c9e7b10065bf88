"""boto3 as an administrator: identity providers, and the app clients that offer them."""

from typing import Any

import pytest

from harness.expect import refused
from harness.pool import Pool

GOOGLE = {
    "ProviderName": "Google",
    "ProviderType": "Google",
    "ProviderDetails": {
        "client_id": "id",
        "client_secret": "secret",
        "authorize_scopes": "openid email",
    },
}
DETAILS = {
    "client_id": "id",
    "client_secret": "secret",
    "authorize_scopes": "openid",
    "attributes_request_method": "GET",
    "oidc_issuer": "https://idp.example.com",
}


def oidc(pool: Pool, name: str = "Partner", **more: Any) -> dict[str, Any]:
    return {
        "UserPoolId": pool.id,
        "ProviderName": name,
        "ProviderType": "OIDC",
        "ProviderDetails": DETAILS,
        **more,
    }


def test_a_provider_is_made_described_replaced_and_deleted(cognito: Any, pool: Pool) -> None:
    made = cognito.create_identity_provider(
        **oidc(pool, AttributeMapping={"email": "mail"}, IdpIdentifiers=["example.com"])
    )["IdentityProvider"]
    assert made["AttributeMapping"] == {"email": "mail", "username": "sub"}
    assert made["ProviderDetails"] == {**DETAILS, "attributes_url_add_attributes": "false"}
    named = {"UserPoolId": pool.id, "ProviderName": "Partner"}
    assert cognito.describe_identity_provider(**named)["IdentityProvider"] == made
    by_identifier = {"UserPoolId": pool.id, "IdpIdentifier": "example.com"}
    found = cognito.get_identity_provider_by_identifier(**by_identifier)["IdentityProvider"]
    assert found == made

    details = {**DETAILS, "client_id": "other"}
    updated = cognito.update_identity_provider(**named, ProviderDetails=details)
    assert updated["IdentityProvider"]["ProviderDetails"]["client_id"] == "other"
    assert "IdpIdentifiers" not in updated["IdentityProvider"]

    cognito.delete_identity_provider(**named)
    message = f"The provider Partner does not exist for User Pool {pool.id}."
    for operation in ("describe", "update", "delete"):
        with refused("ResourceNotFoundException", message):
            getattr(cognito, f"{operation}_identity_provider")(**named)
    with refused("ResourceNotFoundException"):
        cognito.get_identity_provider_by_identifier(**by_identifier)


def test_the_service_adds_what_everybody_knows(cognito: Any, pool: Pool) -> None:
    made = cognito.create_identity_provider(UserPoolId=pool.id, **GOOGLE)["IdentityProvider"]
    assert made["ProviderDetails"]["authorize_url"] == (
        "https://accounts.google.com/o/oauth2/v2/auth"
    )
    assert made["AttributeMapping"] == {"username": "sub"}


def test_a_name_is_taken_once(cognito: Any, pool: Pool) -> None:
    cognito.create_identity_provider(**oidc(pool))
    message = f"Partner already exists in user pool {pool.id}"
    with refused("DuplicateProviderException", message):
        cognito.create_identity_provider(**oidc(pool))
    with refused("InvalidParameterException", "Provider Mine cannot be of type Google."):
        cognito.create_identity_provider(UserPoolId=pool.id, **{**GOOGLE, "ProviderName": "Mine"})


# The service's texts are not public.
@pytest.mark.parametrize(
    "change",
    [
        {"ProviderDetails": {"client_id": "id"}},
        {"ProviderDetails": {**DETAILS, "oidc_issuer": "nowhere"}},
        {"AttributeMapping": {"custom:plan": "plan"}},
    ],
)
def test_an_incomplete_provider_is_refused(
    cognito: Any, pool: Pool, change: dict[str, Any]
) -> None:
    with refused("InvalidParameterException"):
        cognito.create_identity_provider(**oidc(pool, **change))


def test_providers_are_listed_in_pages(cognito: Any, pool: Pool) -> None:
    for number in range(3):
        cognito.create_identity_provider(**oidc(pool, f"Partner{number}"))
    pages = cognito.get_paginator("list_identity_providers")
    names = [
        provider["ProviderName"]
        for page in pages.paginate(UserPoolId=pool.id, PaginationConfig={"PageSize": 2})
        for provider in page["Providers"]
    ]
    assert names == ["Partner0", "Partner1", "Partner2"]


def test_the_size_of_a_page_is_bounded(unchecked: Any, pool: Pool) -> None:
    message = (
        "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: "
        "Member must have value less than or equal to 60"
    )
    with refused("InvalidParameterException", message):
        unchecked.list_identity_providers(UserPoolId=pool.id, MaxResults=61)


def test_a_client_offers_only_providers_that_exist(cognito: Any, pool: Pool) -> None:
    message = f"The provider Google does not exist for User Pool {pool.id}."
    with refused("InvalidParameterException", message):
        pool.client(SupportedIdentityProviders=["COGNITO", "Google"])
    cognito.create_identity_provider(UserPoolId=pool.id, **GOOGLE)
    assert pool.client(SupportedIdentityProviders=["COGNITO", "Google"])
