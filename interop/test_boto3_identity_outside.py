"""boto3 logs in with tokens of outside issuers, which PyJWT signs with keys of its own."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from conftest import ServerFactory, aws_client
from harness.bounds import WITHIN_SECONDS
from harness.expect import refused

ROLE = "arn:aws:iam::123456789012:role/anybody"
ARN = "arn:aws:iam::123456789012:oidc-provider/login.example.com/tenant"
SAML = "arn:aws:iam::123456789012:saml-provider/example"
TENANT = "login.example.com/tenant"


class Issuer:
    """Somebody who signs tokens, by RSA or by an elliptic curve."""

    def __init__(self, url: str, algorithm: str) -> None:
        self.url, self.algorithm = url, algorithm
        if algorithm == "ES256":
            self.key: Any = ec.generate_private_key(ec.SECP256R1())
        else:
            self.key = rsa.generate_private_key(65537, 2048)

    def jwks(self) -> str:
        kind = jwt.get_algorithm_by_name(self.algorithm)
        key = json.loads(kind.to_jwk(self.key.public_key()))
        # PyJWT says what a key may do, which is less than what it is for.
        key.pop("key_ops", None)
        return json.dumps({"keys": [{**key, "kid": "1", "use": "sig"}]})

    def token(self, **claims: Any) -> str:
        now = int(time.time())
        every = {"iss": self.url, "sub": "person", "aud": "app", "iat": now, "exp": now + 600}
        headers = {"kid": "1"}
        return jwt.encode({**every, **claims}, self.key, self.algorithm, headers=headers)


@pytest.fixture(scope="module")
def google() -> Issuer:
    return Issuer("https://accounts.google.com", "RS256")


@pytest.fixture(scope="module")
def tenant() -> Issuer:
    return Issuer(f"https://{TENANT}", "ES256")


@pytest.fixture(scope="module")
def identity(
    serve: ServerFactory,
    google: Issuer,
    tenant: Issuer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Any]:
    """boto3's identity pools on a server that was given the keys of both."""
    directory = Path(tmp_path_factory.mktemp("keys"))
    arguments = ["--memory", "--trust-opaque", "graph.facebook.com"]
    for name, issuer in (("google", google), ("tenant", tenant)):
        path = directory / f"{name}.json"
        path.write_text(issuer.jwks())
        arguments += ["--trusted-jwks", f"{issuer.url}={path}"]
    arguments += ["--trusted-audience", f"{tenant.url}=app"]
    with serve(*arguments) as url:
        yield aws_client("cognito-identity", url)


@pytest.fixture(scope="module")
def pool_id(identity: Any) -> str:
    pool_id = identity.create_identity_pool(
        IdentityPoolName="outside",
        AllowUnauthenticatedIdentities=False,
        SupportedLoginProviders={
            "accounts.google.com": "app",
            "graph.facebook.com": "123",
            "www.amazon.com": "amzn1.x",
        },
        OpenIdConnectProviderARNs=[ARN],
        SamlProviderARNs=[SAML],
    )["IdentityPoolId"]
    identity.set_identity_pool_roles(IdentityPoolId=pool_id, Roles={"authenticated": ROLE})
    return pool_id


@pytest.mark.parametrize("provider", ["accounts.google.com", TENANT])
def test_a_token_of_an_outside_issuer_gives_credentials(
    identity: Any, pool_id: str, google: Issuer, tenant: Issuer, provider: str
) -> None:
    issuer = tenant if provider == TENANT else google
    logins = {provider: issuer.token()}
    found = identity.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]
    given = identity.get_credentials_for_identity(IdentityId=found, Logins=logins)
    assert given["IdentityId"] == found
    described = identity.describe_identity(IdentityId=found)
    assert described["Logins"] == [provider]
    again = identity.get_id(IdentityPoolId=pool_id, Logins={provider: issuer.token()})
    assert again["IdentityId"] == found


def test_a_token_that_proves_nothing_is_refused(
    identity: Any, pool_id: str, google: Issuer, tenant: Issuer
) -> None:
    def refusal(token: str, message: str) -> None:
        with refused("NotAuthorizedException", f"Invalid login token. {message}"):
            identity.get_id(IdentityPoolId=pool_id, Logins={"accounts.google.com": token})

    refusal(google.token(aud="other"), "Incorrect token audience.")
    refusal(tenant.token(), "Issuer doesn't match providerName")
    with refused("NotAuthorizedException", "Invalid login token. Incorrect token audience."):
        logins = {TENANT: tenant.token(aud="other")}
        identity.get_id(IdentityPoolId=pool_id, Logins=logins)
    impostor = Issuer(google.url, "RS256")
    refusal(impostor.token(), "Couldn't verify signed token.")
    refusal("garbage", "Not a valid OpenId Connect identity token.")
    with refused("NotAuthorizedException") as expired:
        logins = {"accounts.google.com": google.token(exp=1_600_000_000)}
        identity.get_id(IdentityPoolId=pool_id, Logins=logins)
    assert expired.message.startswith("Invalid login token. Token expired: ")
    assert expired.message.endswith(" >= 1600000000")


def test_opaque_tokens_are_taken_where_it_was_said(identity: Any, pool_id: str) -> None:
    logins = {"graph.facebook.com": "token"}
    assert identity.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]
    with refused("NotAuthorizedException") as unknown:
        identity.get_id(IdentityPoolId=pool_id, Logins={"www.amazon.com": "token"})
    assert "--trusted-jwks" in unknown.message
    message = "Invalid login token. This server does not verify SAML assertions."
    with refused("NotAuthorizedException", message):
        identity.get_id(IdentityPoolId=pool_id, Logins={SAML: "assertion"})
    message = "Token is not from a supported provider of this identity pool."
    with refused("NotAuthorizedException", message):
        identity.get_id(IdentityPoolId=pool_id, Logins={"appleid.apple.com": "token"})


def test_keys_that_are_none_are_refused_at_once(poolgate_bin: str, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text('{"keys": []}')
    keys = f"https://login.example.com={path}"
    command = [poolgate_bin, "local", "serve", "--memory", "--trusted-jwks", keys]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=WITHIN_SECONDS, check=False
    )
    assert done.returncode == 3
    assert str(path) in done.stderr
