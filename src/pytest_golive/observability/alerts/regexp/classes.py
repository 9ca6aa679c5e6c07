"""Reads classes of characters and escapes in Go's regular expressions."""

from __future__ import annotations

import re
from typing import Final

from pytest_golive.observability.alerts.regexp.characters import (
    PERL,
    POSIX,
    any_case,
    any_of,
    between,
    category,
    member,
    unless,
)
from pytest_golive.observability.alerts.regexp.nodes import NotUnderstood, Test

CONTROL: Final = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
CODE: Final = re.compile(r"\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})", re.ASCII)
OCTAL: Final = re.compile(r"\\(0[0-7]{0,2}|[1-7][0-7]{1,2})", re.ASCII)
CATEGORY: Final = re.compile(r"\\([pP])(?:\{(\^?)([A-Za-z_]{1,40})\}|([A-Z]))", re.ASCII)
NAMED: Final = re.compile(r"\[:(\^?)([a-z]{1,40}):\]", re.ASCII)
LAST: Final = 0x10FFFF


def any_char(*, dot_all: bool) -> Test:
    """What the dot stands for."""
    return (lambda _: True) if dot_all else lambda char: char != "\n"


def escape_at(text: str, at: int, *, any_cased: bool) -> tuple[Test, int]:
    """The characters that the escape at *at* stands for, and where it ends."""
    if kind := CATEGORY.match(text, at):
        test = _cased(category(kind[3] or kind[4]), any_cased=any_cased)
        return unless(test, negated=(kind[1] == "P") is not (kind[2] == "^")), kind.end()
    name = text[at + 1 : at + 2]
    if name and name.lower() in PERL:
        return unless(_cased(member(PERL[name.lower()]), any_cased=any_cased), negated=name.isupper()), at + 2
    char, end = literal_at(text, at)
    return _cased(member(frozenset(char)), any_cased=any_cased), end


def literal_at(text: str, at: int) -> tuple[str, int]:
    """The one character at *at*, which may be an escape, and where it ends."""
    if text[at] != "\\":
        return text[at], at + 1
    if code := CODE.match(text, at):
        number = int(code[1] or code[2], 16)
        if number > LAST:
            raise NotUnderstood(f"the character {code[0]}")
        return chr(number), code.end()
    if octal := OCTAL.match(text, at):
        return chr(int(octal[1], 8)), octal.end()
    name = text[at + 1 : at + 2]
    if name in CONTROL:
        return CONTROL[name], at + 2
    if not name or name.isalnum() or not name.isascii():
        raise NotUnderstood(f"the escape {text[at : at + 2]!r}")
    return name, at + 2


def class_at(text: str, at: int, *, any_cased: bool) -> tuple[Test, int]:
    """The characters of the class in brackets at *at*, and where it ends."""
    at += 1
    negated = text.startswith("^", at)
    at += negated
    tests: list[Test] = []
    while at >= len(text) or text[at] != "]" or not tests:
        if at >= len(text):
            raise NotUnderstood("a '[' that is not closed")
        test, at = _part_at(text, at, any_cased=any_cased)
        tests.append(test)
    return unless(any_of(tuple(tests)), negated=negated), at + 1


def _part_at(text: str, at: int, *, any_cased: bool) -> tuple[Test, int]:
    if named := NAMED.match(text, at):
        if named[2] not in POSIX:
            raise NotUnderstood(f"the class of characters {named[0]}")
        test = _cased(member(POSIX[named[2]]), any_cased=any_cased)
        return unless(test, negated=bool(named[1])), named.end()
    if text[at] == "\\" and text[at + 1 : at + 2].lower() in {*PERL, "p"}:
        return escape_at(text, at, any_cased=any_cased)
    first, at = literal_at(text, at)
    last = first
    if text.startswith("-", at) and not text.startswith("-]", at) and at + 1 < len(text):
        last, at = literal_at(text, at + 1)
        if last < first:
            raise NotUnderstood(f"the range {first}-{last}")
    return _cased(between(first, last), any_cased=any_cased), at


def _cased(test: Test, *, any_cased: bool) -> Test:
    """Letters in any case, before it is negated: ``(?i)[^a]`` is neither 'a' nor 'A'."""
    return any_case(test) if any_cased else test
