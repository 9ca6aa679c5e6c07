"""``golive record verify``: whether a record is whole, whose it is, and what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pytest_golive.context.signing.chaining import signer_of
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.signing.record import Record, read_record


def verified(path: Path, signatures: Signatures) -> str:
    """What the record says.

    Raises:
        CannotMeasure: it is no record, or it was cut or edited.
    """
    record = read_record(path)
    return "\n".join([*_told(record), *_here(record, signatures)])


def check_signer(path: Path, signatures: Signatures) -> str:
    """Who has signed it.

    Raises:
        GoliveError: nobody who may.
    """
    record = read_record(path)
    signer = signer_of(record, signatures.trusted)
    source = signatures.trusted.source
    if signer:
        return f"signed by {signer}, whose key is that of {source}"
    if record.signature:
        who = "no key of [tool.golive.signing.people], as they are in " + source
        raise GoliveError(f"{path.name} is signed by {who}", "do not rely on it, or let those who may sign add the key")
    cure = "write it with --golive-key FILE"
    raise GoliveError(f"{path.name} is whole, but unsigned: whoever has the file can have written it", cure)


def _told(record: Record) -> Iterator[str]:
    subject = record.subject
    about = f"commit {subject.commit[:10]}{f', version {subject.version}' if subject.version else ''}"
    target = f", target {record.target}" if record.target else ""
    yield f"{record.verdict}  {', '.join(record.phases) or 'no whole phase'} of {about}{target}"
    counts = Counter(row.outcome for row in record.rows)
    yield f"  rows: {', '.join(f'{count} {outcome}' for outcome, count in counts.items()) or 'none'}"
    yield from (f"  fault: {fault}" for fault in record.faults)
    yield f"  from {record.started} to {record.ended}; content {subject.digest}"
    yield f"  settings {record.settings}"
    yield from (f"  document {name} {digest}" for name, digest in sorted(record.documents.items()))


def _here(record: Record, signatures: Signatures) -> Iterator[str]:
    """Whether it is about what is checked out here."""
    try:
        checkout = signatures.checkout
        same = record.subject.digest == checkout.digest() and record.subject.roots == checkout.roots
        changed = bool(checkout.uncommitted)
    except CannotMeasure as error:
        yield f"  whether it is about what is checked out here is unknown: {error}"
        return
    if same:
        yield f"  it is about what is checked out here{', uncommitted changes left out' if changed else ''}"
    else:
        yield "  it is about something other than what is checked out here"
