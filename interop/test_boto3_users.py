"""boto3 lists users, changes their attributes and verifies them (protocol.md 9.1, 9.2 and 9.4)."""

from typing import Any

import pytest

from harness.expect import refused
from harness.inbox import last_code
from harness.pool import AppClient, Pool


def attributes(user: dict[str, Any]) -> dict[str, str]:
    return {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}


def written(**values: str) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in values.items()]


@pytest.fixture
def token(pool: Pool, public: AppClient) -> str:
    pool.user("ann", email="ann@example.com")
    return public.tokens("ann")["AccessToken"]


def test_every_user_is_on_one_page(cognito: Any, pool: Pool) -> None:
    names = [f"user-{number}" for number in range(7)]
    for name in names:
        pool.invite(name, "Temporary-1")
    paginator = cognito.get_paginator("list_users")
    pages = list(paginator.paginate(UserPoolId=pool.id, PaginationConfig={"PageSize": 3}))
    sizes = [len(page["Users"]) for page in pages]
    assert sizes == [3, 3, 1]
    listed = [user["Username"] for page in pages for user in page["Users"]]
    assert sorted(listed) == names


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('email = "ann@example.com"', ["ann"]),
        ('email ^= "ann"', ["ann"]),
        ('username="bob"', ["bob"]),
        ('status = "Enabled"', ["ann", "bob"]),
        ('cognito:user_status = "confirmed"', ["ann"]),
        ('username = "ANN"', []),
    ],
)
def test_a_filter(cognito: Any, pool: Pool, condition: str, found: list[str]) -> None:
    pool.user("ann", email="ann@example.com")
    pool.invite("bob", "Temporary-1")
    users = cognito.list_users(UserPoolId=pool.id, Filter=condition)["Users"]
    assert sorted(user["Username"] for user in users) == found


def test_filters_and_tokens_that_mean_nothing(cognito: Any, pool: Pool) -> None:
    with refused("InvalidParameterException", "Error while parsing filter"):
        cognito.list_users(UserPoolId=pool.id, Filter="email")
    with refused("InvalidParameterException", "Invalid search attribute: custom:team"):
        cognito.list_users(UserPoolId=pool.id, Filter='custom:team = "red"')
    with refused("InvalidParameterException", "Invalid pagination token"):
        cognito.list_users(UserPoolId=pool.id, PaginationToken="garbage")


def test_a_limit_out_of_range(unchecked: Any, pool: Pool) -> None:
    message = (
        "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: "
        "Member must have value less than or equal to 60"
    )
    with refused("InvalidParameterException", message):
        unchecked.list_users(UserPoolId=pool.id, Limit=61)


def test_attributes_to_get(cognito: Any, pool: Pool) -> None:
    pool.user("ann", email="ann@example.com", name="Ann")
    (user,) = cognito.list_users(UserPoolId=pool.id, AttributesToGet=["name"])["Users"]
    assert user["Attributes"] == written(name="Ann")


def test_the_users_of_a_group(cognito: Any, pool: Pool) -> None:
    cognito.create_group(UserPoolId=pool.id, GroupName="staff")
    for name in ("ann", "bob", "eve"):
        pool.user(name)
    for name in ("ann", "bob"):
        cognito.admin_add_user_to_group(UserPoolId=pool.id, Username=name, GroupName="staff")
    pages = cognito.get_paginator("list_users_in_group").paginate(
        UserPoolId=pool.id, GroupName="staff", PaginationConfig={"PageSize": 1}
    )
    listed = [user["Username"] for page in pages for user in page["Users"]]
    assert sorted(listed) == ["ann", "bob"]
    with refused("ResourceNotFoundException"):
        cognito.list_users_in_group(UserPoolId=pool.id, GroupName="nobody")


def test_an_administrator_changes_attributes(cognito: Any, pool: Pool) -> None:
    ann = {"UserPoolId": pool.id, "Username": pool.user("ann")}
    cognito.admin_update_user_attributes(**ann, UserAttributes=written(email="ann@example.com"))
    assert attributes(cognito.admin_get_user(**ann))["email_verified"] == "false"
    cognito.admin_update_user_attributes(**ann, UserAttributes=written(email_verified="true"))
    assert attributes(cognito.admin_get_user(**ann))["email_verified"] == "true"
    cognito.admin_delete_user_attributes(**ann, UserAttributeNames=["email"])
    assert attributes(cognito.admin_get_user(**ann)).keys() == {"sub"}
    # The final text is not certain (protocol.md 13).
    with refused("InvalidParameterException", "user.sub: Attribute cannot be updated.\n"):
        cognito.admin_update_user_attributes(**ann, UserAttributes=written(sub="other"))
    message = (
        "Attributes did not conform to the schema: foo: Attribute does not exist in the schema.\n"
    )
    with refused("InvalidParameterException", message):
        cognito.admin_update_user_attributes(**ann, UserAttributes=written(foo="bar"))
    with refused("UserNotFoundException", "User does not exist."):
        cognito.admin_update_user_attributes(
            UserPoolId=pool.id, Username="nobody", UserAttributes=written(name="N")
        )


def test_users_change_and_verify_their_own(
    cognito: Any, server: str, pool: Pool, token: str
) -> None:
    answer = cognito.update_user_attributes(
        AccessToken=token, UserAttributes=written(email="new@example.com", name="Ann")
    )
    # The pool verifies nothing of itself.
    assert answer["CodeDeliveryDetailsList"] == []
    details = cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    assert details["CodeDeliveryDetails"] == {
        "Destination": "n***@e***",
        "DeliveryMedium": "EMAIL",
        "AttributeName": "email",
    }
    code = last_code(server, pool.id, "ann")
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    answer = {"AccessToken": token, "AttributeName": "email"}
    text = "Invalid verification code provided, please try again."
    with refused("CodeMismatchException", text):
        cognito.verify_user_attribute(**answer, Code=wrong)
    cognito.verify_user_attribute(**answer, Code=code)
    assert attributes(cognito.get_user(AccessToken=token))["email_verified"] == "true"
    text = "Invalid code provided, please request a code again."
    with refused("ExpiredCodeException", text):
        cognito.verify_user_attribute(**answer, Code=code)
    cognito.delete_user_attributes(AccessToken=token, UserAttributeNames=["name"])
    assert "name" not in attributes(cognito.get_user(AccessToken=token))


def test_a_user_cannot_vouch_for_their_own_address(cognito: Any, token: str) -> None:
    text = "A client attempted to write unauthorized attribute"
    with refused("NotAuthorizedException", text):
        cognito.update_user_attributes(
            AccessToken=token, UserAttributes=written(email_verified="true")
        )


def test_an_administrator_confirms_a_sign_up(cognito: Any, pool: Pool, public: AppClient) -> None:
    cognito.sign_up(ClientId=public.id, Username="ann", Password="Correct-Horse-1")
    ann = {"UserPoolId": pool.id, "Username": "ann"}
    cognito.admin_confirm_sign_up(**ann)
    assert cognito.admin_get_user(**ann)["UserStatus"] == "CONFIRMED"
    text = "User cannot be confirmed. Current status is CONFIRMED"
    with refused("NotAuthorizedException", text):
        cognito.admin_confirm_sign_up(**ann)
