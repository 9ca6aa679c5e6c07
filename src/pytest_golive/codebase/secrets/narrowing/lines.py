"""On which lines a detector of detect-secrets can find anything at all.

The tool hands each line to each of its 27 detectors. Here each detector says once for the whole text which lines it
could ever report; only those are handed to its own code, so that what it finds stays its own decision.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from pytest_golive.codebase.secrets.narrowing.needles import needles, relaxed, shortest
from pytest_golive.codebase.secrets.narrowing.remembering import remembering
from pytest_golive.codebase.secrets.narrowing.runs import Run, run
from pytest_golive.codebase.secrets.narrowing.text import WORDS, Text

Places = Callable[[Text], Iterable[int]]  # the numbers of lines, from 0
CALM = {"JwtTokenDetector"}  # they change analyze_string only to drop some of what it finds


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
        may_be_in = remembering(lambda line, _: regex.search(line) is not None)

        def places(text: Text) -> Iterable[int]:
            if words.isdisjoint(text.here[any_case]) or (of and next(text.runs(*of), None) is None):
                return ()
            lines = text.lines
            found = text.with_any(words & text.here[any_case], any_case=any_case)
            return [line for line in found if len(lines[line]) >= least and may_be_in(lines[line], None)]

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
