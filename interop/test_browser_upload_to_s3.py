"""The example `browser_upload_to_s3`: what MAST's uploader does, from the browser to S3.

Our user pool, identity pool and login pages, and moto's S3.
"""

import os
import re
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from conftest import aws_client
from harness import clock
from harness.bounds import WITHIN_SECONDS
from harness.lines import Lines
from harness.oauth import new_app
from harness.pool import PASSWORD, Pool
from harness.ports import NewPort
from harness.visitor import Visitor

ROLES = [f"arn:aws:iam::123456789012:role/{name}" for name in ("data-reader", "data-writer")]


class Uploader:
    """The program, one line at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.lines = Lines(process.stdout)
        self.errors = Lines(process.stderr)

    def tell(self, line: str) -> None:
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def upload(self, file: Path, bucket: str) -> str:
        """The key that signed the upload."""
        self.tell(str(file))
        line = self.lines.next()
        assert line is not None, self.errors.rest()
        place, _, access_key_id = line.rstrip("\n").partition(" by ")
        assert place == f"s3://{bucket}/{file.name}", line
        return access_key_id

    def end(self) -> tuple[int, str]:
        self._process.stdin.close()
        return self._process.wait(timeout=WITHIN_SECONDS), self.errors.rest()


@contextmanager
def uploader(server: str, moto: str, *arguments: str) -> Iterator[Uploader]:
    process = subprocess.Popen(
        [os.environ["POOLGATE_BROWSER_UPLOAD_TO_S3"], *arguments],
        env={"AWS_ENDPOINT_URL": server, "AWS_ENDPOINT_URL_S3": moto},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    program = Uploader(process)
    try:
        yield program
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        program.lines.close()
        program.errors.close()


@pytest.fixture
def callback(new_port: NewPort) -> str:
    return f"http://localhost:{new_port()}/callback"


def sign_in(program: Uploader) -> requests.Response:
    """Goes where the program says, signs in there, and sees what the program shows at last."""
    url = program.errors.until(re.compile("^open (.*)$")).group(1)
    return requests.get(Visitor().sign_in(url, "ann", PASSWORD), timeout=WITHIN_SECONDS)


def identity_pool(identity: Any, provider: str, client: str) -> str:
    pool = identity.create_identity_pool(
        IdentityPoolName="uploads",
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client}],
    )["IdentityPoolId"]
    mapping = {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
    identity.set_identity_pool_roles(
        IdentityPoolId=pool,
        Roles={"authenticated": ROLES[0]},
        RoleMappings={f"{provider}:{client}": mapping},
    )
    return pool


def test_uploads_go_on_in_one_role_for_hours_after_one_sign_in_in_the_browser(
    aging: str, moto: str, callback: str, tmp_path: Path
) -> None:
    cognito: Any = aws_client("cognito-idp", aging)
    identity: Any = aws_client("cognito-identity", aging)
    pool = Pool.create(cognito)
    client = new_app(aging, pool, callback).client.id
    pool.user("ann")
    for number, role in enumerate(ROLES):
        group = {"UserPoolId": pool.id, "GroupName": f"group-{number}"}
        cognito.create_group(**group, RoleArn=role)
        cognito.admin_add_user_to_group(**group, Username="ann")
    provider = f"{aging.partition('://')[2]}/{pool.id}"
    identities = identity_pool(identity, provider, client)
    s3: Any = aws_client("s3", moto)
    bucket = f"uploads-{uuid.uuid4()}"
    s3.create_bucket(Bucket=bucket)

    who = (pool.id, client, identities, callback, "-writer", bucket)
    with uploader(aging, moto, *who) as program:
        shown = sign_in(program)
        assert shown.ok, shown.text
        assert shown.url.startswith(callback.removesuffix("/callback")), shown.url
        assert "code=" not in shown.url
        assert program.errors.next() == "signed in as ann\n"
        files = [tmp_path / f"measurements-{number}.csv" for number in range(4)]
        for file in files:
            file.write_bytes(os.urandom(1 << 20))
        keys = [program.upload(files[0], bucket), program.upload(files[1], bucket)]
        # Both the tokens and the credentials are over by then.
        for file in files[2:]:
            clock.advance(aging, 3600)
            program.tell("+3600")
            keys.append(program.upload(file, bucket))
        assert keys[0] == keys[1]
        assert len(set(keys)) == 3, keys
        assert program.end() == (0, "")
    for file in files:
        kept = s3.get_object(Bucket=bucket, Key=file.name)["Body"].read()
        assert kept == file.read_bytes()


def test_a_suffix_of_no_role_of_the_user_uploads_nothing(
    server: str, identity: Any, pool: Pool, moto: str, callback: str, tmp_path: Path
) -> None:
    client = new_app(server, pool, callback).client.id
    pool.user("ann")
    provider = f"{server.partition('://')[2]}/{pool.id}"
    identities = identity_pool(identity, provider, client)
    who = (pool.id, client, identities, callback, "-writer", "nowhere")
    file = tmp_path / "measurements.csv"
    file.write_bytes(b"1")
    with uploader(server, moto, *who) as program:
        sign_in(program)
        program.tell(str(file))
        status, errors = program.end()
    assert status == 1
    assert "RoleNotSingled" in errors, errors
