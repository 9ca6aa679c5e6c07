"""What speaks against a GO beside the rows that people sign: broken files, and changes to who may sign."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pytest_golive.context.run import Run
from pytest_golive.context.signing.opening import later_than, signatures_of
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.errors import GoliveError
from pytest_golive.rows.desk import rejections
from pytest_golive.rows.signers import signed_gates
from pytest_golive.signing.people import PEOPLE


def signing_faults(run: Run, rows: Collection[str]) -> Iterator[str]:
    """All of it, each with its cure; nothing where nobody signs, and never has.

    Args:
        run: whose signatures they are.
        rows: ids of the rows of documents that people sign.
    """
    table = run.settings.signing
    rows = {*rows, *signed_gates()}
    is_used = bool(table.people) or (run.root / table.folder).is_dir()
    try:
        signatures = signatures_of(run)
        changes = signatures.trusted.changes
        yield from (f"{one.path} {one.what}; {one.cure}" for one in signatures.broken)
        yield from _rowless(signatures, rows)
        yield from _put_off(run, signatures, rows)
        approved = signatures.people_approved()
        if approved is not None and not approved.is_signed:
            why = [f"{one.sign_off.path} does not count: {one.why}" for one in approved.refused]
            why += rejections(approved)
            words = "; ".join([f"who may sign has changed since {signatures.trusted.source}", *changes, *why])
            anew = ", ".join(signatures.named_anew)
            who = f"two, for it says whose {anew} is," if anew else "somebody"
            cure = f"{who} of those who could before must approve it: golive sign {PEOPLE} --by NAME"
            yield "; ".join(filter(None, (words, cure, signatures.baseline.doubt)))
    except GoliveError as error:
        if is_used:  # else the row that needs the repository says so
            yield f"what was signed is unknown: {error}"


def _put_off(run: Run, signatures: Signatures, rows: Collection[str]) -> Iterator[str]:
    """Rejections of rows that are due later than when somebody rejected them, which ends no rejection either."""
    rejected = {one.row: one for one in signatures.all if one.decision == "reject" and one.row in rows}
    for row, no in rejected.items():
        signed = signatures.judge(row, signatures.rules(row))
        if no not in signed.rejected:
            continue
        known = signatures.repository.commit(no.commit) if no.commit else ""
        then = [*filter(None, [known]), *(one.sha for one in signatures.papers.brought(no) if one is not None)]
        changes = [change for commit in then if (change := later_than(run, commit).get(row))]
        if changes or not then:
            since = changes[0] if changes else "the commit that was rejected is not in this clone, so nobody knows"
            cure = f"restore when it is due, or let {no.by} revoke that: golive sign --revoke {no.id} --key FILE"
            yield f"{row} was rejected, and is put off ({since}): {'; '.join(rejections(signed))}; {cure}"


def _rowless(signatures: Signatures, rows: Collection[str]) -> Iterator[str]:
    """Rejections of rows that nobody signs any more: whoever takes the row away does not end them."""
    for row in dict.fromkeys(one.row for one in signatures.all if one.decision == "reject"):
        if row in rows or row == PEOPLE:
            continue
        signed = signatures.judge(row, signatures.rules(row))
        if signed.rejected:
            id_ = signed.rejected[0].id
            cure = f"restore it, or let {signed.rejected[0].by} revoke that: golive sign --revoke {id_} --key FILE"
            yield f"{row} was rejected, and people do not sign such a row now: {'; '.join(rejections(signed))}; {cure}"
