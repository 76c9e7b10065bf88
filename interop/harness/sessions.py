"""The sessions of roles that our server has given credentials: GET /_poolgate/sessions."""

from typing import Any

import requests

from harness.bounds import WITHIN_SECONDS


def session_of(server: str, access_key_id: str) -> dict[str, Any]:
    """The session behind these credentials."""
    sessions = requests.get(f"{server}/_poolgate/sessions", timeout=WITHIN_SECONDS)
    sessions.raise_for_status()
    return next(each for each in sessions.json() if each["access_key_id"] == access_key_id)
