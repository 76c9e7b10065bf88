"""botocore refreshes through our `credential_process` when time has passed."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from conftest import REGION, ServerFactory
from harness.cli import Cli
from harness.clock import advance
from harness.relay import Relay, relaying
from harness.shared_session import ROLE, sign_in

MINUTE = 60
# botocore asks for new credentials when less than this is left of the old ones.
ADVISORY_SECONDS = 15 * MINUTE


@pytest.fixture
def relay(serve: ServerFactory) -> Iterator[Relay]:
    with serve("--memory", "--issuer", "aws") as url, relaying(url) as relay:
        yield relay


def test_botocore_crosses_an_expiry(
    cli: Cli, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The server lives 55 minutes ago, so that what it issues has 5 minutes to live.
    advance(relay.upstream, -55 * MINUTE)
    shared = sign_in(cli, relay, {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0})
    config = Path(cli.environment()["AWS_CONFIG_FILE"])
    command = f'"{cli.program}" credential-process --profile shared'
    config.write_text(f"[profile shared]\ncredential_process = {command}\n")
    for name, value in cli.environment().items():
        monkeypatch.setenv(name, value)
    session = boto3.Session(profile_name="shared", region_name=REGION)
    credentials = session.get_credentials()
    old = credentials.get_frozen_credentials()

    # The hour is nearly over: for the server, and for what is left of the credentials.
    advance(relay.upstream, 55 * MINUTE)
    shared.let_credentials_age(4 * MINUTE)
    sts = session.client("sts", endpoint_url=relay.upstream)
    role = ROLE.rpartition("/")[2]
    assert f":assumed-role/{role}/" in sts.get_caller_identity()["Arn"]
    new = credentials.get_frozen_credentials()
    assert new.access_key != old.access_key
    assert not credentials.refresh_needed(ADVISORY_SECONDS)

    # What is fresh is not asked for again, however often botocore signs.
    relay.calls.clear()
    for _ in range(3):
        sts.get_caller_identity()
    assert relay.count("GetCredentialsForIdentity") == 0
    assert credentials.get_frozen_credentials() == new
