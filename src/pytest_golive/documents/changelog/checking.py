"""Find the faults of a changelog at a release: its section, its dates, their order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from packaging.version import Version

from pytest_golive.delivery.releases.versions import Kind, TagVersion, parse
from pytest_golive.documents.changelog.parsing.sections import Changelog, Section
from pytest_golive.findings import Finding

TWO: Final = 2
YEAR: Final = dt.timedelta(days=366)
RECENT: Final = 6  # older sections that tell whether a project dates its releases
DATE_CURE: Final = "write the day of the release beside the version: ## [1.2.0] - 2027-01-31"
ORDER_CURE: Final = "put the versions in their order, each with the date of its own release"


@dataclass(frozen=True, slots=True)
class Expected:
    """What a changelog is compared with.

    Attributes:
        version: the version of this release; "" if nothing names one.
        said_by: the source of the version: "pyproject.toml", "the tag v1.2.0".
        previous: the tag of the previous release; "" if there is none.
        now: the current time.
        dates: whether sections need a date; None if those of earlier releases decide.
    """

    version: str
    said_by: str
    previous: str
    now: dt.datetime
    dates: bool | None = None

    @property
    def order(self) -> TagVersion | None:
        """The version in comparable form; a development version counts as the final version it leads to."""
        read = parse(self.version.lstrip("vV"))
        return parse(str(Version(read.order.base_version))) if read and read.order.is_devrelease else read


def needs_dates(changelog: Changelog, expected: Expected) -> bool:
    """Whether sections need a date: by the settings, or because most of the latest releases have one."""
    if expected.dates is not None:
        return expected.dates
    mine = expected.order
    older = [one for one in changelog.versions if not mine or not one.order or one.order.order != mine.order][:RECENT]
    return not older or 2 * sum(1 for one in older if one.dated) >= len(older)


def check(changelog: Changelog, expected: Expected) -> list[Finding]:
    """All faults of the sections."""
    return [*_this_version(changelog, expected), *_unreleased(changelog, expected), *_dates(changelog, expected),
            *_order(changelog, expected), *_twice(changelog)]  # fmt: skip


def section_of(changelog: Changelog, expected: Expected) -> Section | None:
    """The section of this release; for a pre-release also that of the version it leads to."""
    mine = expected.order
    if mine is None:
        return None
    found = changelog.of(str(mine.order)) or changelog.of(expected.version)
    if found is None and mine.kind is not Kind.FINAL:
        found = changelog.of(mine.order.base_version)
    return found


def _this_version(changelog: Changelog, expected: Expected) -> Iterator[Finding]:
    def fault(line: int, rule: str, message: str, cure: str) -> Finding:
        return Finding(
            changelog.path, line, rule, message, "high", key=expected.version or expected.previous, cure=cure
        )

    if expected.order is None:
        yield fault(0, "version", f"nothing says which version follows {expected.previous or 'here'}",
                    "raise the version in the package metadata, or add the section of the version to come")  # fmt: skip
        return
    section = section_of(changelog, expected)
    if section is None:
        if expected.order.kind is not Kind.FINAL and any(one.entries for one in changelog.unreleased):
            return  # a pre-release may wait under "Unreleased" for its final version
        top = changelog.versions[0].version if changelog.versions else "no version"
        where = changelog.unreleased[0].line if changelog.unreleased else 1
        message = f"no section for {expected.version}, which {expected.said_by} names; the newest is of {top}"
        yield fault(where, "no section", message, "add a section for this version and move what it brings into it")
    elif not section.entries:
        yield fault(section.line, "empty section", f"the section for {section.version} says nothing",
                    "say what this version brings, or that it brings nothing for its users")  # fmt: skip


def _unreleased(changelog: Changelog, expected: Expected) -> Iterator[Finding]:
    if expected.order is None or expected.order.kind is not Kind.FINAL:
        return
    for section in changelog.unreleased:
        if section.entries:
            lines = "1 line" if section.entries == 1 else f"{section.entries} lines"
            message, cure = f"{lines} still under what is not released", "move them into the section of this version"
            yield Finding(changelog.path, section.line, "unreleased", message, key="unreleased", cure=cure)


def _dates(changelog: Changelog, expected: Expected) -> Iterator[Finding]:
    is_needed = needs_dates(changelog, expected)
    mine = section_of(changelog, expected)
    for section in changelog.versions:
        if section.is_open and section is not mine and _is_later(section, expected):
            continue  # the one after this, already begun
        fault = _date_fault(section, expected.now, is_needed=is_needed)
        if fault and (section.order and section.order.kind is Kind.FINAL):
            severity = "high" if section is mine else "medium"
            key = f"{section.version} {fault}"
            yield Finding(
                changelog.path, section.line, "date", f"{section.version} {fault}", severity, key=key, cure=DATE_CURE
            )


def _is_later(section: Section, expected: Expected) -> bool:
    return expected.order is not None and _version(section) > expected.order.order


def _date_fault(section: Section, now: dt.datetime, *, is_needed: bool) -> str:
    if section.is_open:
        return "is still marked as not released"
    if section.dated is None:
        return "has no date" if is_needed else ""
    if section.dated.day is None:
        return f"has a date that no calendar has: {section.dated.text}"
    return f"has a date to come: {section.dated.text}" if section.dated.is_future(now) else ""


def _order(changelog: Changelog, expected: Expected) -> Iterator[Finding]:
    finals = [one for one in changelog.versions if one.order and one.order.kind is Kind.FINAL]
    is_descending = sum(1 if a > b else -1 for a, b in pairwise(map(_version, finals))) >= 0
    in_turn = finals if is_descending else finals[::-1]
    newest = max(in_turn, key=_version, default=None)
    if newest and newest is not in_turn[0] and expected.order and _version(newest) == expected.order.order:
        message = f"{in_turn[0].version} stands above {newest.version}, which is this release"
        yield Finding(changelog.path, in_turn[0].line, "order", message, "high", key=message, cure=ORDER_CURE)
    for number, (upper, lower) in enumerate(pairwise(in_turn)):
        fault = _pair_fault(upper, lower, in_turn[number + 2 :])
        if fault:
            message = f"{upper.version} stands above {lower.version}, {fault}"
            yield Finding(changelog.path, upper.line, "order", message, key=message, cure=ORDER_CURE)


def _pair_fault(upper: Section, lower: Section, below: Sequence[Section]) -> str:
    """Why two sections cannot follow each other; releases of an older series may stand among those of a newer one."""
    earlier = _days(upper) is not None and _days(lower) is not None and _days(upper) < _days(lower)  # type: ignore[operator]
    if _version(upper) > _version(lower):
        is_same = _series(upper) == _series(lower)
        return f"but has an earlier date ({upper.dated.text if upper.dated else ''})" if earlier and is_same else ""
    if _version(upper) == _version(lower):
        return ""  # told as twice
    is_kept_up = any(_series(one) == _series(upper) and _version(one) < _version(upper) for one in below)
    return "" if is_kept_up and not earlier else "which is the later version"


def _twice(changelog: Changelog) -> Iterator[Finding]:
    seen: dict[tuple[Version, Kind], Section] = {}
    for section in changelog.versions:
        if section.order is None:
            continue
        first = seen.setdefault((section.order.order, section.order.kind), section)
        if first is not section and not _is_of_another_count(first, section):
            message, cure = f"{section.version} has a section in line {first.line} already", "make one of the two"
            yield Finding(changelog.path, section.line, "twice", message, key=section.version, cure=cure)


def _is_of_another_count(first: Section, second: Section) -> bool:
    """Whether a project has begun to count anew: more than a year lies between two releases of one version."""
    days = [one.dated.last for one in (first, second) if one.dated and one.dated.last]
    return len(days) == TWO and abs(days[0] - days[1]) > YEAR


def _version(section: Section) -> Version:
    if section.order is None:
        raise TypeError("a section without a version has no order")
    return section.order.order


def _series(section: Section) -> tuple[int, ...]:
    return _version(section).release[:2]


def _days(section: Section) -> dt.date | None:
    """The last day that the date can mean, so that a month or an ambiguous date causes no fault."""
    return section.dated.last if section.dated else None


def new_faults(now: Sequence[Finding], before: Sequence[Finding]) -> list[Finding]:
    """The faults that the previous release did not have; released faults can no longer be fixed."""
    old = {(one.rule, one.key) for one in before}
    return [one for one in now if (one.rule, one.key) not in old]
