"""What to do about a red row: each reason has its own cure, and the row's own is for what the row measures."""

from __future__ import annotations

from pytest_golive.errors import GoliveError
from pytest_golive.explaining import cure_of
from pytest_golive.judging.judge import DEAD, Judge

SKIPPED = "a skip is not a proof: declare it under [tool.golive.not_applicable], or waive it"
OUR_FAULT = "report it to pytest-golive with this message: the row has measured nothing"
REMOVE = "remove the waiver from the settings, or correct what it matches"
RENEW = "or renew the waiver, if whoever approved it does so again: golive waive"


def cure_for(key: str, error: BaseException | None, judge: Judge, *, is_built_in: bool) -> str:
    """How the row *key* ("section::gate") turns green.

    Args:
        key: as settings name it.
        error: what ended it.
        judge: what it judged.
        is_built_in: whether the gate is one of ours.
    """
    if isinstance(error, GoliveError):
        return error.cure
    breaches = judge.breaches()
    if not breaches:
        return OUR_FAULT if is_built_in else ""
    cures = [cure_of(key)] if any(breach.name != DEAD for breach in breaches) else []
    cures += [RENEW] if any(waiver.match for waiver in judge.waivers.expired()) and cures != [] else []
    cures += [REMOVE] if any(breach.name == DEAD for breach in breaches) else []
    return "; ".join(filter(None, cures))
