"""boto3 → the operations that newer ones have replaced, and the header of an import."""

from typing import Any

import pytest

from harness.expect import refused
from harness.pool import AppClient, Pool

SMS = [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]


@pytest.fixture
def pool(cognito: Any) -> Pool:
    """A pool that sends text messages, and `ann`, who has a phone."""
    pool = Pool.create(
        cognito,
        MfaConfiguration="OPTIONAL",
        SmsConfiguration={"SnsCallerArn": "arn:aws:iam::000000000000:role/sns"},
    )
    pool.user(phone_number="+12065550100")
    return pool


def factors(pool: Pool) -> list[str]:
    user = pool.cognito.admin_get_user(UserPoolId=pool.id, Username="ann")
    return user.get("UserMFASettingList", [])


def test_text_messages_are_turned_on_and_off(cognito: Any, pool: Pool, public: AppClient) -> None:
    token = public.tokens("ann")["AccessToken"]
    cognito.set_user_settings(AccessToken=token, MFAOptions=SMS)
    assert factors(pool) == ["SMS_MFA"]
    cognito.admin_set_user_settings(UserPoolId=pool.id, Username="ann", MFAOptions=[])
    assert factors(pool) == []


def test_no_other_medium_is_set(cognito: Any, pool: Pool) -> None:
    email = [{"DeliveryMedium": "EMAIL", "AttributeName": "email"}]
    # The service's text is not public.
    with refused("InvalidParameterException"):
        cognito.admin_set_user_settings(UserPoolId=pool.id, Username="ann", MFAOptions=email)
    with refused("UserNotFoundException", "User does not exist."):
        cognito.admin_set_user_settings(UserPoolId=pool.id, Username="bob", MFAOptions=SMS)
    with refused("NotAuthorizedException", "Invalid Access Token"):
        cognito.set_user_settings(AccessToken="a.b.c", MFAOptions=SMS)


def test_an_import_has_a_column_an_attribute(cognito: Any, pool: Pool) -> None:
    header = cognito.get_csv_header(UserPoolId=pool.id)
    assert header["UserPoolId"] == pool.id
    assert header["CSVHeader"][-2:] == ["cognito:mfa_enabled", "cognito:username"]
    assert {"email", "phone_number_verified", "updated_at"} < set(header["CSVHeader"])
    assert "sub" not in header["CSVHeader"]
