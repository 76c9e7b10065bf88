"""The AWS CLI drives every operation of identity pools, and the classic flow through STS."""

import json

from conftest import REGION, Aws, aws_client
from harness.pool import Pool

ACCOUNT = "000000000000"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/cli"
DEVELOPER = "login.example"


def identity(aws: Aws) -> Aws:
    return lambda command, *arguments, **more: aws("cognito-identity", command, *arguments, **more)


def test_a_pool_from_its_making_to_its_end(aws: Aws) -> None:
    call = identity(aws)
    made = call(
        "create-identity-pool",
        *("--identity-pool-name", "cli", "--allow-unauthenticated-identities"),
        *("--developer-provider-name", DEVELOPER, "--identity-pool-tags", "stage=test"),
    )
    pool = ("--identity-pool-id", made["IdentityPoolId"])
    assert call("describe-identity-pool", *pool) == made
    settings = ("--identity-pool-name", "renamed", "--no-allow-unauthenticated-identities")
    updated = call("update-identity-pool", *pool, *settings, "--allow-classic-flow")
    assert (updated["IdentityPoolName"], updated["AllowClassicFlow"]) == ("renamed", True)
    listed = call("list-identity-pools", "--max-results", "60")["IdentityPools"]
    assert {"IdentityPoolId": pool[1], "IdentityPoolName": "renamed"} in listed

    call("set-identity-pool-roles", *pool, "--roles", f"authenticated={ROLE}")
    assert call("get-identity-pool-roles", *pool)["Roles"] == {"authenticated": ROLE}

    arn = f"arn:aws:cognito-identity:{REGION}:{ACCOUNT}:identitypool/{pool[1]}"
    call("tag-resource", "--resource-arn", arn, "--tags", "team=blue,stage=live")
    call("untag-resource", "--resource-arn", arn, "--tag-keys", "stage")
    assert call("list-tags-for-resource", "--resource-arn", arn)["Tags"] == {"team": "blue"}

    provider = (*pool, "--identity-provider-name", DEVELOPER)
    call("set-principal-tag-attribute-map", *provider, "--use-defaults")
    mapped = call("get-principal-tag-attribute-map", *provider)
    assert mapped["PrincipalTags"] == {"client": "aud", "username": "sub"}

    call("delete-identity-pool", *pool)
    call("describe-identity-pool", *pool, refused="ResourceNotFoundException")


def test_identities_from_a_sign_in_to_their_end(aws: Aws, server: str) -> None:
    call = identity(aws)
    users = Pool.create(aws_client("cognito-idp", server))
    users.user("ann")
    client = users.client()
    provider = f"cognito-idp.{REGION}.amazonaws.com/{users.id}"
    made = call(
        "create-identity-pool",
        *("--identity-pool-name", "cli", "--no-allow-unauthenticated-identities"),
        *("--allow-classic-flow", "--developer-provider-name", DEVELOPER),
        *("--cognito-identity-providers", f"ProviderName={provider},ClientId={client.id}"),
    )
    pool = ("--identity-pool-id", made["IdentityPoolId"])
    call("set-identity-pool-roles", *pool, "--roles", f"authenticated={ROLE}")
    logins = ("--logins", json.dumps({provider: client.tokens("ann")["IdToken"]}))
    found = call("get-id", *pool, *logins)["IdentityId"]
    ann = ("--identity-id", found)
    given = call("get-credentials-for-identity", *ann, *logins)
    assert given["Credentials"]["SecretKey"]
    assert call("describe-identity", *ann)["Logins"] == [provider]

    token = call("get-open-id-token", *ann, *logins)["Token"]
    assumed = aws(
        *("sts", "assume-role-with-web-identity", "--role-arn", ROLE),
        *("--role-session-name", "cli", "--web-identity-token", token),
    )
    assert assumed["SubjectFromWebIdentityToken"] == found

    def vouch(user: str) -> str:
        named = ("--logins", f"{DEVELOPER}={user}")
        answer = call("get-open-id-token-for-developer-identity", *pool, *named)
        return answer["IdentityId"]

    first, second = vouch("u-1"), vouch("u-2")
    developer = (*pool, "--developer-provider-name", DEVELOPER)
    merged = call(
        "merge-developer-identities",
        *developer,
        *("--source-user-identifier", "u-1", "--destination-user-identifier", "u-2"),
    )
    assert merged["IdentityId"] == second != first
    looked = call("lookup-developer-identity", *pool, "--identity-id", second)
    assert looked["DeveloperUserIdentifierList"] == ["u-1", "u-2"]
    call(
        "unlink-developer-identity",
        *(*developer, "--identity-id", second, "--developer-user-identifier", "u-1"),
    )
    call("unlink-identity", *ann, *logins, "--logins-to-remove", provider)
    call("get-credentials-for-identity", *ann, *logins, refused="ResourceNotFoundException")

    enabled = call("list-identities", *pool, "--max-results", "60", "--hide-disabled")
    assert [each["IdentityId"] for each in enabled["Identities"]] == [second]
    answer = call("delete-identities", "--identity-ids-to-delete", first, second)
    assert answer["UnprocessedIdentityIds"] == []
