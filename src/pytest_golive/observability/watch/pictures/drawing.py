"""A whole watch as one SVG: the charts of its signals, one below the other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

from pytest_golive.observability.watch.measured import Phase, Sample
from pytest_golive.observability.watch.pictures.chart import (
    CROSS,
    DIAMOND,
    LEFT,
    WIDE,
    Chart,
    Span,
    moment,
    tidy,
)
from pytest_golive.observability.watch.pictures.course import Course
from pytest_golive.observability.watch.pictures.series import Series, is_number

MOST_CHARTS: Final = 40
HEAD: Final = 66
WHOLE: Final = LEFT + WIDE + 36
BEFORE: Final = 0.5  # a deployment is drawn if it was not longer before the watch than half of what the watch lasted
STYLE: Final = (
    "text{font:11px sans-serif;fill:#24292f}.t{font-weight:bold}.r{text-anchor:end}.m{text-anchor:middle}"
    ".p{fill:#fff}.a{fill:none;stroke:#8c959f}.g{fill:#8c959f;fill-opacity:.3}"
    ".v{fill:none;stroke:#1f6fb4;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}.w{stroke-width:4}"
    ".l{fill:none;stroke:#c0392b}.b{fill:none;stroke:#2a7d4f;stroke-dasharray:6 4}"
    ".d{fill:none;stroke:#8250df;stroke-width:1.5;stroke-dasharray:2 3}"
    ".f{fill:none;stroke:#c0392b;stroke-width:2.5}.i{fill:none;stroke:#9a6700;stroke-width:1.5}"
    ".e{font-weight:bold;fill:#9a6700;text-anchor:middle}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.p{fill:#0d1117}.v{stroke:#58a6ff}.l,.f{stroke:#ff7b72}"
    ".b{stroke:#56d364}.d{stroke:#d2a8ff}.i{stroke:#e3b341}.e{fill:#e3b341}}"
)


def svg(
    samples: Iterable[Sample],
    *,
    title: str = "watch",
    deployed: float | None = None,
    baseline: Mapping[str, float] | None = None,
) -> str:
    """Each signal of a watch over time, with its limit.

    The size has a bound: values are thinned to their extremes, and bad samples that lie too close together to be told
    apart share a sign, which tells their number.

    Args:
        samples: all of them, in order; they are read once.
        title: above the charts: "watch of prod".
        deployed: when the release was deployed, in seconds since 1970; None if that is not known.
        baseline: the value of each signal before the release, as far as it is known.
    """
    course = Course.of(samples)
    since = deployed - course.began if deployed is not None and math.isfinite(deployed) and course.samples else None
    start = since if since is not None and -BEFORE * max(course.end, 1.0) <= since < 0 else 0.0
    span = Span(course.began, start, max(course.end, start + 1.0))
    known = {name: value for name, value in (baseline or {}).items() if is_number(value)}
    shown = _chosen(course)
    charts = [Chart(one, span, since, known.get(one.signal)) for one in shown]
    parts, y = [], HEAD
    for chart in charts:
        parts.append(chart.svg(y, course.gaps))
        y += chart.height + 6
    if left_out := len(course.series) - len(shown):
        parts.append(f'<text x="{LEFT}" y="{y + 12}">and {left_out:,} more signals, which are not drawn</text>')
        y += 20
    about = _about(course, deployed)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WHOLE} {y + 24}" width="{WHOLE}" height="{y + 24}" '
        f'role="img"><title>{tidy(title)}: {tidy(about, 200)}</title><style>{STYLE}</style>'
        f'<rect width="{WHOLE}" height="{y + 24}" class="p"/>'
        f'<text x="12" y="18" class="t">{tidy(title)}</text><text x="12" y="34">{tidy(about, 200)}</text>{_signs()}'
        f'{"".join(parts)}<text x="{LEFT + WIDE / 2}" y="{y + 14}" class="m">time, UTC</text></svg>\n'
    )


def _chosen(course: Course) -> list[Series]:
    """The signals that are drawn, in their order; where there are too many, those that failed come first."""
    every = list(course.series.values())
    if len(every) <= MOST_CHARTS:
        return every
    worst = sorted(every, key=lambda one: -max((list(Phase).index(mark.phase) for mark in one.marks), default=0))
    kept = {one.signal for one in worst[:MOST_CHARTS]}
    return [one for one in every if one.signal in kept]


def _about(course: Course, deployed: float | None) -> str:
    if not course.samples:
        return "no sample was taken"
    times = f"{moment(course.began)} to {moment(course.began + course.end)}"
    gaps = f", {len(course.gaps):,} gap{'s' if len(course.gaps) > 1 else ''}" if course.gaps else ""
    return f"{course.samples:,} samples{gaps}, {times}" + (
        f", deployed {moment(deployed)}" if deployed is not None else ""
    )


def _signs() -> str:
    """What the signs mean."""
    rows = (
        (f'<path transform="translate(0 -4)" d="{CROSS}" class="f"/>', "failed", 70),
        ('<text class="e">?</text>', "not measured", 112),
        (f'<path transform="translate(0 -4)" d="{DIAMOND}" class="i"/>', "proves nothing", 120),
        ('<rect x="-6" y="-9" width="12" height="10" class="g"/>', "nothing known", 114),
        ('<path d="M-8 -4h16" class="l"/>', "limit", 62),
        ('<path d="M-8 -4h16" class="b"/>', "baseline", 84),
        ('<path d="M0 -10v12" class="d"/>', "deployment", 80),
    )
    x, parts = 18, []
    for sign, words, wide in rows:
        parts.append(f'<g transform="translate({x} 52)">{sign}<text x="12">{words}</text></g>')
        x += wide
    return "".join(parts)
