"""What strangers may send: each gets a clear answer at once, and the server stays up."""

import json
import select
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests

from harness.bounds import WITHIN_SECONDS
from harness.pool import AppClient, Pool

TARGET = "AWSCognitoIdentityProviderService."
HEADERS = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": TARGET + "InitiateAuth"}


@pytest.fixture(autouse=True)
def _still_healthy(server: str) -> Iterator[None]:
    yield
    assert requests.get(f"{server}/_poolgate/health", timeout=WITHIN_SECONDS).status_code == 200


def post(server: str, body: bytes, **headers: str) -> requests.Response:
    return requests.post(server, data=body, headers=HEADERS | headers, timeout=WITHIN_SECONDS)


def connect(server: str) -> socket.socket:
    url = urlsplit(server)
    return socket.create_connection((url.hostname, url.port), timeout=WITHIN_SECONDS)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="truncated"),
        pytest.param(b"[]", id="array"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"ClientId": 7, "AuthFlow": []}', id="wrong types"),
        pytest.param(b'{"ClientId": "\xff\xfe"}', id="not UTF-8"),
        pytest.param(b'{"ClientId": "\\ud800"}', id="lone surrogate"),
        pytest.param(b"[" * 100_000, id="deeply nested"),
        pytest.param(b'{"AuthParameters": ' + b'{"a":' * 50_000, id="deeply nested objects"),
    ],
)
def test_a_body_that_is_no_request(server: str, body: bytes) -> None:
    response = post(server, body)
    assert response.status_code == 400
    assert response.json()["__type"] in ("SerializationException", "InvalidParameterException")


def test_a_password_of_a_mebibyte(pool: Pool, public: AppClient, server: str) -> None:
    pool.user()
    body = {
        "ClientId": public.id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "ann", "PASSWORD": "p" * (1 << 20)},
    }
    response = post(server, json.dumps(body).encode())
    assert response.status_code in (400, 413)
    assert "pppppppp" not in response.text


def test_a_chunked_body_without_an_end(server: str) -> None:
    with connect(server) as stream:
        head = "POST / HTTP/1.1\r\nHost: local\r\nTransfer-Encoding: chunked\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
        stream.sendall(head.encode() + b"\r\n")
        chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        sent = 0
        try:
            while sent < 1 << 28:
                stream.sendall(chunk)
                sent += len(chunk)
        except (BrokenPipeError, ConnectionResetError):
            pass
    assert sent < 1 << 28, "the server swallowed 256 MiB"


@pytest.mark.parametrize(
    "authorization",
    [
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=, SignedHeaders=, Signature=",
        "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=;;;, Signature=zz",
        "AWS4-HMAC-SHA256 " + "Credential=" * 500,
        "Bearer ~",
        "\u00ff\u00fe",
    ],
)
def test_a_garbled_signature(server: str, authorization: str) -> None:
    headers = {"X-Amz-Target": TARGET + "ListUserPools", "Authorization": authorization}
    response = post(server, b'{"MaxResults": 1}', **headers)
    assert response.status_code in (200, 400, 403)
    assert response.json()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
def test_another_method(server: str, method: str) -> None:
    response = requests.request(method, server, headers=HEADERS, timeout=WITHIN_SECONDS)
    assert 400 <= response.status_code < 500


def test_a_missing_target(server: str) -> None:
    response = requests.post(server, data=b"{}", timeout=WITHIN_SECONDS)
    assert response.status_code in (400, 403, 404)


@pytest.mark.parametrize(
    "path", ["/..%2f..%2fetc/passwd", "/%00", "/" + "a" * 5000, "/_poolgate/x"]
)
def test_a_path_that_is_nothing(server: str, path: str) -> None:
    response = requests.get(server + path, timeout=WITHIN_SECONDS)
    assert 400 <= response.status_code < 500


def _unfinished(length: int, body: bytes) -> bytes:
    head = f"POST / HTTP/1.1\r\nHost: local\r\nContent-Length: {length}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    return head.encode() + b"\r\n" + body


UNFINISHED = {
    "nothing": b"",
    "a header": b"POST / HTTP/1.1\r\nHost: local\r\nX-Sl",
    "a body": _unfinished(9, b"{"),
    "a body of a tebibyte": _unfinished(1 << 40, b"{"),
}


@pytest.fixture(scope="module")
def answers(server: str) -> dict[str, bytes]:
    """What came of each unfinished request; all wait at the same time."""
    streams = {name: connect(server) for name in UNFINISHED}
    try:
        for name, stream in streams.items():
            stream.sendall(UNFINISHED[name])
        return {name: stream.recv(64) for name, stream in streams.items()}
    finally:
        for stream in streams.values():
            stream.close()


@pytest.mark.parametrize("name", UNFINISHED)
def test_a_request_that_never_ends_is_cut(answers: dict[str, bytes], name: str) -> None:
    # The server answers 4xx or hangs up; if it waited for ever, the time limit would raise.
    answer = answers[name]
    assert not answer or answer.startswith(b"HTTP/1.1 4"), answer


def test_slow_connections_keep_nobody_out(server: str, public: AppClient) -> None:
    connections = [connect(server) for _ in range(200)]
    try:
        for stream in connections:
            stream.sendall(b"POST / HTTP/1.1\r\n")
        assert requests.get(f"{server}/_poolgate/health", timeout=WITHIN_SECONDS).ok
        # It was answered beside them, not after they were cut.
        cut, _, _ = select.select(connections, [], [], 0)
        assert len(cut) < len(connections)
    finally:
        for stream in connections:
            stream.close()
