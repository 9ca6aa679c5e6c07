"""Freezes: the times in which nothing is released to a target, by the team's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from pytest_golive.delivery.locking.moments import Moment, Weekly, instants, is_left_out, moment_of, zone_of
from pytest_golive.errors import CannotMeasure

SETTING: Final = "[tool.golive.deployment] freezes"
CURE: Final = (
    f"deploy after that; or change the freeze in {SETTING}, in a reviewed commit; in an emergency, two people break "
    "the glass: golive break-glass FILE --target={target} --row=freeze --by=NAME --approver=NAME --reason=TEXT, and "
    "deploy with --golive-break-glass=FILE"
)
DAY: Final = dt.timedelta(days=1)
WEEK: Final = 7
ALL: Final = "all targets"


@dataclass(frozen=True, slots=True)
class Freeze:
    """One entry of the calendar; use `freeze_of`.

    Attributes:
        reason: why nothing is released.
        begins: its first moment.
        ends: the first moment after it; of a day, that day is its last one.
        zone: where the times are those of the clock; None if both have their offsets.
        targets: the names of the targets; empty for all.
    """

    reason: str
    begins: Moment
    ends: Moment
    zone: ZoneInfo | None = None
    targets: frozenset[str] = frozenset()

    def holds_at(self, at: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
        """Since when and until when it holds, in UTC, if it holds at *at*; else None."""
        return next(((since, until) for since, until in self._times(at) if since <= at < until), None)

    def covers(self, other: Freeze) -> bool:
        """Whether it holds wherever and whenever *other* does; of times of every week, only if they are the same."""
        if self.targets and (not other.targets or other.targets - self.targets):
            return False
        times = (self.begins, self.ends, other.begins, other.ends)
        if any(isinstance(one, Weekly) for one in times):
            return times[:2] == times[2:] and self.zone == other.zone
        begins = [first_of(one.begins, one.zone) for one in (self, other)]
        ends = [end_of(one.ends, one.zone) for one in (self, other)]
        return begins[0] <= begins[1] and ends[0] >= ends[1]

    def _times(self, at: dt.datetime) -> Iterable[tuple[dt.datetime, dt.datetime]]:
        if not isinstance(self.begins, Weekly) or not isinstance(self.ends, Weekly):
            yield first_of(self.begins, self.zone), end_of(self.ends, self.zone)
            return
        zone = self.zone or ZoneInfo("UTC")
        today = at.astimezone(zone).date()
        for back in range(WEEK + 2):  # one that began a week ago may still hold, and clocks may differ by a day
            day = today + DAY - back * DAY
            if day.weekday() == self.begins.day:
                last = day + ((self.ends.day - self.begins.day) % WEEK) * DAY
                if last == day and self.ends.at <= self.begins.at:
                    last += WEEK * DAY
                begins, ends = (
                    dt.datetime.combine(one, time) for one, time in ((day, self.begins.at), (last, self.ends.at))
                )
                yield instants(begins, zone)[0], instants(ends, zone)[1]


def freeze_of(reason: str, begins: str, ends: str, zone: str | None = None, targets: Collection[str] = ()) -> Freeze:
    """The freeze that the settings describe.

    Args:
        reason: why nothing is released.
        begins: "2026-12-20", "2026-12-24 18:00", "2026-12-24T18:00:00+01:00" or "fri 16:00".
        ends: the same kind of time; a day is the last one of the freeze.
        zone: "Europe/Berlin"; needed unless both times have their offsets.
        targets: names of targets; none for all.

    Raises:
        ValueError: it ends before it begins, its times are of two kinds, clocks never show one, or its zone is unknown.
    """
    first, last = (_read(name, text) for name, text in (("from", begins), ("until", ends)))
    if isinstance(first, Weekly) is not isinstance(last, Weekly):
        raise ValueError("has one time of every week and one of a single day in from and until; write two of one kind")
    with_offset = [isinstance(one, dt.datetime) and one.tzinfo is not None for one in (first, last)]
    if zone is None and not all(with_offset):
        raise ValueError("needs zone, such as 'Europe/Berlin', because its times have no offset from UTC")
    if zone is not None and all(with_offset):
        raise ValueError("has a zone, but its times have their offsets from UTC; remove one of the two")
    where = zone_of(zone) if zone is not None else None
    for name, one in (("from", first), ("until", last)):
        if where and type(one) is dt.datetime and one.tzinfo is None and is_left_out(one, where):
            raise ValueError(f"has in {name} a time that clocks in {zone} never show: they are put forward then")
    _check_order(first, last, where)
    return Freeze(reason, first, last, where, frozenset(targets))


def refusal(
    freezes: Iterable[Freeze], target: str, at: dt.datetime, known: Collection[str] | None = None
) -> CannotMeasure | None:
    """Why nothing may be released to *target* at this moment; None if no freeze holds.

    Args:
        freezes: the calendar.
        target: its name.
        at: the moment, with its offset.
        known: the names of all targets in the settings; a freeze for another one would never hold, so it is an error.
    """
    holding = []
    for freeze in freezes:
        if known is not None and (strangers := sorted(freeze.targets - set(known))):
            what = f"a freeze names the target {strangers[0]!r}, which the settings do not describe: {freeze.reason}"
            return CannotMeasure(
                what, f"correct its targets in {SETTING}; they describe {', '.join(sorted(known)) or 'none'}"
            )
        if (not freeze.targets or target in freeze.targets) and (times := freeze.holds_at(at)):
            holding.append((times[1], times[0], freeze))
    if not holding:
        return None
    until, since, freeze = max(holding, key=lambda one: one[0])
    zone = freeze.zone or dt.UTC
    what = f"{target} is frozen since {_shown(since, zone)} until {_shown(until, zone)}: {freeze.reason}"
    more = f" ({len(holding) - 1} more freezes hold, too)" if len(holding) > 1 else ""
    return CannotMeasure(f"{what}{more}", CURE.format(target=target))


def first_of(moment: Moment, zone: ZoneInfo | None) -> dt.datetime:
    """The first instant of a moment that is not of every week, in UTC."""
    if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
        return moment.astimezone(dt.UTC)
    return instants(_local(moment), zone or ZoneInfo("UTC"))[0]


def end_of(moment: Moment, zone: ZoneInfo | None) -> dt.datetime:
    """The first instant after a freeze that ends with *moment*, in UTC."""
    if isinstance(moment, dt.datetime):
        if moment.tzinfo is not None:
            return moment.astimezone(dt.UTC)
        return instants(moment, zone or ZoneInfo("UTC"))[1]
    return instants(_local(moment) + DAY, zone or ZoneInfo("UTC"))[1]


def _local(moment: Moment) -> dt.datetime:
    if isinstance(moment, Weekly):
        raise TypeError("a time of every week is no single moment")
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())


def _read(name: str, text: str) -> Moment:
    try:
        return moment_of(text)
    except ValueError as error:
        raise ValueError(f"has {name} = {text[:40]!r}, {error}") from None


def _check_order(first: Moment, last: Moment, zone: ZoneInfo | None) -> None:
    if isinstance(first, Weekly):
        if first == last:
            raise ValueError(f"begins and ends at {first} of every week, so it would hold always or never")
        return
    try:
        is_ordered = first_of(first, zone) < end_of(last, zone)
    except OverflowError:
        raise ValueError("has a day in from or until that no calendar goes on from") from None
    if not is_ordered:
        raise ValueError("ends in until before it begins in from")


def _shown(at: dt.datetime, zone: dt.tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M} {zone}"
