"""boto3 registers users and confirms them with the code from the inbox."""

from typing import Any

import pytest

from harness import inbox
from harness.expect import refused
from harness.pool import PASSWORD, AppClient, Pool

SCHEMA = "Attributes did not conform to the schema: "
POLICY = "Password did not conform with policy: "


@pytest.fixture
def mailing(cognito: Any) -> AppClient:
    """A client of a pool that sends a code to new e-mail addresses."""
    return Pool.create(cognito, AutoVerifiedAttributes=["email"]).client()


def sign_up(client: AppClient, username: str, email: str, password: str = PASSWORD) -> Any:
    return client.cognito.sign_up(
        ClientId=client.id,
        Username=username,
        Password=password,
        UserAttributes=[{"Name": "email", "Value": email}],
    )


def confirm(client: AppClient, username: str, code: str) -> Any:
    return client.cognito.confirm_sign_up(
        ClientId=client.id, Username=username, ConfirmationCode=code
    )


def test_sign_up_and_confirm(server: str, cognito: Any, mailing: AppClient) -> None:
    made = sign_up(mailing, "uma", "uma@example.com")
    assert made["UserConfirmed"] is False
    assert made["CodeDeliveryDetails"] == {
        "Destination": "u***@e***",
        "DeliveryMedium": "EMAIL",
        "AttributeName": "email",
    }
    code = inbox.last_code(server, mailing.pool_id, "uma")
    assert len(code) == 6
    assert code.isdigit()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    message = "Invalid verification code provided, please try again."
    with refused("CodeMismatchException", message):
        confirm(mailing, "uma", wrong)
    confirm(mailing, "uma", code)

    user = cognito.admin_get_user(UserPoolId=mailing.pool_id, Username="uma")
    attributes = {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}
    assert user["UserStatus"] == "CONFIRMED"
    assert attributes["email_verified"] == "true"
    assert attributes["sub"] == made["UserSub"]
    assert mailing.sign_in_by_srp("uma")["AuthenticationResult"]


def test_a_confirmed_user_is_confirmed_once(server: str, mailing: AppClient) -> None:
    sign_up(mailing, "vic", "vic@example.com")
    code = inbox.last_code(server, mailing.pool_id, "vic")
    confirm(mailing, "vic", code)
    message = "User cannot be confirmed. Current status is CONFIRMED"
    with refused("NotAuthorizedException", message):
        confirm(mailing, "vic", code)


def test_without_verified_attributes_nothing_is_sent(pool: Pool, public: AppClient) -> None:
    assert "CodeDeliveryDetails" not in sign_up(public, "wil", "wil@example.com")


def test_a_taken_name_is_refused(public: AppClient) -> None:
    sign_up(public, "xia", "xia@example.com")
    with refused("UsernameExistsException", "User already exists"):
        sign_up(public, "xia", "other@example.com")


def test_nobody_is_confirmed_who_never_signed_up(public: AppClient) -> None:
    with refused("UserNotFoundException", "Username/client id combination not found."):
        confirm(public, "nobody", "123456")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Short-1", "Password not long enough"),
        ("no-uppercase1", "Password must have uppercase characters"),
        ("NO-LOWERCASE1", "Password must have lowercase characters"),
        ("No-numerals", "Password must have numeric characters"),
        ("Nosymbols1", "Password must have symbol characters"),
    ],
)
def test_a_password_meets_the_policy(public: AppClient, password: str, reason: str) -> None:
    with refused("InvalidPasswordException", POLICY + reason):
        sign_up(public, "yan", "yan@example.com", password)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "foo",
            "bar",
            SCHEMA + "foo: Attribute does not exist in the schema.\n",
        ),
        ("email", "not-an-address", "Invalid email address format."),
        ("phone_number", "12", "Invalid phone number format."),
    ],
)
def test_attributes_meet_the_schema(public: AppClient, name: str, value: str, message: str) -> None:
    with refused("InvalidParameterException", message):
        public.cognito.sign_up(
            ClientId=public.id,
            Username="zoe",
            Password=PASSWORD,
            UserAttributes=[{"Name": name, "Value": value}],
        )


def test_a_pool_may_leave_sign_up_to_its_administrator(cognito: Any) -> None:
    closed = Pool.create(cognito, AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})
    message = "SignUp is not permitted for this user pool"
    with refused("NotAuthorizedException", message):
        sign_up(closed.client(), "ann", "ann@example.com")
