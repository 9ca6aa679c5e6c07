"""Applies waivers, the ratchet and a broken glass to the outcome of a row."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pytest

from pytest_golive.collecting.tree import key_of
from pytest_golive.context.exceptions.given import glass_of
from pytest_golive.context.run import Run
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.verdict import Outcome

# Nobody passes over what somebody has rejected, what was skipped, or what did not run.
PASSABLE: Final = frozenset({Outcome.FAILED, Outcome.ERROR, Outcome.NOT_SET_UP, Outcome.NOT_SIGNED})


def waive(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], run: Run) -> None:
    """Let a valid waiver of the whole gate, or else a broken glass, change the outcome; mention an expired one."""
    waivers = Judge(run.waivers_of(key_of(item))).waivers
    valid = waivers.whole_gate
    if valid is None or record["outcome"] in {Outcome.SKIPPED, Outcome.REJECTED}:
        for expired in (w for w in waivers.expired() if not w.match):
            record["message"] += f" (its waiver expired on {expired.expires:%Y-%m-%d})"
        _pass_over(item, report, record, run)
        _try(item, report, record, run)
        return
    if _is_cut_off(item, run):
        record["message"] += " (its waiver does not count: the deployment did not end, and is rolled back, not excused)"
        return
    record["message"] = f"waived: {valid.sentence}; {record['message']}"
    _let_through(item, report, record, Outcome.WAIVED)


def _is_cut_off(item: pytest.Item, run: Run) -> bool:
    """Whether the row is the one that has a deployment rolled back that did not end."""
    if not run.asked.execute:
        return False
    from pytest_golive.collecting.executing.to_roll_back import WATCHED, was_cut_off

    return key_of(item) == WATCHED and was_cut_off(item.config)


def _pass_over(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], run: Run) -> None:
    """Let a broken glass that names the row pass it, with its real result in the message."""
    glass, outcome = glass_of(run), record["outcome"]
    if glass is None or key_of(item) not in glass.gates or outcome not in PASSABLE:
        return
    if glass.has_expired(dt.datetime.now(dt.UTC)):
        record["message"] += f" (the glass that would have passed it expired at {glass.expires:%Y-%m-%d %H:%M} UTC)"
        return
    record["message"] = f"BREAK-GLASS, {glass.sentence}; in truth it is {outcome}: {record['message']}"
    _let_through(item, report, record, Outcome.NOT_PROVEN)


def _try(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], run: Run) -> None:
    """Let a row on trial be shown without blocking, if it was measured; after the last day it blocks."""
    trial, outcome = run.settings.trial.get(key_of(item)), record["outcome"]
    if trial is None or outcome not in {Outcome.FAILED, Outcome.ERROR}:
        return
    if dt.datetime.now(dt.UTC).date() > trial.until:
        record["message"] += f" (its trial ended on {trial.until:%Y-%m-%d})"
        record["cure"] = f"{record['cure'].rstrip('.')}; and take the trial out of the settings".removeprefix("; and ")
        return
    who = f"owner {trial.owner}, approved by {trial.approver}, until {trial.until:%Y-%m-%d} UTC"
    record["message"] = f"on trial: {trial.reason} ({who}); in truth it is {outcome}: {record['message']}"
    _let_through(item, report, record, Outcome.ON_TRIAL)


def refuse_ended_trial(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], run: Run) -> None:
    """Fail a row whose trial has ended, also if it holds: the settings still say that it is on trial."""
    trial = run.settings.trial.get(key_of(item))
    if trial is None or dt.datetime.now(dt.UTC).date() <= trial.until:
        return
    place = run.loaded.place_of("trial", key_of(item))
    message = f"its trial ({place}) ended on {trial.until:%Y-%m-%d}, and the row holds; remove the trial"
    _fail(report, record, message, "remove the trial from the settings", place)


def _fail(report: pytest.TestReport, record: dict[str, Any], message: str, cure: str, place: str) -> None:
    record.update(outcome=str(Outcome.FAILED), message=message, cure=cure, place=[place, 0])
    report.outcome = "failed"
    report.longrepr = message


def _let_through(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], outcome: Outcome) -> None:
    record["outcome"] = str(outcome)
    report.outcome = "skipped"
    report.longrepr = (str(item.path), 1, f"Skipped: {record['message']}")


def refuse_idle_waiver(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], run: Run) -> None:
    """Fail a row that passes although a waiver covers the whole gate: the waiver is unnecessary."""
    idle = [waiver for waiver in run.waivers_of(key_of(item)) if not waiver.match]
    if idle:
        message = f"the gate passes, so its waiver ({idle[0].place}) is unnecessary; remove it"
        _fail(report, record, message, "remove the waiver", idle[0].place)


def settle(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], judge: Judge, run: Run) -> None:
    """Show what excuses a green row, and refuse a waiver that nothing needs and a trial that has ended."""
    show_excuses(item, report, record, judge)
    refuse_idle_waiver(item, report, record, run)
    refuse_ended_trial(item, report, record, run)


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
