"""boto3 assumes roles: with the tokens of identity pools, and with credentials."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from conftest import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, ServerFactory, aws_client
from harness import answers
from harness.bounds import WITHIN_SECONDS
from harness.clock import advance
from harness.expect import refused
from harness.pool import Pool

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/signed-in"
OTHER = f"arn:aws:iam::{ACCOUNT}:role/other"
DESCRIBED = f"arn:aws:iam::{ACCOUNT}:role/described"
DENIED = "Not authorized to perform sts:AssumeRoleWithWebIdentity"
EXPIRED = "The security token included in the request is expired"
TOO_LONG = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."


def trust(principal: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:*", **more}


@pytest.fixture(scope="module")
def url(serve: ServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that was told of one role, as `aws iam list-roles` prints it."""
    path = Path(tmp_path_factory.mktemp("roles"), "roles.json")
    described = {
        "Arn": DESCRIBED,
        "RoleName": "described",
        "MaxSessionDuration": 43200,
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                trust({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
                trust(
                    {"Federated": "cognito-identity.amazonaws.com"},
                    Condition={
                        "ForAnyValue:StringLike": {
                            "cognito-identity.amazonaws.com:amr": "unauthenticated"
                        }
                    },
                ),
            ],
        },
    }
    path.write_text(json.dumps({"Roles": [described]}))
    with serve("--memory", "--roles", str(path)) as url:
        yield url


@pytest.fixture(scope="module")
def sts(url: str) -> Any:
    """STS for whoever has no credentials."""
    client = boto3.client(
        "sts",
        endpoint_url=url,
        region_name=REGION,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    return answers.watched(client)


def sts_with(url: str, credentials: dict[str, Any]) -> Any:
    """STS for whoever has these credentials."""
    client = boto3.client(
        "sts",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials.get("SessionToken"),
        config=Config(retries={"total_max_attempts": 1}),
    )
    return answers.watched(client)


@pytest.fixture(scope="module")
def account(url: str) -> Any:
    """STS for the account itself: any access key that the server did not issue."""
    keys = {"AccessKeyId": ACCESS_KEY_ID, "SecretAccessKey": SECRET_ACCESS_KEY}
    return sts_with(url, keys)


class Classic:
    """An identity pool with the classic flow, and ann who may use it."""

    def __init__(self, url: str) -> None:
        pool = Pool.create(aws_client("cognito-idp", url))
        pool.user("ann")
        client = pool.client()
        self.identity = aws_client("cognito-identity", url)
        self.provider = f"cognito-idp.{REGION}.amazonaws.com/{pool.id}"
        self.id = self.identity.create_identity_pool(
            IdentityPoolName="classic",
            AllowUnauthenticatedIdentities=True,
            AllowClassicFlow=True,
            CognitoIdentityProviders=[{"ProviderName": self.provider, "ClientId": client.id}],
        )["IdentityPoolId"]
        self.identity.set_identity_pool_roles(IdentityPoolId=self.id, Roles={"authenticated": ROLE})
        self.logins = {self.provider: client.tokens("ann")["IdToken"]}

    def token(self, **logins: Any) -> dict[str, Any]:
        found = self.identity.get_id(IdentityPoolId=self.id, **logins)["IdentityId"]
        return self.identity.get_open_id_token(IdentityId=found, **logins)


@pytest.fixture(scope="module")
def classic(url: str) -> Classic:
    return Classic(url)


@pytest.fixture
def token(classic: Classic) -> str:
    return classic.token(Logins=classic.logins)["Token"]


def assume(sts: Any, token: str, role: str = ROLE, **more: Any) -> dict[str, Any]:
    return sts.assume_role_with_web_identity(
        RoleArn=role, RoleSessionName="job-1", WebIdentityToken=token, **more
    )


def test_the_classic_flow_gives_credentials(url: str, sts: Any, classic: Classic) -> None:
    answer = classic.token(Logins=classic.logins)
    assumed = assume(sts, answer["Token"], DurationSeconds=900)
    assert assumed["SubjectFromWebIdentityToken"] == answer["IdentityId"]
    assert assumed["Audience"] == classic.id
    assert assumed["Provider"] == "cognito-identity.amazonaws.com"
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/signed-in/job-1"
    assert assumed["AssumedRoleUser"]["Arn"] == arn
    caller = sts_with(url, assumed["Credentials"]).get_caller_identity()
    assert (caller["Arn"], caller["Account"]) == (arn, ACCOUNT)
    assert caller["UserId"] == assumed["AssumedRoleUser"]["AssumedRoleId"]


def test_a_role_that_the_pool_does_not_name_does_not_trust_it(sts: Any, token: str) -> None:
    with refused("AccessDenied", DENIED):
        assume(sts, token, OTHER)


def test_a_described_role_trusts_whom_its_policy_says(
    sts: Any, classic: Classic, token: str
) -> None:
    with refused("AccessDenied", DENIED):
        assume(sts, token, DESCRIBED)
    assumed = assume(sts, classic.token()["Token"], DESCRIBED, DurationSeconds=43200)
    assert assumed["Credentials"]["SessionToken"]


def test_bad_tokens_are_refused(sts: Any, token: str, classic: Classic) -> None:
    with refused("InvalidIdentityToken"):
        assume(sts, "garbage")
    with refused("InvalidIdentityToken", "The signature of the token does not verify."):
        assume(sts, token.rpartition(".")[0] + ".AAAA")
    with refused("InvalidIdentityToken"):
        assume(sts, classic.logins[classic.provider])


def test_durations_are_checked(sts: Any, token: str) -> None:
    with refused("ValidationError", TOO_LONG):
        assume(sts, token, DurationSeconds=3601)


def test_policies_are_checked(sts: Any, token: str) -> None:
    with refused("MalformedPolicyDocument"):
        assume(sts, token, Policy="{")
    large = json.dumps({"Statement": ["x" * 1000]})
    arns = [{"arn": f"arn:aws:iam::{ACCOUNT}:policy/{'x' * 1200}"}]
    with refused("PackedPolicyTooLarge"):
        assume(sts, token, Policy=large, PolicyArns=arns)


def test_the_account_assumes_a_role(url: str, account: Any) -> None:
    assumed = account.assume_role(
        RoleArn=OTHER,
        RoleSessionName="admin",
        Tags=[{"Key": "team", "Value": "blue"}],
        TransitiveTagKeys=["team"],
    )
    assert assumed["PackedPolicySize"] == 1
    session = sts_with(url, assumed["Credentials"])
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/other/admin"
    assert session.get_caller_identity()["Arn"] == arn
    message = f"User: {arn} is not authorized to perform: sts:AssumeRole on resource: {ROLE}"
    with refused("AccessDenied", message):
        session.assume_role(RoleArn=ROLE, RoleSessionName="chained")
    # The described role trusts everybody in its account, but for an hour when it is chained.
    chained = session.assume_role(RoleArn=DESCRIBED, RoleSessionName="chained")
    assert chained["AssumedRoleUser"]["Arn"].endswith("assumed-role/described/chained")
    with refused("ValidationError"):
        session.assume_role(RoleArn=DESCRIBED, RoleSessionName="chained", DurationSeconds=3601)


def test_tokens_and_credentials_expire_by_the_servers_clock(aging: str) -> None:
    classic = Classic(aging)
    unsigned = boto3.client(
        "sts",
        endpoint_url=aging,
        region_name=REGION,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    token = classic.token(Logins=classic.logins)["Token"]
    credentials = assume(unsigned, token, DurationSeconds=900)["Credentials"]
    advance(aging, 601)
    with refused("ExpiredTokenException"):
        assume(unsigned, token)
    advance(aging, 300)
    with refused("ExpiredToken", EXPIRED):
        sts_with(aging, credentials).get_caller_identity()
    identity = boto3.client(
        "cognito-identity",
        endpoint_url=aging,
        region_name=REGION,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
    with refused("ExpiredTokenException", EXPIRED):
        identity.list_identity_pools(MaxResults=1)


def test_roles_that_cannot_be_judged_are_refused_at_once(poolgate_bin: str, tmp_path: Path) -> None:
    path = tmp_path / "roles.json"
    statement = trust("*", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})
    role = {"Arn": OTHER, "AssumeRolePolicyDocument": {"Statement": statement}}
    path.write_text(json.dumps({"Role": role}))
    command = [poolgate_bin, "local", "serve", "--memory", "--roles", str(path)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=WITHIN_SECONDS, check=False
    )
    assert done.returncode == 3
    assert OTHER in done.stderr
    assert "IpAddress" in done.stderr


def test_botocore_assumes_the_role_by_itself(
    url: str, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "token"
    path.write_text(token)
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(path))
    monkeypatch.setenv("AWS_ROLE_ARN", ROLE)
    monkeypatch.setenv("AWS_ROLE_SESSION_NAME", "by-itself")
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    caller = boto3.Session(region_name=REGION).client("sts").get_caller_identity()
    assert caller["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/signed-in/by-itself"
