"""Which declaration of ``not_applicable`` speaks of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable


def means(declared: str, gate: str) -> bool:
    """Whether *declared* ("infrastructure::*", or one id) means *gate*; brackets in an id are nothing but brackets."""
    return re.fullmatch(".*".join(map(re.escape, re.split(r"\*+", declared))), gate) is not None


def declaration_of(gate: str, declarations: Iterable[str]) -> str:
    """The one of *declarations* that speaks of *gate*: its own id, else the longest that means it; "" if none does."""
    return max(
        (each for each in declarations if means(each, gate)), key=lambda each: (each == gate, len(each)), default=""
    )
