"""boto3 as an administrator: the domains of pools."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from harness.expect import refused
from harness.pool import Pool

CERTIFICATE = {"CertificateArn": "arn:aws:acm:us-east-1:000000000000:certificate/c"}
GONE = "No such domain or user pool exists."


@pytest.fixture
def prefix() -> str:
    """A domain that no other test has."""
    return f"app-{uuid.uuid4()}"


@pytest.fixture
def owner(cognito: Any, pool: Pool, prefix: str) -> Iterator[Pool]:
    """A pool that has it."""
    cognito.create_user_pool_domain(UserPoolId=pool.id, Domain=prefix)
    yield pool
    cognito.delete_user_pool_domain(UserPoolId=pool.id, Domain=prefix)


def test_a_domain_is_described_and_changed(cognito: Any, owner: Pool, prefix: str) -> None:
    domain = cognito.describe_user_pool_domain(Domain=prefix)["DomainDescription"]
    assert domain["UserPoolId"] == owner.id
    assert domain["Status"] == "ACTIVE"
    assert domain["ManagedLoginVersion"] == 1
    assert cognito.describe_user_pool(UserPoolId=owner.id)["UserPool"]["Domain"] == prefix
    changed = cognito.update_user_pool_domain(
        UserPoolId=owner.id, Domain=prefix, ManagedLoginVersion=2
    )
    assert changed["ManagedLoginVersion"] == 2


def test_an_unknown_domain_is_described_as_nothing(cognito: Any, pool: Pool) -> None:
    assert cognito.describe_user_pool_domain(Domain="nobodys")["DomainDescription"] == {}
    with refused("InvalidParameterException", GONE):
        cognito.delete_user_pool_domain(UserPoolId=pool.id, Domain="nobodys")
    with refused("InvalidParameterException", GONE):
        cognito.update_user_pool_domain(UserPoolId=pool.id, Domain="nobodys")


def test_a_domain_is_one_pools(cognito: Any, owner: Pool, prefix: str) -> None:
    other = Pool.create(cognito)
    with refused("InvalidParameterException", "Domain already associated with another user pool."):
        cognito.create_user_pool_domain(UserPoolId=other.id, Domain=prefix)
    with refused("InvalidParameterException", "User pool already has a domain configured."):
        cognito.create_user_pool_domain(UserPoolId=owner.id, Domain="another")


def test_a_custom_domain_stands_beside_the_prefix(cognito: Any, owner: Pool) -> None:
    name = f"{uuid.uuid4()}.example.com"
    custom = {"UserPoolId": owner.id, "Domain": name}
    made = cognito.create_user_pool_domain(**custom, CustomDomainConfig=CERTIFICATE)
    assert made["CloudFrontDomain"].endswith(".cloudfront.net")
    assert cognito.describe_user_pool(UserPoolId=owner.id)["UserPool"]["CustomDomain"] == name
    cognito.delete_user_pool_domain(**custom)


def test_a_pool_with_a_domain_stays(cognito: Any, owner: Pool) -> None:
    message = (
        "User pool cannot be deleted. It has a domain configured that should be deleted first."
    )
    with refused("InvalidParameterException", message):
        cognito.delete_user_pool(UserPoolId=owner.id)


def test_reserved_words_are_refused(cognito: Any, pool: Pool) -> None:
    with refused("InvalidParameterException", "Domain cannot contain reserved word: aws"):
        cognito.create_user_pool_domain(UserPoolId=pool.id, Domain="my-aws-app")
    with refused("InvalidParameterException"):
        cognito.create_user_pool_domain(UserPoolId=pool.id, Domain="My.App")


def test_managed_login_is_not_for_the_lite_tier(cognito: Any) -> None:
    lite = Pool.create(cognito, UserPoolTier="LITE")
    with refused("FeatureUnavailableInTierException"):
        cognito.create_user_pool_domain(UserPoolId=lite.id, Domain="lite", ManagedLoginVersion=2)
