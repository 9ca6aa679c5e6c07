"""One signal as a chart of an SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.printing import on_one_line
from pytest_golive.observability.watch.measured import Phase
from pytest_golive.observability.watch.pictures.course import Gap
from pytest_golive.observability.watch.pictures.series import Mark, Series

LEFT, WIDE, TOP, PLOT, LANE, BELOW = 84, 640, 22, 84, 22, 24
TICKS: Final = 5
HOUR: Final = 3600
LONGEST: Final = 110
SAYING: Final = {Phase.FAILED: "failed", Phase.ERROR: "not measured", Phase.INCONCLUSIVE: "proving nothing"}
CROSS, DIAMOND = "M-4 -4L4 4M4 -4L-4 4", "M0 -5L5 0L0 5L-5 0Z"


@dataclass(frozen=True, slots=True)
class Span:
    """The time that all charts show: *start* and *end* in seconds since the watch began, which was at *began*."""

    began: float
    start: float
    end: float

    def x(self, since: float) -> float:
        """Where a moment is drawn."""
        share = (since - self.start) / max(self.end - self.start, 1e-9)
        return LEFT + WIDE * min(1.0, max(0.0, share))

    def spell(self, since: float) -> str:
        """A moment in words, UTC; seconds only where they matter."""
        return moment(self.began + since, "%H:%M" if self.end - self.start > HOUR else "%H:%M:%S")


def moment(at: float, how: str = "%Y-%m-%d %H:%M:%S UTC") -> str:
    """*at*, in seconds since 1970, in words; "?" if there is no such moment."""
    try:
        return dt.datetime.fromtimestamp(at, dt.UTC).strftime(how)
    except (OverflowError, OSError, ValueError):
        return "?"


def tidy(text: str, most: int = LONGEST) -> str:
    """Text of others for XML: on one line, short, without secrets and characters that XML forbids."""
    whole = on_one_line(spoken(text)).replace("\ufffe", "?").replace("\uffff", "?")
    return escape(whole if len(whole) <= most else f"{whole[: most - 1]}…", {'"': "&quot;"})


class Chart:
    """One signal over time, with its limit, its baseline and the deployment.

    Args:
        series: its samples.
        span: the time that is shown.
        deployed: when the release was deployed, in seconds since the watch began; None if that is not known.
        baseline: the value before this release; None if that is not known.
    """

    def __init__(self, series: Series, span: Span, deployed: float | None, baseline: float | None) -> None:
        self._series, self._span, self._deployed, self._baseline = series, span, deployed, baseline
        self._values = series.values
        self._plot = PLOT if self._values else LANE
        levels = [*self._values, *(level for level in (series.bound, baseline) if level is not None)]
        self._low, self._high = min([0.0, *levels]), max([0.0, *levels])
        room = (self._high - self._low) * 0.08
        self._high = self._high + room if room else self._low + 1.0
        self._low -= room if self._low < 0 else 0.0

    @property
    def height(self) -> int:
        """How much room it takes."""
        return TOP + self._plot + BELOW

    def svg(self, y: float, gaps: list[Gap]) -> str:
        """The chart with its upper edge at *y*."""
        return "".join((f'<g transform="translate(0 {y})" role="group">', *self._parts(gaps), "</g>"))

    def _parts(self, gaps: list[Gap]) -> Iterator[str]:
        base, series = TOP + self._plot, self._series
        yield f"<title>{tidy(series.signal)}: {tidy(self._summary())}</title>"
        yield f'<text x="{LEFT}" y="14" class="t">{tidy(series.signal)}</text>'
        yield f'<text x="{LEFT + WIDE}" y="14" class="r">{tidy(self._legend(), 70)}</text>'
        for gap in gaps:
            x, end = self._span.x(gap.start), self._span.x(gap.end)
            title = f"nothing is known from {self._span.spell(gap.start)} to {self._span.spell(gap.end)}: {gap.why}"
            box = f'x="{x:.1f}" y="{TOP}" width="{max(1.0, end - x):.1f}" height="{self._plot}"'
            yield f'<rect {box} class="g"><title>{tidy(title)}</title></rect>'
        yield f'<path d="M{LEFT} {TOP}V{base}H{LEFT + WIDE}" class="a"/>'
        if self._values:
            yield from (self._label(value) for value in (self._low, (self._low + self._high) / 2, self._high))
            yield from self._level(series.bound, "l", f"limit {series.limit}")
            yield from self._level(self._baseline, "b", f"baseline {self._spell(self._baseline)}")
        yield from self._ticks(base)
        if self._deployed is not None and self._span.start <= self._deployed <= self._span.end:
            x, title = self._span.x(self._deployed), f"deployed at {self._span.spell(self._deployed)}"
            yield f'<path d="M{x:.1f} {TOP}V{base}" class="d"><title>{title}</title></path>'
        yield from self._curves()
        yield from map(self._mark, series.marks)

    def _ticks(self, base: int) -> Iterator[str]:
        for number in range(TICKS):
            since = self._span.start + (self._span.end - self._span.start) * number / (TICKS - 1)
            x = self._span.x(since)
            yield f'<path d="M{x:.1f} {base}v4" class="a"/>'
            yield f'<text x="{x:.1f}" y="{base + 15}" class="m">{self._span.spell(since)}</text>'

    def _label(self, value: float) -> str:
        return f'<text x="{LEFT - 6}" y="{self._y(value) + 4:.1f}" class="r">{tidy(self._spell(value), 13)}</text>'

    def _level(self, value: float | None, kind: str, title: str) -> Iterator[str]:
        if value is not None:
            yield f'<path d="M{LEFT} {self._y(value):.1f}h{WIDE}" class="{kind}"><title>{tidy(title)}</title></path>'

    def _curves(self) -> Iterator[str]:
        middle = TOP + self._plot / 2
        for line in self._series.lines:
            points = "L".join(f"{self._span.x(since):.1f} {self._y(value):.1f}" for since, value in line)
            yield f'<path d="M{points}{"h0" if len(line) == 1 else ""}" class="v"/>'
        dots = "".join(f"M{self._span.x(since):.1f} {middle:.1f}h0" for since in self._series.bare)
        if dots:
            yield f'<path d="{dots}" class="v w"/>'

    def _mark(self, mark: Mark) -> str:
        """A cross for failed samples, a question mark for those that were not measured, a diamond for the others."""
        x = (self._span.x(mark.first) + self._span.x(mark.last)) / 2
        y = self._y(mark.value) if mark.value is not None else TOP + self._plot / 2
        times = self._span.spell(mark.first)
        times += f" to {self._span.spell(mark.last)}" if mark.count > 1 else ""
        value = f", {self._spell(mark.value)}" if mark.value is not None else ""
        count = f"{mark.count:,} sample{'s' if mark.count > 1 else ''}"
        title = f"<title>{tidy(f'{count} {SAYING[mark.phase]}, {times}{value}: {mark.said}'.rstrip(' :'))}</title>"
        if mark.phase is Phase.ERROR:
            return f'<text x="{x:.1f}" y="{TOP + self._plot - 3}" class="e">?{title}</text>'
        shape, kind = (CROSS, "f") if mark.phase is Phase.FAILED else (DIAMOND, "i")
        return f'<path transform="translate({x:.1f} {y:.1f})" d="{shape}" class="{kind}">{title}</path>'

    def _y(self, value: float) -> float:
        if not self._values:
            return TOP + self._plot / 2
        return TOP + self._plot * (1 - (value - self._low) / (self._high - self._low))

    def _spell(self, value: float | None) -> str:
        return f"{value:.3g}{self._series.unit}" if value is not None else ""

    def _legend(self) -> str:
        limit = f"limit {self._series.limit}" if self._series.limit else ""
        baseline = f"baseline {self._spell(self._baseline)}" if self._baseline is not None else ""
        return ", ".join(filter(None, (limit, baseline)))

    def _summary(self) -> str:
        counts = {phase: sum(mark.count for mark in self._series.marks if mark.phase is phase) for phase in SAYING}
        bad = [f"{count:,} {SAYING[phase]}" for phase, count in counts.items() if count]
        most = f"at most {self._spell(max(self._values))}" if self._values else "without numbers"
        return ", ".join([*(bad or ["no bad sample"]), most])
