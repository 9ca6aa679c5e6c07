"""Whether a loaded rule is evaluated: without errors, and lately."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pytest_golive.observability.alerts.rule import Rule
from pytest_golive.observability.alerts.rules.durations import spelled
from pytest_golive.observability.sources.prometheus.clock import YOUNG, running_for, too_young
from pytest_golive.observability.sources.prometheus.http_api import HttpApi

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
            f"the {what} was last evaluated {spelled(round(now - rule.evaluated))} ago, and is due every {_each(rule)}"
        )
    if rule.evaluated - now > AHEAD:
        return f"the {what} was evaluated {spelled(round(rule.evaluated - now))} in the future"
    return ""


def check_age(rules: Sequence[Rule], server: HttpApi) -> None:
    """Refuse a server that has started just now and has not come to evaluate all of its rules.

    Raises:
        CannotMeasure: it has.
    """
    waiting = [rule.name for rule in rules if rule.health == "unknown" and math.isnan(rule.evaluated)]
    if waiting and (seconds := running_for(server.client)) < YOUNG:
        lacking = f"has not evaluated {len(waiting):,} of its rules yet, such as {waiting[0]}"
        raise too_young(server.client.api.named, seconds, lacking)


def _each(rule: Rule) -> str:
    return spelled(rule.interval or USUAL)
