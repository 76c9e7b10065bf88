"""An app that signs people in by redirects, at the domain of a pool of our server."""

import base64
import hashlib
import secrets
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

import requests

from harness.bounds import WITHIN_SECONDS
from harness.pool import AppClient, Pool

CALLBACK = "http://localhost:3000/callback"
SIGNED_OUT = "http://localhost:3000/"
SCOPES = ("openid", "email", "profile", "aws.cognito.signin.user.admin")
Response = requests.Response


@dataclass(frozen=True)
class Pkce:
    """A verifier and its challenge (RFC 7636 section 4)."""

    verifier: str

    @classmethod
    def fresh(cls) -> "Pkce":
        return cls(secrets.token_urlsafe(32))

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def query(self) -> dict[str, str]:
        return {"code_challenge": self.challenge, "code_challenge_method": "S256"}


@dataclass
class OAuthApp:
    """An app client with a domain and a callback that nobody listens on."""

    server: str
    pool: Pool
    client: AppClient
    redirect_uri: str

    @property
    def issuer(self) -> str:
        return f"{self.server}/{self.pool.id}"

    def endpoint(self, path: str) -> str:
        """The URL of a path below the pool's domain, which every resolver knows."""
        return f"{self.issuer}{path}"

    def query(self, **more: str | None) -> dict[str, str]:
        """The parameters of an authorization request; None takes one away."""
        plain = {
            "response_type": "code",
            "client_id": self.client.id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid email",
            "state": "the-state",
        }
        return {name: value for name, value in {**plain, **more}.items() if value is not None}

    def authorize_url(self, **more: str | None) -> str:
        return f"{self.endpoint('/oauth2/authorize')}?{urlencode(self.query(**more))}"

    def token(self, grant_type: str, **form: str) -> Response:
        """Asks the token endpoint as this client; Basic, if it has a secret."""
        credentials = (self.client.id, self.client.secret) if self.client.secret else None
        client_id = {} if credentials else {"client_id": self.client.id}
        return requests.post(
            self.endpoint("/oauth2/token"),
            data={"grant_type": grant_type, **client_id, **form},
            auth=credentials,
            timeout=WITHIN_SECONDS,
        )

    def exchange(self, code: str, **more: str) -> Response:
        given = {"code": code, "redirect_uri": self.redirect_uri, **more}
        return self.token("authorization_code", **given)

    def refresh(self, token: str, **more: str) -> Response:
        return self.token("refresh_token", refresh_token=token, **more)


def new_app(server: str, pool: Pool, *redirect_uris: str, **settings: Any) -> OAuthApp:
    """Gives the pool a domain, if it has none, and one more app client."""
    described = pool.cognito.describe_user_pool(UserPoolId=pool.id)["UserPool"]
    if "Domain" not in described:
        pool.cognito.create_user_pool_domain(Domain=f"app-{uuid.uuid4()}", UserPoolId=pool.id)
    redirect_uris = redirect_uris or (CALLBACK,)
    settings = {
        "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": list(SCOPES),
        "CallbackURLs": list(redirect_uris),
        "LogoutURLs": [SIGNED_OUT],
        "SupportedIdentityProviders": ["COGNITO"],
        **settings,
    }
    return OAuthApp(server, pool, pool.client(**settings), redirect_uris[0])


def altered(url: str, **changed: str) -> str:
    """The same URL with other values in its query."""
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query, keep_blank_values=True)), **changed}
    return urlunsplit(parts._replace(query=urlencode(query)))


def answer_in(url: str) -> dict[str, str]:
    """The parameters that a redirect brought, each of them once."""
    parameters = parse_qs(urlsplit(url).query, strict_parsing=True, keep_blank_values=True)
    assert all(len(values) == 1 for values in parameters.values()), url
    return {name: values[0] for name, values in parameters.items()}
