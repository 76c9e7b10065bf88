"""`poolgate local serve` with its options, by boto3."""

import signal
from pathlib import Path

from conftest import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, ServerFactory, aws_client
from harness.expect import refused
from harness.pool import AppClient, Pool, claims


def test_what_was_answered_survives_a_kill(serve: ServerFactory, tmp_path: Path) -> None:
    # The service's own issuer, because the second server's URL is another one.
    options = ("--data", str(tmp_path / "data"), "--issuer", "aws")
    with serve(*options, ended_by=signal.SIGKILL) as url:
        pool = Pool.create(aws_client("cognito-idp", url))
        client = pool.client()
        pool.user()
        tokens = client.tokens("ann")
    with serve(*options) as url:
        cognito = aws_client("cognito-idp", url)
        again = AppClient(cognito, pool.id, client.id)
        assert again.sign_in_by_srp("ann")["AuthenticationResult"]
        refreshed = again.initiate("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=tokens["RefreshToken"])
        kept = claims(tokens["IdToken"])["origin_jti"]
        assert claims(refreshed["AuthenticationResult"]["IdToken"])["origin_jti"] == kept
        # The signing keys are kept as well, so that tokens handed out before stay good.
        assert cognito.get_user(AccessToken=tokens["AccessToken"])["Username"] == "ann"


def test_tokens_may_name_the_services_own_issuer(serve: ServerFactory) -> None:
    with serve("--memory", "--issuer", "aws") as url:
        pool = Pool.create(aws_client("cognito-idp", url))
        pool.user()
        tokens = pool.client().tokens("ann")
    issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{pool.id}"
    assert claims(tokens["IdToken"])["iss"] == issuer
    assert claims(tokens["AccessToken"])["iss"] == issuer


def test_signatures_may_be_checked(serve: ServerFactory, tmp_path: Path) -> None:
    known, other = tmp_path / "known", tmp_path / "other"
    known.write_text(f"{ACCESS_KEY_ID} {SECRET_ACCESS_KEY}\n")
    other.write_text(f"{ACCESS_KEY_ID} another-secret\nAKIDOTHER {SECRET_ACCESS_KEY}\n")
    with serve("--memory", "--verify-signatures", str(known)) as url:
        assert aws_client("cognito-idp", url).list_user_pools(MaxResults=1)["UserPools"] == []
    with serve("--memory", "--verify-signatures", str(other)) as url:
        cognito = aws_client("cognito-idp", url)
        with refused("InvalidSignatureException"):
            cognito.list_user_pools(MaxResults=1)
        # Operations of users carry no signature and ask for none.
        with refused("NotAuthorizedException", "Invalid Access Token"):
            cognito.get_user(AccessToken="garbage")
    other.write_text("")
    with serve("--memory", "--verify-signatures", str(other)) as url:
        cognito = aws_client("cognito-idp", url)
        with refused("UnrecognizedClientException"):
            cognito.list_user_pools(MaxResults=1)
