"""How errors look on the wire, and the texts of broken constraints (protocol.md section 0)."""

from typing import Any

import pytest
import requests

from conftest import aws_client
from harness.bounds import WITHIN_SECONDS
from harness.expect import refused
from harness.pool import AppClient, Pool


def call(server: str, operation: str, body: Any) -> requests.Response:
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
    }
    return requests.post(server, json=body, headers=headers, timeout=WITHIN_SECONDS)


def test_an_errors_shape(server: str) -> None:
    response = call(server, "GetUser", {"AccessToken": "garbage"})
    assert response.status_code == 400
    assert response.json() == {
        "__type": "NotAuthorizedException",
        "message": "Invalid Access Token",
    }
    assert response.headers["Content-Type"] == "application/x-amz-json-1.1"
    assert response.headers["x-amzn-requestid"]
    assert response.headers["x-amzn-errortype"] == "NotAuthorizedException:"
    assert response.headers["x-amzn-errormessage"] == "Invalid Access Token"


def test_an_unknown_operation(server: str) -> None:
    response = call(server, "MakeCoffee", {})
    assert response.status_code == 400
    assert response.json()["__type"] == "UnknownOperationException"


def test_an_operation_that_is_not_built_yet_says_so(cognito: Any, pool: Pool) -> None:
    with refused("UnknownOperationException"):
        cognito.get_provisioned_limit(
            LimitDefinition={"LimitClass": "API_CATEGORY", "Attributes": {"Category": "UserToken"}}
        )


def test_success_without_output_is_an_empty_object(
    server: str, pool: Pool, public: AppClient
) -> None:
    pool.user()
    token = public.tokens("ann")["AccessToken"]
    response = call(server, "GlobalSignOut", {"AccessToken": token})
    assert (response.status_code, response.json()) == (200, {})


@pytest.mark.parametrize(
    ("value", "phrase"),
    [
        (0, "greater than or equal to 1"),
        (61, "less than or equal to 60"),
    ],
)
def test_a_number_out_of_range(unchecked: Any, value: int, phrase: str) -> None:
    message = (
        f"1 validation error detected: Value '{value}' at 'maxResults' failed to satisfy "
        f"constraint: Member must have value {phrase}"
    )
    with refused("InvalidParameterException", message):
        unchecked.list_user_pools(MaxResults=value)


def test_a_missing_member(unchecked: Any) -> None:
    with refused("InvalidParameterException") as caught:
        unchecked.describe_user_pool()
    assert caught.message.endswith(
        "at 'userPoolId' failed to satisfy constraint: Member must not be null"
    )


def test_a_text_out_of_its_pattern(unchecked: Any) -> None:
    message = (
        "1 validation error detected: Value 'no-pool' at 'userPoolId' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+"
    )
    with refused("InvalidParameterException", message):
        unchecked.describe_user_pool(UserPoolId="no-pool")


def test_an_unknown_word(unchecked: Any, public: AppClient) -> None:
    with refused("InvalidParameterException") as caught:
        unchecked.initiate_auth(ClientId=public.id, AuthFlow="MAGIC", AuthParameters={})
    prefix = (
        "1 validation error detected: Value 'MAGIC' at 'authFlow' failed to satisfy constraint: "
        "Member must satisfy enum value set: ["
    )
    assert caught.message.startswith(prefix)
    words = caught.message.removeprefix(prefix).removesuffix("]").split(", ")
    assert {"USER_SRP_AUTH", "USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH"} < set(words)


def test_units_in_the_services_own_order(unchecked: Any, pool: Pool) -> None:
    message = (
        "1 validation error detected: Value 'invalid' at 'tokenValidityUnits.idToken' failed to "
        "satisfy constraint: Member must satisfy enum value set: [hours, days, minutes, seconds]"
    )
    with refused("InvalidParameterException", message):
        unchecked.create_user_pool_client(
            UserPoolId=pool.id, ClientName="units", TokenValidityUnits={"IdToken": "invalid"}
        )


def test_several_broken_constraints_are_counted(unchecked: Any, pool: Pool) -> None:
    with refused("InvalidParameterException") as caught:
        unchecked.list_user_pool_clients(UserPoolId="no-pool", MaxResults=0)
    assert caught.message.startswith("2 validation errors detected: Value '")
    assert len(caught.message.split("; ")) == 2


def test_a_secret_is_never_repeated(unchecked: Any, public: AppClient) -> None:
    password = "p" * 300
    with refused("InvalidParameterException") as caught:
        unchecked.sign_up(ClientId=public.id, Username="ann", Password=password)
    assert caught.message.startswith(
        "1 validation error detected: Value at 'password' failed to satisfy constraint: "
    )
    assert password not in caught.message


def test_another_protocol_has_its_own_wording(server: str) -> None:
    message = "Could not find operation GetSessionToken for version 2011-06-15"
    with refused("InvalidAction", message):
        aws_client("sts", server).get_session_token()
