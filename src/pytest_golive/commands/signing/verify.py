"""``golive record verify``: whether a record is whole, whose it is, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.context.signing.chaining import signer_of
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.judging.verdict import Outcome, tally_of
from pytest_golive.rows.arranging import ALSO
from pytest_golive.rows.plan import ROOT, ROWS, SIGNATURES
from pytest_golive.signing.record import Record, RecordedRow


def verified(record: Record, signatures: Signatures) -> str:
    """What the record says."""
    return "\n".join([*_told(record), *_here(record, signatures)])


def check_signer(record: Record, name: str, signatures: Signatures) -> str:
    """Who has signed it; messages call it *name*.

    Raises:
        GoliveError: nobody who may.
    """
    signer = signer_of(record, signatures)
    source = signatures.trusted.source
    if signer:
        return f"signed by {signer}, whose key is that of {source}"
    if record.signature:
        what = f"{name} is signed, but by no key of those who may sign records, as {source} names them"
        raise GoliveError(what, "do not rely on it, or let those who may sign add the key or name the recorder")
    cure = "write it with --golive-key=FILE"
    raise GoliveError(f"{name} is whole, but unsigned: whoever has the file can have written it", cure)


def _told(record: Record) -> Iterator[str]:
    subject = record.subject
    about = f"commit {subject.commit[:10]}{f', version {subject.version}' if subject.version else ''}"
    target = f", target {record.target}" if record.target else ""
    yield f"{record.verdict}  {', '.join(record.phases) or 'no whole phase'} of {about}{target}"
    yield f"  rows: {tally_of([Outcome(row.outcome) for row in _counting(record)])}"
    yield from (f"  fault: {fault}" for fault in record.faults)
    yield from (f"  loosened since {subject.previous}: {text}" for text in record.loosened)
    yield from (f"  in force: {text}" for text in record.in_force or ())
    yield f"  from {record.started} to {record.ended}; content {subject.digest}"
    yield f"  settings {record.settings}"
    yield from (f"  document {name} {digest}" for name, digest in sorted(record.documents.items()))


def _counting(record: Record) -> Iterator[RecordedRow]:
    """The rows that the run counted: of documents, and what stands in none; no gates of theirs, nothing due later."""
    own = f"{ROWS.removeprefix(f'{ROOT}/')}::"
    for row in record.rows:
        is_own = (
            row.id.startswith(own) and not row.id.endswith(SIGNATURES) and Outcome(row.outcome) is not Outcome.NOT_DUE
        )
        if not record.documents or is_own or row.section == ALSO:
            yield row


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
        is_later = checkout.head != record.subject.commit
        first = f"{record.subject.commit[:10]} is the first commit with this content"
        later = f" (commit {checkout.head[:10]}; {first})" if is_later else ""
        yield f"  it is about what is checked out here{later}{', uncommitted changes left out' if changed else ''}"
    else:
        yield "  it is about something other than what is checked out here"
