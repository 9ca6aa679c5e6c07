"""Whether a signal is of now: a scrape of a moment ago may hand over what an exporter or a gateway keeps for days."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import INSTANCE, SCRAPER, Reading, instance_of, named, whole
from pytest_golive.observability.signals.units import lasting
from pytest_golive.observability.sources.metrics import Instance, Meta, Metrics, Sample, Selector

# Metrics that are pushed come once a minute, as a rule, and one of them may be late.
LONGEST: Final = 150.0
PUSHED: Final = "push_time_seconds"  # a Pushgateway's, for each group of what was pushed to it
SHOWN: Final = 5
NOTE: Final = "not of now"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How old something may be, in seconds.

    Attributes:
        scrape: the newest scrape of an instance.
        window: over which the signal is measured.
    """

    scrape: float
    window: float

    @property
    def value(self) -> float:
        """The newest value of a series."""
        return max(self.scrape, LONGEST)

    @property
    def push(self) -> float:
        """What was pushed: jobs push as often as they run."""
        return max(self.value, self.window)


@dataclass(frozen=True, slots=True)
class Old:
    """What is not of now.

    Attributes:
        faults: values that are too old to judge by, each with the reason.
        ended: those of what is gone, while others have values of now.
    """

    faults: tuple[str, ...]
    ended: tuple[str, ...]

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        return ((NOTE, "; ".join(self.ended)),) if self.ended else ()


def old_of(
    metrics: Metrics, reading: Reading, names: Mapping[str, Meta], seen: Sequence[Instance], bounds: Bounds
) -> Old:
    """Which values of a reading are not of now.

    Args:
        metrics: the source.
        reading: what was measured.
        names: the metrics that exist.
        seen: the instances that are scraped.
        bounds: how old something may be.

    Raises:
        CannotMeasure: the source cannot be asked.
    """
    up = {name for one in seen if one.up and one.age <= bounds.scrape for name in (one.name, *one.also)}
    faults: list[str] = []
    ended: list[str] = []
    for selector, by in reading.made_of:
        ages = whole(metrics.ages(selector, by=by), str(selector)).samples
        old = [one for one in ages if not one.value <= bounds.value]
        for one in old:
            said = f"the newest value of {selector.name} of {named(one.labels, by)} is {lasting(one.value)} old"
            (ended if len(old) < len(ages) and _may_be_gone(one, reading, up) else faults).append(said)
        if PUSHED in names:
            faults += _pushed(metrics, selector, bounds.push)
    return Old(tuple(dict.fromkeys(faults)), tuple(ended))


def too_old(what: str, faults: Sequence[str]) -> CannotMeasure:
    """The error about values that are not of now."""
    return CannotMeasure(
        f"the {what} of now is unknown: {'; '.join(faults[:SHOWN])}",
        "see why its exporter repeats old values, or why nobody pushes new ones; delete at the gateway what has ended",
    )


def _may_be_gone(one: Sample, reading: Reading, up: Collection[str]) -> bool:
    """Whether it was replaced: with times of their own, series of a process live on for minutes after its end."""
    return reading.of == "container" or (reading.of == "instance" and instance_of(one.labels) not in up)


def _pushed(metrics: Metrics, selector: Selector, longest: float) -> Iterator[str]:
    """What of *selector* a job pushed long ago: a gateway hands it over at each scrape, with the time of the scrape."""
    asked = metrics.series(Selector(PUSHED))
    groups = [(one.labels, one.value) for one in whole(asked, PUSHED).samples]
    for one in whole(metrics.series(selector), str(selector)).samples:
        fitting = [(len(labels), at) for labels, at in groups if labels.items() <= one.labels.items()]
        age = asked.at - max(fitting)[1] if fitting else 0.0
        if not age <= longest:
            shown = named(one.labels, (*SCRAPER, *INSTANCE))
            yield f"{selector.name} of {shown} was pushed {lasting(age)} ago, says {PUSHED}"
