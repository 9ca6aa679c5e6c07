"""On which lines a detector of detect-secrets can find anything at all.

The tool hands each line to each of its 27 detectors. Here each detector says once for the whole text which lines it
could ever report; only those are handed to its own code, so that what it finds stays its own decision.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import Any

from pytest_golive.codebase.secrets.narrowing.needles import needles, relaxed, shortest
from pytest_golive.codebase.secrets.narrowing.runs import Run, run

Places = Callable[["Text"], Iterable[int]]  # the numbers of lines, from 0
WORDS: tuple[dict[str, None], dict[str, None]] = ({}, {})  # that detectors look for: as they are written, in any case
OTHER = re.compile(rb"[^a]")
CALM = {"JwtTokenDetector"}  # they change analyze_string only to drop some of what it finds


class Text:
    """Lines as the tool sees them, and as one text to search in."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the lines with or without their ends; a line may hold line ends of its own."""
        self.given = lines
        self.lines = [*map(str.rstrip, lines)]
        self.whole = "\n".join(self.lines)
        self._known: dict[tuple[str, bool], set[int]] = {}  # detectors share many words
        self._coded: dict[str, bytes] = {}

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
        return self.whole.replace("\u0130", "i").lower().replace("\u0131", "i").replace("\u017f", "s")

    def at(self, start: int, end: int) -> range:
        """The numbers of the lines that the characters from *start* up to *end* touch."""
        return range(bisect_right(self.starts, start) - 1, bisect_right(self.starts, max(start, end - 1)))

    @cached_property
    def here(self) -> tuple[set[str], set[str]]:
        """Which of the words that detectors look for stand in the text: as they are written, and in any case.

        Most stand nowhere in most files, and to ask for all at once is quickest.
        """
        return {word for word in WORDS[0] if word in self.whole}, {word for word in WORDS[1] if word in self.lower}

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


@cache
def _table(charset: str) -> bytes:
    return bytes(ord("a" if chr(byte) in charset else '"' if chr(byte) in "\"'" else " ") for byte in range(256))


def candidates(detector: Any) -> Places:
    """How to find the lines that *detector* could report; all lines for one that is not known."""
    from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector
    from detect_secrets.plugins.high_entropy_strings import Base64HighEntropyString, HexHighEntropyString
    from detect_secrets.plugins.keyword import KeywordDetector

    kind = type(detector)
    if kind in {Base64HighEntropyString, HexHighEntropyString}:
        return _quoted(detector)
    if kind is KeywordDetector:
        return _keyword()
    if isinstance(detector, RegexBasedDetector) and kind.analyze_line is BasePlugin.analyze_line:
        plain = kind.analyze_string is RegexBasedDetector.analyze_string
        if plain or kind.__name__ in CALM:
            return _any_of([*detector.denylist])
    return _all


def _all(text: Text) -> Iterable[int]:
    return range(len(text.lines))


def _any_of(regexes: Sequence[re.Pattern[str]]) -> Places:
    places = [_regex(regex) for regex in regexes]
    words = [words_of(regex) for regex in regexes]
    as_written: frozenset[str] = frozenset().union(*(some for some, any_case in words if not any_case))
    in_any_case: frozenset[str] = frozenset().union(*(some for some, any_case in words if any_case))
    has_all = all(some for some, _ in words)

    def lines(text: Text) -> Iterable[int]:
        if has_all and as_written.isdisjoint(text.here[0]) and in_any_case.isdisjoint(text.here[1]):
            return ()
        return {line for place in places for line in place(text)}

    return lines


@cache
def words_of(regex: re.Pattern[str]) -> tuple[frozenset[str], bool]:
    """Texts of which one stands in whatever the expression finds, or none; and whether that is in any case."""
    if regex.flags & re.IGNORECASE:
        return frozenset(word.lower() for word in needles(regex)), True
    return frozenset(needles(regex)), False


def _regex(regex: re.Pattern[str]) -> Places:
    words, any_case = words_of(regex)
    if words:
        WORDS[any_case].update(dict.fromkeys(words))
        least, of = shortest(regex), run(regex)

        def places(text: Text) -> Iterable[int]:
            if words.isdisjoint(text.here[any_case]) or (of and next(text.runs(*of), None) is None):
                return ()
            lines = text.lines
            found = text.with_any(words & text.here[any_case], any_case=any_case)
            return [line for line in found if len(lines[line]) >= least and regex.search(lines[line])]

        return places
    loose = relaxed(regex)
    return _all if loose is None else _matched(loose, run(regex))


def _matched(regex: re.Pattern[str], of: Run | None) -> Places:
    def places(text: Text) -> Iterable[int]:
        within = [(0, len(text.whole))] if of is None else text.runs(*of)
        found = (match for start, end in within for match in regex.finditer(text.whole, start, end))
        return {line for match in found for line in text.at(match.start(), match.end())}

    return places


def _quoted(detector: Any) -> Places:
    """A string of n different characters has an entropy of at most log2(n), so the limit gives a least length."""
    least = int(2**detector.entropy_limit) + 1
    regex = re.compile(rf"""(['"])[{re.escape(detector.charset)}]{{{least},}}\1""")
    mark = b'"' + b"a" * least

    def places(text: Text) -> Iterable[int]:
        coded = text.coded(detector.charset)
        found: set[int] = set()
        place = coded.find(mark)
        while place >= 0:
            if match := regex.match(text.whole, place):
                found.update(text.at(place, match.end()))
            place = coded.find(mark, place + 1)
        return found

    return places


def _keyword() -> Places:
    from detect_secrets.plugins.keyword import DENYLIST

    regex = re.compile("|".join(DENYLIST), re.IGNORECASE)
    return _regex(regex)
