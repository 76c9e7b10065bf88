"""The example `upload_to_s3`: our user pool and identity pool, and moto's S3."""

import os
import subprocess
import uuid
from pathlib import Path
from typing import Any

from conftest import aws_client
from harness.bounds import WITHIN_SECONDS
from harness.pool import PASSWORD, Pool

ROLES = [f"arn:aws:iam::123456789012:role/{name}" for name in ("data-reader", "data-writer")]


def upload(server: str, moto: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [os.environ["POOLGATE_UPLOAD_TO_S3"], *arguments],
        env={"AWS_ENDPOINT_URL": server, "AWS_ENDPOINT_URL_S3": moto},
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        timeout=WITHIN_SECONDS,
        check=False,
    )


def test_a_file_is_uploaded_in_the_one_role_that_has_the_suffix(
    server: str, cognito: Any, identity: Any, pool: Pool, moto: str, tmp_path: Path
) -> None:
    client = pool.client(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    pool.user("ann")
    for number, role in enumerate(ROLES):
        group = {"UserPoolId": pool.id, "GroupName": f"group-{number}"}
        cognito.create_group(**group, RoleArn=role)
        cognito.admin_add_user_to_group(**group, Username="ann")
    provider = f"{server.partition('://')[2]}/{pool.id}"
    identity_pool = identity.create_identity_pool(
        IdentityPoolName="uploads",
        AllowUnauthenticatedIdentities=False,
        CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client.id}],
    )["IdentityPoolId"]
    identity.set_identity_pool_roles(
        IdentityPoolId=identity_pool,
        Roles={"authenticated": ROLES[0]},
        RoleMappings={
            f"{provider}:{client.id}": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}
        },
    )
    s3: Any = aws_client("s3", moto)
    bucket = f"uploads-{uuid.uuid4()}"
    s3.create_bucket(Bucket=bucket)
    file = tmp_path / "measurements.csv"
    file.write_bytes(os.urandom(3 << 20))

    who = (pool.id, client.id, identity_pool, "ann")
    uploaded = upload(server, moto, *who, "-writer", str(file), bucket)
    assert (uploaded.returncode, uploaded.stderr) == (0, "")
    assert uploaded.stdout == f"s3://{bucket}/measurements.csv\n"
    kept = s3.get_object(Bucket=bucket, Key="measurements.csv")["Body"].read()
    assert kept == file.read_bytes()

    refused = upload(server, moto, *who, "-admin", str(file), bucket)
    assert refused.returncode == 1
    assert ROLES[0] in refused.stderr, refused.stderr
