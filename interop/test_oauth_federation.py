"""Signing in at one pool by another one, which is an OpenID provider like any other."""

from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from harness.oauth import OAuthApp, answer_in, new_app
from harness.pool import PASSWORD, Pool, claims
from harness.visitor import Visitor, form

PROVIDER = "Other"
MAPPING = {"email": "email", "email_verified": "email_verified", "name": "given_name"}


@pytest.fixture
def provider(server: str, cognito: Any) -> Pool:
    """The other pool, with the user ann."""
    pool = Pool.create(cognito)
    pool.user(email="ann@example.com", email_verified="true", given_name="Ann")
    return pool


@pytest.fixture
def app(server: str, pool: Pool, provider: Pool) -> OAuthApp:
    """An app whose users may come by the other pool."""
    callback = f"{server}/{pool.id}/oauth2/idpresponse"
    there = new_app(server, provider, callback, GenerateSecret=True)
    pool.cognito.create_identity_provider(
        UserPoolId=pool.id,
        ProviderName=PROVIDER,
        ProviderType="OIDC",
        IdpIdentifiers=["example.com"],
        AttributeMapping=MAPPING,
        ProviderDetails={
            "client_id": there.client.id,
            "client_secret": there.client.secret,
            "oidc_issuer": there.issuer,
            "authorize_scopes": "openid email profile",
            "attributes_request_method": "GET",
        },
    )
    return new_app(server, pool, SupportedIdentityProviders=["COGNITO", PROVIDER])


def _come_by(app: OAuthApp, visitor: Visitor, **asked: str) -> str:
    """Signs in at the other pool, and answers where that leads in the end."""
    page = visitor.open(app.authorize_url(**(asked or {"identity_provider": PROVIDER})))
    assert urlsplit(page.url).path.endswith("/login")
    assert app.pool.id not in urlsplit(page.url).path
    answer = visitor.send(page, "sign-in", username="ann", password=PASSWORD)
    assert answer.is_redirect, answer.text
    return answer.headers["Location"]


def test_whoever_comes_by_the_provider_becomes_a_user(app: OAuthApp, provider: Pool) -> None:
    answer = answer_in(_come_by(app, Visitor()))
    assert answer["state"] == "the-state"
    tokens = app.exchange(answer["code"]).json()
    id_token = claims(tokens["id_token"])
    subject = next(
        attribute["Value"]
        for attribute in provider.cognito.admin_get_user(UserPoolId=provider.id, Username="ann")[
            "UserAttributes"
        ]
        if attribute["Name"] == "sub"
    )
    assert id_token["cognito:username"] == f"{PROVIDER}_{subject}"
    assert id_token["email"] == "ann@example.com"
    (identity,) = id_token["identities"]
    assert identity["providerName"] == PROVIDER
    assert identity["userId"] == subject
    user = app.pool.cognito.admin_get_user(
        UserPoolId=app.pool.id, Username=id_token["cognito:username"]
    )
    assert user["UserStatus"] == "EXTERNAL_PROVIDER"


def test_a_linked_user_comes_by_the_provider(app: OAuthApp) -> None:
    app.pool.user("bob")
    app.pool.cognito.admin_link_provider_for_user(
        UserPoolId=app.pool.id,
        DestinationUser={"ProviderName": "Cognito", "ProviderAttributeValue": "bob"},
        SourceUser={
            "ProviderName": PROVIDER,
            "ProviderAttributeName": "email",
            "ProviderAttributeValue": "ann@example.com",
        },
    )
    tokens = app.exchange(answer_in(_come_by(app, Visitor()))["code"]).json()
    assert claims(tokens["id_token"])["cognito:username"] == "bob"


def test_a_provider_is_found_by_its_identifier(app: OAuthApp) -> None:
    assert "code" in answer_in(_come_by(app, Visitor(), idp_identifier="example.com"))


def test_an_answer_is_for_the_browser_that_asked(app: OAuthApp) -> None:
    attacker, victim = Visitor(), Visitor()
    page = attacker.open(app.authorize_url(identity_provider=PROVIDER))
    sent = form(page, "sign-in")
    back = attacker.post(sent, username="ann", password=PASSWORD).headers["Location"]
    assert "/oauth2/idpresponse?" in back
    refused = victim.open(back)
    assert refused.status_code == 400
    assert "invalid_state" in refused.text
    assert "code" in answer_in(attacker.get(back).headers["Location"])
    assert attacker.open(back).status_code == 400


def test_the_provider_s_refusal_reaches_the_app(app: OAuthApp) -> None:
    visitor = Visitor()
    there = visitor.get(app.authorize_url(identity_provider=PROVIDER)).headers["Location"]
    state = answer_in(there)["state"]
    url = app.endpoint("/oauth2/idpresponse")
    query = {"error": "access_denied", "error_description": "no thanks", "state": state}
    request = requests.Request("GET", url, params=query).prepare()
    answer = answer_in(visitor.get(request.url).headers["Location"])
    assert answer["error"] == "server_error"
    assert answer["error_description"] == f"{PROVIDER} answered access_denied no thanks"
    assert answer["state"] == "the-state"


def test_a_provider_that_is_gone_is_said(app: OAuthApp) -> None:
    app.pool.cognito.update_identity_provider(
        UserPoolId=app.pool.id,
        ProviderName=PROVIDER,
        ProviderDetails={
            "client_id": "x",
            "oidc_issuer": "http://127.0.0.1:9/nobody",
            "authorize_scopes": "openid",
            "attributes_request_method": "GET",
        },
    )
    answer = Visitor().get(app.authorize_url(identity_provider=PROVIDER))
    told = answer_in(answer.headers["Location"])
    assert told["error"] == "server_error"
    assert "http://127.0.0.1:9/nobody" in told["error_description"]


def test_providers_of_other_kinds_are_said_to_be_missing(server: str, pool: Pool) -> None:
    pool.cognito.create_identity_provider(
        UserPoolId=pool.id,
        ProviderName="Google",
        ProviderType="Google",
        ProviderDetails={"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"},
    )
    app = new_app(server, pool, SupportedIdentityProviders=["COGNITO", "Google"])
    page = Visitor().open(app.authorize_url(identity_provider="Google"))
    assert page.status_code == 400
    assert "unsupported_identity_provider" in page.text
