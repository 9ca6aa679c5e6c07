"""The text that detectors look at: its lines, and all of it at once, which is searched many times faster."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import Any, TypeVar

WORDS: tuple[dict[str, None], dict[str, None]] = ({}, {})  # that detectors look for: as they are written, in any case
OTHER = re.compile(rb"[^a]")
Answer = TypeVar("Answer")


class Text:
    """Lines as the tool sees them, and as one text to search in."""

    def __init__(self, lines: Sequence[str], stripped: list[str] | None = None) -> None:
        """Take the lines with or without their ends; a line may hold line ends of its own.

        Args:
            lines: all of them.
            stripped: the same without what need not be searched, if there is such.
        """
        self.given = lines
        self.lines = [*map(str.rstrip, lines)] if stripped is None else stripped
        self.whole = "\n".join(self.lines)
        self._known: dict[tuple[str, bool], set[int]] = {}  # detectors share many words
        self._coded: dict[str, bytes] = {}
        self.answers: dict[Hashable, Any] = {}
        self.core = self  # the lines of it that need be searched, which it may share with other texts
        self.numbers: Sequence[int] = range(len(self.lines))  # where each line of the core stands in this text

    def shares(self, core: Text, numbers: Sequence[int]) -> Text:
        """This text, of whose lines only those of *core* need be searched; they stand at *numbers*."""
        self.core, self.numbers = core, numbers
        return self

    def once(self, question: Callable[[Text], Answer]) -> Answer:
        """The answer about the core, in the numbers of its lines; texts that share it are asked once."""
        answers = self.core.answers
        if question not in answers:
            answers[question] = question(self.core)
        answer: Answer = answers[question]
        return answer

    def found(self, places: Callable[[Text], Iterable[int]]) -> list[int]:
        """The numbers, in their order, of the lines that *places* tells."""
        numbers = self.numbers
        return sorted(numbers[line] for line in self.once(places))

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins in the whole text, and where the next one would."""
        return [0, *accumulate(map((1).__add__, map(len, self.lines)))]

    def coded(self, charset: str) -> bytes:
        """One byte for each character: "a" for those of *charset*, a quote for quotes, a space for all others.

        A run of characters of a set is found in it many times faster than by an expression in the text.
        """
        if charset not in self._coded:
            self._coded[charset] = self._bytes.translate(_table(charset))
        return self._coded[charset]

    @cached_property
    def _bytes(self) -> bytes:
        return self.whole.encode("latin-1", "replace")

    def runs(self, charset: str, least: int) -> Iterator[tuple[int, int]]:
        """From where to where at least so many characters of *charset* follow each other; "?" is all beyond Latin-1."""
        coded, mark = self.coded(charset), b"a" * least
        place = coded.find(mark)
        while place >= 0:
            other = OTHER.search(coded, place + least)
            end = other.start() if other else len(coded)
            yield place, end
            place = coded.find(mark, end)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, each character in its place, as ``re.IGNORECASE`` compares ASCII letters."""
        return lowered(self.whole)

    def at(self, start: int, end: int) -> range:
        """The numbers of the lines that the characters from *start* up to *end* touch."""
        return range(bisect_right(self.starts, start) - 1, bisect_right(self.starts, max(start, end - 1)))

    @cached_property
    def here(self) -> tuple[set[str], set[str]]:
        """Which of the words that detectors look for stand in the text: as they are written, and in any case.

        Most stand nowhere in most files, and to ask for all at once is quickest.
        """
        return words_in(self.whole, self.lower)

    def with_any(self, words: Iterable[str], *, any_case: bool) -> set[int]:
        """The numbers of the lines on which one of *words* stands."""
        found: set[int] = set()
        for word in words:
            if (word, any_case) not in self._known:
                self._known[word, any_case] = self._with(word, self.lower if any_case else self.whole)
            found |= self._known[word, any_case]
        return found

    def _with(self, word: str, text: str) -> set[int]:
        found: set[int] = set()
        place = text.find(word)
        while place >= 0:
            line = bisect_right(self.starts, place) - 1
            found.add(line)
            place = text.find(word, self.starts[line + 1])
        return found


def words_in(text: str, lower: str) -> tuple[set[str], set[str]]:
    """Which of the words that detectors look for stand in *text*, as they are written; and which in *lower*."""
    return {word for word in WORDS[0] if word in text}, {word for word in WORDS[1] if word in lower}


def lowered(text: str) -> str:
    """*text* in lower case, each character in its place, as ``re.IGNORECASE`` compares ASCII letters."""
    return text.replace("\u0130", "i").lower().replace("\u0131", "i").replace("\u017f", "s")


@cache
def _table(charset: str) -> bytes:
    return bytes(ord("a" if chr(byte) in charset else '"' if chr(byte) in "\"'" else " ") for byte in range(256))
