"""Which words in a comment are notes, and which are only words.

A word written exactly as in the settings is always a note. In another case ("fixme", "Todo") it is one only where
people write notes, and not where a sentence merely uses it:

- a colon follows, or a name or number in brackets and a colon: "todo: ask", "fixme(jane): late";
- it is marked, "@todo", or alone in brackets, "(hack)";
- it begins a comment, or a sentence in one, and no word follows that makes it a noun: "todo ask" is a note, but "todo
  list", "hack day" and "todo is a list" are not.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

AROUND = 80  # characters on each side that are examined: a comment may be one endless line
SIGNS = "#/*-;%!<>=~'\"{}@|(.\\ \t"  # characters that begin a comment, or decorate it
COLON = re.compile(r"\s?(?:\([^()]{0,60}\)|\[[^\[\]]{0,60}\])?\s?:(?![\w:/=])")
OPEN_BEFORE_COLON = re.compile(r"(?:^|[\s(\[#*/;!|@\\])$")
IN_BRACKETS = re.compile(r"(?:^|\s)[(\[]\s?$")
CLOSED = re.compile(r"\s?[)\]]")
MARKED = re.compile(r"(?:^|\s)[@\\]$")
NEW_SENTENCE = re.compile(r"(?:[.!?;]|\s[-\u2013\u2014]{1,2})\s+$")
ENDS_SENTENCE = re.compile(r"(?:^|[.!?])[\W_]*$")
# What may follow a note without a colon: its end, a mark, or further words, with or without a name in brackets.
FOLLOWED = re.compile(r"\s*$|\s*[!?\u2026]|\s?(?:\([^()]{0,60}\)|\[[^\[\]]{0,60}\])\s+\w|\s+\S")
# Words after it that make it the name of a thing, or the subject of a sentence. Spaces are never given back.
THINGS = re.compile(
    r"\s++(?:-++>|(?:-++\s*+)?(?:->|"
    r"(?:lists?|items?|apps?|applications?|entry|entries|tasks?|boards?|pages?|views?|ids?|objects?|models?"
    r"|cards?|notes?|comments?|tags?|markers?|keywords?|words?|files?|titles?|names?|days?|weeks?|weekends?|events?|news"
    r"|is|are|was|were|be|has|have|had|can|will|and|or|in|of|with|from)\b|[=|,.)&/+]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Note:
    """A note: its word as in the settings, and its position."""

    word: str
    start: int


class Words:
    """The words to find.

    Args:
        words: as in the settings.
        allow: regular expressions; a note is allowed if one of them matches its word and the text after it.
    """

    def __init__(self, words: Sequence[str], allow: Sequence[str] = ()) -> None:
        named = "|".join(map(re.escape, words))
        self._word = re.compile(rf"(?<!\w)(?:{named})(?!\w)", re.IGNORECASE)
        self._written = {word.casefold(): word for word in reversed(words)}
        self._exact = frozenset(words)
        self._surely = re.compile(rf"(?<!\w)(?:{named})(?!\w)|(?://|[#*;]|--)[ \t]*(?i:{named})(?!\w)")
        self._allow = tuple(re.compile(pattern) for pattern in allow)
        # A lexer is slow, so it gets only files that contain a word at all. Words beyond ASCII may be in several
        # encodings: for them every file is decoded.
        self._bytes = tuple({word.lower().encode() for word in words}) if all(map(str.isascii, words)) else None

    def may_be_in(self, content: bytes) -> bool:
        """Whether one of the words may be in a file."""
        if self._bytes is None:
            return True
        lowered = content.lower()
        return any(word in lowered for word in self._bytes)

    def are_in(self, text: str) -> bool:
        """Whether one of the words is in *text*, in any case."""
        return self._word.search(text) is not None

    def are_surely_in(self, text: str) -> bool:
        """Whether one of the words is in *text* exactly, or after characters that may begin a comment."""
        return self._surely.search(text) is not None

    def notes(self, line: str, *, begins: bool) -> list[Note]:
        """The notes on one line of a comment, in order.

        Args:
            line: the comment on that line.
            begins: whether a comment, or a sentence in it, begins with the line.
        """
        return [
            Note(self._written[found[0].casefold()], found.start())
            for found in self._word.finditer(line)
            if found[0] in self._exact or _is_note(line, found.start(), found.end(), begins=begins)
        ]

    def kept(self, line: str, notes: Sequence[Note]) -> list[Note]:
        """The notes that no pattern allows; each extends to the next note."""
        starts = [note.start for note in notes]
        ends = [*starts[1:], len(line)]
        allowed: set[int] = set()
        for start, end in self._spans(line) if notes else ():
            allowed.update(range(bisect.bisect_right(ends, start), bisect.bisect_left(starts, end)))
        return [note for number, note in enumerate(notes) if number not in allowed]

    def _spans(self, line: str) -> Iterator[tuple[int, int]]:
        return (found.span() for pattern in self._allow for found in pattern.finditer(line))


def ends_sentence(line: str) -> bool:
    """Whether the next line of the same comment begins a sentence."""
    return ENDS_SENTENCE.search(line[-AROUND:]) is not None


def _is_note(line: str, start: int, end: int, *, begins: bool) -> bool:
    """Whether a word in another case is a note here."""
    before, after = line[max(0, start - AROUND) : start], line[end : end + AROUND]
    if COLON.match(after) and OPEN_BEFORE_COLON.search(before):
        return True
    if IN_BRACKETS.search(before) and CLOSED.match(after):
        return True
    is_first = start <= AROUND and not before.strip(SIGNS)
    if is_first and MARKED.search(before):
        return True
    starts = (is_first and begins and not before.endswith(tuple("'\"(.-@|{"))) or bool(NEW_SENTENCE.search(before))
    return starts and FOLLOWED.match(after) is not None and not THINGS.match(after)
