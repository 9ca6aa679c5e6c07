"""A signal by a query of the team's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.own.edges import COARSE, between, edges_of
from pytest_golive.observability.signals.own.probing import check_sees_failures
from pytest_golive.observability.signals.own.recorded import as_written, behind
from pytest_golive.observability.signals.own.understanding import Understood, understood
from pytest_golive.observability.signals.own.unfailed import NOTE, of_no_failure
from pytest_golive.observability.signals.readings import TOTAL, Part, Reading, checked, instance_of, named
from pytest_golive.observability.signals.selected import check_selected
from pytest_golive.observability.signals.units import BYTES, percent_in, second_of
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.signals.windows import check_looks_back
from pytest_golive.observability.sources.metrics import Metrics, Sample

OF_BYTES: Final = frozenset({"bytes", *BYTES})
CORES: Final = "cores"
CURE: Final = "correct the query: it must give one value, or one for each instance, while the service has traffic"
# Not "or vector(0)": that is 0 whatever becomes of the service.
CURES: Final = {
    "error_rate": f"{CURE}; before the first failed request there is one if the query divides rates, such as "
    "sum(rate(x{status=~'5..'}[$window])) / sum(rate(x[$window])), or if failures are exported as 0 from the start"
}


def read(metrics: Metrics, wanted: Wanted) -> Reading:
    """The value of the query; where it gives several series, the worst one is judged.

    Raises:
        NotSetUp: its unit is missing, or could mean two things.
        CannotMeasure: it gives nothing, or no number, or selects nothing that exists.
    """
    convert = UNITS.get(wanted.signal, _counted)(wanted)
    query = wanted.asked
    read_, recorded = behind(wanted, query)
    try:
        samples, known, notes = _checked(metrics, wanted, query, read_)
    except CannotMeasure as error:
        raise as_written(error, query, read_, recorded) from None
    notes = tuple(dict.fromkeys((*recorded, *notes)))
    edges = edges_of(metrics, known.quantity)

    def part(name: str, value: float) -> Part:
        low, high = between(value, edges)
        said = f"its bucket is from {convert(low):g} to {convert(high):g} ms" if edges else ""
        return Part(name, convert(value), convert(low), convert(high), said=said)

    total = part(TOTAL, samples[0].value) if len(samples) == 1 else None
    parts = () if total else tuple(part(instance_of(one.labels) or named(one.labels), one.value) for one in samples)
    return Reading("a query of your own", query, total, parts, of="series", notes=notes, unsure=COARSE)


def _checked(
    metrics: Metrics, wanted: Wanted, query: str, read_: str
) -> tuple[Sequence[Sample], Understood, tuple[tuple[str, str], ...]]:
    """The values of a query, what is known of it, and notes, by what stands behind its recorded series."""
    check_looks_back(wanted, read_)
    notes = check_selected(metrics, wanted, read_)
    known = understood(wanted, read_)
    notes = (*notes, *known.notes)
    values = metrics.ask(query)
    if not values.samples and not values.partial and (none_failed := of_no_failure(metrics, wanted, read_)):
        values, notes = none_failed, (*notes, NOTE)
    samples = checked(values, f"the query {query}", cure=CURES.get(wanted.signal, CURE))
    if wanted.signal == "error_rate":
        check_sees_failures(metrics, wanted, read_, known)
    return samples, known, notes


def _share(wanted: Wanted) -> Callable[[float], float]:
    scale = percent_in(wanted.unit, wanted.signal)
    return lambda value: scale * value


def _time(wanted: Wanted) -> Callable[[float], float]:
    if not wanted.unit:
        raise NotSetUp(
            "the query of latency: it has no unit, so its values may be seconds or milliseconds",
            "write its unit: latency = { query = '…', unit = 's' }, or unit = 'ms'",
        )
    scale = 1000 * second_of(wanted.unit)
    return lambda value: scale * value


def _memory(wanted: Wanted) -> Callable[[float], float]:
    if wanted.unit not in OF_BYTES:
        scale = percent_in(wanted.unit, wanted.signal, ", or unit = 'bytes' with memory_limit")
        return lambda value: scale * value
    if not wanted.memory_limit:
        raise NotSetUp(
            f"the query of memory is in {wanted.unit}, but the limit is not known",
            f"say what one instance may use: memory_limit = '512MiB' in {wanted.place}",
        )
    size = BYTES[wanted.unit]
    return lambda value: 100 * value * size / wanted.memory_limit


def _cpu(wanted: Wanted) -> Callable[[float], float]:
    if wanted.unit != CORES:
        scale = percent_in(wanted.unit, wanted.signal, ", or unit = 'cores' with cpu_limit")
        return lambda value: scale * value
    if not wanted.cpu_limit:
        raise NotSetUp(
            "the query of cpu is in cores, but the limit is not known",
            f"say what one instance may use: cpu_limit = 2 in {wanted.place}",
        )
    return lambda value: 100 * value / wanted.cpu_limit


def _counted(wanted: Wanted) -> Callable[[float], float]:
    if wanted.unit:
        raise NotSetUp(f"the query of {wanted.signal} counts, so it has no unit", f"remove unit = {wanted.unit!r}")
    return lambda value: value


UNITS: Final[Mapping[str, Callable[[Wanted], Callable[[float], float]]]] = {
    "error_rate": _share,
    "latency": _time,
    "memory": _memory,
    "cpu": _cpu,
}
