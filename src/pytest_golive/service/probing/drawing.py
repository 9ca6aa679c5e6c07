"""The timeline of a watch: a few lines of text for a terminal, and a small SVG for reports."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from pytest_golive.service.probing.result import KINDS, Kind, ProbeResult

WIDTH: Final = 60
LABEL: Final = 12
SERVED, FAILED, NOTHING = "·", "█", " "
# Sizes in the SVG, in its own units.
LEFT, WIDE, LANE, TOP, CURVE = 90, 620, 22, 48, 60
GREEN, RED, GREY, BLACK = "#2e7d32", "#c62828", "#757575", "#212121"
COLOURS: Final[dict[Kind, str]] = {"fresh": "#1565c0", "kept-alive": "#6a1b9a"}
MOST_POINTS: Final = 310


def draw(result: ProbeResult, width: int = WIDTH) -> str:
    """The timeline as text: one row for each kind of connection, one for other events, one line for each gap.

    Args:
        result: the observations.
        width: of the timeline, in characters; each stands for the same period.
    """
    scale = f"0 s{f'{result.seconds:.1f} s':>{width - 3}}"
    rows = [_row("", scale)]
    rows += [_row(kind, _lane(result, kind, width)) for kind in KINDS]
    rows += [_row(what, " " * _cell(result, since, width) + "^") for what, since in result.marks]
    rows += [f"  {gap.sentence}" for gap in result.gaps]
    return "\n".join([*rows, f"  {summary(result)}"])


def summary(result: ProbeResult) -> str:
    """The observations on one line."""
    failed = sum(bool(sample.what) for sample in result.samples)
    parts = [f"{len(result.samples):,} requests in {result.seconds:.1f} s", f"{failed:,} failed"]
    parts += [f"down for {result.down:.2f} s"] if result.gaps else ["no gap"]
    good = f"slowest good answer {result.worst_latency * 1000:.0f} ms"
    parts += [good if failed < len(result.samples) else "no good answer"]
    parts += [f"{result.reconnects:,} idle connections closed by the server"] if result.reconnects else []
    return ", ".join(parts)


def _row(label: str, text: str) -> str:
    return f"  {label[:LABEL]:<{LABEL}}{text}".rstrip()


def _cell(result: ProbeResult, since: float, width: int) -> int:
    return min(width - 1, max(0, int(since / max(result.seconds, 1e-9) * width)))


def _lane(result: ProbeResult, kind: Kind, width: int) -> str:
    cells = [NOTHING] * width
    for sample in result.samples:
        if sample.kind == kind and not sample.what:
            since = sample.due - result.start
            first, last = (_cell(result, moment, width) for moment in (since, since + result.interval))
            cells[first : last + 1] = [SERVED] * (last + 1 - first)
    for gap in result.gaps:
        if gap.kind == kind:
            first, last = (_cell(result, since, width) for since in (gap.start, gap.start + gap.seconds))
            cells[first : last + 1] = [FAILED] * (last + 1 - first)
    return "".join(cells)


def svg(result: ProbeResult) -> str:
    """The timeline as SVG: lanes with the gaps in red, and the latency of each successful response."""
    height = TOP + len(KINDS) * LANE + CURVE + 46
    view = f'viewBox="0 0 {LEFT + WIDE + 20} {height}" role="img" font-family="sans-serif" font-size="11"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view}>',
        f"<title>{escape(summary(result))}</title>",
        _text(LEFT, 14, f"GET {result.url}, from {result.at:%Y-%m-%d %H:%M:%S} UTC"),
        _text(LEFT, 30, summary(result)),
        *_lanes(result),
        *_marks(result, TOP + len(KINDS) * LANE + CURVE + 14),
        *_curves(result, TOP + len(KINDS) * LANE + 6),
        *(_text(_x(result, t), height - 8, f"{t:.1f} s", anchor="middle") for t in _ticks(result)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _lanes(result: ProbeResult) -> Iterator[str]:
    for number, kind in enumerate(KINDS):
        y = TOP + number * LANE
        yield _text(LEFT - 8, y + 11, kind, anchor="end", colour=COLOURS[kind])
        yield _rect(LEFT, y, WIDE, GREEN, "served")
        for gap in result.gaps:
            if gap.kind == kind:
                x = _x(result, gap.start)
                yield _rect(x, y, max(1.0, _x(result, gap.start + gap.seconds) - x), RED, gap.sentence)


def _marks(result: ProbeResult, bottom: float) -> Iterator[str]:
    for what, since in result.marks:
        x = _x(result, since)
        yield f'<path d="M{x:.1f} {TOP - 6}V{bottom - 10:.1f}" stroke="{GREY}" stroke-dasharray="3 3"/>'
        yield _text(x + 2, bottom, what)


def _curves(result: ProbeResult, top: float) -> Iterator[str]:
    """The slowest successful response of each period, for each kind."""
    worst = max(result.worst_latency, 1e-6)
    yield _text(LEFT - 8, top + 10, f"{worst * 1000:.0f} ms", anchor="end")
    yield f'<path d="M{LEFT} {top + CURVE}h{WIDE}" stroke="{GREY}"/>'
    # Without a successful response there is no line.
    step = 2 * result.interval / max(result.seconds, 1e-9) * MOST_POINTS + 1
    for kind in KINDS:
        slowest: dict[int, float] = {}
        for sample in result.samples:
            if sample.kind == kind and not sample.what:
                cell = _cell(result, sample.due - result.start, MOST_POINTS)
                slowest[cell] = max(slowest.get(cell, 0.0), sample.seconds)
        path, before = "", -math.inf
        for cell in sorted(slowest):
            x, y = LEFT + (cell + 0.5) * WIDE / MOST_POINTS, top + CURVE - slowest[cell] / worst * CURVE
            path += f"{'L' if cell - before <= step else 'M'}{x:.1f} {y:.1f}"
            before = cell
        yield f'<path d="{path}" fill="none" stroke="{COLOURS[kind]}"><title>{kind}</title></path>'


def _ticks(result: ProbeResult) -> list[float]:
    return [result.seconds * part / 5 for part in range(6)]


def _x(result: ProbeResult, since: float) -> float:
    return LEFT + min(1.0, max(0.0, since / max(result.seconds, 1e-9))) * WIDE


def _rect(x: float, y: float, width: float, colour: str, title: str) -> str:
    box = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{LANE - 6}" fill="{colour}">'
    return f"{box}<title>{escape(title)}</title></rect>"


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = BLACK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
