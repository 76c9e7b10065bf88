"""The codes that our server would have sent: GET /_poolgate/inbox."""

from typing import Any

import requests


def messages(server: str, username: str) -> list[dict[str, Any]]:
    """All messages to this user, oldest first."""
    inbox = requests.get(f"{server}/_poolgate/inbox", timeout=10)
    inbox.raise_for_status()
    return [entry for entry in inbox.json()["messages"] if entry["username"] == username]


def last_code(server: str, username: str) -> str:
    """The code of the newest message to this user."""
    return messages(server, username)[-1]["code"]
