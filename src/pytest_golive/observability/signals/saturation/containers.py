"""What containers use of their limits: by the metrics of cAdvisor, and of the cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.readings import SCRAPER, Part, Reading, checked
from pytest_golive.observability.signals.units import in_bytes
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Matcher, Meta, Metrics, Sample, Selector

OF: Final = "container"
MEMORY: Final = ("container_memory_working_set_bytes", "container_memory_usage_bytes")
CPU: Final = "container_cpu_usage_seconds_total"
IN_A_POD: Final = ("namespace", "pod", "container")
IN_AN_ENGINE: Final = ("name",)
CONTAINER: Final = (*IN_A_POD, *IN_AN_ENGINE)
REAL: Final = (Matcher("container", "!=", "POD"),)
# cAdvisor reports the limit of the whole machine, or nearly 2^63, where a container has none.
UNLIMITED: Final = float(2**62)
KUBE: Final = "kube_pod_container_resource_limits"
Keys = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Shown:
    """How a resource is shown."""

    title: str
    name: str
    how: str
    said: Callable[[float, float], str]


def in_use(used: float, limit: float) -> str:
    return f"{in_bytes(used)} of {in_bytes(limit)}"


def in_cores(used: float, limit: float) -> str:
    return f"{used:.3g} of {limit:g} {'core' if limit == 1 else 'cores'}"


def _by(samples: Sequence[Sample]) -> dict[tuple[str, ...], float]:
    """The values by container: in a cluster by its name in the pod, else by the name that its engine has for it."""
    found: dict[tuple[str, ...], float] = {}
    labels = IN_A_POD if any(sample.labels.get("container") for sample in samples) else IN_AN_ENGINE
    for sample in samples:
        key = tuple(sample.labels.get(label, "") for label in labels)
        if key[-1]:  # sums of whole pods and machines have no name
            found[key] = max(sample.value, found.get(key, 0.0))
    return found


def memory(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:  # noqa: ARG001 -- of one kind
    """The memory of each container, in percent of its limit; None if none has one."""
    used = next(name for name in MEMORY if name in names)
    usage = checked(metrics.values(Selector(used, REAL), by=CONTAINER), used, cure="check the selector")
    limits: dict[tuple[str, ...], float] = {}
    for selector in (
        Selector("container_spec_memory_limit_bytes", REAL),
        Selector(KUBE, (Matcher("resource", "=", "memory"),)),
    ):
        if selector.name in names:
            found = _by(metrics.values(selector, by=CONTAINER, how="min").samples)
            limits |= {key: value for key, value in found.items() if 0 < value < UNLIMITED}
    shown = Shown("container metrics", used, f"{used} of the container's memory limit", in_use)
    return _containers(_by(usage), limits, shown)


def cpu(metrics: Metrics, names: Mapping[str, Meta], wanted: Wanted) -> Reading | None:
    """The CPU time of each container, in percent of its quota; None if none has one."""
    used = CPU
    # Two servers that scrape one container say the same of it: their rates are not added up.
    rates = metrics.rates(Selector(used, REAL), wanted.window, by=(*CONTAINER, *SCRAPER))
    usage = checked(rates, used, cure="check the selector")
    limits: dict[tuple[str, ...], float] = {}
    if "container_spec_cpu_quota" in names and "container_spec_cpu_period" in names:
        quota = _by(metrics.values(Selector("container_spec_cpu_quota", REAL), by=CONTAINER, how="min").samples)
        period = _by(metrics.values(Selector("container_spec_cpu_period", REAL), by=CONTAINER).samples)
        limits = {key: value / period[key] for key, value in quota.items() if value > 0 and period.get(key, 0) > 0}
    if KUBE in names:
        selector = Selector(KUBE, (Matcher("resource", "=", "cpu"),))
        limits |= _by(metrics.values(selector, by=CONTAINER, how="min").samples)
    shown = Shown("container metrics", used, f"rate({used}[{wanted.window:.0f}s]) of the container's quota", in_cores)
    return _containers(_by(usage), limits, shown)


def _containers(usage: Mapping[tuple[str, ...], float], limits: Keys, shown: Shown) -> Reading | None:
    parts, without = [], []
    for key, used in sorted(usage.items()):
        limit = limits.get(key)
        if limit is None or not 0 < limit < UNLIMITED:
            without.append("/".join(filter(None, key)))
        else:
            parts.append(Part.exact("/".join(filter(None, key)), 100 * used / limit, said=shown.said(used, limit)))
    if without and parts:
        raise CannotMeasure(
            f"the container {without[0]} has no limit{f' (and {len(without) - 1} more)' if without[1:] else ''}",
            "give each container of the service a limit, or narrow the selector to those that have one",
        )
    if not parts:
        return None
    made_of = ((Selector(shown.name, REAL), CONTAINER),)
    return Reading(shown.title, shown.how, None, tuple(parts), of=OF, made_of=made_of)
