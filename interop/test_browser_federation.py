"""Federation in a real browser: one pool signs people in for another."""

import json

import pytest

from harness.browser import Browser
from harness.browser_login import configure, logging_in
from harness.cli import Cli
from harness.federation import PROVIDER, signing_in_elsewhere
from harness.oauth import OAuthApp
from harness.page_check import PageCheck
from harness.pool import PASSWORD, Pool, claims
from harness.ports import NewPort


@pytest.fixture
def home(server: str, pool: Pool, new_port: NewPort) -> OAuthApp:
    """The app of a pool that knows nobody itself."""
    return signing_in_elsewhere(server, pool, f"http://localhost:{new_port()}/callback")


@pytest.mark.parametrize("chosen", ["by the person", "by the command"])
def test_somebody_of_another_pool(
    cli: Cli, home: OAuthApp, person: Browser, check: PageCheck, chosen: str
) -> None:
    configure(cli, home)
    options = ("--identity-provider", PROVIDER) if chosen == "by the command" else ()
    with logging_in(cli, *options) as login:
        person.open(login.url)
        if not options:
            person.arrives("sign-in")
            check.examine("sign-in-with-providers")
            person.press(f"a.provider[data-provider='{PROVIDER}']")
        person.arrives("sign-in")
        assert home.pool.id not in person.path, "the page of the other pool"
        person.sign_in("ann", PASSWORD)
        login.succeeds()
    token = cli.succeed("token", "--type", "id").strip()
    told = claims(token)
    assert (told["email"], told["name"]) == ("ann@example.com", "Ann Elsewhere")
    assert told["cognito:username"].lower().startswith(f"{PROVIDER.lower()}_")
    identity = told["identities"][0]
    assert (identity["providerName"], identity["providerType"]) == (PROVIDER, "OIDC")
    status = json.loads(cli.succeed("status", "--json"))
    assert status["username"] == told["cognito:username"]
