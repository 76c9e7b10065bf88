"""boto3 as an administrator: resource servers, and the OAuth settings of app clients."""

from typing import Any

import pytest

from harness.expect import refused
from harness.pool import Pool

SCOPES = [{"ScopeName": "read", "ScopeDescription": "to read"}]


def test_a_resource_server_is_made_replaced_listed_and_deleted(cognito: Any, pool: Pool) -> None:
    api = {"UserPoolId": pool.id, "Identifier": "https://api.example.com"}
    made = cognito.create_resource_server(**api, Name="api", Scopes=SCOPES)["ResourceServer"]
    assert made == {**api, "Name": "api", "Scopes": SCOPES}
    assert cognito.describe_resource_server(**api)["ResourceServer"] == made
    renamed = cognito.update_resource_server(**api, Name="renamed")["ResourceServer"]
    assert renamed == {**api, "Name": "renamed", "Scopes": []}
    listed = cognito.list_resource_servers(UserPoolId=pool.id, MaxResults=50)
    assert listed["ResourceServers"] == [renamed]
    cognito.delete_resource_server(**api)
    # The service's text is not public.
    with refused("ResourceNotFoundException"):
        cognito.describe_resource_server(**api)


def test_the_size_of_a_page_must_be_given(unchecked: Any, pool: Pool) -> None:
    message = (
        "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1"
    )
    with refused("InvalidParameterException", message):
        unchecked.list_resource_servers(UserPoolId=pool.id)


def test_a_scope_must_exist(cognito: Any, pool: Pool) -> None:
    machine = {
        "GenerateSecret": True,
        "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": ["api/read"],
    }
    with refused("ScopeDoesNotExistException", "Invalid scope requested: api/read"):
        pool.client(**machine)
    cognito.create_resource_server(UserPoolId=pool.id, Identifier="api", Name="api", Scopes=SCOPES)
    assert pool.client(**machine).secret


# Recorded texts: protocol.md 6.7.
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"AllowedOAuthFlows": ["code", "client_credentials"], "GenerateSecret": True},
            "client_credentials flow can not be selected along with code flow or implicit flow.",
        ),
        (
            {"AllowedOAuthFlows": ["implicit"], "AllowedOAuthScopes": ["openid"]},
            "CallbackUrls can not be empty when code flow or implicit flow is selected",
        ),
        (
            {
                "AllowedOAuthFlows": ["client_credentials"],
                "AllowedOAuthScopes": ["email"],
                "GenerateSecret": True,
            },
            "email is not supported with client_credentials flow",
        ),
        (
            {"AllowedOAuthFlows": ["client_credentials"]},
            "client_credentials flow can not be selected if client does not have a client secret.",
        ),
    ],
)
def test_flows_that_do_not_go_together(pool: Pool, settings: dict[str, Any], message: str) -> None:
    with refused("InvalidOAuthFlowException", message):
        pool.client(**settings)
