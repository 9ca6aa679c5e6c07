"""The signs that stand for samples; none of them tells its meaning by colour alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.observability.watch.measured import Phase

Piece = tuple[str, str]  # text, and the parameters of its colour; "" for none
Cell = tuple[float | None, Phase]  # the value of a sample, and what it says

RED, YELLOW, CYAN, FAINT, BOLD, PLAIN = "31;1", "33", "36", "2", "1", ""
COLOURS: Final = {Phase.GOOD: PLAIN, Phase.FAILED: RED, Phase.ERROR: YELLOW, Phase.INCONCLUSIVE: CYAN}


@dataclass(frozen=True, slots=True)
class Marks:
    """Signs that a terminal can show.

    Attributes:
        levels: a good value, from 0 to the limit or to the greatest value.
        bare: a good sample without a number.
        bad: the others.
        more: where text was cut.
    """

    levels: str
    bare: str
    bad: dict[Phase, str]
    more: str

    @property
    def legend(self) -> str:
        """What the signs mean."""
        bad = self.bad
        return f"{bad[Phase.FAILED]} failed  {bad[Phase.ERROR]} not measured  {bad[Phase.INCONCLUSIVE]} proves nothing"


UNICODE: Final = Marks("▁▂▃▄▅▆▇█", "·", {Phase.FAILED: "✗", Phase.ERROR: "?", Phase.INCONCLUSIVE: "~"}, "…")
ASCII: Final = Marks("_.-=+*#", "o", {Phase.FAILED: "x", Phase.ERROR: "?", Phase.INCONCLUSIVE: "~"}, "..")


def marks_for(encoding: str | None) -> Marks:
    """The signs that a terminal with that *encoding* can show."""
    try:
        f"{UNICODE.levels}{UNICODE.bare}{UNICODE.bad[Phase.FAILED]}{UNICODE.more}".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def sparkline(cells: Sequence[Cell], bound: float | None, marks: Marks) -> list[Piece]:
    """One column for each sample: its height relative to *bound*, or to the greatest value; its sign if it is bad."""
    numbers = [value for value, phase in cells if phase is Phase.GOOD and is_number(value)]
    top = max([abs(number) for number in numbers if number is not None] + [abs(bound or 0.0)])
    return [_column(value, phase, top, marks) for value, phase in cells]


def is_number(value: float | None) -> bool:
    """Whether there is a value that can be drawn."""
    return value is not None and math.isfinite(value)


def _column(value: float | None, phase: Phase, top: float, marks: Marks) -> Piece:
    if phase is not Phase.GOOD:
        return marks.bad[phase], COLOURS[phase]
    if value is None or not math.isfinite(value):
        return marks.bare, PLAIN
    last = len(marks.levels) - 1
    share = min(1.0, max(0.0, value / top)) if top else 0.0  # bounded first: a quotient may be infinite
    return marks.levels[round(last * share)], PLAIN
