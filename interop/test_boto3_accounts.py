"""boto3 and pycognito look after users: groups, states, forgotten and changed passwords."""

from typing import Any

import pytest

from harness.expect import refused
from harness.inbox import last_code
from harness.pool import PASSWORD, AppClient, Pool, claims
from test_pycognito import user_of

NEW_PASSWORD = "Another-horse8"


def group(pool: Pool, name: str, **settings: Any) -> None:
    pool.cognito.create_group(UserPoolId=pool.id, GroupName=name, **settings)
    pool.cognito.admin_add_user_to_group(UserPoolId=pool.id, Username="ann", GroupName=name)


@pytest.fixture
def reachable(pool: Pool) -> str:
    """A user who can be sent a code."""
    return pool.user(email="ann@example.com", email_verified="true")


def test_groups_and_their_roles_are_in_the_tokens(pool: Pool, public: AppClient) -> None:
    pool.user()
    role = "arn:aws:iam::000000000000:role/staff"
    group(pool, "staff", RoleArn=role, Precedence=1)
    group(pool, "friends")
    tokens = public.tokens("ann")
    access, identity = claims(tokens["AccessToken"]), claims(tokens["IdToken"])
    assert access["cognito:groups"] == identity["cognito:groups"] == ["staff", "friends"]
    assert identity["cognito:roles"] == [role]
    assert identity["cognito:preferred_role"] == role
    listed = pool.cognito.admin_list_groups_for_user(UserPoolId=pool.id, Username="ann")
    assert {found["GroupName"] for found in listed["Groups"]} == {"staff", "friends"}


def test_a_disabled_user(pool: Pool, public: AppClient) -> None:
    user = {"UserPoolId": pool.id, "Username": pool.user()}
    tokens = public.tokens("ann")
    pool.cognito.admin_disable_user(**user)
    with refused("NotAuthorizedException", "User is disabled."):
        public.sign_in("ann")
    with refused("NotAuthorizedException", "User is disabled."):
        public.sign_in_by_srp("ann")
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        pool.cognito.get_user(AccessToken=tokens["AccessToken"])
    pool.cognito.admin_enable_user(**user)
    public.sign_in("ann")


def test_a_reset_password(server: str, pool: Pool, public: AppClient, reachable: str) -> None:
    pool.cognito.admin_reset_user_password(UserPoolId=pool.id, Username=reachable)
    with refused("PasswordResetRequiredException", "Password reset required for the user"):
        public.sign_in(reachable)
    pool.cognito.confirm_forgot_password(
        ClientId=public.id,
        Username=reachable,
        ConfirmationCode=last_code(server, pool.id, reachable),
        Password=NEW_PASSWORD,
    )
    public.sign_in(reachable, NEW_PASSWORD)


def test_a_user_deleted_twice(pool: Pool) -> None:
    user = {"UserPoolId": pool.id, "Username": pool.user()}
    pool.cognito.admin_delete_user(**user)
    with refused("UserNotFoundException", "User does not exist."):
        pool.cognito.admin_delete_user(**user)


def test_the_password_history(pool: Pool) -> None:
    policy = {"PasswordPolicy": {"MinimumLength": 8, "PasswordHistorySize": 2}}
    remembering = Pool.create(pool.cognito, Policies=policy)
    client = remembering.client()
    remembering.user()
    token = client.tokens("ann")["AccessToken"]

    def change(previous: str, proposed: str) -> None:
        pool.cognito.change_password(
            AccessToken=token, PreviousPassword=previous, ProposedPassword=proposed
        )

    change(PASSWORD, NEW_PASSWORD)
    with refused("PasswordHistoryPolicyViolationException"):
        change(NEW_PASSWORD, PASSWORD)
    change(NEW_PASSWORD, "A-third-horse9")
    change("A-third-horse9", PASSWORD)


def test_pycognito_forgets_a_password(
    server: str, pool: Pool, public: AppClient, reachable: str
) -> None:
    user = user_of(server, public, reachable)
    user.initiate_forgot_password()
    with refused("CodeMismatchException", "Invalid verification code provided, please try again."):
        user.confirm_forgot_password("no-code", NEW_PASSWORD)
    user.confirm_forgot_password(last_code(server, pool.id, reachable), NEW_PASSWORD)
    user.authenticate(password=NEW_PASSWORD)


def test_pycognito_changes_a_password(server: str, pool: Pool, public: AppClient) -> None:
    user = user_of(server, public, pool.user())
    user.authenticate(password=PASSWORD)
    with refused("NotAuthorizedException", "Incorrect username or password."):
        user.change_password("Wrong-password1", NEW_PASSWORD)
    user.change_password(PASSWORD, NEW_PASSWORD)
    with refused("NotAuthorizedException", "Incorrect username or password."):
        public.sign_in("ann")
    public.sign_in("ann", NEW_PASSWORD)


def test_pycognito_knows_its_groups(server: str, pool: Pool, public: AppClient) -> None:
    pool.user()
    group(pool, "staff", Description="All of them", Precedence=3)
    user = user_of(server, public, "ann")
    user.authenticate(password=PASSWORD)
    assert user.id_claims["cognito:groups"] == ["staff"]
    found = user.get_group("staff")
    assert (found.description, found.precedence) == ("All of them", 3)
