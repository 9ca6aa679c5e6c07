"""Judges whom an alert reaches: every route that it takes, and every receiver there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.observability.alerts.alertmanager.manager import Manager
from pytest_golive.observability.alerts.reaching.addressed import hidden_of, undecided, why_nobody
from pytest_golive.observability.alerts.reaching.hours import first_silence
from pytest_golive.observability.alerts.reaching.result import Alert, Routed
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.routing.routes import Hits, Route, Timing, cases
from pytest_golive.observability.alerts.routing.suppressing import inhibited, muted, silenced
from pytest_golive.observability.sources.lengths import in_words

LABELS: Final = "give the rule the labels by which Alertmanager decides, with fixed values"


UNWANTED: Final = "receiver not wanted"
CURES: Final[Mapping[str, str]] = {
    "no receiver": "name a receiver that is there, and reload Alertmanager",
    "empty receiver": "give that receiver an integration with somebody's address, or route the alert to another one",
    "muted": "let a route without that interval send it as well: a needed alert is heard at any time",
    "silent at times": "let another route send it then, or give the reason in silent_times of the settings",
    UNWANTED: "correct the labels of the rule, or the matchers of the routes",
    "failing receiver": "see Alertmanager's log for the error, and correct that receiver's address or credential",
}
LONGEST: Final = Timing(300.0, 3600.0, 24 * 3600.0)


@dataclass(frozen=True, slots=True)
class Demands:
    """What the settings demand of the way to somebody.

    Attributes:
        receivers: globs of receivers, one of which an alert must reach; () for any.
        longest: when it may be sent at the latest, in seconds.
        silent_times: why it may reach nobody at some times of the week; "" if it must reach somebody at any time.
        may_inhibit: why alerts may keep a needed one silent though they reach nobody, by globs of their names.
    """

    receivers: tuple[str, ...] = ()
    longest: Timing = LONGEST
    silent_times: str = ""
    may_inhibit: Mapping[str, str] = field(default_factory=dict)


def route_alert(alert: Alert, manager: Manager, demands: Demands) -> Routed:
    """Whom *alert* reaches if it fires now, or why it reaches nobody.

    Raises:
        CannotMeasure: the configuration is not understood where it decides.
    """
    worlds = cases(manager.config.route, alert.labels)
    bad: list[tuple[Labels, str, str]] = []
    good: list[list[Route]] = []
    doubts: list[CannotMeasure] = []
    hidden: set[str] = set()
    silence: dt.datetime | None = None
    for world, hits in worlds:
        calling, reasons = working(hits, manager, demands, alert=replace(alert, labels=world))
        if calling:
            good.append(calling)
            hidden.update(hidden_of(calling, manager, replace(alert, labels=world)))
            doubts += undecided(calling, manager, replace(alert, labels=world))
            silence = silence or first_silence(heard(hits, manager, demands), manager.config, manager.now)
        else:
            bad.append((world, *reasons))
    findings: list[Finding] = []
    doubts = doubts[:1]
    if bad and len(bad) == len(worlds):
        what = "it reaches others than it must" if bad[0][1] == UNWANTED else "it reaches nobody"
        findings.append(alert.finding(bad[0][1], f"{what}: {bad[0][2]}", CURES.get(bad[0][1], "")))
    elif bad:
        what = f"whether {alert.name} reaches somebody is not proven: with the labels {bad[0][0]}, {bad[0][2]}"
        doubts.append(CannotMeasure(what, LABELS))
    if silence and not demands.silent_times:
        what = f"it reaches nobody at {silence:%A %H:%M} UTC ({silence:%Y-%m-%d}), for its routes are silent then"
        findings.append(alert.finding("silent at times", what, CURES["silent at times"]))
    late = list(_late(alert, good, demands.longest))
    findings += [one for one in late if isinstance(one, Finding)]
    doubts += [one for one in late if isinstance(one, CannotMeasure)]
    found, unsure = _hidden(alert, manager)
    receivers = sorted({_named(route, manager) for calling in good for route in calling})
    notes = [*_notes(worlds, manager)]
    if silence and demands.silent_times:
        notes.append(f"it reaches nobody at {silence:%A %H:%M} UTC: {demands.silent_times}")
    called = tuple(sorted({route.receiver for calling in good for route in calling}))
    return Routed(
        alert,
        tuple(receivers),
        (*findings, *found),
        (*doubts, *unsure),
        tuple(notes),
        called=called,
        unseen=tuple(sorted(hidden)),
    )


def working(
    hits: Hits, manager: Manager, demands: Demands, alert: Alert | None = None
) -> tuple[list[Route], tuple[str, str]]:
    """The routes by which somebody is called; else the rule that is broken first, and all reasons.

    Args:
        hits: the routes that an alert takes.
        manager: what Alertmanager says.
        demands: what the settings demand.
        alert: with whose labels templates of addresses are filled; None to leave them as they are.
    """
    faults = [(route, _fault(route, manager) or why_nobody(route, manager, alert)) for route in hits]
    working = [route for route, fault in faults if fault is None]
    if working and demands.receivers:
        wanted = [one for one in working if any(fnmatchcase(one.receiver, glob) for glob in demands.receivers)]
        if not wanted:
            others, globs = (", ".join(each) for each in (sorted({one.receiver for one in working}), demands.receivers))
            return [], (UNWANTED, f"{working[0]} leads to {others}, and no route to {globs}")
        return wanted, ("", "")
    broken = [fault for _, fault in faults if fault is not None]
    said = "; ".join(dict.fromkeys(said for _, said in broken))
    return working, (broken[0][0] if broken else "", said)


def heard(hits: Hits, manager: Manager, demands: Demands) -> list[Route]:
    """The routes by which somebody who is wanted is called, at whatever time."""
    globs = demands.receivers or ("*",)
    wanted = [one for one in hits if any(fnmatchcase(one.receiver, glob) for glob in globs)]
    return [route for route in wanted if _fault(route, manager, is_now=False) is None]


def _fault(route: Route, manager: Manager, *, is_now: bool = True) -> tuple[str, str] | None:
    """The rule that a route breaks, and why; None if it calls somebody, now or at some time."""
    receiver = manager.config.receivers.get(route.receiver)
    where = f"the receiver {route.receiver!r} of {route}"
    if receiver is None:
        return "no receiver", f"there is no receiver {route.receiver!r}, which {route} names"
    if receiver.fault:
        return "empty receiver", f"{where} calls nobody, for {receiver.fault}"
    if is_now and (why := muted(route, manager.config, manager.now)):
        return "muted", f"{where} is {why}"
    failures = [manager.counters.failing(kind, receiver.name) if manager.counters else "" for kind in receiver.kinds]
    if all(failures):
        return "failing receiver", f"{where} fails: {'; '.join(failures)}"
    return None


def _late(alert: Alert, worlds: Sequence[Sequence[Route]], longest: Timing) -> Iterator[Finding | CannotMeasure]:
    """What makes the first, or the next, notification come too late on every way; a doubt if that is not sure."""
    for name, key in (("wait", "group_wait"), ("interval", "group_interval"), ("repeat", "repeat_interval")):
        limit = getattr(longest, name)
        soonest = [min(calling, key=lambda route: getattr(route.timing, name)) for calling in worlds]
        late = [route for route in soonest if getattr(route.timing, name) > limit]
        if not late:
            continue
        found, cure = getattr(late[0].timing, name), f"shorten {key} of that route, or raise the limit in the settings"
        what = f"{key} of {late[0]} is {in_words(found)}, must be at most {in_words(limit)}"
        if len(late) == len(soonest):
            yield alert.finding(key, what, cure)
        else:
            yield CannotMeasure(f"whether {alert.name} comes in time is not proven: {what}", LABELS)


def _hidden(alert: Alert, manager: Manager) -> tuple[list[Finding], list[CannotMeasure]]:
    """Silences and alerts that hide this one."""
    silences = silenced(alert.labels, manager.silences)
    others = inhibited(alert.labels, manager.config.inhibitions, [one.labels for one in manager.alerts])
    findings, doubts = [], []
    for surely, maybe, rule, word, cure in (
        ([str(one) for one in silences[0]], [str(one) for one in silences[1]], *SILENCED),
        (*others, *INHIBITED),
    ):
        if surely:
            findings.append(alert.finding(rule, f"{word} {surely[0]}", cure))
        elif maybe:
            what = f"whether {alert.name} reaches somebody is not proven: it may be {word} {maybe[0]}"
            doubts.append(CannotMeasure(f"{what}, which depends on labels that are not known", cure))
    return findings, doubts


SILENCED: Final = ("silenced", "silenced by", "let the silence expire, or make it narrower")
INHIBITED: Final = ("inhibited", "inhibited now by", "see to that alert first, or make the rule that inhibits narrower")


def _named(route: Route, manager: Manager) -> str:
    receiver = manager.config.receivers[route.receiver]
    return f"{receiver.name} ({', '.join(receiver.kinds)})"


def _notes(worlds: Sequence[tuple[Labels, Hits]], manager: Manager) -> Iterator[str]:
    root = manager.config.route
    if root.routes and any(hits == (root,) for _, hits in worlds):
        yield "no route matches its labels, so it goes to the default receiver"
    if len(worlds) > 1:
        yield "its routes depend on labels that are not known"
