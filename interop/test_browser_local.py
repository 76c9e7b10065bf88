"""The profile `local` in a real browser: nothing is set up and no server is started by hand."""

import json
import re

from harness.browser import Browser
from harness.browser_login import logging_in
from harness.cli import Cli

_PASSWORD = re.compile(r"""'?"demo"'? with the password (\S+)""")


def test_a_first_command_signs_in(cli: Cli, person: Browser) -> None:
    with logging_in(cli, profile="local") as login:
        password = _PASSWORD.search("".join(login.lines.read))
        assert password, login.lines.read
        person.open(login.url)
        person.sign_in("demo", password.group(1))
        login.succeeds()
    status = json.loads(cli.succeed("status", "--profile", "local", "--json"))
    assert status["username"] == "demo"
    # The session is one like any other: it is exchanged for credentials.
    credentials = json.loads(cli.succeed("credential-process", "--profile", "local"))
    assert credentials["AccessKeyId"]
