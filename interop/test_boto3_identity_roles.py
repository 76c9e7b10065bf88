"""boto3 is given roles: by default, by the token, by rules; with tags; or none at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from conftest import REGION
from harness.expect import refused
from harness.pool import AppClient, Pool
from harness.sessions import session_of

DENIED = "Access to the requested role is denied."


def role(name: str) -> str:
    return f"arn:aws:iam::123456789012:role/{name}"


@dataclass
class Federation:
    """An identity pool for the users of one app client, on a server."""

    identity: Any
    server: str
    pool: Pool
    client: AppClient
    provider: str
    id: str

    def group(self, name: str, *members: str, **more: Any) -> None:
        cognito = self.pool.cognito
        cognito.create_group(UserPoolId=self.pool.id, GroupName=name, **more)
        for member in members:
            cognito.admin_add_user_to_group(
                UserPoolId=self.pool.id, GroupName=name, Username=member
            )

    def map(self, **mapping: Any) -> None:
        self.identity.set_identity_pool_roles(
            IdentityPoolId=self.id,
            Roles={"authenticated": role("default")},
            RoleMappings={f"{self.provider}:{self.client.id}": mapping},
        )

    def session(self, username: str, **more: Any) -> dict[str, Any]:
        """The session behind the credentials that the user is given, as the server shows it."""
        logins = {self.provider: self.client.tokens(username)["IdToken"]}
        found = self.identity.get_id(IdentityPoolId=self.id, Logins=logins)["IdentityId"]
        given = self.identity.get_credentials_for_identity(IdentityId=found, Logins=logins, **more)
        session = session_of(self.server, given["Credentials"]["AccessKeyId"])
        assert session["identity_id"] == found
        return session

    def role_of(self, username: str, **more: Any) -> str:
        return self.session(username, **more)["role_arn"]


@pytest.fixture
def make(identity: Any, server: str, pool: Pool, public: AppClient) -> Callable[..., Federation]:
    def make(**settings: Any) -> Federation:
        pool.user("ann")
        provider = f"cognito-idp.{REGION}.amazonaws.com/{pool.id}"
        known = {"ProviderName": provider, "ClientId": public.id, **settings}
        made = identity.create_identity_pool(
            IdentityPoolName="roles",
            AllowUnauthenticatedIdentities=False,
            CognitoIdentityProviders=[known],
        )
        return Federation(identity, server, pool, public, provider, made["IdentityPoolId"])

    return make


def test_the_token_names_the_role(make: Callable[..., Federation]) -> None:
    federation = make()
    federation.group("readers", "ann", RoleArn=role("reader"), Precedence=2)
    federation.group("writers", "ann", RoleArn=role("writer"), Precedence=1)
    federation.map(Type="Token", AmbiguousRoleResolution="Deny")
    assert federation.role_of("ann") == role("writer")
    assert federation.role_of("ann", CustomRoleArn=role("reader")) == role("reader")
    with refused("NotAuthorizedException", DENIED):
        federation.role_of("ann", CustomRoleArn=role("admin"))


@pytest.mark.parametrize("resolution", ["AuthenticatedRole", "Deny"])
def test_a_token_that_prefers_no_role_is_ambiguous(
    make: Callable[..., Federation], resolution: str
) -> None:
    federation = make()
    federation.group("one", "ann", RoleArn=role("one"), Precedence=1)
    federation.group("two", "ann", RoleArn=role("two"), Precedence=1)
    federation.map(Type="Token", AmbiguousRoleResolution=resolution)
    if resolution == "Deny":
        with refused("NotAuthorizedException", DENIED):
            federation.role_of("ann")
    else:
        assert federation.role_of("ann") == role("default")


@pytest.mark.parametrize(
    ("match", "value", "fits"),
    [
        ("Equals", "ann@example.com", True),
        ("Equals", "ann", False),
        ("Contains", "@example", True),
        ("StartsWith", "ann@", True),
        ("StartsWith", "@", False),
        ("NotEqual", "bob@example.com", True),
        ("NotEqual", "ann@example.com", False),
    ],
)
def test_the_first_rule_that_fits_gives_the_role(
    make: Callable[..., Federation], match: str, value: str, fits: bool
) -> None:
    federation = make()
    federation.pool.cognito.admin_update_user_attributes(
        UserPoolId=federation.pool.id,
        Username="ann",
        UserAttributes=[{"Name": "email", "Value": "ann@example.com"}],
    )
    rules = [
        {"Claim": "missing", "MatchType": "NotEqual", "Value": "x", "RoleARN": role("never")},
        {"Claim": "email", "MatchType": match, "Value": value, "RoleARN": role("fits")},
    ]
    federation.map(
        Type="Rules",
        AmbiguousRoleResolution="AuthenticatedRole",
        RulesConfiguration={"Rules": rules},
    )
    assert federation.role_of("ann") == role("fits" if fits else "default")


def test_a_pool_without_roles_is_misconfigured(make: Callable[..., Federation]) -> None:
    federation = make()
    message = "Invalid identity pool configuration. Check assigned IAM roles for this pool."
    with refused("InvalidIdentityPoolConfigurationException", message):
        federation.session("ann")


def test_principal_tags_are_in_the_session(make: Callable[..., Federation]) -> None:
    federation = make()
    federation.map(Type="Token", AmbiguousRoleResolution="AuthenticatedRole")
    federation.identity.set_principal_tag_attribute_map(
        IdentityPoolId=federation.id,
        IdentityProviderName=federation.provider,
        PrincipalTags={"name": "cognito:username", "app": "aud"},
    )
    tags = {"name": "ann", "app": federation.client.id}
    assert federation.session("ann")["tags"] == tags


def test_a_checked_provider_wants_active_tokens(make: Callable[..., Federation]) -> None:
    federation = make(ServerSideTokenCheck=True)
    logins = {federation.provider: federation.client.tokens("ann")["IdToken"]}
    pool_id = federation.id
    found = federation.identity.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]
    federation.pool.cognito.admin_disable_user(UserPoolId=federation.pool.id, Username="ann")
    for call in (
        lambda: federation.identity.get_id(IdentityPoolId=pool_id, Logins=logins),
        lambda: federation.identity.get_credentials_for_identity(IdentityId=found, Logins=logins),
    ):
        with refused("NotAuthorizedException", "Token is inactive"):
            call()
