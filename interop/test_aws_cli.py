"""The profile `local` from the first sign-in to AWS's own tools, with no server started by hand."""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import botocore.session
import jwt
import pytest

from harness.bounds import WITHIN_SECONDS
from harness.cli import Cli, new_cli

PROFILE = ("--profile", "local")
ROLE_SESSION = r"arn:aws:sts::\d{12}:assumed-role/[\w+=,.@-]+/CognitoIdentityCredentials"
CALLER = """
import boto3
print(boto3.client("sts").get_caller_identity()["Arn"])
"""


@pytest.fixture(scope="module")
def signed_in(poolgate_bin: str, tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """`poolgate` for a user whose first command was the sign-in."""
    cli = new_cli(poolgate_bin, tmp_path_factory.mktemp("user"), Path(sys.executable).parent)
    assert "demo" in cli.succeed("login", *PROFILE)
    return cli


def test_the_aws_cli_under_exec(signed_in: Cli) -> None:
    caller = json.loads(
        signed_in.succeed("exec", *PROFILE, "--", "aws", "sts", "get-caller-identity")
    )
    assert re.fullmatch(ROLE_SESSION, caller["Arn"])
    assert set(caller) == {"UserId", "Account", "Arn"}


def test_boto3_under_exec(signed_in: Cli) -> None:
    arn = signed_in.succeed("exec", *PROFILE, "--", sys.executable, "-c", CALLER)
    assert re.fullmatch(ROLE_SESSION, arn.strip())


def test_exec_takes_the_child_as_its_own(signed_in: Cli) -> None:
    finished = signed_in.run("exec", *PROFILE, "--", "sh", "-c", "exit 42")
    assert finished.returncode == 42
    missing = signed_in.run("exec", *PROFILE, "--", "no-such-program")
    assert missing.returncode == 127


def test_credential_process_prints_one_object_and_nothing_else(signed_in: Cli) -> None:
    finished = signed_in.run("credential-process", *PROFILE)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.count("\n") == 1
    credentials = json.loads(finished.stdout)
    assert credentials["Version"] == 1
    assert {"AccessKeyId", "SecretAccessKey", "SessionToken"} < set(credentials)
    expiration = datetime.strptime(credentials["Expiration"], "%Y-%m-%dT%H:%M:%SZ")
    life = expiration.replace(tzinfo=UTC) - datetime.now(UTC)
    assert timedelta(minutes=20) < life <= timedelta(minutes=61)
    assert signed_in.run("credential-process", *PROFILE).stdout == finished.stdout


def test_botocore_uses_credential_process(signed_in: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Path(signed_in.environment()["AWS_CONFIG_FILE"])
    command = f'"{signed_in.program}" credential-process --profile local'
    config.write_text(f"[profile poolgate]\nregion = us-east-1\ncredential_process = {command}\n")
    for name, value in signed_in.environment().items():
        monkeypatch.setenv(name, value)
    session = botocore.session.Session(profile="poolgate")
    found = session.get_credentials()
    expected = json.loads(signed_in.succeed("credential-process", *PROFILE))
    frozen = found.get_frozen_credentials()
    assert found.method == "custom-process"
    assert frozen.access_key == expected["AccessKeyId"]
    assert frozen.secret_key == expected["SecretAccessKey"]
    assert frozen.token == expected["SessionToken"]


def test_tokens_on_standard_output(signed_in: Cli) -> None:
    access = signed_in.succeed("token", *PROFILE).strip()
    identity = signed_in.succeed("token", *PROFILE, "--type", "id").strip()
    header = signed_in.succeed("token", *PROFILE, "--header").strip()
    unverified = {"verify_signature": False}
    assert jwt.decode(access, options=unverified)["token_use"] == "access"
    assert jwt.decode(identity, options=unverified)["token_use"] == "id"
    assert header == f"Authorization: Bearer {access}"
    assert signed_in.succeed("token", *PROFILE, "--type", "refresh").count(".") == 4
    assert isinstance(json.loads(signed_in.succeed("token", *PROFILE, "--json")), dict)


def test_status(signed_in: Cli) -> None:
    assert isinstance(json.loads(signed_in.succeed("status", *PROFILE, "--json")), dict)
    assert "demo" in signed_in.succeed("status", *PROFILE)


def test_two_commands_at_once_share_the_data(cli: Cli) -> None:
    cli.succeed("login", *PROFILE)
    arguments = ("exec", *PROFILE, "--", "aws", "sts", "get-caller-identity")
    running = [cli.start(*arguments) for _ in range(3)]
    for process in running:
        output, errors = process.communicate(timeout=WITHIN_SECONDS)
        assert process.returncode == 0, errors
        assert re.fullmatch(ROLE_SESSION, json.loads(output)["Arn"])


def test_two_first_sign_ins_at_once(cli: Cli) -> None:
    running = [cli.start("login", *PROFILE) for _ in range(3)]
    for process in running:
        _, errors = process.communicate(timeout=WITHIN_SECONDS)
        assert process.returncode == 0, errors
    assert "demo" in cli.succeed("status", *PROFILE)


def test_after_logout_a_sign_in_is_needed(cli: Cli) -> None:
    cli.succeed("login", *PROFILE)
    cli.succeed("logout", *PROFILE)
    for command in ("token", "credential-process"):
        finished = cli.run(command, *PROFILE)
        assert (finished.returncode, finished.stdout) == (4, ""), command
        assert "poolgate login --profile local" in finished.stderr
