"""What to do about a red row: each reason has its own fix; the row's general fix is for what it measures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pytest_golive.context.run import Run
from pytest_golive.errors import GoliveError
from pytest_golive.explaining.catalogue import cure_of
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.judge import DEAD, Judge

REPEATING: Final = "to repeat: "  # before the line that repeats a request
SKIPPED = "a skipped row proves nothing: declare it under [tool.golive.not_applicable], or waive it"
OUR_FAULT = "report it to pytest-golive with this message: the row measured nothing"
REMOVE = "remove the waiver from the settings, or correct what it matches"
RENEW = "or renew the waiver, if its approver agrees: golive waive"


def cure_for(key: str, error: BaseException | None, judge: Judge, *, is_built_in: bool, fix: str = "") -> str:
    """How to turn the row *key* ("section::gate") green.

    Args:
        key: the name of the row in settings.
        error: what ended the row, if anything did.
        judge: holds what the row judged.
        is_built_in: whether the gate is one of ours.
        fix: what a gate of the team's own says itself, ``@gate("…", fix="…")``.
    """
    if isinstance(error, GoliveError):
        return error.cure
    breaches = judge.breaches()
    if not breaches:
        return OUR_FAULT if is_built_in else fix
    general = fix or cure_of(key)
    cures = [cure for breach in breaches if breach.name != DEAD for cure in _cures_of(breach, general)]
    cures += [RENEW] if any(waiver.match for waiver in judge.waivers.expired()) and cures != [] else []
    cures += [REMOVE] if any(breach.name == DEAD for breach in breaches) else []
    return _joined(list(dict.fromkeys(filter(None, cures))))


def cure_with_service(cure: str, shown: Iterable[str], run: Run) -> str:
    """*cure*, and how to start the run's target again, if what was *shown* repeats requests and the run had started it.

    Such a service ends with its run, so nothing answers whoever pastes the line of a request.
    """
    live = run.opened.get(run.target_name) if any(REPEATING in text for text in shown) else None
    if live is None or live.started is None or not live.started.line or REPEATING in cure:
        return cure
    gone = f"{live.target.name} ended with the run, and its log is {live.started.log}"
    again = f"{gone}; start it first {REPEATING}{live.started.line}"
    return _joined([*([cure] if cure else []), again])


def _cures_of(breach: Evidence, general: str) -> list[str]:
    """The fixes of the findings behind *breach*; the row's *general* fix for findings without one."""
    return [finding.cure or general for finding in breach.found] or [general]


def _joined(cures: list[str]) -> str:
    """Several fixes on one line; some of them are whole sentences."""
    return "; ".join([*(cure.rstrip(".") for cure in cures[:-1]), *cures[-1:]])
