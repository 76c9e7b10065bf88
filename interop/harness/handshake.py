"""Random material for a handshake, and values of the shapes on which implementations disagree."""

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harness import srp

# How a number looks in hexadecimal: what padding and parsing must get right.
SHAPES: dict[str, Callable[[int], bool]] = {
    "any": lambda number: True,
    "high bit": lambda number: f"{number:x}"[0] in "89abcdef" and len(f"{number:x}") % 2 == 0,
    "odd length": lambda number: len(f"{number:x}") % 2 == 1,
    "short": lambda number: len(f"{number:x}") <= 766,
}


@dataclass
class Material:
    """What both sides know of one sign-in, as the wire carries it."""

    pool_name: str
    user_id: str
    password: str
    salt: str
    secret_block: str
    timestamp: str

    @property
    def verifier(self) -> int:
        x = srp.private_key(self.pool_name, self.user_id, self.password, int(self.salt, 16))
        return pow(srp.G, x, srp.N)

    def credentials(self) -> dict[str, str]:
        names = ("pool_name", "user_id", "password", "salt")
        return {name: getattr(self, name) for name in names}

    def proof_parts(self) -> dict[str, str]:
        return {"secret_block": self.secret_block, "timestamp": self.timestamp}


def materials(count: int, seed: int) -> Iterator[Material]:
    """The same material in every run, so that a disagreement can be looked at again."""
    rng = random.Random(seed)
    letters = "abcXYZ019_-é漢🔑 :"
    for _ in range(count):
        yield Material(
            pool_name="".join(rng.choices("abcXYZ019", k=9)),
            user_id="".join(rng.choices(letters, k=rng.randint(1, 40))),
            password="".join(rng.choices(letters, k=rng.randint(1, 99))),
            salt=f"{rng.getrandbits(rng.choice((1, 7, 8, 121, 124, 127, 128))):x}",
            secret_block=base64.b64encode(rng.randbytes(rng.randint(1, 1200))).decode(),
            timestamp=srp.timestamp_now(),
        )


def exponent_of_shape(shape: str, offset: int = 0, seed: int = 0) -> int:
    """An exponent e for which (offset + 2^e) mod N has this shape."""
    matches = SHAPES[shape]
    exponent = random.Random(seed).getrandbits(1000)
    power = pow(srp.G, exponent, srp.N)
    while not matches((offset + power) % srp.N):
        exponent, power = exponent + 1, power * srp.G % srp.N
    return exponent
