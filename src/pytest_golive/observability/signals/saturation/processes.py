"""What processes use of the limits that the settings name, and what the JVM knows of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import (
    INSTANCE,
    SCRAPER,
    Part,
    Reading,
    checked,
    instance_of,
    named,
    once,
)
from pytest_golive.observability.signals.saturation.containers import in_cores, in_use
from pytest_golive.observability.signals.units import in_bytes
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Meta, Metrics, Sample, Selector

MEMORY: Final = (
    "process_resident_memory_bytes",
    "process_memory_usage_bytes",
    "process_working_set_bytes",
    "dotnet_process_memory_working_set_bytes",
)
CPU: Final = "process_cpu_seconds_total"
CHECK: Final = "check the selector"
EACH: Final = (*INSTANCE, *SCRAPER)


def memory(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:
    """The memory of all processes of an instance together, as workers are of one limit."""
    used = next(name for name in MEMORY if name in names)
    if not wanted.memory_limit:
        return None
    samples = once(checked(metrics.values(Selector(used), by=EACH, how="sum"), used, cure=CHECK))
    if empty := next((sample for sample in samples if not sample.value > 0), None):
        raise CannotMeasure(
            f"{used} of {instance_of(empty.labels) or named(empty.labels)} is 0, and no process runs without memory",
            "see why the exporter cannot read it, or measure the memory of the container",
        )
    parts = [_part(sample, wanted.memory_limit, in_use) for sample in samples]
    how = f"{used} of memory_limit, {in_bytes(wanted.memory_limit)}, all processes of an instance together"
    return Reading("process metrics", how, None, tuple(parts), series=used, made_of=_made_of(used))


def cpu(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:  # noqa: ARG001 -- of one kind
    used = CPU
    if not wanted.cpu_limit:
        return None
    samples = once(checked(metrics.rates(Selector(used), wanted.window, by=EACH), used, cure=CHECK))
    parts = [_part(sample, wanted.cpu_limit, in_cores) for sample in samples]
    cores = f"{wanted.cpu_limit:g} {'core' if wanted.cpu_limit == 1 else 'cores'}"
    how = f"rate({used}[{wanted.window:.0f}s]) of cpu_limit, {cores}"
    return Reading("process metrics", how, None, tuple(parts), series=used, made_of=_made_of(used))


def _part(sample: Sample, limit: float, said: Callable[[float, float], str]) -> Part:
    name = instance_of(sample.labels) or named(sample.labels)
    return Part.exact(name, 100 * sample.value / limit, said=said(sample.value, limit))


def java_cpu(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:  # noqa: ARG001 -- of one kind
    """A ratio of the processors that the JVM may use, which are those of its container."""
    used = "process_cpu_usage"
    samples = checked(metrics.values(Selector(used), by=INSTANCE), used, cure=CHECK)
    parts = [Part.exact(instance_of(one.labels) or named(one.labels), 100 * one.value) for one in samples]
    said = f"{used}, of the processors that the JVM may use"
    return Reading("Micrometer", said, None, tuple(parts), series=used, made_of=_made_of(used))


def _made_of(name: str) -> tuple[tuple[Selector, tuple[str, ...]], ...]:
    return ((Selector(name), INSTANCE),)
