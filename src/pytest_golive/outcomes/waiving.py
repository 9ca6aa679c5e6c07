"""Applies waivers and the ratchet to the outcome of a row."""

from __future__ import annotations

from typing import Any

import pytest

from pytest_golive.collecting.tree import key_of
from pytest_golive.context.run import Run
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.verdict import Outcome


def waive(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], run: Run) -> None:
    """Let a valid waiver of the whole gate change the outcome; mention an expired one."""
    waivers = Judge(run.waivers_of(key_of(item))).waivers
    valid = waivers.whole_gate
    if valid is None or record["outcome"] == Outcome.SKIPPED:
        for expired in (w for w in waivers.expired() if not w.match):
            record["message"] += f" (its waiver expired on {expired.expires:%Y-%m-%d})"
        return
    record["message"] = f"waived: {valid.sentence}; {record['message']}"
    record["outcome"] = str(Outcome.WAIVED)
    report.outcome = "skipped"
    report.longrepr = (str(item.path), 1, f"Skipped: {record['message']}")


def refuse_idle_waiver(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], run: Run) -> None:
    """Fail a row that passes although a waiver covers the whole gate: the waiver is unnecessary."""
    idle = [waiver for waiver in run.waivers_of(key_of(item)) if not waiver.match]
    if idle:
        message = f"the gate passes, so its waiver ({idle[0].place}) is unnecessary; remove it"
        record.update(outcome=str(Outcome.FAILED), message=message, cure="remove the waiver", place=[idle[0].place, 0])
        report.outcome = "failed"
        report.longrepr = message


def show_excuses(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], judge: Judge) -> None:
    """Change PASSED to WAIVED or KNOWN, in every report, for a row that holds only by waivers or the ratchet."""
    excused = [evidence for evidence in judge.evidence if evidence.is_excused]
    if not excused:
        return
    is_waived = any(evidence.waived for evidence in excused)
    record["outcome"] = str(Outcome.WAIVED if is_waived else Outcome.KNOWN)
    record["message"] = "; ".join(f"{evidence.name}: {evidence.excuse}" for evidence in excused)
    report.outcome = "skipped"
    report.longrepr = (str(item.path), 1, f"Skipped: {record['outcome']}: {record['message']}")
