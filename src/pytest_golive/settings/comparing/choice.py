"""A choice that allows more than before, and the number of such choices by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was loosened; the values are singular, and form the plural with an s."""

    LIMIT = "limit looser"
    EXCLUSION = "exclusion"
    NOT_APPLICABLE = "row not applicable"
    GROUP = "group of rows not applicable"
    NOT_DUE = "row not due"
    ROW = "row removed"
    DEMAND = "demand dropped"
    WAIVER = "waiver"
    TRIAL = "row on trial"
    KNOWN = "known finding"
    FIRST = "reason for no way back"
    CHANGE = "other change"


@dataclass(frozen=True, slots=True)
class Loosening:
    """One loosened setting: in words, with its old and its new value.

    Attributes:
        count: how many rows it declares away, or how many findings a ratchet added.
    """

    kind: Kind
    sentence: str
    count: int = 1


def in_numbers(found: Sequence[Loosening]) -> str:
    """The number of each kind: "3 limits looser, 2 exclusions, 1 row not applicable"."""
    counts = {kind: sum(loosening.count for loosening in found if loosening.kind is kind) for kind in Kind}
    return ", ".join(f"{count:,} {_plural(kind) if count != 1 else kind}" for kind, count in counts.items() if count)


def _plural(kind: Kind) -> str:
    first, space, rest = kind.partition(" ")
    return f"{kind}s" if kind in {Kind.KNOWN, Kind.CHANGE} else f"{first}s{space}{rest}"
