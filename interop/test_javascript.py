"""amazon-cognito-identity-js, unmodified, with our server as its endpoint."""

from typing import Any

import pytest

from harness.expect import refused
from harness.javascript import browser
from harness.pool import PASSWORD, AppClient, Pool, claims

FLOWS = pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])


@FLOWS
def test_sign_in_refresh_and_attributes(
    server: str, pool: Pool, public: AppClient, flow: str
) -> None:
    pool.user(email="ann@example.com")
    with browser(server, public) as page:
        page.visit(flow=flow)
        event, (tokens,) = page.signs_in()
        refreshed = page.succeeds("refreshSession")
        attributes = page.succeeds("getUserAttributes")
    assert (event, tokens["valid"]) == ("onSuccess", True)
    first, second = claims(tokens["access"]), claims(refreshed["access"])
    assert first["username"] == "ann"
    assert first["jti"] != second["jti"]
    assert first["origin_jti"] == second["origin_jti"]
    assert {"Name": "email", "Value": "ann@example.com"} in attributes


@FLOWS
def test_a_wrong_password_is_refused(server: str, pool: Pool, public: AppClient, flow: str) -> None:
    pool.user()
    with browser(server, public) as page:
        page.visit(flow=flow)
        answer = page.signs_in("Wrong-password1")
    error = {"code": "NotAuthorizedException", "message": "Incorrect username or password."}
    assert answer == ("onFailure", [error])


@FLOWS
def test_a_first_password_with_a_required_attribute(server: str, cognito: Any, flow: str) -> None:
    pool = Pool.create(cognito, Schema=[{"Name": "nickname", "Required": True}])
    client = pool.client()
    pool.invite("ann", "Temporary-1", email="ann@example.com")
    with browser(server, client) as page:
        page.visit(flow=flow)
        event, (attributes, required) = page.signs_in("Temporary-1")
        assert (event, required) == ("newPasswordRequired", ["nickname"])
        assert attributes["email"] == "ann@example.com"
        answer = {"newPassword": PASSWORD, "attributes": {"nickname": "Annie"}}
        tokens = page.succeeds("completeNewPasswordChallenge", **answer)
        assert claims(tokens["id"])["nickname"] == "Annie"
        page.visit(flow=flow)
        assert page.signs_in()[0] == "onSuccess"


def test_a_sign_out_everywhere(server: str, pool: Pool, public: AppClient) -> None:
    pool.user()
    with browser(server, public) as page:
        _, (tokens,) = page.signs_in()
        assert page.succeeds("globalSignOut") == "SUCCESS"
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        public.cognito.get_user(AccessToken=tokens["access"])
