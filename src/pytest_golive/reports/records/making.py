"""From the verdict of a run to its record."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pytest_golive.activation import ROOT
from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.context.moments.deployed import Moment, deployed
from pytest_golive.context.run import Run
from pytest_golive.context.signing.of_gates import judged
from pytest_golive.context.signing.opening import is_production
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.judging.evidence import Evidence, now
from pytest_golive.judging.verdict import Row, Verdict
from pytest_golive.reports.records.exceptions import glass_in, plain, trials_in
from pytest_golive.rows.plan import ROWS
from pytest_golive.rows.signers import signed_gates
from pytest_golive.signing.policy import Signed
from pytest_golive.signing.record import EMERGENCY, Record, RecordedRow, RecordedSignature, RecordedWaiver, Subject

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
    checkout, facts, moment = signatures.checkout, verdict.facts, deployed(run)
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
        trials=trials_in(run) or None,
        break_glass=glass_in(run, verdict),
        loosened=plain(verdict.choices.loosened),
        in_force=plain(verdict.choices.listed),
        started=facts.started,
        ended=now(),
        deployed=moment.text if moment else None,
        rows=tuple(_rows(verdict, signatures, checks, moment)),
        faults=plain(verdict.faults),
        verdict="GO" if verdict.go else EMERGENCY if verdict.is_emergency else "NO-GO",
    )


def signatures_in(signed: Signed) -> Iterator[RecordedSignature]:
    """What was said about a row, as a record has it."""
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


def _signed(id_: str, signatures: Signatures, checks: Checks, deployed: Moment | None) -> Signed:
    """How it stands with a row; nothing is said about one that people do not sign."""
    name, key = id_.removeprefix(f"{ROWS}::"), id_.removeprefix(f"{ROOT}/")
    if key in signed_gates() and signatures.of(key):
        return judged(signatures, key, deployed)
    check = checks.get(name)
    return signatures.judge(name, signatures.rules_of(check)) if check and signatures.of(name) else Signed()


def signed_in(
    verdict: Verdict, signatures: Signatures, checks: Checks, moment: Moment | None
) -> Iterator[tuple[str, RecordedSignature]]:
    """The ids of rows without "golive/", each with a signature about it as a record has it."""
    for row in {row.entry.id: row for row in (*verdict.rows, *verdict.later, *verdict.gates)}.values():
        for one in signatures_in(_signed(row.entry.id, signatures, checks, moment)):
            yield plain(row.entry.id.removeprefix(f"{ROWS}::").removeprefix(f"{ROOT}/")), one


def _rows(verdict: Verdict, signatures: Signatures, checks: Checks, deployed: Moment | None) -> Iterator[RecordedRow]:
    """The rows of the checklist, then the gates that stand in rows of a document."""
    seen = set()
    for row in (*verdict.rows, *verdict.later, *verdict.gates):
        if row.entry.id not in seen:
            seen.add(row.entry.id)
            yield _row(row, _signed(row.entry.id, signatures, checks, deployed))


def _row(row: Row, signed: Signed) -> RecordedRow:
    return RecordedRow(
        id=plain(row.entry.id.removeprefix(f"{ROOT}/")),
        title=plain(row.entry.title),
        section=plain(row.entry.section),
        phases=row.entry.phases,
        outcome=str(row.outcome),
        message=plain(row.message),
        evidence=tuple(_evidence(one) for one in row.evidence),
        signatures=tuple(signatures_in(signed)),
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
