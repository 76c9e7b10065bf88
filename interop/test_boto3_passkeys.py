"""boto3 with an authenticator in software: passkeys made, listed, deleted, and used to sign in."""

from typing import Any

import pytest

from harness.expect import refused
from harness.passkey import Authenticator
from harness.pool import AppClient, Pool, Response

ORIGIN = "https://app.example.com"


@pytest.fixture
def pool(cognito: Any) -> Pool:
    """A pool that lets `ann` begin with a password or a passkey for `example.com`."""
    factors = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}
    pool = Pool.create(cognito, Policies=factors)
    configure(pool, RelyingPartyId="example.com")
    pool.user()
    return pool


def configure(pool: Pool, **configuration: str) -> None:
    pool.cognito.set_user_pool_mfa_config(
        UserPoolId=pool.id, MfaConfiguration="OFF", WebAuthnConfiguration=configuration
    )


def start(client: AppClient, token: str) -> dict[str, Any]:
    answer = client.cognito.start_web_authn_registration(AccessToken=token)
    return answer["CredentialCreationOptions"]


def register(client: AppClient) -> tuple[str, Authenticator]:
    """A passkey of `ann`, and her token."""
    token = client.tokens("ann")["AccessToken"]
    authenticator = Authenticator()
    credential = authenticator.create(start(client, token), ORIGIN)
    client.cognito.complete_web_authn_registration(AccessToken=token, Credential=credential)
    return token, authenticator


def challenge(client: AppClient) -> tuple[str, str]:
    """The session of `WEB_AUTHN`, and what the authenticator is asked for."""
    asked = client.initiate("USER_AUTH", USERNAME="ann", PREFERRED_CHALLENGE="WEB_AUTHN")
    assert asked["ChallengeName"] == "WEB_AUTHN"
    return asked["Session"], asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]


def answer(client: AppClient, credential: str, session: str) -> Response:
    return client.respond("WEB_AUTHN", {"USERNAME": "ann", "CREDENTIAL": credential}, session)


def test_a_passkey_signs_in(cognito: Any, public: AppClient) -> None:
    _, authenticator = register(public)
    for _ in range(2):
        session, options = challenge(public)
        tokens = answer(public, authenticator.get(options, ORIGIN), session)
        token = tokens["AuthenticationResult"]["AccessToken"]
        assert cognito.get_user(AccessToken=token)["Username"] == "ann"
    factors = cognito.get_user_auth_factors(AccessToken=token)["ConfiguredUserAuthFactors"]
    assert factors == ["PASSWORD", "WEB_AUTHN"]


def test_a_passkey_is_chosen(public: AppClient) -> None:
    _, authenticator = register(public)
    begun = public.initiate("USER_AUTH", USERNAME="ann")
    assert begun["AvailableChallenges"] == ["PASSWORD_SRP", "PASSWORD", "WEB_AUTHN"]
    choice = {"USERNAME": "ann", "ANSWER": "WEB_AUTHN"}
    asked = public.respond("SELECT_CHALLENGE", choice, begun["Session"])
    options = asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]
    assert answer(public, authenticator.get(options, ORIGIN), asked["Session"])


# The service's text is not public.
def test_what_the_passkey_did_not_sign_is_refused(public: AppClient) -> None:
    _, authenticator = register(public)
    session, options = challenge(public)
    _, other = challenge(public)
    for credential in (
        authenticator.get(other, ORIGIN),
        authenticator.get(options, "https://evil.org"),
        Authenticator().get(options, ORIGIN),
    ):
        with refused("NotAuthorizedException"):
            answer(public, credential, session)
    with refused("InvalidParameterException"):
        answer(public, "{}", session)
    assert answer(public, authenticator.get(options, ORIGIN), session)


def test_passkeys_are_listed_and_deleted(cognito: Any, public: AppClient) -> None:
    register(public)
    token, _ = register(public)
    first = cognito.list_web_authn_credentials(AccessToken=token, MaxResults=1)
    (credential,) = first["Credentials"]
    assert credential["RelyingPartyId"] == "example.com"
    second = cognito.list_web_authn_credentials(AccessToken=token, NextToken=first["NextToken"])
    assert len(second["Credentials"]) == 1
    passkey = {"AccessToken": token, "CredentialId": credential["CredentialId"]}
    cognito.delete_web_authn_credential(**passkey)
    with refused("ResourceNotFoundException"):
        cognito.delete_web_authn_credential(**passkey)


def test_a_credential_must_answer_what_was_asked(cognito: Any, public: AppClient) -> None:
    token = public.tokens("ann")["AccessToken"]
    options = start(public, token)
    other = {**options, "challenge": "b3RoZXI"}
    party = {**options, "rp": {"id": "evil.org"}}
    for code, credential in (
        ("WebAuthnChallengeNotFoundException", Authenticator().create(other, ORIGIN)),
        ("WebAuthnOriginNotAllowedException", Authenticator().create(options, "https://evil.org")),
        ("WebAuthnRelyingPartyMismatchException", Authenticator().create(party, ORIGIN)),
        ("InvalidParameterException", {"id": "x"}),
    ):
        with refused(code):
            cognito.complete_web_authn_registration(AccessToken=token, Credential=credential)


def test_the_client_that_asked_is_the_one_that_completes(
    cognito: Any, pool: Pool, public: AppClient
) -> None:
    token = public.tokens("ann")["AccessToken"]
    credential = Authenticator().create(start(public, token), ORIGIN)
    elsewhere = pool.client().tokens("ann")["AccessToken"]
    with refused("WebAuthnClientMismatchException"):
        cognito.complete_web_authn_registration(AccessToken=elsewhere, Credential=credential)


def test_the_pool_must_allow_passkeys_and_have_a_domain(
    cognito: Any, pool: Pool, public: AppClient
) -> None:
    without = Pool.create(cognito)
    without.user()
    with refused("WebAuthnNotEnabledException"):
        start(public, without.client().tokens("ann")["AccessToken"])
    configure(pool, UserVerification="required")
    with refused("WebAuthnConfigurationMissingException"):
        start(public, public.tokens("ann")["AccessToken"])


def test_pages_have_twenty_passkeys_at_most(unchecked: Any, public: AppClient) -> None:
    token = public.tokens("ann")["AccessToken"]
    message = (
        "1 validation error detected: Value '21' at 'maxResults' failed to satisfy constraint: "
        "Member must have value less than or equal to 20"
    )
    with refused("InvalidParameterException", message):
        unchecked.list_web_authn_credentials(AccessToken=token, MaxResults=21)
