"""boto3: CUSTOM_AUTH, decided by functions that a stranger's HTTP server answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from conftest import ServerFactory, aws_client
from harness import srp
from harness.expect import refused
from harness.functions import Functions, functions
from harness.pool import PASSWORD, AppClient, Pool, Response
from harness.quiz import ANSWER, QUESTION, QUIZ

WRONG = "Incorrect username or password."
DEFINE, CREATE, VERIFY = QUIZ


@dataclass
class Custom:
    """A client of a pool with the quiz and with the user ann."""

    pool: Pool
    client: AppClient
    functions: Functions

    def begin(self) -> Response:
        return self.client.initiate("CUSTOM_AUTH", USERNAME="ann")

    def begin_by_srp(self, prover: srp.Client) -> Response:
        srp_a = f"{prover.big_a:x}"
        return self.client.initiate(
            "CUSTOM_AUTH", USERNAME="ann", CHALLENGE_NAME="SRP_A", SRP_A=srp_a
        )

    def answer(self, challenge: Response, answer: str) -> Response:
        assert challenge["ChallengeName"] == "CUSTOM_CHALLENGE"
        responses = {"USERNAME": "ann", "ANSWER": answer}
        return self.client.respond("CUSTOM_CHALLENGE", responses, challenge["Session"])


@contextmanager
def custom(serve: ServerFactory, kind: str) -> Iterator[Custom]:
    """The functions, called as webhooks or by Lambda's Invoke API."""
    with functions(QUIZ) as served:
        options = served.as_webhooks() if kind == "webhook" else served.as_lambda()
        with serve("--memory", *options) as url:
            cognito = aws_client("cognito-idp", url)
            pool = Pool.create(cognito, LambdaConfig=served.lambda_config())
            pool.user()
            yield Custom(pool, pool.client(), served)


@pytest.fixture(scope="module", params=["webhook", "lambda"])
def quiz(request: pytest.FixtureRequest, serve: ServerFactory) -> Iterator[Custom]:
    with custom(serve, request.param) as quiz:
        yield quiz


@pytest.fixture(autouse=True)
def _no_events_yet(quiz: Custom) -> None:
    quiz.functions.events.clear()


def test_the_right_answer(quiz: Custom) -> None:
    challenge = quiz.begin()
    assert challenge["ChallengeParameters"] == {"USERNAME": "ann", "question": QUESTION}
    assert quiz.answer(challenge, ANSWER)["AuthenticationResult"]["AccessToken"]
    assert quiz.functions.sources() == [DEFINE, CREATE, VERIFY, DEFINE]


def test_what_the_functions_are_told(quiz: Custom) -> None:
    quiz.answer(quiz.begin(), ANSWER)
    first, *_, last = quiz.functions.events
    assert first["request"]["session"] == []
    assert first["request"]["userAttributes"]["cognito:user_status"] == "CONFIRMED"
    assert (first["userPoolId"], first["userName"]) == (quiz.pool.id, "ann")
    assert first["callerContext"]["clientId"] == quiz.client.id
    assert last["request"]["session"] == [
        {
            "challengeName": "CUSTOM_CHALLENGE",
            "challengeResult": True,
            "challengeMetadata": "COLOUR",
        }
    ]


def test_a_wrong_answer_may_be_corrected(quiz: Custom) -> None:
    challenge = quiz.answer(quiz.begin(), "red")
    assert quiz.answer(challenge, ANSWER)["AuthenticationResult"]


def test_the_functions_end_it(quiz: Custom) -> None:
    challenge = quiz.answer(quiz.answer(quiz.begin(), "red"), "green")
    with refused("NotAuthorizedException", WRONG):
        quiz.answer(challenge, "yellow")


def test_srp_and_then_the_question(quiz: Custom) -> None:
    prover = srp.Client()
    challenge = quiz.begin_by_srp(prover)
    assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"
    # Here the proof belongs to a session: protocol.md 1.2.
    assert challenge["Session"]
    question = quiz.client.prove(prover, challenge)
    assert question["ChallengeParameters"] == {"question": QUESTION}
    assert quiz.answer(question, ANSWER)["AuthenticationResult"]["AccessToken"]
    results = quiz.functions.events[-1]["request"]["session"]
    names = [result["challengeName"] for result in results]
    assert names == ["SRP_A", "PASSWORD_VERIFIER", "CUSTOM_CHALLENGE"]


def test_a_wrong_password_meets_no_question(quiz: Custom) -> None:
    prover = srp.Client()
    challenge = quiz.begin_by_srp(prover)
    quiz.functions.events.clear()
    with refused("NotAuthorizedException", WRONG):
        quiz.client.prove(prover, challenge, "Wrong-password1")
    assert CREATE not in quiz.functions.sources()


def test_metadata_reaches_the_functions(quiz: Custom) -> None:
    challenge = quiz.begin()
    quiz.client.respond(
        "CUSTOM_CHALLENGE",
        {"USERNAME": "ann", "ANSWER": ANSWER},
        challenge["Session"],
        ClientMetadata={"shoe": "left"},
    )
    assert quiz.functions.events[-1]["request"]["clientMetadata"] == {"shoe": "left"}


def test_an_error_that_a_function_throws(quiz: Custom) -> None:
    message = "VerifyAuthChallengeResponse failed with error Boom."
    with refused("UserLambdaValidationException", message):
        quiz.answer(quiz.begin(), "explode")


def test_as_administrator(quiz: Custom) -> None:
    administrator = quiz.client.administrator()
    challenge = administrator.initiate("CUSTOM_AUTH", USERNAME="ann")
    answer = {"USERNAME": "ann", "ANSWER": ANSWER}
    response = administrator.respond("CUSTOM_CHALLENGE", answer, challenge["Session"])
    assert response["AuthenticationResult"]["AccessToken"]


def test_with_a_client_secret(quiz: Custom) -> None:
    confidential = quiz.pool.client(GenerateSecret=True)
    challenge = confidential.initiate("CUSTOM_AUTH", USERNAME="ann")
    answer = {"USERNAME": "ann", "ANSWER": ANSWER}
    response = confidential.respond("CUSTOM_CHALLENGE", answer, challenge["Session"])
    assert response["AuthenticationResult"]["AccessToken"]


def test_the_password_alone_answers_no_question(quiz: Custom) -> None:
    challenge = quiz.begin()
    with refused("NotAuthorizedException", "Invalid session for the user."):
        quiz.client.respond(
            "NEW_PASSWORD_REQUIRED",
            {"USERNAME": "ann", "NEW_PASSWORD": PASSWORD},
            challenge["Session"],
        )


def test_a_client_that_does_not_allow_it(quiz: Custom) -> None:
    client = quiz.pool.client(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    with refused("InvalidParameterException", "CUSTOM_AUTH is not enabled for the client."):
        client.initiate("CUSTOM_AUTH", USERNAME="ann")
