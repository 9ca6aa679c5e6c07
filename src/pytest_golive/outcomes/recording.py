"""Records what one gate measured where JUnit, xdist and the verdict find it."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from typing import Any

import pytest

from pytest_golive.collecting.dates import why_not_due
from pytest_golive.collecting.tree import entry_of, fix_of, is_built_in, is_signed, key_of, permission_of
from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.verdict import Outcome
from pytest_golive.outcomes import properties, waiving
from pytest_golive.outcomes.curing import SKIPPED, cure_for, cure_with_service
from pytest_golive.outcomes.encoding import encodable
from pytest_golive.outcomes.ending import RAISED, ended, raised_by
from pytest_golive.outcomes.tracing import trace

JUDGE = pytest.StashKey[Judge]()
MOST_IN_MESSAGE = 20


def begin(item: pytest.Item) -> None:
    """Set the properties of the row on *item*, without anything from an earlier run of it."""
    properties.begin(item, entry_of(item))
    item.stash[RAISED] = None
    item.stash.setdefault(JUDGE, Judge())
    del item.stash[JUDGE]


def describe(item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport, run: Run) -> None:
    """Add to *report* the outcome, the evidence and the place; waive it if a valid waiver says so."""
    error = raised_by(item, report, call.excinfo.value if call.excinfo else None)
    judge = item.stash.get(JUDGE, None) or Judge()
    outcome, declared = _outcome_and_reason(item, error, report, run)
    record: dict[str, Any] = {
        "gate": key_of(item),
        "outcome": str(outcome),
        "message": _message_of(outcome, declared, error, judge),
        "cure": "",
        "place": ["", 0],
        "trace": [],
        "built_in": is_built_in(item),
        "evidence": [evidence.as_record() for evidence in _evidence(judge, outcome)],
        "attachments": judge.attachments if report.when == "call" else [],
    }
    if outcome.blocks:
        _complete_red_record(item, error, judge, report, record, run)
    elif outcome in {Outcome.PASSED, Outcome.SIGNED} and report.when == "call":
        waiving.settle(item, report, record, judge, run)
        properties.show(report, judge.evidence)
    record = _hand_over(report, record)
    _set_location(item, report, record, run)
    if report.when == "call" or outcome is not Outcome.PASSED:
        properties.complete(item, report, record["outcome"], judge.evidence)


def _outcome_and_reason(
    item: pytest.Item, error: BaseException | None, report: pytest.TestReport, run: Run
) -> tuple[Outcome, str]:
    """The outcome of the row, and why it is not due or not applicable; "" if it is due and applicable."""
    not_due = why_not_due(item, run)
    declared = not_due or run.not_applicable(key_of(item), permission_of(item))
    outcome = ended(report, error, declared=bool(declared), signed=is_signed(item))
    is_not_due = bool(not_due) and outcome is Outcome.NOT_APPLICABLE
    return Outcome.NOT_DUE if is_not_due else outcome, declared


def without_traceback(item: pytest.Item, call: pytest.CallInfo[None], error: GoliveError) -> pytest.TestReport:
    """The report of *call*, which *error* ended, with the error's own message instead of a traceback."""
    return pytest.TestReport(
        item.nodeid,
        item.location,
        dict.fromkeys(item.keywords, 1),
        "failed",
        _message_with_fix(error),
        call.when,  # type: ignore[arg-type]  # of a test, never of a collection
        [(f"Captured {key} {when}", text) for when, key, text in item._report_sections],  # noqa: SLF001 -- as pytest does
        call.duration,
        call.start,
        call.stop,
        user_properties=item.user_properties,
    )


def _message_with_fix(error: GoliveError) -> str:
    return f"{error.what}\n  to fix: {error.cure}" if error.cure else error.what


def _message_of(outcome: Outcome, declared: str, error: BaseException | None, judge: Judge) -> str:
    if outcome is Outcome.SIGNED:
        return "; ".join(evidence.source for evidence in judge.evidence)
    return declared if outcome in {Outcome.NOT_APPLICABLE, Outcome.NOT_DUE} else _message(error, judge)


def _complete_red_record(  # noqa: PLR0913, PLR0917 -- all that is known of a row
    item: pytest.Item,
    error: BaseException | None,
    judge: Judge,
    report: pytest.TestReport,
    record: dict[str, Any],
    run: Run,
) -> None:
    _explain(item, error, judge, record)
    found = [finding.message for breach in judge.breaches() for finding in breach.found]
    record["cure"] = cure_with_service(record["cure"], [*found, record["cure"]], run)
    _shorten(report, error, record)
    trace(item, error, record, run.root)
    waiving.waive(item, report, record, run)


def _evidence(judge: Judge, outcome: Outcome) -> list[Evidence]:
    """What was judged; on a red row also the waivers that cover nothing."""
    useless = judge.breaches() if outcome is Outcome.FAILED else []
    return [*judge.evidence, *(evidence for evidence in useless if evidence not in judge.evidence)]


def _hand_over(report: pytest.TestReport, record: dict[str, Any]) -> dict[str, Any]:
    """Put *record* on the report; xdist transfers it if it holds only plain types and valid UTF-8."""
    plain: dict[str, Any] = encodable(record)
    report.longrepr = encodable(report.longrepr)
    report.golive = plain  # type: ignore[attr-defined]
    return plain


def _set_location(item: pytest.Item, report: pytest.TestReport, record: dict[str, Any], run: Run) -> None:
    """Set file and line of the report to those of the finding, else to the settings that set the limit."""
    path, line = record["place"] if record["place"][0] else run.settings_place(key_of(item))
    if path:
        # Readers of JUnit count lines from 1, pytest from 0: this is the line that they should open.
        report.location = (path, line or 1, report.location[2])


def breach_message(item: pytest.Item, judge: Judge) -> str:
    """The summary on line one (readers cut it at 500 characters), then the places, then the fix."""
    breaches = judge.breaches()
    found = [finding for evidence in breaches for finding in evidence.found]
    head = "; ".join(evidence.sentence for evidence in breaches)
    if found:
        head += f"; first {tell(found[0])}"
    lines = [f"  {tell(finding)}" for finding in found[:MOST_IN_MESSAGE]]
    if len(found) > MOST_IN_MESSAGE:
        lines.append(f"  … and {len(found) - MOST_IN_MESSAGE:,} more")
    lines += [
        f"  the waiver at {waiver.place} expired on {waiver.expires:%Y-%m-%d}" for waiver in judge.waivers.expired()
    ]
    cure = cure_for(key_of(item), None, judge, is_built_in=is_built_in(item), fix=fix_of(item))
    return "\n".join([head, *lines, *([f"  to fix: {cure}"] if cure else [])])


def tell(finding: Finding) -> str:
    """The place and the message of *finding*."""
    return f"{finding.place}: {finding.message}" if finding.path else finding.message


def _message(error: BaseException | None, judge: Judge) -> str:
    if error is None:
        return ""
    if isinstance(error, pytest.fail.Exception) and judge.breaches():
        expired = [
            f"the waiver at {w.place} expired on {w.expires:%Y-%m-%d}" for w in judge.waivers.expired() if w.match
        ]
        return "; ".join([*(evidence.sentence for evidence in judge.breaches()), *expired])
    if isinstance(error, GoliveError):
        return error.what
    text = str(error).strip().partition("\n")[0]
    if isinstance(error, pytest.fail.Exception | pytest.skip.Exception):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _explain(item: pytest.Item, error: BaseException | None, judge: Judge, record: dict[str, Any]) -> None:
    record["cure"] = cure_for(key_of(item), error, judge, is_built_in=is_built_in(item), fix=fix_of(item))
    found: Sequence[Finding] = [f for e in judge.breaches() for f in e.found]
    if isinstance(error, GoliveError):
        record["place"] = [error.path, error.line]
    elif found:
        record["place"] = [found[0].path, found[0].line]
    if record["outcome"] == Outcome.SKIPPED:
        record["cure"] = SKIPPED


def _shorten(report: pytest.TestReport, error: BaseException | None, record: dict[str, Any]) -> None:
    """Replace the traceback through our code by the message; never show local variables, which may hold a secret."""
    if isinstance(error, GoliveError):
        report.longrepr = _message_with_fix(error)
    elif record["built_in"] and report.failed and error is not None and not isinstance(error, pytest.fail.Exception):
        trace = "".join(traceback.format_tb(error.__traceback__)[-5:])
        report.longrepr = f"{record['message']} (a fault of pytest-golive; please report it)\n{trace}"
