"""Processes of ours that share one session whose refresh tokens rotate, in files."""

import json
import queue
import signal
import subprocess
from collections.abc import Iterator

import pytest

from conftest import ServerFactory
from harness.bounds import WITHIN_SECONDS
from harness.cli import Cli
from harness.relay import Relay, relaying
from harness.shared_session import sign_in

PROCESSES = 20
REFRESH = "GetTokensFromRefreshToken"


@pytest.fixture
def relay(serve: ServerFactory) -> Iterator[Relay]:
    with serve("--memory", "--issuer", "aws") as url, relaying(url) as relay:
        yield relay


def test_twenty_processes_cause_one_refresh_and_get_twenty_good_answers(
    cli: Cli, relay: Relay
) -> None:
    # A refresh token that is spent twice ends the session: there is no grace.
    shared = sign_in(cli, relay, {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0})
    spent = shared.refresh_token()
    shared.let_everything_run_out()
    relay.calls.clear()
    processes = [shared.start() for _ in range(PROCESSES)]
    for process in processes:
        answer, error = process.communicate(timeout=WITHIN_SECONDS)
        assert (process.returncode, error) == (0, "")
        assert json.loads(answer)["Version"] == 1
    assert relay.count(REFRESH) == 1
    assert relay.count("GetCredentialsForIdentity") == 1
    assert shared.refresh_token() != spent


def test_a_process_that_is_killed_between_refresh_and_write_loses_nothing(
    cli: Cli, relay: Relay
) -> None:
    shared = sign_in(cli, relay, {"Feature": "ENABLED", "RetryGracePeriodSeconds": 60})
    spent = shared.refresh_token()
    shared.let_everything_run_out()
    started: queue.Queue[subprocess.Popen[str]] = queue.Queue()

    def kill() -> None:
        # The service has rotated the token; whoever was to write it down is gone.
        relay.before_answer.clear()
        process = started.get(timeout=WITHIN_SECONDS)
        process.kill()
        process.wait(timeout=WITHIN_SECONDS)

    relay.before_answer[REFRESH] = kill
    killed = shared.start()
    started.put(killed)
    killed.communicate(timeout=WITHIN_SECONDS)
    assert killed.returncode == -signal.SIGKILL
    assert shared.refresh_token() == spent

    next_one = shared.start()
    answer, error = next_one.communicate(timeout=WITHIN_SECONDS)
    assert (next_one.returncode, error) == (0, "")
    assert json.loads(answer)["AccessKeyId"]
    assert shared.refresh_token() != spent
    assert relay.count(REFRESH) == 2
