"""An authenticator in software, with one passkey (Web Authentication Level 3)."""

import base64
import hashlib
import json
import os
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

# What the authenticator says of its user, and that a new key is enclosed.
PRESENT = 1
VERIFIED = 4
ATTESTED = 64


class Authenticator:
    """Makes a passkey of ES256, and signs with it."""

    def __init__(self) -> None:
        self.id = os.urandom(16)
        self.count = 0
        self._key = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: dict[str, Any], origin: str) -> dict[str, Any]:
        """RegistrationResponseJSON for PublicKeyCredentialCreationOptionsJSON."""
        point = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        data = self._data(options["rp"]["id"], ATTESTED)
        data += bytes(16) + struct.pack(">H", len(self.id)) + self.id + _cbor(key)
        attestation = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._credential(
            clientDataJSON=_client_data("webauthn.create", options, origin),
            attestationObject=_cbor(attestation),
        )

    def get(self, options: str, origin: str) -> str:
        """AuthenticationResponseJSON for PublicKeyCredentialRequestOptionsJSON."""
        parsed = json.loads(options)
        self.count += 1
        data = self._data(parsed["rpId"], 0)
        client_data = _client_data("webauthn.get", parsed, origin)
        message = data + hashlib.sha256(client_data).digest()
        credential = self._credential(
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=self._key.sign(message, ec.ECDSA(hashes.SHA256())),
        )
        return json.dumps(credential)

    def _data(self, relying_party: str, flags: int) -> bytes:
        flags |= PRESENT | VERIFIED
        digest = hashlib.sha256(relying_party.encode()).digest()
        return digest + struct.pack(">BI", flags, self.count)

    def _credential(self, **response: bytes) -> dict[str, Any]:
        return {
            "id": _base64url(self.id),
            "rawId": _base64url(self.id),
            "type": "public-key",
            "response": {name: _base64url(value) for name, value in response.items()},
            "clientExtensionResults": {},
        }


def _client_data(kind: str, options: dict[str, Any], origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin}).encode()


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _cbor(value: int | str | bytes | dict[Any, Any]) -> bytes:
    """The few types that WebAuthn needs (RFC 8949 section 3)."""
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value)) + value.encode()
    entries = (_cbor(key) + _cbor(entry) for key, entry in value.items())
    return _head(5, len(value)) + b"".join(entries)


def _head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    if argument < 256:
        return bytes([major << 5 | 24, argument])
    return bytes([major << 5 | 25]) + struct.pack(">H", argument)
