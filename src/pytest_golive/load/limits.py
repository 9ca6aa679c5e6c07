"""Limits as people write them: ``p(95)<200ms``, ``error_rate<1%``, ``rps>=100``."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Protocol, TypedDict

FORM: Final = re.compile(
    r"(?P<measure>p\(\s{0,9}(?P<percent>\d{1,3}(?:\.\d{1,9})?)\s{0,9}\)|error_rate|rps)"
    r"\s{0,9}(?P<operator><=|>=|<|>)\s{0,9}(?P<number>\d{1,15}(?:\.\d{1,15})?)\s{0,9}(?P<unit>[a-zµ%/]{0,9})",
)
MILLISECONDS: Final = {"us": 0.001, "µs": 0.001, "ms": 1.0, "s": 1000.0}
HOLDS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
# Fewer requests prove nothing; and a percentile needs at least one sample beyond it.
FEWEST: Final = 50
EXAMPLE: Final = "write 'p(95)<200ms', 'error_rate<1%' or 'rps>=100'"


class Bound(TypedDict, total=False):
    """A limit in the keyword arguments of `Judge`."""

    below: float
    at_most: float
    above: float
    at_least: float


class Measured(Protocol):
    """What a limit is compared with: one endpoint, or all of them."""

    @property
    def n(self) -> int:
        """How many requests were measured."""

    @property
    def error_rate(self) -> float:
        """Percent of requests that failed."""

    @property
    def rps(self) -> float:
        """Requests per second."""

    def percentile(self, percent: float) -> float:
        """A percentile of the times, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit.

    Attributes:
        text: as written.
        measure: "p", "error_rate" or "rps".
        percent: the percentile; 0 unless measure is "p".
        operator: "<", "<=", ">", ">=".
        value: in milliseconds, percent, or requests per second.
    """

    text: str
    measure: str
    percent: float
    operator: str
    value: float

    @property
    def name(self) -> str:
        """The measured quantity, in words."""
        return {"p": f"p({self.percent:g})", "error_rate": "error rate", "rps": "requests a second"}[self.measure]

    @property
    def unit(self) -> str:
        """The unit after a value."""
        return {"p": " ms", "error_rate": " %", "rps": ""}[self.measure]

    @property
    def bound(self) -> Bound:
        """The limit for `Judge`: ``{"below": 200.0}``."""
        bounds: Mapping[str, Bound] = {
            "<": {"below": self.value},
            "<=": {"at_most": self.value},
            ">": {"above": self.value},
            ">=": {"at_least": self.value},
        }
        return bounds[self.operator]

    @property
    def fewest(self) -> int:
        """How many requests are needed for a result."""
        share = 100 - Fraction(str(self.percent))
        beyond = math.ceil(100 / share) if self.measure == "p" and share else 0
        return max(FEWEST, beyond)

    def of(self, measured: Measured) -> float:
        """The value that this limit judges."""
        if self.measure == "p":
            return measured.percentile(self.percent)
        return measured.error_rate if self.measure == "error_rate" else measured.rps

    def holds(self, value: float) -> bool:
        """Whether *value* is within the limit; NaN never is."""
        return HOLDS[self.operator](value, self.value)


def parse(text: str) -> Limit:
    """Parse one limit.

    Raises:
        ValueError: it is invalid; the message says what is allowed.
    """
    match = FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"is not a limit; {EXAMPLE}")
    measure = "p" if match["percent"] else match["measure"]
    percent = float(match["percent"] or 0)
    if measure == "p" and not 0 < percent <= 100:  # noqa: PLR2004 -- percent
        raise ValueError("must name a percentile above 0 and up to 100, such as p(95)")
    if (measure == "rps") != (match["operator"] in {">", ">="}):
        suggestion = "least: 'rps>=100'" if measure == "rps" else f"most: '{match['measure']}<…'"
        raise ValueError(f"bounds the wrong side; say how much it may be at {suggestion}")
    return Limit(text.strip(), measure, percent, match["operator"], _in_base_unit(measure, match))


def _in_base_unit(measure: str, match: re.Match[str]) -> float:
    number, unit = float(match["number"]), match["unit"]
    if measure == "p":
        if unit not in MILLISECONDS:
            raise ValueError("must have a unit of time: us, ms or s, as in 'p(95)<200ms'")
        return number * MILLISECONDS[unit]
    if measure == "error_rate":
        if unit != "%" or number > 100:  # noqa: PLR2004 -- percent
            raise ValueError("must be in percent, as in 'error_rate<1%'")
        return number
    if unit not in {"", "/s"}:
        raise ValueError("must be a number of requests a second, as in 'rps>=100'")
    return number
