"""What a watch says for a decision, where it is all of a run: the decision of ``golive watch``."""

from __future__ import annotations

from dataclasses import replace

from pytest_golive.judging.facts import ONLY_WHOLE
from pytest_golive.judging.verdict import Outcome, Verdict
from pytest_golive.reports.decisions.deciding import CONTINUE, HOLD, WATCH, Decision, decided, name_of, of_watch


def decided_by_watch(verdict: Verdict, *, was_ended: bool) -> Decision:
    """The decision of ``golive watch``: the rows that it does not run say nothing for or against the release.

    Args:
        verdict: of its run, which is a NO-GO in any case.
        was_ended: as for `decided`.
    """
    found = decided(verdict, was_ended=was_ended)
    others = [fault for fault in verdict.faults if ONLY_WHOLE not in fault]
    watch = next((row for row in verdict.gates if name_of(row) == WATCH), None)
    is_stable = watch is not None and watch.outcome is Outcome.PASSED
    if watch is None or not is_stable or was_ended or others or verdict.blockers or found.decision != HOLD:
        return found
    return replace(found, decision=CONTINUE, reasons=tuple(of_watch(watch)))
