"""The three functions of CUSTOM_AUTH as they are usually written: a question, three tries."""

from harness.functions import Event, Function

QUESTION = "Which colour?"
ANSWER = "blue"
TRIES = 3


def define(event: Event) -> None:
    """DefineAuthChallenge: the password if the client began with it, then the question."""
    results, response = event["request"]["session"], event["response"]
    passed = [result["challengeName"] for result in results if result["challengeResult"]]
    wrong = sum(not result["challengeResult"] for result in results)
    if "CUSTOM_CHALLENGE" in passed:
        response.update(issueTokens=True, failAuthentication=False)
    elif wrong == TRIES:
        response.update(issueTokens=False, failAuthentication=True)
    else:
        password_is_next = passed == ["SRP_A"]
        name = "PASSWORD_VERIFIER" if password_is_next else "CUSTOM_CHALLENGE"
        response.update(challengeName=name, issueTokens=False, failAuthentication=False)


def create(event: Event) -> None:
    """CreateAuthChallenge."""
    event["response"].update(
        publicChallengeParameters={"question": QUESTION},
        privateChallengeParameters={"answer": ANSWER},
        challengeMetadata="COLOUR",
    )


def verify(event: Event) -> None:
    """VerifyAuthChallengeResponse; it throws what no answer should be."""
    request = event["request"]
    if request["challengeAnswer"] == "explode":
        raise ValueError("Boom")
    correct = request["privateChallengeParameters"]["answer"]
    event["response"]["answerCorrect"] = request["challengeAnswer"] == correct


QUIZ: dict[str, Function] = {
    "DefineAuthChallenge": define,
    "CreateAuthChallenge": create,
    "VerifyAuthChallengeResponse": verify,
}
