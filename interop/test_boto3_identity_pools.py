"""boto3 manages identity pools: settings, roles, tags, maps of principal tags, and identities."""

from collections.abc import Iterator
from typing import Any

import pytest

from conftest import REGION, aws_client
from harness.expect import refused

ACCOUNT = "000000000000"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/anybody"
UNKNOWN = f"{REGION}:00000000-0000-4000-8000-000000000000"


@pytest.fixture
def pool_id(identity: Any) -> str:
    """A fresh identity pool that welcomes guests."""
    return identity.create_identity_pool(
        IdentityPoolName="interop", AllowUnauthenticatedIdentities=True
    )["IdentityPoolId"]


@pytest.fixture(scope="module")
def unchecked_identity(server: str) -> Any:
    """boto3's identity pools without botocore's own check of parameters."""
    return aws_client("cognito-identity", server, parameter_validation=False)


def settings(response: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in response.items() if key != "ResponseMetadata"}


def test_every_member_of_a_pool_is_kept(identity: Any) -> None:
    given = {
        "IdentityPoolName": "all",
        "AllowUnauthenticatedIdentities": False,
        "AllowClassicFlow": True,
        "SupportedLoginProviders": {"accounts.google.com": "123.apps.googleusercontent.com"},
        "DeveloperProviderName": "login.example",
        "OpenIdConnectProviderARNs": [f"arn:aws:iam::{ACCOUNT}:oidc-provider/example.com/x"],
        "CognitoIdentityProviders": [
            {
                "ProviderName": f"cognito-idp.{REGION}.amazonaws.com/{REGION}_abc",
                "ClientId": "client",
                "ServerSideTokenCheck": True,
            }
        ],
        "SamlProviderARNs": [f"arn:aws:iam::{ACCOUNT}:saml-provider/example"],
        "IdentityPoolTags": {"stage": "test"},
    }
    made = settings(identity.create_identity_pool(**given))
    pool_id = made["IdentityPoolId"]
    assert made == {**given, "IdentityPoolId": pool_id}
    assert settings(identity.describe_identity_pool(IdentityPoolId=pool_id)) == made


def test_an_update_resets_what_it_does_not_name(identity: Any, pool_id: str) -> None:
    for more in ({"AllowClassicFlow": True, "IdentityPoolTags": {"a": "b"}}, {}):
        updated = settings(
            identity.update_identity_pool(
                IdentityPoolId=pool_id,
                IdentityPoolName="renamed",
                AllowUnauthenticatedIdentities=False,
                **more,
            )
        )
        assert updated == {
            "IdentityPoolId": pool_id,
            "IdentityPoolName": "renamed",
            "AllowUnauthenticatedIdentities": False,
            "IdentityPoolTags": {},
            **more,
        }


def test_pools_are_paginated(identity: Any) -> None:
    made = {
        identity.create_identity_pool(
            IdentityPoolName=f"page {number}", AllowUnauthenticatedIdentities=False
        )["IdentityPoolId"]
        for number in range(3)
    }
    pages = identity.get_paginator("list_identity_pools").paginate(PaginationConfig={"PageSize": 2})
    found = [pool["IdentityPoolId"] for page in pages for pool in page["IdentityPools"]]
    assert made <= set(found)
    assert len(found) == len(set(found))


def test_a_deleted_pool_is_gone(identity: Any, pool_id: str) -> None:
    guest = identity.get_id(IdentityPoolId=pool_id)["IdentityId"]
    identity.delete_identity_pool(IdentityPoolId=pool_id)
    with refused("ResourceNotFoundException", f"IdentityPool '{pool_id}' not found."):
        identity.describe_identity_pool(IdentityPoolId=pool_id)
    with refused("ResourceNotFoundException", f"Identity '{guest}' not found."):
        identity.describe_identity(IdentityId=guest)


@pytest.mark.parametrize(
    ("operation", "more"),
    [
        ("delete_identity_pool", {}),
        ("describe_identity_pool", {}),
        ("get_identity_pool_roles", {}),
        ("get_principal_tag_attribute_map", {"IdentityProviderName": "p"}),
        ("list_identities", {"MaxResults": 1}),
        ("set_identity_pool_roles", {"Roles": {}}),
        ("set_principal_tag_attribute_map", {"IdentityProviderName": "p"}),
        (
            "update_identity_pool",
            {"IdentityPoolName": "p", "AllowUnauthenticatedIdentities": False},
        ),
    ],
)
def test_an_unknown_pool_is_not_found(identity: Any, operation: str, more: dict[str, Any]) -> None:
    with refused("ResourceNotFoundException", f"IdentityPool '{UNKNOWN}' not found."):
        getattr(identity, operation)(IdentityPoolId=UNKNOWN, **more)


def test_roles_and_their_mappings_are_echoed(identity: Any, pool_id: str) -> None:
    rule = {"Claim": "sub", "MatchType": "Contains", "Value": "a", "RoleARN": ROLE}
    mapping = {
        "Type": "Rules",
        "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": [rule]},
    }
    given = {"Roles": {"unauthenticated": ROLE}, "RoleMappings": {"accounts.google.com": mapping}}
    identity.set_identity_pool_roles(IdentityPoolId=pool_id, **given)
    found = settings(identity.get_identity_pool_roles(IdentityPoolId=pool_id))
    assert found == {"IdentityPoolId": pool_id, **given}


def test_a_mapping_says_what_to_do_in_doubt(identity: Any, pool_id: str) -> None:
    message = "AmbiguousRoleResolution is required for a role mapping."
    with refused("InvalidParameterException", message):
        identity.set_identity_pool_roles(
            IdentityPoolId=pool_id, Roles={}, RoleMappings={"x": {"Type": "Token"}}
        )


def test_a_resource_is_tagged_and_untagged(identity: Any, pool_id: str) -> None:
    arn = f"arn:aws:cognito-identity:{REGION}:{ACCOUNT}:identitypool/{pool_id}"
    identity.tag_resource(ResourceArn=arn, Tags={"stage": "test", "team": "a"})
    assert identity.list_tags_for_resource(ResourceArn=arn)["Tags"] == {
        "stage": "test",
        "team": "a",
    }
    identity.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert identity.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"stage": "test"}
    with refused("ResourceNotFoundException"):
        identity.list_tags_for_resource(ResourceArn=arn.replace(pool_id, UNKNOWN))
    with refused("InvalidParameterException"):
        identity.list_tags_for_resource(ResourceArn="arn:aws:iam::123456789012:role/x")


def test_a_map_of_principal_tags_is_kept(identity: Any, pool_id: str) -> None:
    identity.update_identity_pool(
        IdentityPoolId=pool_id,
        IdentityPoolName="google",
        AllowUnauthenticatedIdentities=False,
        SupportedLoginProviders={"accounts.google.com": "123"},
    )
    name = {"IdentityPoolId": pool_id, "IdentityProviderName": "accounts.google.com"}
    own = {"UseDefaults": False, "PrincipalTags": {"mail": "email"}}
    assert settings(identity.set_principal_tag_attribute_map(**name, **own)) == {**name, **own}
    assert settings(identity.get_principal_tag_attribute_map(**name)) == {**name, **own}
    with refused("InvalidParameterException"):
        identity.set_principal_tag_attribute_map(
            IdentityPoolId=pool_id, IdentityProviderName="graph.facebook.com", UseDefaults=True
        )


def pages(identity: Any, pool_id: str, size: int) -> Iterator[list[str]]:
    """The ids of each page: botocore has no paginator for this list."""
    more: dict[str, str] = {}
    while True:
        page = identity.list_identities(IdentityPoolId=pool_id, MaxResults=size, **more)
        assert page["IdentityPoolId"] == pool_id
        yield [each["IdentityId"] for each in page["Identities"]]
        if "NextToken" not in page:
            return
        more = {"NextToken": page["NextToken"]}


def test_identities_are_listed_described_and_deleted(identity: Any, pool_id: str) -> None:
    made = {identity.get_id(IdentityPoolId=pool_id)["IdentityId"] for _ in range(5)}
    listed = list(pages(identity, pool_id, 2))
    assert [len(page) for page in listed] == [2, 2, 1]
    assert {each for page in listed for each in page} == made
    first = listed[0][0]
    described = identity.describe_identity(IdentityId=first)
    assert described["IdentityId"] == first
    assert described["CreationDate"] == described["LastModifiedDate"]

    answer = identity.delete_identities(IdentityIdsToDelete=[first, UNKNOWN])
    assert answer["UnprocessedIdentityIds"] == [
        {"IdentityId": UNKNOWN, "ErrorCode": "AccessDenied"}
    ]
    assert {each for page in pages(identity, pool_id, 60) for each in page} == made - {first}
    with refused("ResourceNotFoundException", f"Identity '{first}' not found."):
        identity.describe_identity(IdentityId=first)


def test_a_strange_page_token_is_refused(identity: Any, pool_id: str) -> None:
    with refused("InvalidParameterException", "Invalid pagination token"):
        identity.list_identities(IdentityPoolId=pool_id, MaxResults=1, NextToken="strange")


def test_the_server_checks_what_botocore_would(unchecked_identity: Any) -> None:
    prefix = "1 validation error detected: "
    at_most = "Member must have value less than or equal to 60"
    message = f"{prefix}Value '61' at 'maxResults' failed to satisfy constraint: {at_most}"
    with refused("InvalidParameterException", message):
        unchecked_identity.list_identities(IdentityPoolId=UNKNOWN, MaxResults=61)
    pattern = "Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+"
    message = f"{prefix}Value 'x' at 'identityId' failed to satisfy constraint: {pattern}"
    with refused("InvalidParameterException", message):
        unchecked_identity.describe_identity(IdentityId="x")
