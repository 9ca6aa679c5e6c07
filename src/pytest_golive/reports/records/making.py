"""From the verdict of a run to its record."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pytest_golive.activation import ROOT
from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.context.run import Run
from pytest_golive.context.signing.opening import is_production
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.judging.evidence import Evidence, now
from pytest_golive.judging.verdict import Row, Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.outcomes.encoding import encodable
from pytest_golive.rows.plan import ROWS
from pytest_golive.signing.record import Record, RecordedRow, RecordedSignature, RecordedWaiver, Subject

MOST_FINDINGS = 20
TOOLS = ("pytest-golive", "pytest", "bandit", "coverage", "detect-secrets", "httpx", "locust", "radon")


Checks = Mapping[str, Check]


def record_of(
    verdict: Verdict, run: Run, signatures: Signatures, documents: Mapping[str, str], checks: Checks
) -> Record:
    """All that *verdict* stands on, without a credential; not sealed yet.

    Args:
        verdict: of the run.
        run: whose it is.
        signatures: about what was checked out.
        documents: digests of the checklist's documents without their ticks, by path.
        checks: the rows that people sign, by their ids.
    """
    checkout, facts = signatures.checkout, verdict.facts
    return Record(
        subject=Subject(
            digest=checkout.digest(),
            commit=checkout.commit,
            version=facts.version,
            previous=signatures.previous.name if signatures.previous else "",
            roots=checkout.roots,
        ),
        phases=run.asked.phases,
        target=facts.target,
        production=is_production(run.settings, run.target_name),
        settings=f"sha256:{run.loaded.digest}",
        documents=dict(documents),
        tools=dict(_tools()),
        signers=signatures.trusted.source if signatures.trusted.signing.people else "",
        waivers=tuple(_waivers(run)),
        loosened=plain(verdict.choices.loosened),
        in_force=plain(verdict.choices.listed),
        started=facts.started,
        ended=now(),
        rows=tuple(_rows(verdict, signatures, checks)),
        faults=plain(verdict.faults),
        verdict="GO" if verdict.go else "NO-GO",
    )


def plain(value: Any) -> Any:
    """*value* as JSON has it, without credentials: numbers that are none, and bytes that are no text, are spelled."""
    if isinstance(value, str):
        return encodable(MASK.hide(value))
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return tuple(plain(part) for part in value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return value if value is None or isinstance(value, bool | int) else plain(str(value))


def signatures_in(id_: str, signatures: Signatures, checks: Checks) -> Iterator[RecordedSignature]:
    """What was said about a row, as a record has it."""
    name = id_.removeprefix(f"{ROWS}::")
    check = checks.get(name)
    if check is None or not signatures.of(name):
        return
    signed = signatures.judge(name, signatures.rules_of(check))
    for one, identity in signed.counted:
        until = one.until.isoformat() if one.until else ""
        yield RecordedSignature(
            id=one.id, by=identity.who, decision="approve", signed=one.signed.isoformat(), trust=identity.trust,
            how=identity.how, until=until, evidence=plain(one.evidence),
        )  # fmt: skip
    for one in signed.rejected:
        yield RecordedSignature(id=one.id, by=one.by, decision="reject", signed=one.signed.isoformat())
    for refused in signed.refused:
        one = refused.sign_off
        decision = "reject" if one.decision == "reject" else "approve"
        yield RecordedSignature(
            id=one.id, by=plain(one.by), decision=decision, signed=one.signed.isoformat(), why=plain(refused.why)
        )  # fmt: skip


def _rows(verdict: Verdict, signatures: Signatures, checks: Checks) -> Iterator[RecordedRow]:
    """The rows of the checklist, then the gates that stand in rows of a document."""
    seen = set()
    for row in (*verdict.rows, *verdict.later, *verdict.gates):
        if row.entry.id not in seen:
            seen.add(row.entry.id)
            yield _row(row, signatures, checks)


def _row(row: Row, signatures: Signatures, checks: Checks) -> RecordedRow:
    return RecordedRow(
        id=plain(row.entry.id.removeprefix(f"{ROOT}/")),
        title=plain(row.entry.title),
        section=plain(row.entry.section),
        phases=row.entry.phases,
        outcome=str(row.outcome),
        message=plain(row.message),
        evidence=tuple(_evidence(one) for one in row.evidence),
        signatures=tuple(signatures_in(row.entry.id, signatures, checks)),
    )


def _evidence(one: Evidence) -> dict[str, Any]:
    found: dict[str, Any] = plain(one.as_dict(most=MOST_FINDINGS))
    return found


def _tools() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    for name in TOOLS:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def _waivers(run: Run) -> Iterator[RecordedWaiver]:
    for one in run.settings.waivers:
        yield RecordedWaiver(
            gate=one.gate,
            match=plain(one.match or ""),
            reason=plain(one.reason),
            owner=plain(one.owner),
            approver=plain(one.approver),
            expires=one.expires.isoformat(),
        )
