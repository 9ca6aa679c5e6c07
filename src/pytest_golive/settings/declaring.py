"""Which rows the settings declare away: by the kind of the project, or one by one in ``not_applicable``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pytest_golive.settings.values.checks import PLACEHOLDER
from pytest_golive.signing.glass.glass import SETTLED

KINDS: Final = ("library", "service")  # kinds of projects


def means(declared: str, gate: str) -> bool:
    """Whether *declared* ("infrastructure::*", or one id) covers *gate*; brackets in an id are literal."""
    if gate == SETTLED:
        return False  # nobody declares away what an emergency has left behind
    if "*" not in declared:
        return declared == gate
    return re.fullmatch(".*".join(map(re.escape, re.split(r"\*+", declared))), gate) is not None


def declaration_of(gate: str, declarations: Iterable[str]) -> str:
    """The one of *declarations* that covers *gate*: its own id, else the longest match; "" if none matches."""
    return max(
        (declaration for declaration in declarations if means(declaration, gate)),
        key=lambda declaration: (declaration == gate, len(declaration)),
        default="",
    )


def not_due(row: str, project: str | None) -> str:
    """Why a row only for the kind *row* is not due in a *project* of another kind; "" if it is due.

    A project without a kind may be of any kind.
    """
    if not row or project is None or row == project:
        return ""
    return f'only due for a {row}; kind = "{project}"'


def reason_for(gate: str, reasons: Mapping[str, str]) -> str:
    """Why *gate* does not apply, by the *reasons* in ``not_applicable``; "" if there is no reason yet."""
    reason = reasons.get(declaration_of(gate, reasons), "")
    return "" if reason.startswith(PLACEHOLDER) else reason
