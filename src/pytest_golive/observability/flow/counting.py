"""Count what a service says it was asked: by its counters, before and after requests of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import INSTANCE, instance_of
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


def count(metrics: Metrics, series: str, family: Family, path: str) -> Counted:
    """Read the counters of *series* now, of all instances that can be read."""
    everywhere = Selector(series, family.only)
    for label in family.routes:
        here = Selector(series, (*family.only, Matcher(label, "=", path)))
        if counts := _read(metrics, here):
            return Counted(counts, _read(metrics, everywhere), str(here))
    return Counted({}, _read(metrics, everywhere), str(everywhere))


def risen(before: Counts, after: Counts) -> dict[str, float]:
    """By how much each counter rose; one that fell has begun anew."""
    found = {}
    for instance, value in after.items():
        earlier = before.get(instance, 0.0)
        found[instance] = value - earlier if value >= earlier else value
    return found


def unproven(rose: float, sent: int, others: float, counter: str) -> CannotMeasure | None:
    """Why a rise does not show that our requests are counted, where no label tells ours from others'; None if it does.

    Args:
        rose: by how much the counter rose.
        sent: how many requests were sent.
        others: how many others are to be expected meanwhile, from those before.
        counter: what counts them.
    """
    if not others or rose < sent or (others <= sent and rose - others >= sent / 2):
        return None
    return CannotMeasure(
        f"{counter} rose by {rose:,.0f} while {sent} requests were sent, and by others' requests alone it would have "
        f"risen by about {others:,.0f}: whether it counts ours is not proven",
        "give the metric a label with the path, and name a path that nobody else asks for as request_path; or raise "
        "requests in the target's metrics well above the other traffic, or measure where there is none",
    )


def _read(metrics: Metrics, selector: Selector) -> Counts:
    answer = metrics.values(selector, by=INSTANCE, how="sum")
    return {instance_of(sample.labels): sample.value for sample in answer.samples}
