"""boto3 as an administrator: what a pool's messages say."""

from typing import Any

import requests

from harness import inbox
from harness.bounds import WITHIN_SECONDS
from harness.expect import refused
from harness.pool import PASSWORD, Pool

ADDRESS = [{"Name": "email", "Value": "ann@example.com"}]


def sign_up(cognito: Any, server: str, pool: Pool) -> dict[str, Any]:
    """Signs `ann` up, and answers what she is sent."""
    client = pool.client()
    cognito.sign_up(ClientId=client.id, Username="ann", Password=PASSWORD, UserAttributes=ADDRESS)
    return inbox.messages(server, pool.id, "ann")[-1]


def test_a_code_comes_in_the_pools_words(cognito: Any, server: str) -> None:
    pool = Pool.create(
        cognito,
        AutoVerifiedAttributes=["email"],
        EmailVerificationMessage="For {username}: {####}",
        EmailVerificationSubject="Welcome",
    )
    message = sign_up(cognito, server, pool)
    assert message["subject"] == "Welcome"
    assert message["text"] == f"For ann: {message['secret']}"
    described = cognito.describe_user_pool(UserPoolId=pool.id)["UserPool"]
    template = described["VerificationMessageTemplate"]
    assert template["EmailMessage"] == "For {username}: {####}"


def test_a_link_confirms_a_sign_up(cognito: Any, server: str) -> None:
    pool = Pool.create(
        cognito,
        AutoVerifiedAttributes=["email"],
        VerificationMessageTemplate={
            "DefaultEmailOption": "CONFIRM_WITH_LINK",
            "EmailMessageByLink": "{##Verify Email##}",
        },
    )
    message = sign_up(cognito, server, pool)
    assert message["text"].endswith(">Verify Email</a>")
    requests.get(message["link"], timeout=WITHIN_SECONDS).raise_for_status()
    user = cognito.admin_get_user(UserPoolId=pool.id, Username="ann")
    assert user["UserStatus"] == "CONFIRMED"


def test_an_invitation_has_name_and_password(cognito: Any, server: str) -> None:
    template = {"EmailMessage": "{username}, {####}", "EmailSubject": "Come in"}
    pool = Pool.create(cognito, AdminCreateUserConfig={"InviteMessageTemplate": template})
    cognito.admin_create_user(
        UserPoolId=pool.id,
        Username="ann",
        TemporaryPassword=PASSWORD,
        UserAttributes=ADDRESS,
        DesiredDeliveryMediums=["EMAIL"],
    )
    message = inbox.messages(server, pool.id, "ann")[-1]
    assert (message["subject"], message["text"]) == ("Come in", f"ann, {PASSWORD}")


def test_a_template_without_a_code_is_refused(cognito: Any) -> None:
    with refused("InvalidParameterException") as refusal:
        Pool.create(cognito, SmsVerificationMessage="no code at all")
    assert refusal.message == (
        "1 validation error detected: Value 'no code at all' at 'smsVerificationMessage' failed to "
        r"satisfy constraint: Member must satisfy regular expression pattern: .*\{####\}.*"
    )
    # The service's text is not public.
    with refused("InvalidParameterException"):
        template = {"EmailMessage": "only {####}"}
        Pool.create(cognito, AdminCreateUserConfig={"InviteMessageTemplate": template})
