"""A certificate authority made for the run, and the certificates that go wrong in real life."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from servers.components import python_packages

HOST = "127.0.0.1"
KINDS = ("good", "self_signed", "unknown_ca", "expired", "expiring", "not_yet", "wrong_host")
LIFE = timedelta(days=300)


@dataclass(frozen=True)
class Certificates:
    """PEM files: ``folder/KIND.pem`` with key and chain, and the authority in ``ca_file``."""

    folder: Path

    @property
    def ca_file(self) -> Path:
        """The certificate authority that a client has to trust."""
        return self.folder / "ca.pem"

    def pem(self, kind: str) -> Path:
        """Private key and chain of one of ``KINDS``."""
        return self.folder / f"{kind}.pem"


def make_certificates(folder: Path, days: int = 5) -> Certificates:
    """One certificate of each kind; the one called ``expiring`` has *days* to live."""
    python_packages("trustme", "cryptography")
    import trustme

    now = datetime.now(UTC)
    born, dead = now - LIFE / 2, now + LIFE / 2
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(folder / "ca.pem"))
    issued = {
        "good": ca.issue_cert(HOST, "localhost", not_before=born, not_after=dead),
        "unknown_ca": trustme.CA().issue_cert(HOST, not_before=born, not_after=dead),
        "expired": ca.issue_cert(HOST, not_before=born, not_after=now - timedelta(days=1)),
        # A little more than whole days, so that a slow run still finds that many.
        "expiring": ca.issue_cert(HOST, not_before=born, not_after=now + timedelta(days=days, minutes=5)),
        "not_yet": ca.issue_cert(HOST, not_before=now + timedelta(days=1), not_after=dead),
        "wrong_host": ca.issue_cert("shop.example", not_before=born, not_after=dead),
        "client": ca.issue_cert("client.example", not_before=born, not_after=dead),
        "stranger": trustme.CA().issue_cert("client.example", not_before=born, not_after=dead),
    }
    made = Certificates(folder)
    for kind, certificate in issued.items():
        certificate.private_key_and_cert_chain_pem.write_to_path(str(made.pem(kind)))
    made.pem("self_signed").write_bytes(_self_signed(born, dead))
    return made


def _self_signed(born: datetime, dead: datetime) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    builder = x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(born).not_valid_after(dead)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def signing_key() -> str:
    """An RSA key as PEM, for tokens."""
    python_packages("cryptography")
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
