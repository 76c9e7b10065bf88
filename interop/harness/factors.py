"""Second factors of a pool and of its users, set by boto3."""

from typing import Any

from harness.authenticator import Authenticator
from harness.pool import AppClient, Pool

EMAIL = "ann@example.com"
PHONE = "+12065551234"

# What the pool must say of a factor to offer it, and what a user's preference calls it.
_OFFERS: dict[str, dict[str, Any]] = {
    "SMS_MFA": {
        "SmsMfaConfiguration": {
            "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}
        }
    },
    "SOFTWARE_TOKEN_MFA": {"SoftwareTokenMfaConfiguration": {"Enabled": True}},
    "EMAIL_OTP": {"EmailMfaConfiguration": {"Subject": "Your code"}},
}
_SETTINGS = {
    "SMS_MFA": "SMSMfaSettings",
    "SOFTWARE_TOKEN_MFA": "SoftwareTokenMfaSettings",
    "EMAIL_OTP": "EmailMfaSettings",
}


def offer(pool: Pool, configuration: str, *factors: str) -> None:
    """Makes second factors OPTIONAL or demands one (ON)."""
    settings: dict[str, Any] = {}
    for factor in factors:
        settings.update(_OFFERS[factor])
    pool.cognito.set_user_pool_mfa_config(
        UserPoolId=pool.id, MfaConfiguration=configuration, **settings
    )


def enable(pool: Pool, username: str, *factors: str, preferred: str = "") -> None:
    """Turns factors of this user on, as the administrator."""
    settings = {
        _SETTINGS[factor]: {"Enabled": True, "PreferredMfa": factor == preferred}
        for factor in factors
    }
    pool.cognito.admin_set_user_mfa_preference(UserPoolId=pool.id, Username=username, **settings)


def enrolled(server: str, pool: Pool, client: AppClient, username: str) -> Authenticator:
    """Sets up and turns on an app for a user who can sign in with the password alone."""
    token = client.tokens(username)["AccessToken"]
    secret = pool.cognito.associate_software_token(AccessToken=token)["SecretCode"]
    app = Authenticator(server, secret)
    pool.cognito.verify_software_token(AccessToken=token, UserCode=app.code())
    enable(pool, username, "SOFTWARE_TOKEN_MFA")
    return app
