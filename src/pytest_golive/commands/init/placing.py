"""Puts a table into a TOML file without changing anything else in it."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from typing import Any

from pytest_golive.errors import GoliveError
from pytest_golive.files.writing import newline_of
from pytest_golive.settings.files.positions import headers
from pytest_golive.settings.files.reading import PYPROJECT

OURS = ("tool", "golive")
BY_HAND = "golive init --print shows the table; put it where it belongs by hand"


def place(old: str, table: str) -> str:
    """*old*, a pyproject.toml, with *table* in place of our tables, or at its end.

    Line endings are those of *old*.

    Raises:
        GoliveError: *old* writes our table in a way that cannot be replaced, or has no place for one.
    """
    newline = newline_of(old)
    new = _merged(old, table.replace("\n", newline), newline)
    try:
        is_sound = _without_ours(tomllib.loads(new)) == _without_ours(tomllib.loads(old))
    except (ValueError, AttributeError):  # it would be invalid TOML: "tool" is not a table
        is_sound = False
    if not is_sound:
        raise GoliveError(f"{PYPROJECT} leaves no room for a table [tool.golive]", BY_HAND, path=PYPROJECT)
    return new


def _merged(old: str, table: str, newline: str) -> str:
    lines = old.split("\n")  # the CR stays at the end of the line
    spans = _our_spans(old, lines)
    if not spans:
        return _append(old, table, newline)
    first = spans[0][0]
    our_lines = {number for start, end in spans for number in range(start, end)}
    before = "".join(f"{line}\n" for line in lines[:first])
    after = "\n".join(line for number, line in enumerate(lines) if number >= first and number not in our_lines)
    return before + table + (newline + after.lstrip("\r\n") if after.strip() else "")


def _our_spans(text: str, lines: list[str]) -> list[tuple[int, int]]:
    """From our headers to the next other header, as half-open ranges of line numbers from 0."""
    heads = headers(text)
    spans = []
    for (line, keys), (next_line, _) in pairwise([*heads, (len(lines) + 1, ())]):
        end = next_line - 1
        if keys[: len(OURS)] == OURS:
            stop = end
            # The comment directly above a header belongs to that header, not to the table before it.
            while end < len(lines) and stop > line and lines[stop - 1].lstrip().startswith("#"):
                stop -= 1
            spans.append((line - 1, stop))
    return spans


def _append(text: str, table: str, newline: str) -> str:
    if not text.strip():
        return text + table
    gap = newline if text.endswith("\n") else newline * 2
    return text + gap + table


def _without_ours(data: dict[str, Any]) -> dict[str, Any]:
    rest = dict(data)
    tool = {name: table for name, table in rest.pop("tool", {}).items() if name != "golive"}
    return {**rest, "tool": tool} if tool else rest
