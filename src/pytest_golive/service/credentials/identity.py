"""The client certificate for services that require mutual TLS."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate and its private key.

    Attributes:
        certificate: PEM file, with its chain.
        key: PEM file of the private key; None if the certificate's file contains it, too.
        passphrase: of the key; "" if it has none.
    """

    certificate: Path
    key: Path | None = None
    passphrase: str = field(default="", repr=False)
