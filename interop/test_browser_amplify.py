"""AWS Amplify's signInWithRedirect in a real browser → our server's pages, and back."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.bounds import WITHIN_SECONDS
from harness.browser import Browser
from harness.certificates import Authority
from harness.javascript import NODE
from harness.oauth import OAuthApp, new_app
from harness.pool import PASSWORD, Pool, claims
from harness.ports import NewPort
from harness.tls import tls_before
from harness.web_page import web_page

PAGE = """<!doctype html><html lang="en"><title>App</title><link rel="icon" href="data:,">
<main data-page="app">App</main>
<script>window.config = CONFIG</script><script src="/app.js"></script></html>"""
_CALL = """
const [name, given, done] = arguments;
app[name](given).then((value) => done({ value }), ({ name }) => done({ error: name }));
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Amplify for browsers, put together as its users do."""
    bundle = tmp_path_factory.mktemp("bundle") / "app.js"
    esbuild = Path(os.environ["NODE_PATH"]) / ".bin/esbuild"
    source = str(NODE / "amplify_page.mjs")
    command = [str(esbuild), source, "--bundle", "--log-level=warning", f"--outfile={bundle}"]
    subprocess.run(command, check=True, timeout=WITHIN_SECONDS)
    return bundle.read_bytes()


@pytest.fixture
def page(
    server: str, pool: Pool, script: bytes, tmp_path: Path, new_port: NewPort
) -> Iterator[str]:
    """The app's URL."""
    pool.user(email="ann@example.com")
    root = f"http://localhost:{new_port()}/"
    app = new_app(server, pool, root, LogoutURLs=[root])
    # Amplify asks its domain over https only.
    with tls_before(server, Authority().certify(tmp_path / "server.pem")) as authority:
        html = PAGE.replace("CONFIG", json.dumps(config(app, authority)))
        with web_page(int(root.rstrip("/").rpartition(":")[2]), html, script) as url:
            yield url


def config(app: OAuthApp, authority: str) -> dict[str, Any]:
    oauth = {
        "domain": f"{authority}/{app.pool.id}",
        "scopes": ["openid", "email", "aws.cognito.signin.user.admin"],
        "redirectSignIn": [app.redirect_uri],
        "redirectSignOut": [app.redirect_uri],
        "responseType": "code",
    }
    return {
        "userPoolId": app.pool.id,
        "userPoolClientId": app.client.id,
        "userPoolEndpoint": app.server,
        "loginWith": {"oauth": oauth},
    }


def call(person: Browser, name: str, **given: Any) -> Any:
    answer = person.session.run_async(_CALL, name, given)
    assert "error" not in answer, answer
    return answer.get("value")


def test_a_sign_in_a_refresh_and_a_sign_out(page: str, person: Browser) -> None:
    person.open(page)
    with person.leaving():
        person.session.run("app.signInWithRedirect()")
    person.sign_in("ann", PASSWORD)
    person.arrives("app")
    first = call(person, "session")
    assert claims(first["id"])["email"] == "ann@example.com"
    assert claims(first["access"])["scope"].split()[0] == "openid"
    assert "signInWithRedirect" in person.session.run("return app.events")
    assert call(person, "getCurrentUser")["username"] == "ann"
    assert call(person, "fetchUserAttributes")["email"] == "ann@example.com"
    second = call(person, "session", forceRefresh=True)
    assert claims(second["access"])["jti"] != claims(first["access"])["jti"]

    with person.leaving():
        person.session.run("app.signOut()")
    person.arrives("app")
    assert call(person, "session") is None
    # The domain has forgotten the browser, too.
    with person.leaving():
        person.session.run("app.signInWithRedirect()")
    person.arrives("sign-in")


def test_back_instead_of_a_sign_in(page: str, person: Browser) -> None:
    person.open(page)
    with person.leaving():
        person.session.run("app.signInWithRedirect()")
    person.arrives("sign-in")
    person.back()
    person.arrives("app")
    assert call(person, "session") is None
