"""Errors compared by code and by text."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from botocore.exceptions import ClientError


@dataclass
class Refusal:
    """What the service answered; empty until the block has raised it."""

    message: str = ""


@contextmanager
def refused(code: str, *messages: str) -> Iterator[Refusal]:
    """The block must raise a service error with this code and one of these exact messages."""
    refusal = Refusal()
    with pytest.raises(ClientError) as caught:
        yield refusal
    error = caught.value.response["Error"]
    assert error["Code"] == code, error
    assert not messages or error["Message"] in messages, error
    refusal.message = error["Message"]
