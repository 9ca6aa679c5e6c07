"""Whether a text can hold anything that detect-secrets finds, in whatever form the tool reads it.

The tool reads YAML and INI once more as such, and tries every file without a known suffix as INI: lines of
``key = "value"``, made of pieces of the text. What a detector finds there lies in part in one piece. Where no
detector's part stands in the text, nothing need be read in any form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pytest_golive.codebase.secrets.narrowing.lines import CALM, candidates, words_of
from pytest_golive.codebase.secrets.narrowing.needles import MADE, SHORTEST, contiguous
from pytest_golive.codebase.secrets.narrowing.runs import Run, run
from pytest_golive.codebase.secrets.narrowing.text import WORDS, Text

SEAM = re.compile(f"[{re.escape(MADE)}]+")
YAML = (".yaml", ".yml", ".eyaml")
PUT_TOGETHER = ("%(", "%%")  # by the parser of INI, from other pieces
WRITTEN_OTHERWISE = ("\\", "!")  # in YAML: escaped characters, and Base64 with spaces in it
Test = Callable[[Text], bool]
Words = tuple[frozenset[str], bool]  # of which one must stand in the text; and whether that is in any case
NONE: Words = (frozenset(), False)


class Holding:
    """Asks all detectors at once; one that is not known may find something in every text."""

    def __init__(self, detectors: Iterable[Any]) -> None:
        self._by_word: tuple[dict[str, list[Test]], dict[str, list[Test]]] = ({}, {})
        self._always: list[Test] = []
        for (words, any_case), test in [pair for detector in detectors for pair in _tests(detector)]:
            WORDS[any_case].update(dict.fromkeys(words))
            for word in words:
                self._by_word[any_case].setdefault(word, []).append(test)
            self._always += [] if words else [test]

    def may_hold(self, text: Text, path: str) -> bool:
        """Whether a detector could find something in *text*, the file *path*."""
        strange = WRITTEN_OTHERWISE if path.endswith(YAML) else PUT_TOGETHER
        return any(mark in text.core.whole for mark in strange) or text.once(self.holds)

    def holds(self, text: Text) -> bool:
        """Whether a detector's part stands in *text*."""
        return any(test(text) for test in self._of(text))

    def _of(self, text: Text) -> Iterator[Test]:
        for words, tests in zip(text.here, self._by_word, strict=True):
            for word in words & tests.keys():
                yield from tests[word]
        yield from self._always


def _tests(detector: Any) -> list[tuple[Words, Test]]:
    from detect_secrets.plugins.base import BasePlugin, RegexBasedDetector
    from detect_secrets.plugins.high_entropy_strings import Base64HighEntropyString, HexHighEntropyString
    from detect_secrets.plugins.keyword import DENYLIST, KeywordDetector

    kind = type(detector)
    if kind in {Base64HighEntropyString, HexHighEntropyString}:
        return [(NONE, _entropy(detector.charset, detector.entropy_limit))]
    if kind is KeywordDetector:
        # Its words are plain ones, so that the lines of the text tell.
        places, words = candidates(detector), words_of(re.compile("|".join(DENYLIST), re.IGNORECASE))
        return [(words, lambda text: any(True for _ in places(text)))]
    if isinstance(detector, RegexBasedDetector) and kind.analyze_line is BasePlugin.analyze_line:
        plain = kind.analyze_string is RegexBasedDetector.analyze_string
        if plain or kind.__name__ in CALM:
            return [_regex(regex) for regex in detector.denylist]
    return [(NONE, lambda _: True)]


def _regex(regex: re.Pattern[str]) -> tuple[Words, Test]:
    part = contiguous(regex)
    if part is None:
        return NONE, lambda _: True
    words, any_case = words_of(regex)
    pieces = frozenset(max(SEAM.split(word), key=len) for word in words)
    is_enough = bool(pieces) and min(map(len, pieces)) >= SHORTEST
    return (pieces if is_enough else frozenset(), any_case), _found(part, run(regex, of_part=True))


def _found(part: re.Pattern[str], of: Run | None) -> Test:
    if of is None:
        return lambda text: part.search(text.whole) is not None
    return lambda text: any(part.search(text.whole, *place) for place in text.runs(*of))


def _entropy(charset: str, limit: float) -> Test:
    """A string of n different characters has an entropy of at most log2(n); one of them may be a backslash of INI."""
    least = int(2**limit)
    runs = re.compile(f"[{re.escape(charset)}]{{{least},}}")
    mark = b"a" * least

    def test(text: Text) -> bool:
        coded = text.coded(charset)
        place = coded.find(mark)
        while place >= 0:
            run = runs.match(text.whole, place)
            if run is None or len(set(run.group())) >= least:
                return True
            place = coded.find(mark, run.end())
        return False

    return test
