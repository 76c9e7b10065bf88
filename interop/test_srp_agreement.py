"""Our SRP against three others on random and on awkward values, without a server between them."""

import base64
import datetime
import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from pycognito.aws_srp import AWSSRP, N_HEX

from harness import srp
from harness.handshake import SHAPES, Material, exponent_of_shape, materials
from harness.javascript import NODE
from harness.line_peer import LinePeer, line_peer

CASES = 56


@pytest.fixture(scope="module")
def ours() -> Iterator[LinePeer]:
    """Our two sides, from Rust."""
    with line_peer(os.environ["POOLGATE_SRP_PEER"]) as peer:
        yield peer


@pytest.fixture(scope="module")
def javascript() -> Iterator[LinePeer]:
    """amazon-cognito-identity-js's client."""
    with line_peer("node", str(NODE / "handshake.cjs")) as peer:
        yield peer


def cases() -> Iterator[tuple[str, Material]]:
    """Every shape in turn."""
    shapes = list(SHAPES)
    for number, material in enumerate(materials(CASES, seed=20261122)):
        yield shapes[number % len(shapes)], material


def server_value(ours: LinePeer, material: Material, shape: str) -> int:
    """B of our server; a fresh one is drawn until it has the shape."""
    while True:
        found = int(ours.ask(op="server_start", **material.credentials())["B"], 16)
        # A short B is one in 256: too rare to wait for when each costs a handshake.
        if shape == "short" or SHAPES[shape](found):
            return found


def accepts(ours: LinePeer, material: Material, big_a: int, signature: bytes) -> bool:
    answer = ours.ask(
        op="server_finish",
        A=f"{big_a:x}",
        signature=base64.b64encode(signature).decode(),
        **material.proof_parts(),
    )
    return answer["accepted"]


def pycognito_client(material: Material, password: str, small_a: int) -> AWSSRP:
    pool_id = f"us-east-1_{material.pool_name}"
    client: Any = AWSSRP(material.user_id, password, pool_id, "client", client=object())
    client.small_a_value = small_a
    client.large_a_value = client.calculate_a()
    return client


def pycognito_claim(client: Any, material: Material, big_b: int) -> bytes:
    key = client.get_password_authentication_key(
        material.user_id, client.password, big_b, material.salt
    )
    block = base64.b64decode(material.secret_block)
    return srp.claim(key, material.pool_name, material.user_id, block, material.timestamp)


def test_the_prime_is_the_one_that_others_copied() -> None:
    assert int(N_HEX, 16) == srp.N


def test_pycognitos_client_and_our_server(ours: LinePeer) -> None:
    for shape, material in cases():
        client = pycognito_client(material, material.password, exponent_of_shape(shape))
        big_b = server_value(ours, material, shape)
        claim = pycognito_claim(client, material, big_b)
        assert accepts(ours, material, client.large_a_value, claim), (shape, material)


def test_pycognitos_client_with_a_wrong_password(ours: LinePeer) -> None:
    for shape, material in cases():
        wrong = pycognito_client(material, material.password + "x", exponent_of_shape(shape))
        claim = pycognito_claim(wrong, material, server_value(ours, material, "any"))
        assert not accepts(ours, material, wrong.large_a_value, claim), (shape, material)


def test_javascripts_client_and_our_server(ours: LinePeer, javascript: LinePeer) -> None:
    for shape, material in cases():
        answer = javascript.ask(
            poolName=material.pool_name,
            userId=material.user_id,
            password=material.password,
            salt=material.salt,
            B=f"{server_value(ours, material, shape):x}",
            secretBlock=material.secret_block,
            timestamp=material.timestamp,
            a=f"{exponent_of_shape(shape):x}",
        )
        claim = base64.b64decode(answer["signature"])
        assert accepts(ours, material, int(answer["A"], 16), claim), (shape, material)


def our_claim(ours: LinePeer, material: Material, big_b: int) -> bytes:
    answer = ours.ask(
        op="client_finish",
        B=f"{big_b:x}",
        **material.credentials(),
        **material.proof_parts(),
    )
    return base64.b64decode(answer["signature"])


def their_claim(material: Material, server: srp.Verifier, big_a: int) -> bytes:
    block = base64.b64decode(material.secret_block)
    key = server.session_key(big_a)
    return srp.claim(key, material.pool_name, material.user_id, block, material.timestamp)


def test_our_client_and_an_independent_server(ours: LinePeer) -> None:
    for shape, material in cases():
        big_a = int(ours.ask(op="client_start")["A"], 16)
        verifier = material.verifier
        small_b = exponent_of_shape(shape, offset=srp.K * verifier)
        server = srp.Verifier(verifier, small_b)
        assert SHAPES[shape](server.big_b)
        expected = their_claim(material, server, big_a)
        assert our_claim(ours, material, server.big_b) == expected, (shape, material)


@pytest.mark.parametrize("salt", ["0", "00", "0005", "080", "00ff", "ABCDEF", "-1", "-80", "-ff0"])
def test_salts_that_are_not_in_their_shortest_form(ours: LinePeer, salt: str) -> None:
    (material,) = materials(1, seed=1)
    material.salt = salt
    big_a = int(ours.ask(op="client_start")["A"], 16)
    server = srp.Verifier(material.verifier)
    assert our_claim(ours, material, server.big_b) == their_claim(material, server, big_a)


@pytest.mark.parametrize("multiple", [0, 1, 2])
def test_values_that_would_fix_the_key_are_refused(ours: LinePeer, multiple: int) -> None:
    (material,) = materials(1, seed=2)
    ours.ask(op="client_start")
    refused = ours.ask(
        op="client_finish",
        B=f"{multiple * srp.N:x}",
        **material.credentials(),
        **material.proof_parts(),
    )
    assert "error" in refused
    ours.ask(op="server_start", **material.credentials())
    refused = ours.ask(
        op="server_finish", A=f"{multiple * srp.N:x}", signature="", **material.proof_parts()
    )
    assert "error" in refused


def test_secret_hashes_are_pycognitos(ours: LinePeer) -> None:
    for material in materials(CASES, seed=3):
        names = (material.user_id, material.pool_name, material.salt)
        fields = dict(zip(("username", "client_id", "client_secret"), names, strict=True))
        found = ours.ask(op="secret_hash", **fields)["secret_hash"]
        assert found == AWSSRP.get_secret_hash(*names)


def test_timestamps_are_pycognitos(ours: LinePeer) -> None:
    rng = random.Random(4)
    for unix in (0, 949374245, 951782400, *(rng.randrange(1 << 32) for _ in range(CASES))):
        moment = datetime.datetime.fromtimestamp(unix, datetime.UTC)
        expected = AWSSRP.get_cognito_formatted_timestamp(moment)
        assert ours.ask(op="timestamp", unix=unix)["timestamp"] == expected
