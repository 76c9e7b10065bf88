"""Cognito's SRP, both sides, written from the protocol alone: it shares no line with Poolgate.

Names are those of RFC 5054; sections are those of the protocol dossier.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime


def _pi(bits: int) -> int:
    """The integer part of 2^bits * pi, by Machin's formula."""
    guard = 64
    one = 1 << (bits + guard)

    def arctan_of_inverse(x: int) -> int:
        total = term = one // x
        divisor, sign = 3, -1
        while term:
            term //= x * x
            total += sign * (term // divisor)
            divisor, sign = divisor + 2, -sign
        return total

    return 4 * (4 * arctan_of_inverse(5) - arctan_of_inverse(239)) >> guard


# RFC 3526 section 5 defines the prime of 3072 bits by this formula.
N = (1 << 3072) - (1 << 3008) - 1 + (1 << 64) * (_pi(2942) + 1690314)
G = 2


def padded(number: int) -> bytes:
    """1.1: minimal two's complement, as Java's BigInteger gives it."""
    bits = (number if number >= 0 else ~number).bit_length()
    return number.to_bytes(bits // 8 + 1, "big", signed=True)


def _hash(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big")


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (*("Jan", "Feb", "Mar", "Apr", "May", "Jun"), *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))
K = _number(_hash(padded(N), padded(G)))


def private_key(pool_name: str, user_id: str, password: str, salt: int) -> int:
    """x of 1.1."""
    identity = _hash(f"{pool_name}{user_id}:{password}".encode())
    return _number(_hash(padded(salt), identity))


def session_key(big_a: int, big_b: int, shared: int) -> bytes:
    """HKDF of 1.1, with u as the salt."""
    u = _hash(padded(big_a), padded(big_b))
    extracted = hmac.digest(padded(_number(u)), padded(shared), "sha256")
    return hmac.digest(extracted, b"Caldera Derived Key\x01", "sha256")[:16]


def claim(key: bytes, pool_name: str, user_id: str, secret_block: bytes, timestamp: str) -> bytes:
    """PASSWORD_CLAIM_SIGNATURE of 1.1, before base64."""
    message = f"{pool_name}{user_id}".encode() + secret_block + timestamp.encode()
    return hmac.digest(key, message, "sha256")


def timestamp_now() -> str:
    """1.2: the day of the month has no leading zero, and the locale plays no part."""
    now = datetime.now(UTC)
    return f"{DAYS[now.weekday()]} {MONTHS[now.month - 1]} {now.day} {now:%H:%M:%S} UTC {now.year}"


def secret_hash(username: str, client_id: str, client_secret: str) -> str:
    """SECRET_HASH of 1.3."""
    digest = hmac.digest(client_secret.encode(), f"{username}{client_id}".encode(), "sha256")
    return base64.b64encode(digest).decode()


@dataclass
class Client:
    """The client's side; the private value may be chosen to reach rare cases."""

    small_a: int = field(default_factory=lambda: secrets.randbits(1024))

    def __post_init__(self) -> None:
        self.big_a = pow(G, self.small_a, N)

    def session_key(self, x: int, big_b: int) -> bytes:
        u = _number(_hash(padded(self.big_a), padded(big_b)))
        shared = pow(big_b - K * pow(G, x, N), self.small_a + u * x, N)
        return session_key(self.big_a, big_b, shared)

    def answer(self, pool_name: str, password: str, parameters: dict[str, str]) -> dict[str, str]:
        """The ChallengeResponses to a PASSWORD_VERIFIER challenge."""
        user_id = parameters["USER_ID_FOR_SRP"]
        x = private_key(pool_name, user_id, password, int(parameters["SALT"], 16))
        key = self.session_key(x, int(parameters["SRP_B"], 16))
        secret_block = base64.b64decode(parameters["SECRET_BLOCK"])
        timestamp = timestamp_now()
        signature = claim(key, pool_name, user_id, secret_block, timestamp)
        return {
            "USERNAME": user_id,
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(signature).decode(),
            "TIMESTAMP": timestamp,
        }


@dataclass
class Verifier:
    """The server's side for one sign-in."""

    verifier: int
    small_b: int = field(default_factory=lambda: secrets.randbits(256))

    def __post_init__(self) -> None:
        self.big_b = (K * self.verifier + pow(G, self.small_b, N)) % N

    def session_key(self, big_a: int) -> bytes:
        u = _number(_hash(padded(big_a), padded(self.big_b)))
        shared = pow(big_a * pow(self.verifier, u, N), self.small_b, N)
        return session_key(big_a, self.big_b, shared)
