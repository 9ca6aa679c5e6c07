"""Draws numbers: a line of blocks for a terminal, and the parts of an SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

BLOCKS: Final = "▁▂▃▄▅▆▇█"
GAP: Final = " "
WIDTH: Final = 460
HEIGHT: Final = 150
LEFT: Final = 52
TOP: Final = 30
BOTTOM: Final = 24


def sparkline(values: Sequence[float], top: float = 0.0) -> str:
    """One block for each value, with its height relative to *top*, or to the maximum; a gap for a missing value."""
    known = [value for value in values if not math.isnan(value)]
    top = top or max(known, default=0.0)
    if not top:
        return "".join(GAP if math.isnan(value) else BLOCKS[0] for value in values)
    last = len(BLOCKS) - 1
    return "".join(
        GAP if math.isnan(value) else BLOCKS[min(last, max(0, round(last * value / top)))] for value in values
    )


class Panel:
    """One picture of an SVG: a frame with two axes.

    Args:
        title: above it.
        x: labels below the left and the right end.
        top: the value at its upper edge; its lower edge is 0.
        unit: after that value.
    """

    def __init__(self, title: str, x: tuple[str, str], top: float, unit: str) -> None:
        self._top = top if top > 0 and math.isfinite(top) else 1.0
        self._right, self._base = WIDTH - 8, HEIGHT - BOTTOM
        self._parts = [
            f'<text x="{LEFT}" y="16" class="t">{escape(title)}</text>',
            f'<path d="M{LEFT} {TOP}V{self._base}H{self._right}" class="a"/>',
            f'<text x="{LEFT - 4}" y="{TOP + 8}" class="r">{self._top:.3g}{escape(unit)}</text>',
            f'<text x="{LEFT - 4}" y="{self._base}" class="r">0</text>',
            f'<text x="{LEFT}" y="{HEIGHT - 8}">{escape(x[0])}</text>',
            f'<text x="{self._right}" y="{HEIGHT - 8}" class="r">{escape(x[1])}</text>',
        ]

    def bars(self, values: Sequence[float], colour: str) -> None:
        """One bar for each value."""
        step = (self._right - LEFT) / max(1, len(values))
        for place, value in enumerate(values):
            if value > 0:
                high = self._y(value)
                self._parts.append(
                    f'<rect x="{LEFT + place * step:.1f}" y="{high:.1f}" width="{max(0.5, step - 0.5):.1f}" '
                    f'height="{self._base - high:.1f}" fill="{colour}"/>'
                )

    def line(self, values: Sequence[float], colour: str, label: str, place: int = 0) -> None:
        """A line through all values, interrupted where one is missing. *place* orders the labels."""
        step = (self._right - LEFT) / max(1, len(values))
        drawn, is_down = [], False
        for number, value in enumerate(values):
            if math.isnan(value):
                is_down = False
                continue
            drawn.append(f"{'L' if is_down else 'M'}{LEFT + (number + 0.5) * step:.1f} {self._y(value):.1f}")
            is_down = True
        x = self._right - 70 * place
        self._parts += [
            f'<path d="{"".join(drawn) or "M0 0"}" fill="none" stroke="{colour}" stroke-width="1.5"/>',
            f'<text x="{x}" y="16" class="r" style="fill:{colour}">{escape(label)}</text>',
        ]

    def svg(self, x: int, y: int) -> str:
        """The panel at a position in the whole picture."""
        return f'<g transform="translate({x} {y})">{"".join(self._parts)}</g>'

    def _y(self, value: float) -> float:
        return self._base - (self._base - TOP) * min(1.0, max(0.0, value / self._top))


def whole(panels: Sequence[Panel], title: str) -> str:
    """All panels in one SVG, in two columns; it needs no other file and contains no script."""
    rows = (len(panels) + 1) // 2
    width, height = 2 * WIDTH, rows * HEIGHT + 24
    inner = "".join(panel.svg(number % 2 * WIDTH, 24 + number // 2 * HEIGHT) for number, panel in enumerate(panels))
    style = "text{font:11px sans-serif;fill:#333}.t{font-weight:bold}.r{text-anchor:end}.a{fill:none;stroke:#999}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img"><title>{escape(title)}</title><style>{style}</style>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f'<text x="8" y="16" class="t">{escape(title)}</text>{inner}</svg>\n'
    )
