"""Reads a regular expression in Go's syntax (RE2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.observability.alerts.regexp.characters import any_case
from pytest_golive.observability.alerts.regexp.classes import any_char, class_at, escape_at
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

DEEPEST: Final = 100  # groups inside groups
MOST: Final = 1000  # repetitions, as in Go
COUNT: Final = re.compile(r"\{(\d{1,4})(?:(,)(\d{1,4})?)?\}", re.ASCII)
GROUP: Final = re.compile(r"\(\?P?<[A-Za-z0-9_]+>", re.ASCII)
FLAGS: Final = re.compile(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])", re.ASCII)
ENDS: Final[dict[str, Where]] = {"A": "begin", "z": "end", "b": "word", "B": "no word"}


@dataclass(frozen=True, slots=True)
class Flags:
    """``i``, ``s`` and ``m``; ``U``, which changes how much is taken, not what matches, is read over."""

    any_case: bool = False
    dot_all: bool = False
    lines: bool = False


def parse(text: str, *, dot_all: bool = False) -> Node:
    """The parts of an expression.

    Raises:
        NotUnderstood: it is invalid, or has parts that are not known here.
    """
    reader = _Reader(text, Flags(dot_all=dot_all))
    node = reader.choice(0)
    if reader.at < len(text):
        raise NotUnderstood("a ')' that closes nothing")
    return node


class _Reader:
    def __init__(self, text: str, flags: Flags) -> None:
        self.text = text
        self.flags = flags
        self.at = 0

    def choice(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise NotUnderstood(f"groups more than {DEEPEST} deep")
        parts: list[list[Node]] = [[]]
        while self.at < len(self.text) and self.text[self.at] != ")":
            if self.text[self.at] == "|":
                self.at += 1
                parts.append([])
            else:
                self._piece(parts[-1], depth)
        done = [Sequence(tuple(part)) for part in parts]
        return done[0] if len(done) == 1 else Choice(tuple(done))

    def _piece(self, before: list[Node], depth: int) -> None:
        if (times := self._times()) is not None:
            if not before:
                raise NotUnderstood("a repetition of nothing")
            before.append(Repeat(before.pop(), *times))
        elif self.text.startswith("\\Q", self.at):
            end = self.text.find("\\E", self.at)
            literal = self.text[self.at + 2 : end if end >= 0 else None]
            self.at = len(self.text) if end < 0 else end + 2
            before.extend(self._char(literal_test(one)) for one in literal)
        else:
            before.extend(self._atom(depth))

    def _times(self) -> tuple[int, int | None] | None:
        """A repetition at this place, which is then read; None if there is none."""
        found: tuple[int, int | None] | None = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(self.text[self.at])
        length = 1
        if found is None and (count := COUNT.match(self.text, self.at)):
            least = int(count[1])
            most = int(count[3]) if count[3] else None if count[2] else least
            found, length = (least, most), count.end() - self.at
            if max(least, most or 0) > MOST or (most is not None and most < least):
                raise NotUnderstood(f"the repetition {count[0]}")
        if found is not None:
            self.at += length
            self.at += self.text.startswith("?", self.at)  # as few as possible: the same texts match
        return found

    def _atom(self, depth: int) -> list[Node]:
        char = self.text[self.at]
        if char == "(":
            return self._group(depth)
        if char == "[":
            test, self.at = class_at(self.text, self.at, any_cased=self.flags.any_case)
            return [Char(test)]
        if char == "\\":
            return [self._escaped()]
        self.at += 1
        if char == "^":
            return [Place("line begin" if self.flags.lines else "begin")]
        if char == "$":
            return [Place("line end" if self.flags.lines else "end")]
        return [Char(any_char(dot_all=self.flags.dot_all)) if char == "." else self._char(literal_test(char))]

    def _group(self, depth: int) -> list[Node]:
        outer = self.flags
        if flags := FLAGS.match(self.text, self.at):
            self.flags = _with(outer, flags[1], flags[2] or "")
            self.at = flags.end()
            if flags[3] == ")":  # up to the end of the group around it
                return []
        elif named := GROUP.match(self.text, self.at):
            self.at = named.end()
        elif self.text.startswith("(?", self.at):
            raise NotUnderstood(f"the group {self.text[self.at : self.at + 4]!r}")
        else:
            self.at += 1
        inner = self.choice(depth + 1)
        if not self.text.startswith(")", self.at):
            raise NotUnderstood("a '(' that is not closed")
        self.at += 1
        self.flags = outer
        return [inner]

    def _escaped(self) -> Node:
        kind = self.text[self.at + 1 : self.at + 2]
        if kind in ENDS:
            self.at += 2
            return Place(ENDS[kind])
        test, self.at = escape_at(self.text, self.at, any_cased=self.flags.any_case)
        return Char(test)

    def _char(self, test: Test) -> Char:
        return Char(any_case(test) if self.flags.any_case else test)


def literal_test(literal: str) -> Test:
    """Whether a character is this one."""
    return lambda char: char == literal


def _with(flags: Flags, on: str, off: str) -> Flags:
    names = {"i": "any_case", "s": "dot_all", "m": "lines"}
    changed = {names[letter]: True for letter in on if letter in names}
    return replace(flags, **{**changed, **{names[letter]: False for letter in off if letter in names}})
