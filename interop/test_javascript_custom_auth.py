"""amazon-cognito-identity-js, unmodified: CUSTOM_AUTH, with the password before it and without."""

from collections.abc import Iterator

import pytest

from conftest import ServerFactory, aws_client
from harness.functions import functions
from harness.javascript import Browser, browser
from harness.pool import Pool, claims
from harness.quiz import ANSWER, QUESTION, QUIZ


@pytest.fixture(scope="module")
def page(serve: ServerFactory) -> Iterator[Browser]:
    with functions(QUIZ) as served, serve("--memory", *served.as_webhooks()) as url:
        pool = Pool.create(aws_client("cognito-idp", url), LambdaConfig=served.lambda_config())
        pool.user()
        with browser(url, pool.client()) as page:
            yield page


@pytest.mark.parametrize("call", ["initiateAuth", "authenticateUser"])
def test_a_question(page: Browser, call: str) -> None:
    # authenticateUser proves the password first, by SRP.
    page.visit(flow="CUSTOM_AUTH")
    event, (parameters,) = page.does(call, username="ann", password="Correct-horse7")
    assert (event, parameters["question"]) == ("customChallenge", QUESTION)
    event, _ = page.does("sendCustomChallengeAnswer", answer="red")
    assert event == "customChallenge"
    tokens = page.succeeds("sendCustomChallengeAnswer", answer=ANSWER)
    assert claims(tokens["access"])["username"] == "ann"


def test_a_wrong_password_meets_no_question(page: Browser) -> None:
    page.visit(flow="CUSTOM_AUTH")
    event, (error,) = page.signs_in("Wrong-password1")
    assert (event, error["code"]) == ("onFailure", "NotAuthorizedException")


def test_the_functions_end_it(page: Browser) -> None:
    page.visit(flow="CUSTOM_AUTH")
    page.does("initiateAuth", username="ann")
    page.does("sendCustomChallengeAnswer", answer="red")
    page.does("sendCustomChallengeAnswer", answer="green")
    event, (error,) = page.does("sendCustomChallengeAnswer", answer="yellow")
    assert (event, error["code"]) == ("onFailure", "NotAuthorizedException")
