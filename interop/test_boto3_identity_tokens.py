"""boto3 and PyJWT meet the OpenID tokens of identity pools, and the users a developer vouches for."""

from collections.abc import Callable
from typing import Any

import jwt
import pytest

from conftest import REGION
from harness.expect import refused
from harness.pool import AppClient, Pool

DEVELOPER = "login.example"
ISSUER = "https://cognito-identity.amazonaws.com"
SERVICE = "cognito-identity.amazonaws.com"
ROLE = "arn:aws:iam::123456789012:role/anybody"
MISMATCH = (
    "Logins don't match. Please include at least one valid login for this identity or identity "
    "pool."
)


@pytest.fixture
def provider(pool: Pool) -> str:
    pool.user()
    return f"cognito-idp.{REGION}.amazonaws.com/{pool.id}"


@pytest.fixture
def pool_id(identity: Any, provider: str, public: AppClient) -> str:
    """An identity pool with every way in and the classic flow."""
    pool_id = identity.create_identity_pool(
        IdentityPoolName="tokens",
        AllowUnauthenticatedIdentities=True,
        AllowClassicFlow=True,
        DeveloperProviderName=DEVELOPER,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": public.id}],
    )["IdentityPoolId"]
    roles = {"authenticated": ROLE, "unauthenticated": ROLE}
    identity.set_identity_pool_roles(IdentityPoolId=pool_id, Roles=roles)
    return pool_id


@pytest.fixture
def vouch(identity: Any, pool_id: str) -> Callable[..., dict[str, Any]]:
    def vouch(user: str, **more: Any) -> dict[str, Any]:
        return identity.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool_id, Logins={DEVELOPER: user}, **more
        )

    return vouch


def verified(server: str, token: str, pool_id: str) -> dict[str, Any]:
    key = jwt.PyJWKClient(f"{server}/.well-known/jwks_uri").get_signing_key_from_jwt(token)
    return jwt.decode(token, key, algorithms=["RS512"], audience=pool_id, issuer=ISSUER)


def test_a_strangers_verifier_accepts_the_token(
    identity: Any, server: str, provider: str, pool_id: str, public: AppClient
) -> None:
    logins = {provider: public.tokens("ann")["IdToken"]}
    found = identity.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]
    answer = identity.get_open_id_token(IdentityId=found, Logins=logins)
    claims = verified(server, answer["Token"], pool_id)
    assert claims["sub"] == answer["IdentityId"] == found
    assert claims["amr"][:2] == ["authenticated", provider]
    assert claims["exp"] - claims["iat"] == 600


def test_the_classic_flow_is_off_by_default(identity: Any) -> None:
    pool_id = identity.create_identity_pool(
        IdentityPoolName="enhanced", AllowUnauthenticatedIdentities=True
    )["IdentityPoolId"]
    guest = identity.get_id(IdentityPoolId=pool_id)["IdentityId"]
    message = "Basic (classic) flow is not enabled, please use enhanced flow."
    with refused("InvalidParameterException", message):
        identity.get_open_id_token(IdentityId=guest)


def test_a_developers_user_gets_credentials(
    identity: Any, server: str, pool_id: str, vouch: Callable[..., dict[str, Any]]
) -> None:
    answer = vouch("u-1", TokenDuration=60, PrincipalTags={"team": "blue"})
    claims = verified(server, answer["Token"], pool_id)
    assert claims["exp"] - claims["iat"] == 60
    assert claims["https://aws.amazon.com/tags"]["principal_tags"] == {"team": ["blue"]}
    given = identity.get_credentials_for_identity(
        IdentityId=answer["IdentityId"], Logins={SERVICE: answer["Token"]}
    )
    assert given["IdentityId"] == answer["IdentityId"]
    message = "Invalid login token. Can't pass in a Cognito token."
    with refused("NotAuthorizedException", message):
        identity.get_id(IdentityPoolId=pool_id, Logins={SERVICE: answer["Token"]})
    other = vouch("u-2")["IdentityId"]
    with refused("NotAuthorizedException", MISMATCH):
        identity.get_credentials_for_identity(IdentityId=other, Logins={SERVICE: answer["Token"]})


def test_a_registered_user_keeps_the_identity(vouch: Callable[..., dict[str, Any]]) -> None:
    first, second = vouch("u-1")["IdentityId"], vouch("u-2")["IdentityId"]
    assert vouch("u-1", IdentityId=first)["IdentityId"] == first
    message = "The developer user identifier is already registered with another identity."
    with refused("DeveloperUserAlreadyRegisteredException", message):
        vouch("u-1", IdentityId=second)


def test_an_unknown_developer_is_refused(identity: Any, pool_id: str) -> None:
    message = "Token is not from a supported provider of this identity pool."
    with refused("NotAuthorizedException", message):
        identity.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool_id, Logins={"other.example": "u-1"}
        )


def test_users_are_looked_up_in_pages(
    identity: Any, pool_id: str, vouch: Callable[..., dict[str, Any]]
) -> None:
    found = vouch("u-1")["IdentityId"]
    vouch("u-2", IdentityId=found)
    other = vouch("u-3")["IdentityId"]

    def lookup(**what: Any) -> dict[str, Any]:
        return identity.lookup_developer_identity(IdentityPoolId=pool_id, **what)

    assert lookup(DeveloperUserIdentifier="u-2")["IdentityId"] == found
    page = lookup(IdentityId=found, MaxResults=1)
    assert page["DeveloperUserIdentifierList"] == ["u-1"]
    page = lookup(IdentityId=found, MaxResults=1, NextToken=page["NextToken"])
    assert page["DeveloperUserIdentifierList"] == ["u-2"]
    assert "NextToken" not in page
    with refused("ResourceConflictException"):
        lookup(IdentityId=other, DeveloperUserIdentifier="u-1")
    with refused("ResourceNotFoundException", "Developer user identifier 'x' not found."):
        lookup(DeveloperUserIdentifier="x")
    message = "Either IdentityId or DeveloperUserIdentifier must be given."
    with refused("InvalidParameterException", message):
        lookup()


def test_users_are_merged_and_unlinked(
    identity: Any, pool_id: str, vouch: Callable[..., dict[str, Any]]
) -> None:
    source, destination = vouch("u-1")["IdentityId"], vouch("u-2")["IdentityId"]
    developer = {"IdentityPoolId": pool_id, "DeveloperProviderName": DEVELOPER}
    merged = identity.merge_developer_identities(
        SourceUserIdentifier="u-1", DestinationUserIdentifier="u-2", **developer
    )
    assert merged["IdentityId"] == destination == vouch("u-1")["IdentityId"]
    listed = {
        hide: {
            each["IdentityId"]
            for each in identity.list_identities(
                IdentityPoolId=pool_id, MaxResults=60, HideDisabled=hide
            )["Identities"]
        }
        for hide in (True, False)
    }
    assert listed == {True: {destination}, False: {source, destination}}

    identity.unlink_developer_identity(
        IdentityId=destination, DeveloperUserIdentifier="u-1", **developer
    )
    assert vouch("u-1")["IdentityId"] not in (source, destination)
    with refused("ResourceConflictException"):
        identity.unlink_developer_identity(
            IdentityId=destination, DeveloperUserIdentifier="u-1", **developer
        )
    with refused("ResourceNotFoundException"):
        identity.merge_developer_identities(
            SourceUserIdentifier="x", DestinationUserIdentifier="u-2", **developer
        )


def test_two_accounts_at_one_provider_do_not_merge(
    identity: Any, pool: Pool, provider: str, pool_id: str, public: AppClient
) -> None:
    pool.user("bob")
    for user, name in (("u-1", "ann"), ("u-2", "bob")):
        logins = {DEVELOPER: user, provider: public.tokens(name)["IdToken"]}
        identity.get_open_id_token_for_developer_identity(IdentityPoolId=pool_id, Logins=logins)
    with refused("ResourceConflictException"):
        identity.merge_developer_identities(
            IdentityPoolId=pool_id,
            DeveloperProviderName=DEVELOPER,
            SourceUserIdentifier="u-1",
            DestinationUserIdentifier="u-2",
        )


def test_a_login_is_unlinked_on_its_own_word(
    identity: Any, provider: str, pool_id: str, public: AppClient
) -> None:
    logins = {provider: public.tokens("ann")["IdToken"]}
    found = identity.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]
    guest = identity.get_id(IdentityPoolId=pool_id)["IdentityId"]
    with refused("NotAuthorizedException", MISMATCH):
        identity.unlink_identity(IdentityId=guest, Logins=logins, LoginsToRemove=[provider])
    with refused("ResourceNotFoundException"):
        identity.unlink_identity(IdentityId=found, Logins=logins, LoginsToRemove=["x"])
    identity.unlink_identity(IdentityId=found, Logins=logins, LoginsToRemove=[provider])
    assert identity.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"] != found
    with refused("ResourceNotFoundException", f"Identity '{found}' not found."):
        identity.get_credentials_for_identity(IdentityId=found, Logins=logins)
