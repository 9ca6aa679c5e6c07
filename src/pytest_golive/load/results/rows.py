"""Results of a load test with their limits, in total and for each endpoint."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.load.limits import Limit
from pytest_golive.load.results.noise import Noise
from pytest_golive.load.results.result import Together

IN_TOTAL: Final = "in total"


@dataclass(frozen=True, slots=True)
class Row:
    """One limit, in total or for one endpoint.

    Attributes:
        name: what was measured, and where.
        value: the measured value.
        limit: its limit.
        n: number of requests.
        is_doubtful: whether it is past the limit, but might not be on a quiet machine.
    """

    name: str
    value: float
    limit: Limit
    n: int
    is_doubtful: bool = False

    @property
    def sentence(self) -> str:
        """The value and its limit: "p(95) in total: 241 ms, must be p(95)<200ms"."""
        return f"{self.name}: {self.value:.4g}{self.limit.unit}, must be {self.limit.text}"


def row_of(limit: Limit, together: Together, where: str, noise: Noise) -> Row:
    """Compare the result with *limit*.

    Raises:
        CannotMeasure: there are too few requests, or a run has none.
    """
    check_enough(together.n, limit.fewest, where)
    value = limit.of(together)
    if math.isnan(value):
        raise CannotMeasure(f"{limit.name} {where} is not a number", "see that every run sends requests")
    is_doubtful = not limit.holds(value) and noise.may_hold(limit, together)
    return Row(f"{limit.name} {where}", value, limit, together.n, is_doubtful)


def check_enough(count: int, fewest: int, where: str) -> None:
    """Raise if there are too few requests for a result.

    Raises:
        CannotMeasure: there are too few.
    """
    if count < fewest:
        raise CannotMeasure(
            f"{count} requests {where if where == IN_TOTAL else f'to {where}'} are too few; {fewest} are needed",
            "raise [tool.golive.performance] duration, rate or runs, or the endpoint's weight",
        )


def finding_of(name: str, row: Row) -> Finding:
    """A row past its limit, as a finding."""
    return Finding("", 0, row.limit.name, row.sentence, key=f"{name} {row.limit.text}", size=row.value)
