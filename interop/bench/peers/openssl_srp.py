"""OpenSSL's three powers of a client handshake, in constant time, by the libcrypto of Python.

g^a and g^x have exponents of 256 bits, S has one of 512, as in Poolgate's own handshake. Hashing
is left out, and so is the call overhead of ctypes, which is small beside milliseconds.
"""

import ctypes
import ctypes.util
import secrets

from measure import report
from pycognito.aws_srp import N_HEX

CONSTANT_TIME = 0x04

library = ctypes.CDLL(ctypes.util.find_library("crypto"))
for name, arguments in {
    "BN_new": 0,
    "BN_CTX_new": 0,
    "BN_bin2bn": 3,
    "BN_set_flags": 2,
    "BN_MONT_CTX_new": 0,
    "BN_MONT_CTX_set": 3,
    "BN_mod_exp_mont_consttime": 6,
}.items():
    function = getattr(library, name)
    function.restype = ctypes.c_void_p
    function.argtypes = [ctypes.c_void_p] * arguments
library.BN_bin2bn.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
library.BN_set_flags.argtypes = [ctypes.c_void_p, ctypes.c_int]


def number(data: bytes) -> int:
    made = library.BN_bin2bn(data, len(data), None)
    library.BN_set_flags(made, CONSTANT_TIME)
    return made


context = library.BN_CTX_new()
modulus = number(bytes.fromhex(N_HEX))
montgomery = library.BN_MONT_CTX_new()
library.BN_MONT_CTX_set(montgomery, modulus, context)
result = library.BN_new()
two = number(b"\x02")
base = number(secrets.token_bytes(380))
short = number(b"\xff" + secrets.token_bytes(31))
long = number(b"\xff" + secrets.token_bytes(63))


def power(of: int, exponent: int) -> None:
    done = library.BN_mod_exp_mont_consttime(result, of, exponent, modulus, context, montgomery)
    assert done == 1


def handshake() -> None:
    power(two, short)
    power(two, short)
    power(base, long)


report(handshake, rounds=10, repeats=20)
