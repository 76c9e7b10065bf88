"""amazon-cognito-identity-js, unmodified, with our server as its endpoint."""

from typing import Any

import pytest

from harness import javascript
from harness.pool import PASSWORD, AppClient, Pool, claims


def sign_in(
    server: str, client: AppClient, password: str, flow: str = "USER_SRP_AUTH", **more: str
) -> Any:
    request = {
        "endpoint": server,
        "poolId": client.pool_id,
        "clientId": client.id,
        "username": "ann",
        "password": password,
        "flow": flow,
        **more,
    }
    return javascript.run("sign_in.cjs", request)


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_sign_in_refresh_and_attributes(
    server: str, pool: Pool, public: AppClient, flow: str
) -> None:
    pool.user(email="ann@example.com")
    answer = sign_in(server, public, PASSWORD, flow)
    assert answer["tokens"]["valid"] is True
    first, second = (claims(answer[name]["access"]) for name in ("tokens", "refreshed"))
    assert first["username"] == "ann"
    assert first["jti"] != second["jti"]
    assert first["origin_jti"] == second["origin_jti"]
    assert answer["attributes"]["email"] == "ann@example.com"


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_a_wrong_password_is_refused(server: str, pool: Pool, public: AppClient, flow: str) -> None:
    pool.user()
    assert sign_in(server, public, "Wrong-password1", flow) == {
        "error": {
            "code": "NotAuthorizedException",
            "message": "Incorrect username or password.",
        }
    }


def test_a_first_password(server: str, pool: Pool, public: AppClient) -> None:
    pool.invite("ann", "Temporary-1")
    answer = sign_in(server, public, "Temporary-1", newPassword=PASSWORD)
    assert answer["tokens"]["valid"] is True
    assert sign_in(server, public, PASSWORD)["tokens"]["valid"] is True
