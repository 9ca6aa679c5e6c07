"""The parts of a row: what it says first, and what it says besides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pytest_golive.checklist.binding.numbers import percentiles, quantities
from pytest_golive.checklist.proposing.language.words import plain, stem, tokens
from pytest_golive.checklist.reading.rows import Kind, Row

BREAK = re.compile(
    r"(?P<clause>[:;.?!](?= |$)| [-\u2013\u2014\u2192] )|(?P<opens>[(\[])|(?P<closes>[)\]])"
    r"|(?P<joint>,(?= )| (?:and|et|und|but|plus|sowie|as well as) | ?& ?)"
)
OR_MORE = re.compile(r"(?:%|percent|per cent|pct) (?:or|and|ou) (?:more|higher|better|above|over|plus)(?!\w)")
A_DIGIT = re.compile(r"\d")
A_PERCENTILE = stem("percentile")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a row between two breaks.

    Attributes:
        words: as `words.tokens` gives them, with "limit-%" for a limit of that unit.
        is_joined: whether only a comma or an "and" stands before it.
        is_aside: whether it stands in parentheses.
        cell: the number of its cell, in a table.
        clause: the number of what it belongs to; what follows parentheses belongs to what stood before them.
    """

    words: tuple[str, ...]
    is_joined: bool = False
    is_aside: bool = False
    cell: int = 0
    clause: int = 0


def parts_of(row: Row) -> list[Part]:
    """All parts of *row*, in order."""
    cells = row.text.split(" | ") if row.kind is Kind.TABLE_ROW else [row.text]
    return [part for number, cell in enumerate(cells) for part in _parts(cell, number)]


def _parts(cell: str, number: int) -> list[Part]:
    text, found, at, clause, outer = plain(cell), list[Part](), 0, 0, list[int]()
    is_joined = False
    for match in [*BREAK.finditer(text), None]:
        words = _words(text[at : match.start() if match else len(text)])
        if words:
            found.append(
                Part(tuple(words), is_joined and bool(found), bool(outer), number, outer[0] if outer else clause)
            )
        if match is None:
            break
        at, is_joined = match.end(), match["joint"] is not None
        if match["opens"]:
            outer.append(clause)
        elif match["closes"]:  # what follows goes on with what stood before
            clause = outer.pop() if outer else clause
        elif not outer:
            clause += 1
    return found


def _words(text: str) -> list[str]:
    words = tokens(text)
    if A_DIGIT.search(text):
        words += [f"limit-{one.unit}" for one in quantities(text) if one.is_limit]
        words += ["limit-%"] if OR_MORE.search(text) else []
        words += [A_PERCENTILE] if percentiles(text) else []
    return words
