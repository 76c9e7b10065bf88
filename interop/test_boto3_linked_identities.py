"""boto3 as an administrator: users who are somebody at an external provider too."""

import json
from typing import Any

import pytest

from harness.expect import refused
from harness.pool import AppClient, Pool, claims


@pytest.fixture
def federated(cognito: Any, pool: Pool) -> Pool:
    """A pool with the user `ann` and the provider Google."""
    pool.user()
    cognito.create_identity_provider(
        UserPoolId=pool.id,
        ProviderName="Google",
        ProviderType="Google",
        ProviderDetails={"client_id": "i", "client_secret": "s", "authorize_scopes": "openid"},
    )
    return pool


def link(pool: Pool, subject: str, username: str = "ann", provider: str = "Google") -> None:
    pool.cognito.admin_link_provider_for_user(
        UserPoolId=pool.id,
        DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": username},
        SourceUser=source(subject, provider),
    )


def source(subject: str, provider: str = "Google") -> dict[str, str]:
    return {
        "ProviderName": provider,
        "ProviderAttributeName": "Cognito_Subject",
        "ProviderAttributeValue": subject,
    }


def test_a_link_is_seen_until_it_is_taken_away(
    cognito: Any, federated: Pool, public: AppClient
) -> None:
    link(federated, "1234")
    user = cognito.admin_get_user(UserPoolId=federated.id, Username="ann")
    attributes = {item["Name"]: item["Value"] for item in user["UserAttributes"]}
    (identity,) = json.loads(attributes["identities"])
    assert (identity["providerName"], identity["userId"]) == ("Google", "1234")
    (claim,) = claims(public.tokens("ann")["IdToken"])["identities"]
    assert claim["primary"] == "false"
    cognito.admin_disable_provider_for_user(UserPoolId=federated.id, User=source("1234"))
    assert "identities" not in claims(public.tokens("ann")["IdToken"])
    with refused("UserNotFoundException", "User does not exist."):
        cognito.admin_disable_provider_for_user(UserPoolId=federated.id, User=source("1234"))


def test_an_identity_is_linked_once(federated: Pool) -> None:
    federated.user("bob")
    link(federated, "1234")
    message = "SourceUser is already linked to DestinationUser"
    with refused("InvalidParameterException", message):
        link(federated, "1234")
    message = (
        "Merging is not currently supported, provide a SourceUser that is not already signed up."
    )
    with refused("InvalidParameterException", message):
        link(federated, "1234", "bob")


def test_what_cannot_be_linked_is_refused(federated: Pool) -> None:
    with refused("UserNotFoundException", "User does not exist."):
        link(federated, "1", "nobody")
    with refused("ResourceNotFoundException"):
        link(federated, "1", provider="Facebook")
    for subject in range(5):
        link(federated, str(subject))
    with refused("LimitExceededException"):
        link(federated, "5")


def test_a_user_of_the_pool_loses_the_password(
    cognito: Any, federated: Pool, public: AppClient
) -> None:
    user = {"ProviderName": "Cognito", "ProviderAttributeValue": "ann"}
    cognito.admin_disable_provider_for_user(UserPoolId=federated.id, User=user)
    with refused("NotAuthorizedException", "Incorrect username or password."):
        public.sign_in("ann")
