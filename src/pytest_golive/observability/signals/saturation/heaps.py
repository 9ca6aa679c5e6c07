"""What a Java heap holds: what a collection left, or before one at most what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import INSTANCE, Part, Reading, checked, instance_of, named
from pytest_golive.observability.signals.saturation.containers import in_use
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Matcher, Meta, Metrics, Sample, Selector

LEFT: Final = "jvm_gc_live_data_size_bytes"
MOST: Final = "jvm_gc_max_data_size_bytes"
# The pools in which long-lived objects stay, as Micrometer knows them.
POOLS: Final = Matcher("id", "=~", ".*Old Gen.*|.*Tenured Gen.*|.*tenured.*|balanced-old|JavaHeap|.*Shenandoah.*|ZHeap")
HEAP: Final = Selector("jvm_memory_used_bytes", (Matcher("area", "=", "heap"),))
OLD: Final = Selector(HEAP.name, (*HEAP.matchers, POOLS))


def memory(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:  # noqa: ARG001 -- of one kind
    """What is left of a heap after a garbage collection; before one, it is at most what the old generation holds.

    Raises:
        CannotMeasure: there was no collection of the old generation yet, and nothing says what it holds.
    """
    if MOST not in names:
        return None
    samples = checked(metrics.values(Selector(LEFT), by=INSTANCE), LEFT, cure="check the selector")
    limits = {instance_of(one.labels): one.value for one in metrics.values(Selector(MOST), by=INSTANCE).samples}
    if not all(limits.get(instance_of(sample.labels), 0.0) > 0 for sample in samples):
        return None
    holding: dict[str, float] = {}
    for held in (HEAP, OLD) if HEAP.name in names else ():
        found = metrics.values(held, by=INSTANCE, how="sum").samples
        holding |= {instance_of(one.labels): one.value for one in found if one.value > 0}
    parts = [_part(sample, limits[instance_of(sample.labels)], holding) for sample in samples]
    return Reading(
        "Micrometer's Java heap",
        f"{LEFT} of {MOST}",
        None,
        tuple(parts),
        unsure=(
            f"{LEFT} is 0 until the old generation is collected for the first time, so nobody knows what is left then",
            "run it again after a collection, measure the memory of the container or the process, or write a query",
        ),
        series=LEFT,
        made_of=((Selector(LEFT), INSTANCE),),
    )


def _part(sample: Sample, limit: float, holding: Mapping[str, float]) -> Part:
    name = instance_of(sample.labels) or named(sample.labels)
    if sample.value > 0:
        return Part.exact(name, 100 * sample.value / limit, said=in_use(sample.value, limit))
    held = holding.get(instance_of(sample.labels), 0.0)
    if not held > 0:
        raise CannotMeasure(
            f"{LEFT} of {name} is 0: there was no collection of the old generation yet, so nobody knows what one "
            f"leaves, and no {HEAP.name} says what the heap holds",
            f"run it again after a collection, export {HEAP.name}, or write a query",
        )
    said = f"at most {in_use(held, limit)}: what it holds, as nothing of the old generation was collected yet"
    return Part(name, 100 * held / limit, 0.0, 100 * held / limit, said=said)
