"""Certificates for servers of this machine, and an authority that signs them."""

import datetime
import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
_PEM = serialization.Encoding.PEM


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Authority:
    """Signs for whomever it is asked to."""

    name: str = "interop"
    key: ec.EllipticCurvePrivateKey = field(default_factory=_new_key)

    def write(self, path: Path) -> Path:
        """What those have who trust this authority."""
        constraints = x509.BasicConstraints(ca=True, path_length=None)
        unsigned = self._unsigned(self.name, self.key, days=1)
        signed = unsigned.add_extension(constraints, critical=True).sign(self.key, hashes.SHA256())
        path.write_bytes(signed.public_bytes(_PEM))
        return path

    def certify(self, path: Path, name: x509.GeneralName = LOOPBACK, days: int = 1) -> Path:
        """A server's key and certificate; it ends in so many days, or has ended."""
        key = _new_key()
        names = x509.SubjectAlternativeName([name])
        unsigned = self._unsigned("server", key, days).add_extension(names, critical=False)
        signed = unsigned.sign(self.key, hashes.SHA256())
        pkcs8 = serialization.PrivateFormat.PKCS8
        private = key.private_bytes(_PEM, pkcs8, serialization.NoEncryption())
        path.write_bytes(private + signed.public_bytes(_PEM))
        return path

    def _unsigned(
        self, subject: str, key: ec.EllipticCurvePrivateKey, days: int
    ) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return x509.CertificateBuilder(
            issuer_name=_name(self.name),
            subject_name=_name(subject),
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - datetime.timedelta(days=10),
            not_valid_after=now + datetime.timedelta(days=days),
        )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
