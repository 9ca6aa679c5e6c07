"""Whether what a record relies on still stands: signatures are judged again, by what is demanded here and now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.context.moments.deployed import Moment
from pytest_golive.context.signing.of_gates import judged
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.judging.verdict import Outcome
from pytest_golive.rows.desk import outcome_of
from pytest_golive.rows.plan import ROOT, ROWS, key_of
from pytest_golive.rows.signers import signed_gates
from pytest_golive.signing.policy import Signed
from pytest_golive.signing.record import Record

VERIFIED = {"passed", "known", "signed"}
COUNTING = {*VERIFIED, "waived"}  # no waiver ends a rejection


def lapsed(
    record: Record, signatures: Signatures, checks: Mapping[str, Check], deployed: Moment | None = None
) -> Iterator[str]:
    """Rows of *record* that are good there and are not any more, each with the reason.

    Somebody may have rejected, revoked or let a date pass since, and production may demand more than the run of the
    record did.

    Args:
        record: of an earlier phase, or a part of the same one.
        signatures: about what is checked out, for the target of this run.
        checks: the rows of documents that people sign, by their ids.
        deployed: when the release was deployed; see `of_gates.judged`.
    """
    outcomes = {row.id: row.outcome for row in record.rows}
    documents = ROWS.removeprefix(f"{ROOT}/")
    judging: dict[str, Callable[[], Signed]] = {
        f"{documents}::{name}": partial(_judged, signatures, check) for name, check in checks.items()
    }
    judging |= {key: partial(judged, signatures, key, deployed) for key in signed_gates()}
    for id_, judge in judging.items():
        if outcomes.get(id_) not in COUNTING:
            continue
        outcome, message = outcome_of(judge())
        if outcome is Outcome.REJECTED or (outcome is not Outcome.SIGNED and outcomes[id_] in VERIFIED):
            yield f"{id_.removeprefix(f'{documents}::')} is {outcome} now: {message}"
    waived = {key_of(name) for name, outcome in outcomes.items() if outcome == "waived"}
    today = signatures.now.date().isoformat()
    for waiver in record.waivers:
        if waiver.gate in waived and waiver.expires < today:
            yield f"its waiver of {waiver.gate} expired after {waiver.expires}"
    tried = {key_of(name) for name, outcome in outcomes.items() if outcome == "on trial"}
    for trial in record.trials or ():
        if trial.gate in tried and trial.until < today:
            yield f"its trial of {trial.gate} ended after {trial.until}"


def _judged(signatures: Signatures, check: Check) -> Signed:
    return signatures.judge(check.id, signatures.rules_of(check))
