"""AWS Amplify, unmodified, with our server as its endpoint: passwords, refresh, first passwords."""

from collections.abc import Iterator
from typing import Any

import pytest

from harness.amplify import AmplifyApp, amplify
from harness.expect import refused
from harness.pool import PASSWORD, Pool, claims

FLOWS = pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])


@pytest.fixture
def pool(cognito: Any) -> Pool:
    pool = Pool.create(cognito, Schema=[{"Name": "nickname", "Required": True}])
    pool.user(email="ann@example.com", nickname="Annie")
    return pool


@pytest.fixture
def app(server: str, pool: Pool) -> Iterator[AmplifyApp]:
    with amplify(server, pool.client()) as app:
        yield app


@FLOWS
def test_a_password(app: AmplifyApp, flow: str) -> None:
    assert app.begins(password=PASSWORD, authFlowType=flow)["signInStep"] == "DONE"
    assert app.does("getCurrentUser")["username"] == "ann"
    assert app.does("fetchUserAttributes")["email"] == "ann@example.com"


@FLOWS
def test_a_wrong_password(app: AmplifyApp, flow: str) -> None:
    given = {"username": "ann", "password": "Wrong-password1", "options": {"authFlowType": flow}}
    assert app.fails("signIn", **given) == "NotAuthorizedException"


@FLOWS
def test_a_first_password_with_a_required_attribute(pool: Pool, app: AmplifyApp, flow: str) -> None:
    pool.invite("bob", "Temporary-1")
    step = app.begins("bob", password="Temporary-1", authFlowType=flow)
    assert step["signInStep"] == "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED"
    assert step["missingAttributes"] == ["nickname"]
    step = app.answers(PASSWORD, userAttributes={"nickname": "Bobby"})
    assert step["signInStep"] == "DONE"
    assert claims(app.tokens()["id"])["nickname"] == "Bobby"


def test_a_refresh(app: AmplifyApp) -> None:
    app.begins(password=PASSWORD)
    first, second = app.tokens(), app.tokens(force_refresh=True)
    assert claims(first["access"])["jti"] != claims(second["access"])["jti"]
    assert claims(first["access"])["origin_jti"] == claims(second["access"])["origin_jti"]


def test_a_refresh_with_rotation(server: str, pool: Pool) -> None:
    client = pool.client(
        ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"],
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
    )
    with amplify(server, client) as app:
        app.begins(password=PASSWORD)
        seen = {claims(app.tokens(force_refresh=True)["access"])["jti"] for _ in range(3)}
    assert len(seen) == 3


def test_a_sign_out_everywhere(app: AmplifyApp) -> None:
    app.begins(password=PASSWORD)
    token = app.tokens()["access"]
    app.does("signOut", **{"global": True})
    with refused("NotAuthorizedException", "Access Token has been revoked"):
        app.client.cognito.get_user(AccessToken=token)
    assert app.tokens() is None
