"""What a service uses of its memory and CPU limits, in percent; never of the host's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.readings import NOT_USED, Ended, Reading
from pytest_golive.observability.signals.saturation import containers, heaps, processes
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Meta, Metrics

ORDER: Final = "what a container may use is known best, so that is judged"
DISAGREE: Final = (
    "see whether the containers are those of this service, and its limit is the one in the settings (memory_limit, "
    "cpu_limit); narrow the selector to them, or write a query"
)
HOST: Final = ("node_memory_MemTotal_bytes", "node_cpu_seconds_total", "machine_memory_bytes")


@dataclass(frozen=True, slots=True)
class Resource:
    """One way to measure the use of memory or CPU.

    Attributes:
        title: what exports it.
        needed: names of metrics, one of which must exist.
        read: measures it.
    """

    title: str
    needed: tuple[str, ...]
    read: Callable[[Metrics, Mapping[str, Meta], Wanted], Reading | None]


MEMORY: Final = (
    Resource(
        "the memory of containers",
        containers.MEMORY,
        containers.memory,
    ),
    Resource("the memory of processes", processes.MEMORY, processes.memory),
    Resource("the Java heap", (heaps.LEFT,), heaps.memory),
)
CPU: Final = (
    Resource("the CPU time of containers", (containers.CPU,), containers.cpu),
    Resource("the CPU time of processes", (processes.CPU,), processes.cpu),
    Resource("the CPU use of the JVM", ("process_cpu_usage",), processes.java_cpu),
)


def memory(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> list[Reading]:
    """The memory in use, in percent of the limit; and that of processes, where containers come first.

    Raises:
        CannotMeasure: no metric has it.
        NotSetUp: nobody says what the limit is.
    """
    return _with_processes(MEMORY, metrics, names, wanted, "memory_limit = '512MiB'")


def cpu(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> list[Reading]:
    """The CPU time in use, in percent of the limit; raises as `memory` does."""
    return _with_processes(CPU, metrics, names, wanted, "cpu_limit = 2 (cores)")


def _with_processes(
    ways: tuple[Resource, ...], metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted, limit: str
) -> list[Reading]:
    """The first way; where that is containers, processes, too: they may be other ones than those of the service."""
    of_processes = ways[1]
    found = [_first(ways, metrics, names, wanted, limit)]
    if found[0].of == containers.OF and any(name in names for name in of_processes.needed):
        try:
            beside = of_processes.read(metrics, names, wanted)
        except Ended:
            beside = None
        found += [beside] if beside else []
    return found


def _first(
    ways: tuple[Resource, ...], metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted, limit: str
) -> Reading:
    """The first way that has values now; those whose metrics a server still knows, and which have ended, are noted."""
    without_limit = []
    ended: list[Ended] = []
    for way in ways:
        if not any(name in names for name in way.needed):
            continue
        try:
            found = way.read(metrics, names, wanted)
        except Ended as error:
            ended.append(error)
            continue
        if found is not None:
            return replace(found, notes=(*found.notes, *((NOT_USED, error.what) for error in ended)))
        without_limit.append(way.title)
    if without_limit:
        raise NotSetUp(
            f"{' and '.join(without_limit)} can be measured, but no metric says what the limit is",
            f"say what one instance may use: {limit} in {wanted.place}",
        )
    if ended:
        raise ended[0]
    host = next((name for name in HOST if name in names), "")
    of_host = f"; {host} is of the whole host, which says nothing of this service" if host else ""
    expected = ", ".join(way.needed[0] for way in ways)
    raise CannotMeasure(
        f"{wanted.signal}: none of its metrics exists for this service ({expected}){of_host}",
        f"export them, check the selector, or write a query: {wanted.own_query}",
    )
