"""Whether a rehearsal is signed as records must be, so that nobody can write one who has rehearsed nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pytest_golive.context.run import Run

if TYPE_CHECKING:
    from pytest_golive.context.signing.signatures import Signatures
    from pytest_golive.delivery.rollback.rehearsed import Rehearsed

CURE: Final = "rehearse it again, with the key of one who may sign records: golive rehearse --key=FILE"


def proven(run: Run, found: Rehearsed) -> Rehearsed:
    """*found* with who signed it, and with a fault if nobody has who had to.

    As for other records: production demands a signature once people have keys, `signing.signed_records` says otherwise
    for all targets, and a signature that is there must hold in any case.
    """
    from pytest_golive.context.signing.chaining import signer_for
    from pytest_golive.context.signing.opening import signatures_of
    from pytest_golive.delivery.rollback.recorded import NAMESPACE
    from pytest_golive.findings import Finding

    one = found.found
    if one is None:
        return found
    signatures = signatures_of(run)
    if signer := signer_for(one.digest, one.signature, NAMESPACE, signatures):
        return replace(found, signer=signer)
    if not (must_be_signed(run, signatures) or (one.signature and _have_keys(signatures))):
        return found
    what = "it is not signed by anybody who may sign records" if one.signature else "it is unsigned"
    return replace(found, faults=(*found.faults, Finding("", 0, "unsigned", what, "high", key=what, cure=CURE)))


def must_be_signed(run: Run, signatures: Signatures) -> bool:
    """Whether only a signed rehearsal counts here."""
    said = run.settings.signing.signed_records
    return _have_keys(signatures) and signatures.is_live if said is None else said


def _have_keys(signatures: Signatures) -> bool:
    return any(one.ssh_keys for one in signatures.trusted.people)
