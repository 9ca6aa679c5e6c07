"""What a signal was found to be: in total, and for each instance or queue."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.metrics import Sample, Selector, Values

TOTAL: Final = "in total"
NOT_USED: Final = "not used"  # the name of a note
OWN: Final = "requests of our own, at most"  # the name of a note
# Labels that tell the processes of a service apart, the most usual first.
INSTANCE: Final = ("instance", "pod", "service_instance_id", "exported_instance")
# Labels that tell apart those who scrape one process: two jobs, or the servers of a pair. What they say is the same.
SCRAPER: Final = ("job", "endpoint", "prometheus", "prometheus_replica", "replica", "monitor")


class Lacking(CannotMeasure):
    """A family of metrics does not have what a signal needs, so that another one may be asked."""


class TooFew(CannotMeasure):
    """There were too few requests, or none, so that what was measured proves nothing."""


class Early(TooFew):
    """The time over which it was measured began before the deployment, so that it tells of two releases."""


class Idle(TooFew):
    """Counters of requests exist, and stand still: there was no request, of which nothing follows."""


class Ended(CannotMeasure):
    """A metric that the server knows has no values now: a release may have given it another name."""


@dataclass(frozen=True, slots=True)
class Part:
    """The signal of one instance, one queue, or of all of them.

    Attributes:
        name: of the instance or the queue; "in total" for all.
        value: the best estimate, in the unit of the limit.
        low: the lowest value that it can be.
        high: the highest value that it can be; infinity if there is no such bound.
        n: how many requests it was computed from; None if it is no matter of requests.
        said: what the value is made of, such as "310 MiB of 512 MiB"; "" if it says it all.
    """

    name: str
    value: float
    low: float
    high: float
    n: float | None = None
    said: str = ""

    @classmethod
    def exact(cls, name: str, value: float, n: float | None = None, said: str = "") -> Part:
        """A part whose value is known exactly."""
        return cls(name, value, value, value, n, said)


@dataclass(frozen=True, slots=True)
class Reading:
    """A signal, as one family of metrics or one query has it.

    Attributes:
        family: what exports the metrics: "Micrometer".
        said: what was computed, in PromQL or close to it.
        total: of all instances together; None if it cannot be computed from its parts.
        parts: each instance, or each queue.
        of: what the parts are: "instance", "queue", "series".
        notes: what else readers should know, by name.
        unsure: why a part is not known exactly, and what to do about it: (what, cure).
        series: what each instance of the service must export to be part of this; "" if instances need not.
        made_of: the series that it is made of, and the labels that tell its parts apart: they must be of now.
    """

    family: str
    said: str
    total: Part | None
    parts: tuple[Part, ...]
    of: str = "instance"
    notes: tuple[tuple[str, str], ...] = ()
    unsure: tuple[str, str] = ("", "")
    series: str = ""
    made_of: tuple[tuple[Selector, tuple[str, ...]], ...] = ()

    @property
    def all(self) -> tuple[Part, ...]:
        """The total, if there is one, and the parts."""
        return (*((self.total,) if self.total else ()), *self.parts)


def checked(values: Values, what: str, *, cure: str) -> Sequence[Sample]:
    """The samples of an answer that can be computed with.

    Raises:
        Ended: there is none.
        CannotMeasure: data is missing, or a value is no number.
    """
    if not whole(values, what).samples:
        raise Ended(f"{what}: there is no such series with a recent value", cure)
    for sample in values.samples:
        if not math.isfinite(sample.value):
            raise CannotMeasure(
                f"{what}: the value of {named(sample.labels)} is {sample.value}, which is no number to judge by",
                "NaN comes of a division by zero, such as by no requests at all, or of a collector that failed: "
                "ask the metrics why",
            )
        if sample.value < 0:
            raise CannotMeasure(
                f"{what}: the value of {named(sample.labels)} is {sample.value:g}, and it cannot be below 0",
                "-1 usually stands for unknown or unlimited: name a metric that has a value, or write a query",
            )
    return values.samples


def whole(values: Values, what: str) -> Values:
    """*values*, if the source knows of nothing that is missing.

    Raises:
        CannotMeasure: data is missing.
    """
    if values.partial:
        raise CannotMeasure(
            f"{what}: the answer is incomplete: {'; '.join(values.warnings) or 'the source says so'}",
            "run it again when all instances, and all stores of the metrics, answer",
        )
    return values


def named(labels: Mapping[str, str], by: Iterable[str] = ()) -> str:
    """A series in words: the values of the labels *by* that it has, else all its labels."""
    chosen = [labels[label] for label in by if labels.get(label)]
    if chosen:
        return ", ".join(chosen)
    return ", ".join(f'{label}="{value}"' for label, value in sorted(labels.items())) or "the only series"


def instance_of(labels: Mapping[str, str]) -> str:
    """The instance that a series is from; "" if it does not say."""
    return next((labels[label] for label in INSTANCE if labels.get(label)), "")


def place_of(labels: Mapping[str, str]) -> tuple[str, ...]:
    """All that tells the process of a series apart from others."""
    return tuple(labels.get(label, "") for label in INSTANCE)


def once(samples: Iterable[Sample]) -> list[Sample]:
    """One sample for each process, the highest of those that say the same of it, as two scrapes do.

    Args:
        samples: by the labels of `INSTANCE` and `SCRAPER`.
    """
    found: dict[tuple[str, ...], Sample] = {}
    for sample in samples:
        place = place_of(sample.labels)
        place = place if any(place) else (named(sample.labels),)
        if place not in found or not sample.value <= found[place].value:  # what is no number stays
            found[place] = sample
    return list(found.values())
