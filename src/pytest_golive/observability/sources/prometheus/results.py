"""The results of PromQL: vectors, scalars, ranges; NaN and infinities as they are, native histograms apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.items import Item, items_of, other_shape
from pytest_golive.observability.sources.metrics import Sample
from pytest_golive.observability.sources.prometheus.envelope import Answered

MOST_SERIES: Final = 20_000
ResultKind = Literal["vector", "scalar", "string", "matrix"]
Point = tuple[float, float]
PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one series over time.

    Attributes:
        labels: with its name, where it was not computed.
        points: time in seconds since 1970, and value; the oldest first.
        native: how many native histograms it holds, which are no numbers.
    """

    labels: Mapping[str, str]
    points: tuple[Point, ...]
    native: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The result of an expression.

    Attributes:
        kind: "vector", "scalar", "string" or "matrix".
        samples: of a vector, or the one of a scalar.
        series: of a matrix.
        text: of a string.
        native: how many native histograms are in a vector, which are no numbers.
        answered: what was around it.
    """

    kind: ResultKind
    answered: Answered
    samples: tuple[Sample, ...] = ()
    series: tuple[Series, ...] = ()
    text: str = ""
    native: int = 0

    def whole(self) -> Result:
        """Itself, if nothing is missing; raises as `Answered.whole`."""
        self.answered.whole()
        return self


def result_of(answered: Answered, most: int = MOST_SERIES) -> Result:
    """The result of a query.

    Raises:
        CannotMeasure: it has another form than the API describes, or more than *most* series.
    """
    kind, found = answered.item.text("resultType"), answered.item.values.get("result")
    if kind in {"scalar", "string"}:
        at, value = _pair(found, answered.place)
        if kind == "string":
            return Result("string", answered, text=value)
        return Result("scalar", answered, (Sample({}, _number(value, answered.place), at),))
    if kind not in {"vector", "matrix"}:
        raise other_shape(answered.place, "a vector, a scalar, a string or a matrix")
    items = list(items_of(found, answered.place, "result"))
    if len(items) > most:
        raise CannotMeasure(
            f"the answer to {answered.place} holds {len(items):,} series, which is more than {most:,}",
            "aggregate them in the query, or select fewer by labels of this service",
        )
    if kind == "vector":
        numbers = [item for item in items if "value" in item.values]
        if any("value" not in item.values and "histogram" not in item.values for item in items):
            raise other_shape(answered.place, "a 'value' of each series")
        return Result("vector", answered, tuple(map(_sample, numbers)), native=len(items) - len(numbers))
    return Result("matrix", answered, series=tuple(map(_series, items)))


def _sample(item: Item) -> Sample:
    at, value = _pair(item.values["value"], item.place)
    return Sample(item.labels("metric"), _number(value, item.place), at)


def _series(item: Item) -> Series:
    pairs = item.values.get("values", [])
    native = item.values.get("histograms", [])
    if not isinstance(pairs, list) or not isinstance(native, list):
        raise other_shape(item.place, "a list of 'values'")
    points = tuple((at, _number(value, item.place)) for at, value in (_pair(pair, item.place) for pair in pairs))
    return Series(item.labels("metric"), points, len(native))


def _pair(value: Any, place: str) -> tuple[float, str]:
    if isinstance(value, list) and len(value) == PAIR:
        at, said = value
        if isinstance(at, int | float) and not isinstance(at, bool) and isinstance(said, str):
            return float(at), said
    raise other_shape(place, "a time and a value in quotes")


def _number(text: str, place: str) -> float:
    try:
        if text.isascii() and "_" not in text:
            return float(text)
    except ValueError:
        pass
    raise other_shape(place, "a number in quotes")
