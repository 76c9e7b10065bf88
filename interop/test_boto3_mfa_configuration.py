"""boto3: what a pool and its users say of second factors, and what they may not."""

from typing import Any

import pytest

from conftest import aws_client
from harness.authenticator import Authenticator
from harness.expect import refused
from harness.factors import EMAIL, PHONE, enable, enrolled, offer
from harness.pool import AppClient, Pool


@pytest.fixture
def pool(aging: str) -> Pool:
    pool = Pool.create(aws_client("cognito-idp", aging))
    pool.user(email=EMAIL, phone_number=PHONE)
    return pool


@pytest.fixture
def client(pool: Pool) -> AppClient:
    return pool.client()


def test_a_pools_configuration_reads_as_it_was_written(pool: Pool) -> None:
    def configuration() -> Any:
        answer = pool.cognito.get_user_pool_mfa_config(UserPoolId=pool.id)
        return {name: value for name, value in answer.items() if name != "ResponseMetadata"}

    # An untouched pool says no more: protocol.md 9.3.
    assert configuration() == {"MfaConfiguration": "OFF"}
    offer(pool, "OPTIONAL", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP")
    found = configuration()
    assert found["MfaConfiguration"] == "OPTIONAL"
    assert found["SoftwareTokenMfaConfiguration"] == {"Enabled": True}
    assert found["EmailMfaConfiguration"]["Subject"] == "Your code"
    assert "SmsMfaConfiguration" not in found


def test_a_users_factors_are_shown_to_all_who_may_see(
    aging: str, pool: Pool, client: AppClient
) -> None:
    offer(pool, "OPTIONAL", "SOFTWARE_TOKEN_MFA", "SMS_MFA")
    token = client.tokens("ann")["AccessToken"]
    enrolled(aging, pool, client, "ann")
    enable(pool, "ann", "SMS_MFA", preferred="SMS_MFA")
    shown = [
        pool.cognito.get_user(AccessToken=token),
        pool.cognito.admin_get_user(UserPoolId=pool.id, Username="ann"),
        pool.cognito.get_user_auth_factors(AccessToken=token),
    ]
    for user in shown:
        assert sorted(user["UserMFASettingList"]) == ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]
        assert user["PreferredMfaSetting"] == "SMS_MFA"
    assert "PASSWORD" in shown[2]["ConfiguredUserAuthFactors"]


def test_a_factor_that_the_pool_demands_is_not_switched_off(
    aging: str, pool: Pool, client: AppClient
) -> None:
    offer(pool, "OPTIONAL", "SOFTWARE_TOKEN_MFA")
    token = client.tokens("ann")["AccessToken"]
    enrolled(aging, pool, client, "ann")
    offer(pool, "ON", "SOFTWARE_TOKEN_MFA")
    with refused("InvalidParameterException"):
        pool.cognito.set_user_mfa_preference(
            AccessToken=token, SoftwareTokenMfaSettings={"Enabled": False}
        )
    assert client.sign_in("ann")["ChallengeName"] == "SOFTWARE_TOKEN_MFA"


def test_only_one_factor_is_preferred(pool: Pool, client: AppClient) -> None:
    offer(pool, "OPTIONAL", "SMS_MFA", "EMAIL_OTP")
    both = {"Enabled": True, "PreferredMfa": True}
    with refused("InvalidParameterException"):
        pool.cognito.set_user_mfa_preference(
            AccessToken=client.tokens("ann")["AccessToken"],
            SMSMfaSettings=both,
            EmailMfaSettings=both,
        )


def test_an_administrator_takes_a_lost_app_away(aging: str, pool: Pool, client: AppClient) -> None:
    offer(pool, "OPTIONAL", "SOFTWARE_TOKEN_MFA")
    lost = enrolled(aging, pool, client, "ann")
    challenge = client.sign_in("ann")
    pool.cognito.admin_delete_software_token(UserPoolId=pool.id, Username="ann")
    answer = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": lost.next_code()}
    with refused("CodeMismatchException", "Invalid code received for user"):
        client.respond("SOFTWARE_TOKEN_MFA", answer, challenge["Session"])
    assert client.tokens("ann")["AccessToken"]


def test_a_new_app_replaces_the_old_one_once_it_is_verified(
    aging: str, pool: Pool, client: AppClient
) -> None:
    offer(pool, "OPTIONAL", "SOFTWARE_TOKEN_MFA")
    token = client.tokens("ann")["AccessToken"]
    old = enrolled(aging, pool, client, "ann")
    secret = pool.cognito.associate_software_token(AccessToken=token)["SecretCode"]
    new = Authenticator(aging, secret)

    def sign_in(code: str) -> Any:
        challenge = client.sign_in("ann")
        answer = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": code}
        return client.respond("SOFTWARE_TOKEN_MFA", answer, challenge["Session"])

    with refused("CodeMismatchException"):
        sign_in(new.next_code())
    assert sign_in(old.code())["AuthenticationResult"]
    pool.cognito.verify_software_token(AccessToken=token, UserCode=new.next_code())
    with refused("CodeMismatchException"):
        sign_in(old.next_code())
    assert sign_in(new.code())["AuthenticationResult"]
