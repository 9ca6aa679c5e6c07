"""Turn the documents of each format into objectives; what cannot be turned into one is a fault, or is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pytest_golive.observability.reading.faults import dotted
from pytest_golive.observability.slos.formats import openslo, openslo_alpha, sloth, windows
from pytest_golive.observability.slos.formats.indicators import (
    Path,
    Sources,
    alpha_indicator,
    openslo_indicator,
    sloth_indicator,
)
from pytest_golive.observability.slos.formats.openslo_indicators import Sli
from pytest_golive.observability.slos.slo import Method, Slo, Window

METHODS: Final[Mapping[str, Method]] = {
    "Occurrences": "occurrences",
    "Timeslices": "timeslices",
    "RatioTimeslices": "ratio_timeslices",
}
DAY: Final = 86_400.0
MINUTE: Final = 60.0


def of_openslo(document: openslo.SloDocument, sources: Sources) -> Iterator[Slo]:
    """The objectives of an SLO of openslo/v1."""
    spec = document.spec
    window = _openslo_window(spec.time_window[0], sources)
    for number, each in enumerate(spec.objectives):
        place: Path = ("spec", "objectives", number)
        sli = each.indicator or spec.indicator or _referred(each.indicator_ref or spec.indicator_ref or "", sources)
        if window is None or sli is None:
            continue
        yield Slo(
            _name(document.metadata.name, each.display_name, number, len(spec.objectives)),
            spec.service,
            sources.path,
            sources.node.line_of(place if len(spec.objectives) > 1 else ("metadata", "name")),
            each.ratio,
            window,
            openslo_indicator(sli.spec, each, place, sources),
            METHODS[spec.budgeting_method],
            each.time_slice_target or 0.0,
            each.slice_seconds,
        )


def of_alpha(document: openslo_alpha.SloDocument, sources: Sources) -> Iterator[Slo]:
    """The objectives of an SLO of openslo/v1alpha."""
    spec = document.spec
    given = spec.time_windows[0]
    unit, seconds = windows.UNITS[given.unit.lower()]
    window = _window(given.count, unit, seconds * given.count, given.calendar, sources, ("spec", "timeWindows", 0))
    for number, each in enumerate(spec.objectives):
        place: Path = ("spec", "objectives", number)
        if window is None:
            continue
        yield Slo(
            _name(document.metadata.name, each.display_name, number, len(spec.objectives)),
            spec.service,
            sources.path,
            sources.node.line_of(place if len(spec.objectives) > 1 else ("metadata", "name")),
            each.target,
            window,
            alpha_indicator(spec, each, place, sources),
            METHODS[spec.budgeting_method],
            each.time_slice_target or 0.0,
            0.0 if spec.budgeting_method == "Occurrences" else MINUTE,
        )


def of_sloth(document: sloth.Service | sloth.ResourceSpec, sources: Sources, below: Path, days: int) -> Iterator[Slo]:
    """The objectives of Sloth's file or resource.

    Args:
        document: the file, or the resource's spec.
        sources: where it stands.
        below: the path of the list's owner.
        days: the period of each objective.
    """
    slos: Sequence[sloth.Objective] = document.slos
    for number, each in enumerate(slos):
        place: Path = (*below, "slos", number)
        yield Slo(
            each.name,
            document.service,
            sources.path,
            sources.node.line_of((*place, "name")),
            each.objective / 100,
            Window(days * DAY, f"{days}d"),
            sloth_indicator(each, document.service, place, sources, days),
        )


def _name(name: str, display: str | None, number: int, count: int) -> str:
    return name if count == 1 else f"{name}/{display or number + 1}"


def _referred(name: str, sources: Sources) -> Sli | None:
    found = sources.slis.get(name)
    if found is None:
        known = f"; there are {', '.join(sorted(sources.slis))}" if sources.slis else ""
        what = f"indicatorRef {name[:60]!r} names an SLI that is in no file{known}"
        cure = "correct the name, or name the file with the SLI in targets.NAME.slos.files, too"
        sources.wrong(("spec", "indicatorRef"), what, cure)
    return found


def _openslo_window(given: openslo.TimeWindow, sources: Sources) -> Window | None:
    count, unit = windows.shorthand(given.duration)
    place: Path = ("spec", "timeWindow", 0, "duration")
    return _window(count, unit, windows.seconds_of(given.duration), given.calendar, sources, place)


def _window(  # noqa: PLR0913, PLR0917 -- a window, and where it stands
    count: int, unit: str, seconds: float, calendar: openslo.Calendar | None, sources: Sources, place: Path
) -> Window | None:
    try:
        if calendar is None:
            return windows.rolling(f"{count}{unit}", seconds)
        return windows.of_calendar(count, unit, calendar.start_time, calendar.time_zone, sources.now)
    except ValueError as error:
        sources.wrong(place, f"{dotted(place)}: {error}", "correct the window of the objective")
        return None
