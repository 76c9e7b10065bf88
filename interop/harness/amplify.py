"""AWS Amplify, driven as a Node process that is one user's app."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from harness.javascript import NODE
from harness.line_peer import LinePeer, line_peer
from harness.pool import AppClient


@dataclass
class AmplifyApp:
    """What a user does in the app; it stays signed in, and remembers its device, until it ends."""

    server: str
    client: AppClient
    peer: LinePeer

    def does(self, call: str, **given: Any) -> Any:
        """Calls a function of aws-amplify/auth that must succeed."""
        answer = self.peer.ask(call=call, input=given)
        assert "error" not in answer, answer
        return answer.get("value")

    def fails(self, call: str, **given: Any) -> str:
        """Calls a function that must fail: the name of its error."""
        return self.peer.ask(call=call, input=given)["error"]["name"]

    def begins(self, username: str = "ann", password: str = "", **options: Any) -> Any:
        """Signs in as far as it goes without asking: the next step."""
        secret = {"password": password} if password else {}
        return self._step(self.does("signIn", username=username, options=options, **secret))

    def answers(self, response: str, **options: Any) -> Any:
        """Answers the step: the next one."""
        return self._step(self.does("confirmSignIn", challengeResponse=response, options=options))

    @staticmethod
    def _step(output: Any) -> Any:
        step = output["nextStep"]
        assert output["isSignedIn"] == (step["signInStep"] == "DONE")
        return step

    def tokens(self, force_refresh: bool = False) -> Any:
        return self.does("fetchAuthSession", forceRefresh=force_refresh)


@contextmanager
def amplify(server: str, client: AppClient) -> Iterator[AmplifyApp]:
    with line_peer("node", str(NODE / "amplify.cjs")) as peer:
        app = AmplifyApp(server, client, peer)
        app.does("configure", endpoint=server, poolId=client.pool_id, clientId=client.id)
        yield app
