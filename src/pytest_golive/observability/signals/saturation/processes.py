"""What processes use of the limits that the settings name, and what the JVM knows of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pytest_golive.observability.signals.readings import INSTANCE, Part, Reading, checked, instance_of, named
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


def memory(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:
    used = next(name for name in MEMORY if name in names)
    if not wanted.memory_limit:
        return None
    samples = checked(metrics.values(Selector(used), by=INSTANCE), used, cure=CHECK)
    limit = wanted.memory_limit
    parts = [_part(sample, limit, in_use) for sample in samples]
    return Reading("process metrics", f"{used} of memory_limit, {in_bytes(limit)}", None, tuple(parts), series=used)


def cpu(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:  # noqa: ARG001 -- of one kind
    used = CPU
    if not wanted.cpu_limit:
        return None
    samples = checked(metrics.rates(Selector(used), wanted.window, by=INSTANCE), used, cure=CHECK)
    parts = [_part(sample, wanted.cpu_limit, in_cores) for sample in samples]
    how = f"rate({used}[{wanted.window:.0f}s]) of cpu_limit, {wanted.cpu_limit:g} cores"
    return Reading("process metrics", how, None, tuple(parts), series=used)


def _part(sample: Sample, limit: float, said: Callable[[float, float], str]) -> Part:
    name = instance_of(sample.labels) or named(sample.labels)
    return Part.exact(name, 100 * sample.value / limit, said=said(sample.value, limit))


def java_memory(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:  # noqa: ARG001 -- of one kind
    """What is left of a heap after a garbage collection; before one, every heap is full."""
    used, most = "jvm_gc_live_data_size_bytes", "jvm_gc_max_data_size_bytes"
    if most not in names:
        return None
    samples = checked(metrics.values(Selector(used), by=INSTANCE), used, cure=CHECK)
    limits = {instance_of(one.labels): one.value for one in metrics.values(Selector(most), by=INSTANCE).samples}
    if not all(limits.get(instance_of(sample.labels), 0.0) > 0 for sample in samples):
        return None
    parts = [_part(sample, limits[instance_of(sample.labels)], in_use) for sample in samples]
    return Reading("Micrometer's Java heap", f"{used} of {most}", None, tuple(parts), series=used)


def java_cpu(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:  # noqa: ARG001 -- of one kind
    """A ratio of the processors that the JVM may use, which are those of its container."""
    used = "process_cpu_usage"
    samples = checked(metrics.values(Selector(used), by=INSTANCE), used, cure=CHECK)
    parts = [Part.exact(instance_of(one.labels) or named(one.labels), 100 * one.value) for one in samples]
    said = f"{used}, of the processors that the JVM may use"
    return Reading("Micrometer", said, None, tuple(parts), series=used)
