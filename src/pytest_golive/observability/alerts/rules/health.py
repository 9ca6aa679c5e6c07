"""Whether a loaded rule is evaluated: without errors, and lately."""

from __future__ import annotations

import math
from typing import Final

from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.durations import spelled

MISSED: Final = 3  # evaluations
SHORTEST: Final = 60.0  # seconds within which nobody calls an evaluation old
USUAL: Final = 60.0  # seconds between evaluations, where nobody says
AHEAD: Final = 60.0  # seconds by which clocks may differ


def illness(rule: Rule, now: float) -> str:
    """Why a loaded rule cannot be relied on; "" if it is well.

    Args:
        rule: a rule of a server.
        now: the server's time.
    """
    what = f"{'recording ' if rule.records else ''}rule {rule.name}"
    if rule.error or rule.health == "err":
        return f"the {what} cannot be evaluated: {rule.error or rule.health}"
    if rule.health != "ok":
        return f"the health of the {what} is {rule.health or 'not told'}, not ok"
    if math.isnan(rule.evaluated):
        return f"the {what} was never evaluated"
    most = max(SHORTEST, MISSED * (rule.interval or USUAL))
    if now - rule.evaluated > most:
        return (
            f"the {what} was last evaluated {spelled(round(now - rule.evaluated))} ago, and is due each {_each(rule)}"
        )
    if rule.evaluated - now > AHEAD:
        return f"the {what} was evaluated {spelled(round(rule.evaluated - now))} in the future"
    return ""


def _each(rule: Rule) -> str:
    return spelled(rule.interval or USUAL)
