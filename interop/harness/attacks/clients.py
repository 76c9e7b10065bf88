"""Attacks with somebody else's tokens, with too little of a proof, and for more than was granted."""

import requests

from harness.attacks.target import RESOURCE, Target, refusal
from harness.bounds import WITHIN_SECONDS
from harness.oauth import Pkce
from harness.pool import claims


def refresh_token_of_another_client(target: Target) -> str:
    return refusal(target.other.refresh(target.tokens()["refresh_token"]))


def refresh_for_more_scopes(target: Target) -> str:
    """RFC 6749 section 6: no scope that was not granted, though the app itself may have it.

    Cognito knows no `scope` in a refresh (protocol.md 6.2), so that what was granted is what comes.
    """
    token = target.tokens(scope="openid")["refresh_token"]
    more = "openid aws.cognito.signin.user.admin"
    answer = target.app.refresh(token, scope=more)
    return f"only {claims(answer.json()['access_token'])['scope']}"


def access_token_as_refresh_token(target: Target) -> str:
    return refusal(target.app.refresh(target.tokens()["access_token"]))


def revoked_refresh_token(target: Target) -> str:
    token = target.tokens()["refresh_token"]
    form = {"token": token, "client_id": target.app.client.id}
    assert requests.post(
        target.app.endpoint("/oauth2/revoke"), data=form, timeout=WITHIN_SECONDS
    ).ok
    return refusal(target.app.refresh(token))


def revoke_by_another_client(target: Target) -> str:
    """A stranger ends nobody's sign-in."""
    token = target.tokens()["refresh_token"]
    form = {"token": token, "client_id": target.other.client.id}
    answer = requests.post(target.app.endpoint("/oauth2/revoke"), data=form, timeout=WITHIN_SECONDS)
    assert target.app.refresh(token).ok
    return refusal(answer)


def machine_token_for_a_public_client(target: Target) -> str:
    return refusal(target.app.token("client_credentials"))


def machine_token_for_an_app_of_people(target: Target) -> str:
    return refusal(target.confidential.token("client_credentials"))


def machine_token_for_a_scope_of_others(target: Target) -> str:
    return refusal(target.machine.token("client_credentials", scope=f"{RESOURCE}/write"))


def machine_token_for_a_scope_of_people(target: Target) -> str:
    return refusal(target.machine.token("client_credentials", scope="openid"))


def with_secret(secret: str, target: Target) -> str:
    app = target.confidential
    return _exchange_by(target, (app.client.id, secret))


def without_secret(target: Target) -> str:
    return _exchange_by(target, None)


def _exchange_by(target: Target, credentials: tuple[str, str] | None) -> str:
    app, pkce = target.confidential, Pkce.fresh()
    form = {
        "grant_type": "authorization_code",
        "client_id": app.client.id,
        "redirect_uri": app.redirect_uri,
        "code": target.code(app, **pkce.query()),
        "code_verifier": pkce.verifier,
    }
    url = app.endpoint("/oauth2/token")
    return refusal(requests.post(url, data=form, auth=credentials, timeout=WITHIN_SECONDS))


def access_token_without_the_scope(target: Target) -> str:
    """What an OAuth client was not granted, the API does not do for it (protocol.md 5.6)."""
    token = target.tokens(scope="openid")["access_token"]
    try:
        target.pool.cognito.get_user(AccessToken=token)
    except target.pool.cognito.exceptions.NotAuthorizedException as error:
        return error.response["Error"]["Message"]
    return "accepted"


def id_token_at_user_info(target: Target) -> str:
    return _user_info(target, target.tokens()["id_token"])


def machine_token_at_user_info(target: Target) -> str:
    token = target.machine.token("client_credentials").json()["access_token"]
    return _user_info(target, token)


def _user_info(target: Target, token: str) -> str:
    url = target.app.endpoint("/oauth2/userInfo")
    headers = {"Authorization": f"Bearer {token}"}
    return refusal(requests.get(url, headers=headers, timeout=WITHIN_SECONDS))
