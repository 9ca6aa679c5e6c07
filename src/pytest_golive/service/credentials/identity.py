"""What this machine shows of itself to a service that wants mutual TLS."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate, and the key that proves that it is ours.

    Attributes:
        certificate: PEM file, with the chain that belongs to it.
        key: PEM file of the private key; None if the certificate's file holds it, too.
        passphrase: of the key; "" if it has none.
    """

    certificate: Path
    key: Path | None = None
    passphrase: str = field(default="", repr=False)
