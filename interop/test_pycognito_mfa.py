"""pycognito, unmodified: authenticator apps and text messages as second factors."""

from typing import Any

import pytest
from pycognito import Cognito
from pycognito.exceptions import (
    SMSMFAChallengeException,
    SoftwareTokenMFAChallengeException,
)

from conftest import aws_client
from harness import inbox
from harness.authenticator import Authenticator
from harness.expect import refused
from harness.factors import PHONE, offer
from harness.pool import PASSWORD, AppClient, Pool
from harness.pycognito_user import user_of


@pytest.fixture(params=["public", "confidential"])
def client(request: pytest.FixtureRequest, aging: str) -> AppClient:
    """A client, without and with a secret, of a pool with ann, who has a phone."""
    pool = Pool.create(aws_client("cognito-idp", aging))
    offer(pool, "OPTIONAL", "SMS_MFA", "SOFTWARE_TOKEN_MFA")
    pool.user(phone_number=PHONE)
    return pool.client(GenerateSecret=request.param == "confidential")


def signed_in(server: str, client: AppClient) -> Cognito:
    user = user_of(server, client, "ann")
    user.authenticate(password=PASSWORD)
    return user


def with_app(server: str, client: AppClient) -> Authenticator:
    """The app that ann has set up and prefers, all by pycognito."""
    user = signed_in(server, client)
    app = Authenticator(server, user.associate_software_token())
    assert user.verify_software_token(app.code(), "My phone") is True
    user.set_user_mfa_preference(False, True, preferred="SOFTWARE_TOKEN")
    return app


def with_text_messages(server: str, client: AppClient) -> None:
    signed_in(server, client).set_user_mfa_preference(True, False, preferred="SMS")


def challenged(server: str, client: AppClient, exception: type[Any]) -> tuple[Cognito, Any]:
    """A user at the second factor, and what its exception carries."""
    user = user_of(server, client, "ann")
    with pytest.raises(exception) as caught:
        user.authenticate(password=PASSWORD)
    return user, caught.value.get_tokens()


def test_an_app(aging: str, client: AppClient) -> None:
    app = with_app(aging, client)
    user, _ = challenged(aging, client, SoftwareTokenMFAChallengeException)
    user.respond_to_software_token_mfa_challenge(app.next_code())
    assert user.access_claims["username"] == "ann"


def test_an_app_when_recreating_an_instance(aging: str, client: AppClient) -> None:
    app = with_app(aging, client)
    _, tokens = challenged(aging, client, SoftwareTokenMFAChallengeException)
    again = user_of(aging, client, "ann")
    again.respond_to_software_token_mfa_challenge(app.next_code(), tokens)
    assert again.access_claims["username"] == "ann"


def test_an_app_without_a_name(aging: str, client: AppClient) -> None:
    # Its default name is the empty text, which the model allows: protocol.md 9.6.
    user = signed_in(aging, client)
    app = Authenticator(aging, user.associate_software_token())
    assert user.verify_software_token(app.code()) is True


def test_a_wrong_code_of_an_app(aging: str, client: AppClient) -> None:
    app = with_app(aging, client)
    user, _ = challenged(aging, client, SoftwareTokenMFAChallengeException)
    with refused("CodeMismatchException", "Invalid code received for user"):
        user.respond_to_software_token_mfa_challenge(app.wrong_code())
    assert user.access_token is None


def test_a_text_message(aging: str, client: AppClient) -> None:
    with_text_messages(aging, client)
    user, _ = challenged(aging, client, SMSMFAChallengeException)
    user.respond_to_sms_mfa_challenge(inbox.last_code(aging, client.pool_id, "ann"))
    assert user.access_claims["username"] == "ann"


def test_a_text_message_when_recreating_an_instance(aging: str, client: AppClient) -> None:
    with_text_messages(aging, client)
    _, tokens = challenged(aging, client, SMSMFAChallengeException)
    again = user_of(aging, client, "ann")
    again.respond_to_sms_mfa_challenge(inbox.last_code(aging, client.pool_id, "ann"), tokens)
    assert again.access_claims["username"] == "ann"


def test_turning_it_off_again(aging: str, client: AppClient) -> None:
    app = with_app(aging, client)
    user, _ = challenged(aging, client, SoftwareTokenMFAChallengeException)
    user.respond_to_software_token_mfa_challenge(app.next_code())
    user.set_user_mfa_preference(False, False)
    assert signed_in(aging, client).access_claims["username"] == "ann"
