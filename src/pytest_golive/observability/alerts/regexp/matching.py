"""Matches a whole text with a Go regular expression: every state at once, so the time is linear in the text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pytest_golive.observability.alerts.regexp.characters import WORD
from pytest_golive.observability.alerts.regexp.nodes import (
    Char,
    Choice,
    Node,
    NotUnderstood,
    Place,
    Repeat,
    Sequence,
    Test,
    Where,
)
from pytest_golive.observability.alerts.regexp.parsing import parse

LARGEST: Final = 20_000  # states
MOST_WORK: Final = 20_000_000  # states times characters
MOST_WAYS: Final = 500  # sets of states that a search for an example looks at


class Regexp:
    """One expression, anchored at both ends as matchers of labels are.

    Args:
        text: in Go's syntax.
        dot_all: whether the dot stands for line feeds, too, as in Prometheus since 3.0.

    Raises:
        NotUnderstood: it is invalid, too large, or has parts that are not known here.
    """

    def __init__(self, text: str, *, dot_all: bool = False) -> None:
        self.text = text
        self._steps: list[tuple[Test | Where | None, tuple[int, ...]]] = []
        try:
            end = self._add(None, ())
            self._begin = self._build(parse(text, dot_all=dot_all), end)
        except RecursionError:
            raise NotUnderstood("too many parts inside one another") from None
        self._end = end

    def matches(self, text: str) -> bool:
        """Whether all of *text* matches.

        Raises:
            NotUnderstood: expression and text are too long to compare.
        """
        if len(self._steps) * len(text) > MOST_WORK:
            raise NotUnderstood(f"a text of {len(text):,} characters")
        states = self._reached({self._begin}, text, 0)
        for at, char in enumerate(text):
            states = self._reached(self._after(states, char), text, at + 1)
        return self._end in states

    def example(self, alphabets: tuple[str, ...], least: int, *, repeats: bool) -> str | None:
        """A text that matches, and whose characters are of *alphabets*, one after the other; None if there is none.

        Args:
            alphabets: the characters that may stand at each place.
            least: how long it must be; no longer than *alphabets*.
            repeats: whether any number of characters of the last alphabet may follow.

        Raises:
            NotUnderstood: there are too many ways to look at.
        """
        seen: set[tuple[int, frozenset[int]]] = set()
        waiting = deque([("", self._within_reach({self._begin}))])
        while waiting:
            text, states = waiting.popleft()
            place = min(len(text), len(alphabets))
            if (place, states) in seen:
                continue
            seen.add((place, states))
            if len(seen) > MOST_WAYS:
                raise NotUnderstood("too many ways to match")
            if len(text) >= least and self._end in states and self.matches(text):
                return text
            following = alphabets[min(place, len(alphabets) - 1)] if repeats or place < len(alphabets) else ""
            ways = ((text + char, self._after(states, char)) for char in following)
            waiting.extend((longer, self._within_reach(after)) for longer, after in ways if after)
        return None

    def _after(self, states: Iterable[int], char: str) -> set[int]:
        """Where *char* leads."""
        return {
            target
            for state in states
            if callable(test := self._steps[state][0]) and test(char)
            for target in self._steps[state][1]
        }

    def _within_reach(self, states: Iterable[int]) -> frozenset[int]:
        """*states*, and those that may follow without a character, whatever stands around."""
        found: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state not in found:
                found.add(state)
                test, targets = self._steps[state]
                waiting.extend(() if callable(test) else targets)
        return frozenset(found)

    def _add(self, test: Test | Where | None, targets: tuple[int, ...]) -> int:
        if len(self._steps) >= LARGEST:
            raise NotUnderstood("too many repetitions")
        self._steps.append((test, targets))
        return len(self._steps) - 1

    def _build(self, node: Node, after: int) -> int:
        """The state in which *node* begins, if the states after it begin with *after*."""
        match node:
            case Char(test):
                return self._add(test, (after,))
            case Place(where):
                return self._add(where, (after,))
            case Sequence(parts):
                for part in reversed(parts):
                    after = self._build(part, after)
                return after
            case Choice(parts):
                return self._add(None, tuple(self._build(part, after) for part in parts))
            case Repeat(part, least, most):
                return self._repeated(part, least, most, after)

    def _repeated(self, part: Node, least: int, most: int | None, after: int) -> int:
        if most is None:
            loop = self._add(None, ())
            self._steps[loop] = None, (self._build(part, loop), after)
            after = loop
        else:
            end = after
            for _ in range(most - least):
                after = self._add(None, (self._build(part, after), end))
        for _ in range(least):
            after = self._build(part, after)
        return after

    def _reached(self, states: Iterable[int], text: str, at: int) -> set[int]:
        """*states*, and those that follow without a character."""
        found: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state in found:
                continue
            found.add(state)
            test, targets = self._steps[state]
            if test is None or (isinstance(test, str) and _holds(test, text, at)):
                waiting.extend(targets)
        return found


def _holds(where: Where, text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    if where in {"word", "no word"}:
        return ((before in WORD) is not (after in WORD)) is (where == "word")
    if where.endswith("begin"):
        return not at or (where == "line begin" and before == "\n")
    return not after or (where == "line end" and after == "\n")


@lru_cache(maxsize=4096)
def compiled(text: str, *, dot_all: bool = False) -> Regexp:
    """The same expression is built once."""
    return Regexp(text, dot_all=dot_all)
