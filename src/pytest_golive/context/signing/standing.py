"""Whether what a record relies on still stands: signatures are judged again, by what is demanded here and now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.desk import outcome_of
from pytest_golive.rows.plan import ROOT, ROWS, key_of
from pytest_golive.signing.record import Record

VERIFIED = {"passed", "known", "signed"}


def lapsed(record: Record, signatures: Signatures, checks: Mapping[str, Check]) -> Iterator[str]:
    """Rows of *record* that are good there and are not any more, each with the reason.

    Somebody may have rejected, revoked or let a date pass since, and production may demand more than the run of the
    record did.

    Args:
        record: of an earlier phase, or a part of the same one.
        signatures: about what is checked out, for the target of this run.
        checks: the rows that people sign, by their ids.
    """
    outcomes = {row.id: row.outcome for row in record.rows}
    for name, check in checks.items():
        if outcomes.get(f"{ROWS.removeprefix(f'{ROOT}/')}::{name}") not in VERIFIED:
            continue
        outcome, message = outcome_of(signatures.judge(name, signatures.rules_of(check)))
        if outcome is not Outcome.SIGNED:
            yield f"{name} is {outcome} now: {message}"
    waived = {key_of(name) for name, outcome in outcomes.items() if outcome == "waived"}
    today = signatures.now.date().isoformat()
    for waiver in record.waivers:
        if waiver.gate in waived and waiver.expires < today:
            yield f"its waiver of {waiver.gate} expired after {waiver.expires}"
