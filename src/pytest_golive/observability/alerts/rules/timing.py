"""How late a rule fires: by its ``for``, by how far it looks back, and by how seldom it and what it reads run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from pytest_golive.observability.alerts.needed import Needed
from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.durations import spelled
from pytest_golive.observability.alerts.strictness.outcomes import UNPROVEN, WEAK, Outcome

USUAL: Final = 60.0  # seconds between evaluations that nobody calls late
FORGOTTEN: Final = 300.0  # seconds after which a server takes a series without a new sample for gone


def timed(rule: Rule, used: Sequence[Rule], outcome: Outcome, needed: Needed) -> Outcome:
    """What waiting and the intervals of evaluation make of an outcome.

    Args:
        rule: the alerting rule.
        used: the recording rules that it reads.
        outcome: of its expression.
        needed: the alert.
    """
    back = [one.offset or 0.0 for one in (rule, *used)]
    delay = outcome.delay + max(back)  # what looks back as far reads what was recorded as late
    wait, most = rule.wait + delay, spelled(needed.longest_for)
    if wait > needed.longest_for:
        by = "offsets, windows and query_offset" if max(back) else "offsets and windows"
        parts = f" (for: {spelled(rule.wait)}, and {spelled(delay)} by {by})" if delay else ""
        said = f"it waits {spelled(wait)} before it fires, and may wait {most}{parts}"
        outcome = outcome.worse(WEAK, said)
    else:
        intervals = list(_intervals(rule, used))
        late = _held(rule) + delay + sum(intervals)
        if late - USUAL * len(intervals) > needed.longest_for:
            each = " and ".join(f"each {spelled(one)}" for one in dict.fromkeys(intervals))
            why = f"it fires up to {spelled(late)} late, for it is evaluated {each}, and may wait {most}"
            outcome = outcome.worse(WEAK, why)
    for one in used:
        if one.interval >= FORGOTTEN:
            why = f"{one.name} is recorded each {spelled(one.interval)}, and gone {spelled(FORGOTTEN)} later"
            outcome = outcome.worse(UNPROVEN, why)
    for one, behind in zip(used, back[1:], strict=True):
        if behind - back[0] >= FORGOTTEN:
            why = f"{one.name} is recorded {spelled(behind)} late (query_offset), and {rule.name} looks for it before"
            outcome = outcome.worse(UNPROVEN, why)
    return outcome


def _held(rule: Rule) -> float:
    """The seconds of whole evaluations that its ``for`` takes."""
    if rule.interval <= USUAL:
        return rule.wait
    return math.ceil(rule.wait / rule.interval) * rule.interval


def _intervals(rule: Rule, used: Sequence[Rule]) -> Iterator[float]:
    """Those of the groups through which the signal goes, each once, if they are longer than usual."""
    groups = {(one.file, one.group): one.interval for one in (rule, *used)}
    yield from (interval for interval in groups.values() if interval > USUAL)
