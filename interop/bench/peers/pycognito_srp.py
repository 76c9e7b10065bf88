"""pycognito's client handshake: a fresh A, then the session key of a fixed challenge."""

from measure import report
from pycognito.aws_srp import AWSSRP

# Any residue costs the same.
SERVER_VALUE = pow(3, 0xABCDEF0123456789, AWSSRP("u", "p", "r_p", "c", client=object()).big_n)
SALT = "5f0b6c2e8a4d7913c5e2f1a0b9d8c7e6"


def handshake() -> bytes:
    client = AWSSRP("ann", "Correct-horse7", "us-east-1_AbCdEf123", "client", client=object())
    return client.get_password_authentication_key("ann", "Correct-horse7", SERVER_VALUE, SALT)


report(handshake, rounds=5, repeats=5)
