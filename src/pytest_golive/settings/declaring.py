"""Which rows the settings declare away: by the kind of the project, or one by one in ``not_applicable``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pytest_golive.settings.values.checks import PLACEHOLDER

KINDS: Final = ("library", "service")  # of projects


def means(declared: str, gate: str) -> bool:
    """Whether *declared* ("infrastructure::*", or one id) means *gate*; brackets in an id are nothing but brackets."""
    return re.fullmatch(".*".join(map(re.escape, re.split(r"\*+", declared))), gate) is not None


def declaration_of(gate: str, declarations: Iterable[str]) -> str:
    """The one of *declarations* that speaks of *gate*: its own id, else the longest that means it; "" if none does."""
    return max(
        (each for each in declarations if means(each, gate)), key=lambda each: (each == gate, len(each)), default=""
    )


def not_due(row: str, project: str | None) -> str:
    """Why a row that is due for the kind *row* alone is not due in a *project* of another kind; "" if it is due.

    A project of which nobody has said the kind may be of any.
    """
    if not row or project is None or row == project:
        return ""
    return f'only due for a {row}; kind = "{project}"'


def reason_for(gate: str, reasons: Mapping[str, str]) -> str:
    """Why *gate* does not apply, by *reasons* as ``not_applicable`` holds them; "" if nobody has said so yet."""
    reason = reasons.get(declaration_of(gate, reasons), "")
    return "" if reason.startswith(PLACEHOLDER) else reason
