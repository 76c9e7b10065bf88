"""boto3 as an administrator: tags of pools."""

from typing import Any

from harness.expect import refused
from harness.pool import Pool


def arn(cognito: Any, pool: Pool) -> str:
    return cognito.describe_user_pool(UserPoolId=pool.id)["UserPool"]["Arn"]


def test_tags_are_added_and_taken_away(cognito: Any) -> None:
    pool = Pool.create(cognito, UserPoolTags={"team": "a"})
    resource = {"ResourceArn": arn(cognito, pool)}
    cognito.tag_resource(**resource, Tags={"stage": "test", "cost": ""})
    tags = {"team": "a", "stage": "test", "cost": ""}
    assert cognito.list_tags_for_resource(**resource)["Tags"] == tags
    cognito.untag_resource(**resource, TagKeys=["team", "cost", "unknown"])
    assert cognito.list_tags_for_resource(**resource)["Tags"] == {"stage": "test"}
    described = cognito.describe_user_pool(UserPoolId=pool.id)["UserPool"]
    assert described["UserPoolTags"] == {"stage": "test"}


def test_tags_have_bounds(cognito: Any, pool: Pool) -> None:
    resource = arn(cognito, pool)
    many = {str(number): "" for number in range(51)}
    # The service's texts are not public.
    with refused("InvalidParameterException"):
        cognito.tag_resource(ResourceArn=resource, Tags=many)
    with refused("UserPoolTaggingException"):
        Pool.create(cognito, UserPoolTags={"aws:team": "a"})


def test_only_a_pool_of_this_account_has_tags(cognito: Any, pool: Pool) -> None:
    elsewhere = arn(cognito, pool).replace("000000000000", "111122223333")
    with refused("ResourceNotFoundException", f"User pool {pool.id} does not exist."):
        cognito.list_tags_for_resource(ResourceArn=elsewhere)
    with refused("InvalidParameterException"):
        cognito.list_tags_for_resource(ResourceArn="arn:aws:s3:us-east-1:000000000000:b")


def test_an_arn_is_checked_before_it_is_read(cognito: Any) -> None:
    with refused("InvalidParameterException") as refusal:
        cognito.list_tags_for_resource(ResourceArn="long enough, but no ARN")
    assert refusal.message.startswith(
        "1 validation error detected: Value 'long enough, but no ARN' at 'resourceArn' failed to "
        "satisfy constraint: Member must satisfy regular expression pattern: arn:"
    )
