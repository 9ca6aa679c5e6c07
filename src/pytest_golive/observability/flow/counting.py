"""Count what a service says it was asked: by its counters, before and after requests of our own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import INSTANCE, SCRAPER, instance_of, once
from pytest_golive.observability.signals.requests.families import Family
from pytest_golive.observability.sources.metrics import Matcher, Metrics, Selector

Counts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a service was asked since it started, by instance.

    Attributes:
        here: for the path alone; empty if no series is about it.
        everywhere: for all paths.
        counter: what counts the path alone; that of all paths if there is none.
    """

    here: Counts
    everywhere: Counts
    counter: str


def count(metrics: Metrics, series: str, family: Family, path: str, names: Mapping[str, str] | None = None) -> Counted:
    """Read the counters of *series* now, of all instances that can be read.

    Args:
        metrics: the source.
        series: what counts.
        family: who exports it.
        path: of our own requests.
        names: of each instance that has several, by all of them: it counts once.
    """
    everywhere = Selector(series, family.only)
    for label in family.routes:
        here = Selector(series, (*family.only, Matcher(label, "=", path)))
        if counts := _read(metrics, here, names or {}):
            return Counted(counts, _read(metrics, everywhere, names or {}), str(here))
    return Counted({}, _read(metrics, everywhere, names or {}), str(everywhere))


class Rises:
    """By how much counters rose since requests were sent, each from a value that is known to be from before.

    An instance that nobody knew before is counted from its first value on: what that holds may be of any time.

    Attributes:
        joined: the instances that showed up between two counts.
    """

    def __init__(self, before: Counted, known: Iterable[str] = ()) -> None:
        """Start from *before*; the instances *known* were scraped by then, so their new series begin at zero."""
        self._before = before
        self._known = {*known, *before.everywhere, *before.here}
        self._first: dict[tuple[bool, str], float] = {}

    @property
    def joined(self) -> tuple[str, ...]:
        return tuple(sorted({instance for _, instance in self._first}))

    def of(self, after: Counted) -> dict[str, float]:
        """By how much each counter rose, of the path alone if something is about it; one that fell has begun anew."""
        is_here = bool(after.here)
        before, now = (self._before.here, after.here) if is_here else (self._before.everywhere, after.everywhere)
        found = {}
        for instance, value in now.items():
            if instance in self._known:
                earlier = before.get(instance, 0.0)
            else:
                earlier = self._first.setdefault((is_here, instance), value)
            found[instance] = value - earlier if value >= earlier else value
        return found


def unproven(rose: float, sent: int, others: float, counter: str, *, is_here: bool = False) -> CannotMeasure | None:
    """Why a rise does not show that our requests are counted, and not others' alone; None if it does.

    Args:
        rose: by how much the counter rose.
        sent: how many requests were sent.
        others: how many others are to be expected meanwhile, from those before.
        counter: what counts them.
        is_here: whether it counts the path alone.
    """
    if not others or rose < sent or (others <= sent and rose - others >= sent / 2):
        return None
    return CannotMeasure(
        f"{counter} rose by {rose:,.0f} while {sent} requests were sent, and by others' requests alone it would have "
        f"risen by about {others:,.0f}: whether it counts ours is not proven",
        f"{'' if is_here else 'give the metric a label with the path, and '}name a path that nobody else asks for as "
        f"request_path; or raise requests in the target's metrics well above the {others:,.0f} of others, or measure "
        "where there is no other traffic",
    )


def overshadowed(joined: Sequence[str], rose: float, sent: int, counter: str) -> CannotMeasure | None:
    """Why a rise that is too small proves no fault: instances joined meanwhile; None if none did, or it is enough.

    Args:
        joined: instances that showed up between the two counts.
        rose: by how much the counter rose, without what they had at first.
        sent: how many requests were sent.
        counter: what counts them.
    """
    if rose >= sent or not joined:
        return None
    return CannotMeasure(
        f"{counter} rose by {rose:,.0f} while {sent} requests were sent, without what {', '.join(joined)} had when "
        "first seen, after the requests began: that may be ours, or of any time before",
        "run it again when no instance starts or is replaced: a counter needs a value from before the requests",
    )


def _read(metrics: Metrics, selector: Selector, names: Mapping[str, str]) -> Counts:
    """By instance: what two scrapes of one process say is the same requests, and not twice as many."""
    each: dict[str, float] = defaultdict(float)
    for sample in once(metrics.values(selector, by=(*INSTANCE, *SCRAPER), how="sum").samples):
        each[instance_of(sample.labels)] += sample.value
    counts: dict[str, float] = {}
    for found, value in each.items():
        name = names.get(found, found)
        counts[name] = max(value, counts.get(name, value))
    return counts
