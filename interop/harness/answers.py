"""What boto3 was answered by our servers, for the table of operations (docs/operations.md)."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Answered:
    successes: int = 0
    errors: set[str] = field(default_factory=set)


# By service and operation.
_answers: dict[str, dict[str, Answered]] = defaultdict(lambda: defaultdict(Answered))


def watched(client: Any) -> Any:
    """This client of boto3; every answer that it gets from a server of ours is written down."""
    client.meta.events.register("after-call", _note)
    return client


def _note(model: Any, parsed: dict[str, Any], http_response: Any, **_: Any) -> None:
    # moto's server says what it is.
    if "Werkzeug" in http_response.headers.get("Server", ""):
        return
    answered = _answers[model.service_model.service_name][model.name]
    code = parsed.get("Error", {}).get("Code")
    if code is None:
        answered.successes += 1
    else:
        answered.errors.add(code)


def write(path: Path) -> None:
    document = {
        service: {
            name: {"successes": answered.successes, "errors": sorted(answered.errors)}
            for name, answered in operations.items()
        }
        for service, operations in _answers.items()
    }
    path.write_text(json.dumps(document, indent=1, sort_keys=True))
