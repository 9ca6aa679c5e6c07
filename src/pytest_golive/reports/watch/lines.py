"""The lines of a watch, for a terminal of any width and height."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from pytest_golive.judging.spelling import spell
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.standing import Count, Standing
from pytest_golive.reports.layout import width_of
from pytest_golive.reports.watch.marks import BOLD, COLOURS, FAINT, PLAIN, Marks, Piece, is_number, sparkline
from pytest_golive.reports.watch.seen import Seen

Line = list[Piece]

NARROW: Final = 60
LEAST_SPARKLINE: Final = 6
LONGEST_SPARKLINE: Final = 60
WIDEST: Final = {"value": 14, "limit": 16, "counts": 26}
HUGE: Final = 1e9
APART: Final = "  "


def block(seen: Seen, standing: Standing, head: Sequence[str], size: tuple[int, int], marks: Marks) -> list[Line]:
    """All lines: the head, the newest problem, one for each signal, and what the signs mean.

    Args:
        seen: what is remembered of the watch.
        standing: where it stands.
        head: what the first line says, the most important first.
        size: columns and lines of the terminal.
        marks: the signs that it can show.
    """
    width, height = max(size[0], 20) - 1, max(size[1], 6)
    lines: list[Line] = [[(_fitting(head, width, marks), BOLD)]]
    if seen.problem:
        over = "; good again" if seen.is_over else ""
        lines.append([(_cut(f"newest problem: {seen.problem}", width - len(over), marks), PLAIN), (over, PLAIN)])
    legend: list[Line] = [[(_cut(APART + marks.legend, width, marks), FAINT)]] if seen.problem else []
    most = max(1, height - len(lines) - len(legend) - 3)  # pytest's line above, and a line of progress below
    shown, left_out = _chosen(standing, most)
    lines += _rows(seen, standing, shown, width, marks) if shown else []
    if left_out:
        bad = sum(_phase(standing.counts[name]) is not Phase.GOOD for name in left_out)
        what = f"{APART}and {len(left_out):,} more signals, {f'{bad:,} of them not good' if bad else 'all good'}"
        lines.append([(_cut(what, width, marks), FAINT)])
    return [*lines, *legend]


def head_of(seen: Seen, standing: Standing, target: str, left: float, until: float) -> list[str]:
    """What the head of a watch says; *until* is when it ends, in seconds since 1970."""
    counts = standing.counts.values()
    done = min((count.counted for count in counts), default=0)
    taken = f"{standing.samples:,} taken, " if done != standing.samples else ""
    bad = sum(_phase(count) is not Phase.GOOD for count in counts)
    return [
        f"watch of {seen.clean(target)}:" if target else "watch:",
        f"{done:,} of {standing.policy.count:,} samples,",
        f"{spell_time(left)} left,",
        f"{bad} of {len(counts)} signals not good" if bad or not counts else "all signals good",
        f"({taken}until {dt.datetime.fromtimestamp(until, dt.UTC):%H:%M:%S} UTC)",
    ]


def begun(seen: Seen, standing: Standing, target: str, wait: float, due: float) -> str:
    """The line before the first sample: when that is due, *wait* seconds from now."""
    began = "goes on" if standing.samples else "has begun"
    when = f"{dt.datetime.fromtimestamp(due, dt.UTC):%H:%M:%S} UTC"
    return (
        f"watch{f' of {seen.clean(target)}' if target else ''} {began}: sample {standing.samples + 1:,} of "
        f"{len(standing.signals)} signals is due at {when}, in {spell_time(max(0.0, wait))}"
    )


def spell_time(seconds: float) -> str:
    """A period in words: "18 min", "45 s", "2 h 5 min"."""
    whole = max(0, round(seconds))
    if whole < 60:  # noqa: PLR2004 -- seconds of a minute
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def spell_value(measurement: Measurement | None) -> str:
    """The value of a measurement with its unit."""
    if measurement is None or measurement.value is None:
        return "-" if measurement is None or measurement.phase is not Phase.GOOD else "good"
    value = float(measurement.value)
    shown = spell(value) if is_number(value) and abs(value) < HUGE else f"{value:.3g}"
    return f"{shown}{measurement.unit}"


def _rows(seen: Seen, standing: Standing, names: Sequence[str], width: int, marks: Marks) -> list[Line]:
    counts = [standing.counts[name] for name in names]
    is_narrow = width < NARROW
    titles = [seen.clean(name.rpartition("::")[2] if is_narrow else name) for name in names]
    values = [seen.clean(spell_value(count.newest)) for count in counts]
    limits = ["" if is_narrow or count.newest is None else seen.clean(count.newest.limit) for count in counts]
    totals = [_totals(count, marks, is_narrow=is_narrow) for count in counts]
    wide = {
        "name": min(max(map(width_of, titles)), width * 2 // 5),
        "value": min(max(map(width_of, values)), WIDEST["value"], width // 3),
        "limit": min(max(map(width_of, limits)), WIDEST["limit"]),
        "counts": min(max(map(width_of, totals)), WIDEST["counts"]),
    }
    if _rest(wide, width) < LEAST_SPARKLINE:
        wide["limit"] = 0
    if _rest(wide, width) < LEAST_SPARKLINE:
        wide["counts"] = 0
    if _rest(wide, width) < LEAST_SPARKLINE:
        wide["name"] = max(4, wide["name"] + _rest(wide, width) - LEAST_SPARKLINE)
    rest = min(max(0, _rest(wide, width)), LONGEST_SPARKLINE)
    lines = []
    for name, title, value, limit, total, count in zip(names, titles, values, limits, totals, counts, strict=True):
        bound = count.newest.bound if count.newest else None
        cells = list(seen.cells.get(name, ()))[-rest:] if rest else []
        drawn = [*sparkline(cells, bound if is_number(bound) else None, marks), (" " * (rest - len(cells)), PLAIN)]
        colour = COLOURS[_phase(count)]
        lines.append(
            [
                (APART + _filled(title, wide["name"], marks), colour),
                (APART + _filled(value, wide["value"], marks), colour),
                *([(APART + _filled(limit, wide["limit"], marks), PLAIN)] if wide["limit"] else []),
                (APART, PLAIN),
                *drawn,
                *([(APART + _cut(total, wide["counts"], marks), PLAIN)] if wide["counts"] else []),
            ]
        )
    return lines


def _rest(wide: dict[str, int], width: int) -> int:
    """The columns that are left for the sparkline, which has a gap of its own."""
    return width - len(APART) - sum(each + len(APART) for each in wide.values() if each)


def _totals(count: Count, marks: Marks, *, is_narrow: bool) -> str:
    bad = {Phase.FAILED: count.failed, Phase.ERROR: count.errors, Phase.INCONCLUSIVE: count.inconclusive}
    good = f"{count.good:,}" if is_narrow else f"{count.good:,} good"
    return " ".join([good, *(f"{number:,}{marks.bad[phase]}" for phase, number in bad.items() if number)])


def _phase(count: Count) -> Phase:
    return count.newest.phase if count.newest is not None else Phase.ERROR


def _chosen(standing: Standing, most: int) -> tuple[list[str], list[str]]:
    """The signals that have room, in their order, the bad ones before the good ones; and the others."""
    names = list(standing.counts)
    if len(names) <= most:
        return names, []
    by_need = sorted(names, key=lambda name: -list(Phase).index(_phase(standing.counts[name])))
    kept = set(by_need[: most - 1] or by_need[:1])
    return [name for name in names if name in kept], [name for name in names if name not in kept]


def _fitting(parts: Sequence[str], width: int, marks: Marks) -> str:
    """As many of *parts* as fit on a line; the first in any case."""
    text = _cut(parts[0], width, marks)
    for part in parts[1:]:
        if width_of(text) + 1 + width_of(part) <= width:
            text += f" {part}"
    return text.rstrip(",:")


def _filled(text: str, width: int, marks: Marks) -> str:
    cut = _cut(text, width, marks)
    return cut + " " * (width - width_of(cut))


def _cut(text: str, width: int, marks: Marks) -> str:
    if width_of(text) <= width:
        return text
    end = min(len(text), 2 * width)
    while end and width_of(text[:end]) > width - len(marks.more):
        end -= 1
    return text[:end] + marks.more if width > len(marks.more) else text[:end]
