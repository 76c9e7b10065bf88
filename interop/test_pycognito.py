"""pycognito, unmodified, with our server as its endpoint."""

import copy

import pytest
from pycognito.exceptions import ForceChangePasswordException, TokenVerificationException

from harness.expect import refused
from harness.pool import PASSWORD, AppClient, Pool
from harness.pycognito_user import srp_of, user_of


def test_srp_and_its_own_verification_of_our_tokens(
    server: str, pool: Pool, public: AppClient
) -> None:
    pool.user(email="ann@example.com")
    user = user_of(server, public, "ann")
    # authenticate() ends with verify_tokens(): key set, issuer, audience and token_use.
    user.authenticate(password=PASSWORD)
    assert user.id_claims["email"] == "ann@example.com"
    assert user.access_claims["iss"] == f"{server}/{pool.id}"
    assert user.token_type == "Bearer"


def test_a_wrong_password_is_refused(server: str, pool: Pool, public: AppClient) -> None:
    pool.user()
    with refused("NotAuthorizedException", "Incorrect username or password."):
        user_of(server, public, "ann").authenticate(password="Wrong-password1")


def test_srp_with_a_client_secret(server: str, pool: Pool, confidential: AppClient) -> None:
    pool.user()
    user = user_of(server, confidential, "ann")
    user.authenticate(password=PASSWORD)
    assert user.access_claims["client_id"] == confidential.id


def test_its_verification_refuses_a_changed_token(
    server: str, pool: Pool, public: AppClient
) -> None:
    pool.user()
    user = user_of(server, public, "ann")
    user.authenticate(password=PASSWORD)
    body, _, signature = user.id_token.rpartition(".")
    changed = ("A" if signature[0] != "A" else "B") + signature[1:]
    with pytest.raises(TokenVerificationException):
        user.verify_token(f"{body}.{changed}", "id_token", "id")
    with pytest.raises(TokenVerificationException):
        user.verify_token(user.access_token, "id_token", "id")


def test_it_renews_tokens(server: str, pool: Pool, public: AppClient) -> None:
    pool.user()
    user = user_of(server, public, "ann")
    user.authenticate(password=PASSWORD)
    before = copy.copy(user.access_claims)
    user.renew_access_token()
    assert user.access_claims["jti"] != before["jti"]
    assert user.access_claims["origin_jti"] == before["origin_jti"]


def test_it_reads_the_user_and_signs_out(server: str, pool: Pool, public: AppClient) -> None:
    pool.user(email="ann@example.com")
    user = user_of(server, public, "ann")
    user.authenticate(password=PASSWORD)
    assert user.get_user().email == "ann@example.com"
    refresh_token = user.refresh_token
    user.logout()
    with refused("NotAuthorizedException", "Refresh Token has been revoked"):
        public.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=refresh_token)


def test_it_registers_a_user(server: str, pool: Pool, public: AppClient) -> None:
    user = user_of(server, public, "uma")
    user.set_base_attributes(email="uma@example.com")
    assert user.register("uma", PASSWORD)["UserConfirmed"] is False


def test_a_first_password(server: str, pool: Pool, public: AppClient) -> None:
    pool.invite("ann", "Temporary-1")
    user = user_of(server, public, "ann")
    with pytest.raises(ForceChangePasswordException):
        user.authenticate(password="Temporary-1")
    user.new_password_challenge("Temporary-1", PASSWORD)
    assert user.access_claims["username"] == "ann"
    assert srp_of(public, "ann", PASSWORD).authenticate_user()["AuthenticationResult"]


def test_a_first_password_with_a_client_secret(
    server: str, pool: Pool, confidential: AppClient
) -> None:
    pool.invite("ann", "Temporary-1")
    user = user_of(server, confidential, "ann")
    user.new_password_challenge("Temporary-1", PASSWORD)
    assert user.access_claims["client_id"] == confidential.id


def test_as_administrator(server: str, pool: Pool, public: AppClient) -> None:
    pool.user()
    user = user_of(server, public, "ann")
    # By ADMIN_NO_SRP_AUTH, the flow's older name: protocol.md 3.1.
    user.admin_authenticate(password=PASSWORD)
    assert user.access_claims["username"] == "ann"
