"""Whether somebody hears of an alert that inhibits others, and whether it is somebody who would hear of those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from pytest_golive.observability.alerts.alertmanager.manager import Manager
from pytest_golive.observability.alerts.reaching.hours import first_silence
from pytest_golive.observability.alerts.reaching.judging import Demands, heard, working
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.routing.routes import Hits, Route, cases
from pytest_golive.observability.alerts.routing.suppressing import silenced
from pytest_golive.observability.alerts.rule import SEVERITY
from pytest_golive.observability.sources.lengths import in_words

GRAVE: Final = 3
RANKS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("none", "debug"), 0),
    **dict.fromkeys(("info", "informational", "notice", "low"), 1),
    **dict.fromkeys(("warning", "warn", "minor", "medium", "ticket"), 2),
    **dict.fromkeys(("error", "major", "high"), GRAVE),
    **dict.fromkeys(("critical", "crit", "page", "fatal", "emergency", "disaster"), GRAVE + 1),
}


def why_unheard(labels: Labels, needed: Labels, manager: Manager, demands: Demands) -> tuple[str, bool]:
    """Why nobody hears of an alert, and whether that is sure; "" if somebody does.

    Args:
        labels: of the alert; those that its rule does not give, and that may be on its series, decide nothing here.
        needed: labels of the needed alert that it inhibits, whose receivers count.
        manager: what Alertmanager says.
        demands: what the settings demand.

    Raises:
        CannotMeasure: the configuration is not understood where it decides.
    """
    closed = replace(labels, is_open=False)
    surely, maybe = silenced(closed, manager.silences)
    if surely:
        return f"it is silenced by {surely[0]}", True
    worlds = cases(manager.config.route, closed)
    faults = [fault for world, hits in worlds if (fault := _fault(hits, world, needed, manager, demands))]
    if faults:
        return faults[0][0], len(faults) == len(worlds) and all(is_sure for _, is_sure in faults)
    return (f"it may be silenced by {maybe[0]}", False) if maybe else ("", True)


def _fault(hits: Hits, labels: Labels, needed: Labels, manager: Manager, demands: Demands) -> tuple[str, bool] | None:
    """Why nobody hears of it by these routes, and whether that is sure; None if somebody does."""
    anybody = replace(demands, receivers=())
    calling, reasons = working(hits, manager, anybody)
    if not calling:
        return reasons[1], True
    silence = (
        None if demands.silent_times else first_silence(heard(hits, manager, anybody), manager.config, manager.now)
    )
    if silence:
        return f"its routes are silent at {silence:%A %H:%M} UTC ({silence:%Y-%m-%d})", True
    first = min(calling, key=lambda route: route.timing.wait)
    if first.timing.wait > demands.longest.wait:
        return f"group_wait of {first} is {in_words(first.timing.wait)}", True
    return _others(calling, labels, needed, manager, demands)


def _others(
    calling: Sequence[Route], labels: Labels, needed: Labels, manager: Manager, demands: Demands
) -> tuple[str, bool] | None:
    """Why those who hear of it are others than those who must hear of the needed alert; None if they are not.

    One that is as grave may call others, such as those who see to a node on which the service runs.
    """
    wanted = demands.receivers or {route.receiver for _, hits in cases(manager.config.route, needed) for route in hits}
    others = f"{', '.join(sorted({route.receiver for route in calling}))}, but not {' or '.join(sorted(wanted))}"
    if any(fnmatchcase(route.receiver, glob) for route in calling for glob in wanted):
        return None
    rank, least = (RANKS.get((each.value(SEVERITY) or "").lower()) for each in (labels, needed))
    if rank is None or least is None:
        return (f"it calls {others}", False) if demands.receivers or (least or 0) >= GRAVE else None
    if rank < least:
        return f"its severity is only {labels.value(SEVERITY)}, and it calls {others}", True
    return None
