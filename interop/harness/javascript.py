"""amazon-cognito-identity-js, driven as a Node process: JSON in, JSON out."""

import json
import subprocess
from pathlib import Path
from typing import Any

NODE = Path(__file__).parent.parent / "node"


def run(program: str, request: Any) -> Any:
    """Runs a program of interop/node with this request and returns its answer."""
    finished = subprocess.run(
        ["node", str(NODE / program)],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)
