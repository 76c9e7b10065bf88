"""The messages that our server would have sent: GET /_poolgate/inbox."""

from typing import Any

import requests

from harness.bounds import WITHIN_SECONDS


def messages(server: str, pool_id: str, username: str) -> list[dict[str, Any]]:
    """All messages to this user, oldest first."""
    query = {"pool_id": pool_id, "username": username}
    inbox = requests.get(f"{server}/_poolgate/inbox", params=query, timeout=WITHIN_SECONDS)
    inbox.raise_for_status()
    return inbox.json()


def last_code(server: str, pool_id: str, username: str) -> str:
    """The code of the newest message to this user."""
    return messages(server, pool_id, username)[-1]["secret"]
