"""AWS Amplify, unmodified: CUSTOM_AUTH, with the password before it and without."""

from collections.abc import Iterator

import pytest

from conftest import ServerFactory, aws_client
from harness.amplify import AmplifyApp, amplify
from harness.functions import functions
from harness.pool import PASSWORD, Pool
from harness.quiz import ANSWER, QUESTION, QUIZ


@pytest.fixture
def app(serve: ServerFactory) -> Iterator[AmplifyApp]:
    with functions(QUIZ) as served, serve("--memory", *served.as_webhooks()) as url:
        pool = Pool.create(aws_client("cognito-idp", url), LambdaConfig=served.lambda_config())
        pool.user()
        with amplify(url, pool.client()) as app:
            yield app


@pytest.mark.parametrize(
    ("flow", "password"), [("CUSTOM_WITHOUT_SRP", ""), ("CUSTOM_WITH_SRP", PASSWORD)]
)
def test_a_question(app: AmplifyApp, flow: str, password: str) -> None:
    step = app.begins(password=password, authFlowType=flow)
    assert step["signInStep"] == "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE"
    assert step["additionalInfo"]["question"] == QUESTION
    step = app.answers("red")
    assert step["signInStep"] == "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE"
    assert app.answers(ANSWER)["signInStep"] == "DONE"


def test_a_wrong_password_meets_no_question(app: AmplifyApp) -> None:
    options = {"authFlowType": "CUSTOM_WITH_SRP"}
    given = {"username": "ann", "password": "Wrong-password1", "options": options}
    assert app.fails("signIn", **given) == "NotAuthorizedException"
