"""Fits text to a terminal: columns, wrapping, and encodings that know only ASCII."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import Protocol

from pytest_golive.judging.evidence import Evidence
from pytest_golive.masking.printing import ESCAPED, KEPT

PLAIN = str.maketrans({"≤": "<=", "≥": ">=", "…": "...", "█": "#", "·": "."})
WIDE = {"F", "W"}
JOINING = KEPT - {"\t"}
REPEAT = "to repeat: "


class Paper(Protocol):
    """Something that reports can be written to."""

    width: int
    verbosity: int

    def line(self, *parts: tuple[str, dict[str, bool]] | str) -> None:
        """Write one line."""


def width_of(text: str) -> int:
    """How many columns *text* takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in WIDE else 1 for char in text
    )


def fit(text: str, width: int) -> str:
    """*text* in exactly *width* columns: cut with an ellipsis, or filled up."""
    text = " ".join(text.split())
    if width_of(text) > width:
        while text and width_of(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - width_of(text))


def wrap(text: str, width: int, indent: str, hanging: str | None = None) -> list[str]:
    """Lines of at most *width* columns; a long path stays whole, and so does a command at the end of the text."""
    hanging = indent if hanging is None else hanging
    words, mark, command = text.partition(REPEAT)
    lines = textwrap.wrap(
        words + mark,
        max(width, 20),
        initial_indent=indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
    # The terminal itself wraps what is too long for it, so that it can still be copied as one line.
    return [*lines, f"{hanging}{command}"] if command else lines


def draw(paper: Paper, evidence: Evidence, indent: str) -> None:
    """Write a value that is drawn as text, line by line, unchanged."""
    paper.line(f"{indent}{evidence.name}:")
    for line in evidence.picture:
        paper.line(f"{indent}{line}")


def plain_if_needed(text: str, encoding: str | None) -> str:
    """*text* as a terminal with that *encoding* can show it; what moves the cursor or turns the text is a "?"."""
    odd = {char for char in text if unicodedata.category(char) in ESCAPED} - JOINING
    text = text.translate({ord(char): "?" for char in odd})
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return text.translate(PLAIN).encode("ascii", "backslashreplace").decode()
    return text
