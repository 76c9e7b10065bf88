"""Signing in with a provider that is asked over HTTPS."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509

from conftest import ServerFactory, aws_client
from harness.certificates import LOOPBACK, Authority
from harness.oauth import OAuthApp, answer_in, new_app
from harness.pool import PASSWORD, Pool, claims
from harness.tls import tls_before
from harness.visitor import Visitor

PROVIDER = "Secure"


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def trusting(
    serve: ServerFactory, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server that trusts this authority and nobody else."""
    trusted = authority.write(tmp_path_factory.mktemp("trusted") / "authority.pem")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSL_CERT_DIR", raising=False)
        patch.setenv("SSL_CERT_FILE", str(trusted))
        with serve("--memory") as url:
            yield url


def _app(server: str, authority: str) -> OAuthApp:
    """An app whose users come by another pool, whose endpoints are asked there over HTTPS."""
    cognito = aws_client("cognito-idp", server)
    pool, theirs = Pool.create(cognito), Pool.create(cognito)
    theirs.user(email="ann@example.com", email_verified="true")
    callback = f"{server}/{pool.id}/oauth2/idpresponse"
    there = new_app(server, theirs, callback, GenerateSecret=True)
    secure = f"https://{authority}/{theirs.id}"
    cognito.create_identity_provider(
        UserPoolId=pool.id,
        ProviderName=PROVIDER,
        ProviderType="OIDC",
        AttributeMapping={"email": "email"},
        ProviderDetails={
            "client_id": there.client.id,
            "client_secret": there.client.secret,
            "oidc_issuer": there.issuer,
            "authorize_url": there.endpoint("/oauth2/authorize"),
            "token_url": f"{secure}/oauth2/token",
            "jwks_uri": f"{secure}/.well-known/jwks.json",
            "attributes_url": f"{secure}/oauth2/userInfo",
            "authorize_scopes": "openid email",
            "attributes_request_method": "GET",
        },
    )
    return new_app(server, pool, SupportedIdentityProviders=[PROVIDER])


def _come_by(app: OAuthApp) -> dict[str, str]:
    """What the app is told once somebody has signed in over there."""
    visitor = Visitor()
    answer = visitor.send(
        visitor.open(app.authorize_url()), "sign-in", username="ann", password=PASSWORD
    )
    assert answer.is_redirect, answer.text
    return answer_in(answer.headers["Location"])


def test_a_provider_with_a_trusted_certificate(
    trusting: str, authority: Authority, tmp_path: Path
) -> None:
    with tls_before(trusting, authority.certify(tmp_path / "server.pem")) as secure:
        app = _app(trusting, secure)
        tokens = app.exchange(_come_by(app)["code"]).json()
    assert claims(tokens["id_token"])["email"] == "ann@example.com"


@pytest.mark.parametrize(
    ("is_trusted", "name", "days", "fault"),
    [
        (False, LOOPBACK, 1, "invalid peer certificate: UnknownIssuer"),
        (True, LOOPBACK, -1, "invalid peer certificate: certificate expired"),
        (
            True,
            x509.DNSName("provider.example"),
            1,
            "invalid peer certificate: certificate not valid",
        ),
    ],
    ids=["of-another-authority", "expired", "of-another-name"],
)
def test_a_provider_whose_certificate_is_no_good(
    trusting: str,
    authority: Authority,
    tmp_path: Path,
    is_trusted: bool,
    name: x509.GeneralName,
    days: int,
    fault: str,
) -> None:
    signer = authority if is_trusted else Authority("somebody else")
    with tls_before(trusting, signer.certify(tmp_path / "server.pem", name, days)) as secure:
        app = _app(trusting, secure)
        told = _come_by(app)
        assert told["error"] == "server_error"
        assert told["state"] == "the-state"
        assert told["error_description"].startswith(f"https://{secure}/")
        assert f"cannot be reached: {fault}" in told["error_description"]


def test_a_provider_that_cannot_even_be_discovered(
    trusting: str, authority: Authority, tmp_path: Path
) -> None:
    certificate = Authority("somebody else").certify(tmp_path / "server.pem")
    with tls_before(trusting, certificate) as secure:
        app = _app(trusting, secure)
        app.pool.cognito.update_identity_provider(
            UserPoolId=app.pool.id,
            ProviderName=PROVIDER,
            ProviderDetails={
                "client_id": "x",
                "oidc_issuer": f"https://{secure}",
                "authorize_scopes": "openid",
                "attributes_request_method": "GET",
            },
        )
        answer = Visitor().get(app.authorize_url())
        assert urlsplit(answer.headers["Location"]).path == urlsplit(app.redirect_uri).path
        told = answer_in(answer.headers["Location"])
        assert told["error"] == "server_error"
        assert "/.well-known/openid-configuration cannot be reached" in told["error_description"]


def test_a_server_that_finds_nobody_to_trust_says_why(
    serve: ServerFactory, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    with (
        serve("--memory") as server,
        tls_before(server, authority.certify(tmp_path / "server.pem")) as secure,
    ):
        told = _come_by(_app(server, secure))
    assert told["error"] == "server_error"
    assert "nobody's certificates are trusted on this machine" in told["error_description"]
    assert "missing.pem" in told["error_description"]
