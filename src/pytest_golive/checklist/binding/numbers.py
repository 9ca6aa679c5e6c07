"""The numbers in a row's words: limits, which must be those that its gate judges by, and all others."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

NUMBER = r"(?P<number>\d{1,3}(?:[, _]\d{3})+(?!\d)|\d{1,15}(?:[.,]\d{1,6})?)"
COMPARISONS = {
    "<": r"<(?!=)|under|below|less than|fewer than|lower than|moins de|unter",
    "<=": r"<=|=<|≤|⩽|at most|no more than|not more than|up to|max(?:imum)?\.?(?: of)?|within|au plus|höchstens",
    ">": r">(?!=)|over|above|more than|greater than|exceeds?|exceeding|plus de|über",
    ">=": r">=|=>|≥|⩾|at least|no less than|not less than|min(?:imum)?\.?(?: of)?|au moins|mindestens",
}
UNITS = {
    "%": r"%|percent|per cent|pct",
    "ms": r"ms|msecs?|milliseconds?",
    "s": r"s|secs?|seconds?",
    "min": r"min|mins|minutes?",
    "h": r"h|hrs?|hours?",
    "d": r"d|days?",
    "x": r"x|\u00d7|times",
    "lines": r"loc|sloc|lines?(?: of code)?",
    "files": r"files?",
    "items": r"items?|messages?|jobs?",
    "bytes": r"bytes?|[kmg]i?b",
}
FORM = re.compile(
    r"(?<![\w.\-/#])(?:(?P<comparison>"
    + "|".join(f"(?P<c{number}>{words})" for number, words in enumerate(COMPARISONS.values()))
    + r")\s{0,3})?"
    + NUMBER
    + r"\s{0,2}(?P<unit>"
    + "|".join(f"(?P<u{number}>{words})" for number, words in enumerate(UNITS.values()))
    + r")?(?P<after>\+)?(?![\w\-/]|\.\d)",
    re.IGNORECASE,
)
PERCENTILE = re.compile(
    r"\bp\(?(?P<percent>50|75|9\d(?:\.\d{1,3})?)\)?(?!\w)|\b(?P<nth>9\d)th percentile", re.IGNORECASE
)
COMPLEMENT = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
IN_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a row's words.

    Attributes:
        text: as it stands there.
        comparison: "<", "<=", ">", ">=", or "" where it is no limit.
        unit: a key of `UNITS`, or "".
    """

    text: str
    value: float
    unit: str = ""
    comparison: str = ""

    @property
    def is_limit(self) -> bool:
        """Whether something is compared with it."""
        return bool(self.comparison)

    @property
    def base(self) -> tuple[float, str]:
        """Value and unit, times in seconds."""
        factor = IN_SECONDS.get(self.unit)
        return (self.value, self.unit) if factor is None else (self.value * factor, "s")

    def __str__(self) -> str:
        """In our own spelling: "< 200 ms"."""
        return " ".join(part for part in (self.comparison, f"{self.value:g}", self.unit) if part)


def quantities(text: str) -> list[Quantity]:
    """The numbers in *text*, in their order; those in versions, dates, names and percentiles are none."""
    return [_quantity(match) for match in FORM.finditer(PERCENTILE.sub("", text))]


def percentile(text: str) -> float | None:
    """The percentile that *text* speaks of: 95 for "p95" and "95th percentile"."""
    match = PERCENTILE.search(text)
    return float(match["percent"] or match["nth"]) if match else None


def agree(said: Quantity, judged: Quantity, *, counts: bool = False) -> bool:
    """Whether two limits let the same values through.

    Args:
        said: in the row.
        judged: by the gate.
        counts: whether only whole numbers are compared, so that "< 200" is "<= 199".
    """
    if not said.unit:  # then it is meant in that of the gate
        said = replace(said, unit=judged.unit)
    (value, unit), (other, unit_of_gate) = said.base, judged.base
    if unit != unit_of_gate:
        return False
    if counts:
        value, comparison = _whole(value, said.comparison)
        other, comparison_of_gate = _whole(other, judged.comparison)
        return comparison == comparison_of_gate and math.isclose(value, other)
    return said.comparison == judged.comparison and math.isclose(value, other)


def fires(said: Quantity, judged: Quantity, *, counts: bool = False) -> bool:
    """Whether *said*, a trigger, fires exactly where *judged*, a limit, does not hold."""
    turned = Quantity(said.text, said.value, said.unit, COMPLEMENT.get(said.comparison, ""))
    return agree(turned, judged, counts=counts)


def _whole(value: float, comparison: str) -> tuple[float, str]:
    if comparison == "<":
        return value - 1, "<="
    return (value + 1, ">=") if comparison == ">" else (value, comparison)


def _quantity(match: re.Match[str]) -> Quantity:
    comparisons, units = list(COMPARISONS), list(UNITS)
    comparison = next((sign for number, sign in enumerate(comparisons) if match[f"c{number}"]), "")
    unit = next((name for number, name in enumerate(units) if match[f"u{number}"]), "")
    if not comparison and match["after"]:
        comparison = ">="
    return Quantity(match[0].strip(), _value(match["number"]), unit, comparison)


def _value(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[, _]\d{3})+", text):
        return float(re.sub(r"[, _]", "", text))
    return float(text.replace(",", "."))
