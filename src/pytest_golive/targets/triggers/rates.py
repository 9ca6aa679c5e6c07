"""The triggers that are limits of a signal: failed requests, and response times."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import Final

from pytest_golive.context.moments.deployed import deployed
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap, Signal
from pytest_golive.observability.signals.readings import Part
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.triggers.trigger import Fired, Trigger, utc
from pytest_golive.settings.monitoring import Monitoring
from pytest_golive.settings.rollback.table import Rollback
from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.quantities import percent, times
from pytest_golive.targets.live import Live
from pytest_golive.targets.observing.metering import signals_of
from pytest_golive.targets.observing.metric_table import is_asked, table_of
from pytest_golive.targets.observing.own_requests import besides_own
from pytest_golive.targets.observing.ranging import range_of_target
from pytest_golive.targets.triggers.baselines import usual_time

RATE: Final = "error rate (trigger)"


def error_rate(run: Run, live: Live) -> Trigger:
    """Whether more requests fail than the settings allow before a rollback.

    Raises:
        CannotMeasure: the share is not known.
    """
    limits = run.settings.of(Monitoring)
    found = _signals(run, live, "error_rate")
    own = [one for one in found if one.cap.name == RATE]
    if not own and len(found) == 1 and not _has_own_window(found[0]):
        cap = Cap(RATE, percent(limits.error_rate_trigger), "<=", " %")
        own = [replace(found[0], cap=cap, further=())]
    if not own:
        further = dict(found[0].further)
        raise CannotMeasure(f"{RATE}: {further.get(RATE, 'not measured')}", "see what its source says")
    return _judged(run, live, "error_rate", _in_total(live, own[0], limits, found[0]))


def latency(run: Run, live: Live) -> Trigger:
    """Whether responses take more than a multiple of their usual time.

    Raises:
        NotSetUp: there is no baseline.
        CannotMeasure: the time or the baseline is not known.
    """
    limits, factor = run.settings.of(Monitoring), times(run.settings.of(Rollback).latency)
    usual = usual_time(run, live, limits.of_times.percent)
    first = _signals(run, live, "latency")[0]
    cap = Cap(f"response time {first.cap.name} (trigger)", factor * usual.milliseconds, "<=", " ms")
    notes = (("baseline", usual.text), ("limit", f"{factor:g} times the baseline"))
    return replace(_judged(run, live, "latency", _in_total(live, replace(first, cap=cap), limits, first)), notes=notes)


def _signals(run: Run, live: Live, name: str) -> tuple[Signal, ...]:
    found = signals_of(run, live)[name]
    if isinstance(found, CannotMeasure):
        raise found
    return found


def _has_own_window(signal: Signal) -> bool:
    """Whether rates over further windows were wanted of its source."""
    return any(name == RATE for name, _ in signal.further)


def _in_total(live: Live, signal: Signal, limits: Monitoring, first: Signal) -> Signal:
    """The signal of all instances together, if there was traffic enough; stale as *first* is."""
    reading = replace(signal.first, parts=(), notes=()) if signal.first.total else signal.first
    fewest = float(limits.fewest_requests)
    found = replace(signal, readings=(reading,), fewest=fewest, further=(), old=first.old, unseen=())
    return besides_own(live, table_of(live), found)


def _judged(run: Run, live: Live, key: str, signal: Signal) -> Trigger:
    rows = tuple(replace(row, where=()) for row in signal.rows())
    past = [part for part in signal.first.all if signal.cap.is_past(part)] if rows else []  # early ones have none
    since = since_when(run, live, key, signal, time.time()) if past else None
    doubt = signal.doubt()
    fired = tuple(_fired(signal, part, since) for part in past)
    return Trigger(key, rows, fired, signal.source, doubts=(doubt,) if doubt else ())


def _fired(signal: Signal, part: Part, since: dt.datetime | None) -> Fired:
    said = f" ({part.said})" if part.said else ""
    what = f"{signal.cap.name} {part.name}: {part.value:.4g}{signal.cap.unit}{said} over {lasting(signal.window)}"
    return Fired(f"{what}, more than {signal.cap.value:.4g}{signal.cap.unit}", f"{signal.cap.name} {part.name}", since)


def since_when(run: Run, live: Live, key: str, signal: Signal, now: float) -> dt.datetime:
    """When the first of the windows began that are past the limit one after another until now, as far as is known.

    Windows that began before the deployment tell of the release before, too.
    """
    began, moment = now - signal.window, deployed(run)
    if not is_asked(table_of(live)):
        return utc(began)
    try:
        span = max(seconds(run.settings.of(Monitoring).longest_window), 2 * signal.window)
        found = range_of_target(run, live, key, now - span, now, step=signal.window)
    except CannotMeasure:
        return utc(began)
    for window in reversed(found.windows):
        if window.total is None or not signal.cap.is_past(Part.exact("", window.total.value)):
            break
        if moment is not None and window.start < moment.seconds:
            break
        began = min(began, window.start)
    return utc(began)
