"""PyJWT verifies an access token of Cognito's shape, its key already parsed."""

import time
import uuid

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from measure import report

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123"
NOW = int(time.time())
CLAIMS = {
    "sub": str(uuid.uuid4()),
    "iss": ISSUER,
    "client_id": "1example23456789abcdefghij",
    "origin_jti": str(uuid.uuid4()),
    "event_id": str(uuid.uuid4()),
    "token_use": "access",
    "scope": "aws.cognito.signin.user.admin",
    "auth_time": NOW,
    "exp": NOW + 3600,
    "iat": NOW,
    "jti": str(uuid.uuid4()),
    "username": "ann",
}

key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
public = key.public_key()
token = jwt.encode(CLAIMS, key, algorithm="RS256", headers={"kid": "one", "typ": None})


def verify() -> None:
    claims = jwt.decode(token, public, algorithms=["RS256"], issuer=ISSUER)
    assert claims["token_use"] == "access"


report(verify, rounds=10, repeats=500)
