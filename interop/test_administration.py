"""Our library's administration against our server and moto's: one walk through everything."""

import os
import subprocess

from conftest import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY
from harness.bounds import WITHIN_SECONDS

# moto 5.2 has no tags on pools and no second secrets, and neither changes nor deletes resource
# servers.
MISSING_FROM_MOTO = [
    "tag the pool",
    "add a secret",
    "update a resource server",
    "delete a resource server",
]


def walk(endpoint: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs the example `administration`; AWS credentials come from the environment."""
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
        "AWS_ENDPOINT_URL": endpoint,
        **settings,
    }
    return subprocess.run(
        [os.environ["POOLGATE_ADMINISTRATION"], REGION],
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        text=True,
        timeout=WITHIN_SECONDS,
        check=False,
    )


def steps(finished: subprocess.CompletedProcess[str], outcome: str) -> list[str]:
    lines = [line.split(": ", 1) for line in finished.stdout.splitlines()]
    return [step for came, step in lines if came == outcome]


def test_everything_is_administered_on_our_server(server: str) -> None:
    finished = walk(server)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert steps(finished, "missing") == []
    assert len(steps(finished, "done")) > 40


def test_what_moto_has_is_administered_there_alike(server: str, moto: str) -> None:
    ours, theirs = walk(server), walk(moto)
    assert theirs.returncode == 0, theirs.stdout + theirs.stderr
    assert steps(theirs, "missing") == MISSING_FROM_MOTO
    assert steps(theirs, "refused") == steps(ours, "refused")
    # The tags that cannot be given are neither read nor taken.
    beyond = {*MISSING_FROM_MOTO, "read tags", "untag the pool"}
    assert steps(theirs, "done") == [step for step in steps(ours, "done") if step not in beyond]


def test_without_aws_credentials_nothing_is_sent_and_the_error_says_what_to_do(
    server: str,
) -> None:
    finished = walk(server, AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
    assert finished.returncode == 1
    assert finished.stdout == ""
    assert "there are no AWS credentials to sign with" in finished.stderr
    assert "AWS_PROFILE" in finished.stderr
