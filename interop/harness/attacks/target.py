"""What is attacked: a pool with a domain, apps of different kinds, and a user."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

from harness.federation import signing_in_elsewhere
from harness.oauth import CALLBACK, OAuthApp, Pkce, Response, answer_in, new_app
from harness.pool import PASSWORD, Pool
from harness.visitor import Visitor, page_name

RESOURCE = "https://api.example.com"


@dataclass
class Target:
    """One pool; its user ann has the password of all tests."""

    server: str
    pool: Pool

    @cached_property
    def app(self) -> OAuthApp:
        """A public app: its code is what attackers are after."""
        return new_app(self.server, self.pool)

    @cached_property
    def other(self) -> OAuthApp:
        """The attacker's own app, with the same callback."""
        return new_app(self.server, self.pool)

    @cached_property
    def confidential(self) -> OAuthApp:
        return new_app(self.server, self.pool, GenerateSecret=True)

    @cached_property
    def machine(self) -> OAuthApp:
        """An app that is nobody's: client credentials alone."""
        scopes = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
        self.pool.cognito.create_resource_server(
            UserPoolId=self.pool.id, Identifier=RESOURCE, Name="api", Scopes=scopes
        )
        return new_app(
            self.server,
            self.pool,
            GenerateSecret=True,
            AllowedOAuthFlows=["client_credentials"],
            AllowedOAuthScopes=[f"{RESOURCE}/read"],
            CallbackURLs=[],
            LogoutURLs=[],
        )

    @cached_property
    def home(self) -> OAuthApp:
        """An app whose users another pool signs in."""
        return signing_in_elsewhere(self.server, self.pool, CALLBACK)

    def code(self, app: OAuthApp | None = None, **query: str) -> str:
        """A fresh code for ann, as her browser got it."""
        url = (app or self.app).authorize_url(**query)
        return answer_in(Visitor().sign_in(url, "ann", PASSWORD))["code"]

    def tokens(self, app: OAuthApp | None = None, **query: str) -> dict[str, Any]:
        app = app or self.app
        pkce = Pkce.fresh()
        code = self.code(app, **pkce.query(), **query)
        answer = app.exchange(code, code_verifier=pkce.verifier)
        assert answer.ok, answer.text
        return answer.json()

    def authorize(self, **query: str | None) -> Response:
        """The answer to an authorization request, no redirect followed."""
        return Visitor().get(self.app.authorize_url(**query))


def refusal(answer: Response) -> str:
    """How an answer refuses: status and error, in the terms of where it came from."""
    if answer.is_redirect:
        return _redirect(answer.headers["Location"])
    if "json" in answer.headers.get("Content-Type", ""):
        return f"{answer.status_code} {answer.json()['error']}"
    if "html" in answer.headers.get("Content-Type", ""):
        return f"{answer.status_code} page {page_name(answer)}"
    return str(answer.status_code)


def _redirect(location: str) -> str:
    """Where a redirect leads: an error for the app, or another page of the domain."""
    url = urlsplit(location)
    query = parse_qs(url.query)
    if url.netloc == "localhost:3000":
        return f"redirect with {query.get('error', ['no error'])[0]}"
    if not url.netloc or url.hostname == "127.0.0.1":
        return f"redirect to {url.path.rpartition('/')[2]}"
    return f"redirect away, to {url.netloc}"
