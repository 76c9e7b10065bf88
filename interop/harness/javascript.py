"""amazon-cognito-identity-js, driven as a Node process that is one user's browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.line_peer import LinePeer, line_peer
from harness.pool import PASSWORD, AppClient

NODE = Path(__file__).parent.parent / "node"
Values = list[Any]


@dataclass
class Browser:
    """What a user does by this library, step by step; its storage stays."""

    server: str
    client: AppClient
    peer: LinePeer

    def visit(self, username: str = "ann", flow: str = "USER_SRP_AUTH") -> None:
        """Opens the page anew: nothing is kept but the storage."""
        pool = {"poolId": self.client.pool_id, "clientId": self.client.id}
        user = {"username": username, "flow": flow}
        self.peer.ask(call="user", endpoint=self.server, **pool, **user)

    def does(self, call: str, **arguments: Any) -> tuple[str, Values]:
        """Calls a method: which callback the library made, and with what."""
        answer = self.peer.ask(call=call, **arguments)
        return answer["event"], answer["values"]

    def succeeds(self, call: str, **arguments: Any) -> Any:
        """Calls a method that must succeed, and returns what came of it."""
        event, values = self.does(call, **arguments)
        assert event == "onSuccess", values
        return values[0] if values else None

    def signs_in(self, password: str = PASSWORD, username: str = "ann") -> tuple[str, Values]:
        return self.does("authenticateUser", username=username, password=password)


@contextmanager
def browser(server: str, client: AppClient) -> Iterator[Browser]:
    with line_peer("node", str(NODE / "cognito_user.cjs")) as peer:
        browser = Browser(server, client, peer)
        browser.visit()
        yield browser
