"""boto3 as an administrator: the certificate of a pool's SAML requests."""

import base64
from typing import Any

from cryptography import x509

from harness.expect import refused
from harness.pool import Pool


def certificate(cognito: Any, pool: Pool) -> x509.Certificate:
    encoded = cognito.get_signing_certificate(UserPoolId=pool.id)["Certificate"]
    return x509.load_der_x509_certificate(base64.b64decode(encoded))


def test_a_pool_signs_for_itself(cognito: Any, pool: Pool) -> None:
    own = certificate(cognito, pool)
    own.verify_directly_issued_by(own)
    (name,) = own.subject
    assert name.value == pool.id
    assert own.public_key().key_size == 2048
    assert own.not_valid_after_utc.year == own.not_valid_before_utc.year + 10
    assert certificate(cognito, pool) == own
    assert certificate(cognito, Pool.create(cognito)) != own


def test_an_unknown_pool_has_none(cognito: Any) -> None:
    with refused("ResourceNotFoundException", "User pool us-east-1_none does not exist."):
        cognito.get_signing_certificate(UserPoolId="us-east-1_none")
