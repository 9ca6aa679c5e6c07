"""Export a record for other tools: an in-toto Statement v1 with the test-result predicate, signed as DSSE.

Sources: https://in-toto.io/Statement/v1, https://in-toto.io/attestation/test-result/v0.1, and the envelope of
https://github.com/secure-systems-lab/dsse, in the bundle that cosign verifies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.record import BLOCKING, UNPROVEN, Record

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"
PAYLOAD = "application/vnd.in-toto+json"
BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"
OPENSSH = b"-----BEGIN OPENSSH PRIVATE KEY-----"
VERIFIED = ("passed", "signed")
NO_TEST = ("not applicable", "not due")


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file that goes live: its name, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    sha256: str


def statement_of(record: Record, artefacts: Sequence[Artefact] = ()) -> dict[str, Any]:
    """The record as a statement about its commit and the artefacts.

    The predicate has passed, warned and failed tests. A row that was not verified never counts as passed: it is listed
    as failed, also one that a broken glass let through. Waived and known rows and those on trial are listed as warned.
    """
    failing = {*BLOCKING, UNPROVEN}
    warned = [row.id for row in record.rows if row.outcome not in {*VERIFIED, *NO_TEST, *failing}]
    result = "FAILED" if record.verdict != "GO" else "WARNED" if warned else "PASSED"
    configuration = [{"name": "pytest-golive settings", "digest": _digest(record.settings)}]
    configuration += [{"name": name, "digest": _digest(digest)} for name, digest in sorted(record.documents.items())]
    return {
        "_type": STATEMENT,
        "subject": [
            {"name": f"commit {record.subject.commit}", "digest": {"gitCommit": record.subject.commit}},
            {"name": "tracked content", "digest": _digest(record.subject.digest)},
            *({"name": one.name, "digest": {"sha256": one.sha256}} for one in artefacts),
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "result": result,
            "configuration": configuration,
            "passedTests": [row.id for row in record.rows if row.outcome in VERIFIED],
            "warnedTests": warned,
            "failedTests": [row.id for row in record.rows if row.outcome in failing] + list(record.faults),
        },
    }


def signed(statement: Mapping[str, Any], private_key: Path) -> str:
    """The bundle with *statement* as text, signed with the key in the PEM file *private_key*.

    Raises:
        CannotMeasure: securesystemslib is not installed, or the file holds no private key.
    """
    check_key(private_key)
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]

    envelope = Envelope(json.dumps(statement, sort_keys=True).encode(), PAYLOAD, {})
    envelope.sign(CryptoSigner(_key(private_key)))
    signature = next(iter(envelope.signatures.values()))
    described = envelope.to_dict()
    for one in described["signatures"]:
        del one["keyid"]  # cosign ignores a signature whose key id differs from its own
    bundle = {
        "mediaType": BUNDLE,
        "verificationMaterial": {"publicKey": {"hint": signature.keyid}},
        "dsseEnvelope": described,
    }
    return json.dumps(bundle, indent=2) + "\n"


def check_key(private_key: Path) -> None:
    """Find out whether *private_key* can sign attestations.

    Raises:
        CannotMeasure: securesystemslib is not installed, or the file holds no private key.
    """
    if find_spec("securesystemslib") is None:
        what = "attestations need securesystemslib, which is not installed"
        raise CannotMeasure(what, "pip install 'pytest-golive[attest]'")
    _key(private_key)


def _key(file: Path) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    cure = "name a PEM or OpenSSH file with an ECDSA (P-256), Ed25519 or RSA key, without a passphrase"
    try:
        data = file.read_bytes()
        return (load_ssh_private_key if OPENSSH in data else load_pem_private_key)(data, None)
    except OSError as error:
        raise CannotMeasure(f"the key {file.name} cannot be read: {error.strerror}", cure) from error
    except (
        ValueError,
        TypeError,
        UnsupportedAlgorithm,
    ) as error:  # the file may contain a key, so the error is not quoted
        raise CannotMeasure(f"{file.name} contains no usable private key", cure) from error


def _digest(text: str) -> dict[str, str]:
    algorithm, _, value = text.partition(":")
    return {algorithm: value}
