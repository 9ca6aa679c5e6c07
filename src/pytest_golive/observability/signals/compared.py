"""One comparison of a signal with its limit, as a judge takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from pytest_golive.findings import Finding


class Bound(TypedDict, total=False):
    """A limit in the keyword arguments of a judge."""

    below: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison, for a judge."""

    name: str
    value: float
    bound: Bound
    unit: str
    n: int | None
    where: tuple[Finding, ...]
