"""The code of an authenticator app now, for a secret of any length.

As a program it is an app for `--mfa-process`: `python totp.py SECRET`. pyotp, which the other tests
use, takes no secret as short as moto's.
"""

import base64
import sys
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP


def code_now(secret: str) -> str:
    """The code that RFC 6238 gives for this secret in base32."""
    padded = secret.upper() + "=" * (-len(secret) % 8)
    app = TOTP(base64.b32decode(padded), 6, SHA1(), 30, enforce_key_length=False)
    return app.generate(int(time.time())).decode()


if __name__ == "__main__":
    print(code_now(sys.argv[1]))
