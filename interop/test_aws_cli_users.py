"""The AWS CLI administers users and groups, page by page."""

from conftest import Aws
from harness.pool import Pool


def test_users_and_groups(aws: Aws, pool: Pool) -> None:
    of_pool = ("--user-pool-id", pool.id)
    for name in ("ann", "bob", "eve"):
        attribute = f"Name=email,Value={name}@example.com"
        create = ("--username", name, "--user-attributes", attribute)
        created = aws("cognito-idp", "admin-create-user", *of_pool, *create)
        assert created["User"]["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    # The AWS CLI asks for page after page.
    listed = aws("cognito-idp", "list-users", *of_pool, "--page-size", "1")["Users"]
    assert sorted(user["Username"] for user in listed) == ["ann", "bob", "eve"]
    found = aws("cognito-idp", "list-users", *of_pool, "--filter", 'email ^= "bob@"')["Users"]
    assert [user["Username"] for user in found] == ["bob"]

    group = (*of_pool, "--group-name", "staff")
    aws("cognito-idp", "create-group", *group, "--precedence", "1")
    aws("cognito-idp", "admin-add-user-to-group", *group, "--username", "bob")
    members = aws("cognito-idp", "list-users-in-group", *group)["Users"]
    assert [user["Username"] for user in members] == ["bob"]
    text = "An error occurred (UserNotFoundException) when calling the AdminGetUser operation"
    nobody = (*of_pool, "--username", "nobody")
    aws("cognito-idp", "admin-get-user", *nobody, refused=text)
    aws("cognito-idp", "delete-user-pool", *of_pool)
