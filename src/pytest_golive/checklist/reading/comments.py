"""The comments in one line, as Markdown reads them: what is shown as code is none."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

TOKEN = re.compile(r"\\[\\`<|]|(?P<ticks>`++)|(?P<comment><!---?>|<!--(?:[^-]|-(?!->))*+-->)|(?P<bar>\|)")
TICKS = re.compile(r"`++")


def comments_in(line: str, *, in_table: bool) -> Iterator[tuple[int, int]]:
    """The comments that Markdown reads as such; an empty place at the end of each cell."""
    last = line.rfind("-->") + 3  # behind it, no comment ends
    ticks: dict[int, list[int]] = {}
    for run in TICKS.finditer(line):
        ticks.setdefault(len(run[0]), []).append(run.start())
    bars = [token.start() for token in re.finditer(r"(?<!\\)\|", line)] if in_table else []
    at = 0
    while (token := TOKEN.search(line, at, last)) is not None:
        at = token.end()
        if token["ticks"]:
            alike, size = ticks.get(len(token["ticks"]), []), len(token["ticks"])
            number, bar = bisect_right(alike, token.start()), bisect_right(bars, token.start())
            cell = bars[bar] if bar < len(bars) else len(line)
            at = alike[number] + size if number < len(alike) and alike[number] < cell else at
        elif token["comment"]:
            yield token.start(), at
        elif token["bar"] and in_table:
            yield at, at
