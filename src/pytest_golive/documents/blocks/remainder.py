"""What is left of a block of Python without the lines that fail: a program with a mistake is a program without them."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections.abc import Iterator
from itertools import islice

from pytest_golive.documents.blocks.python import MAGIC, python_fault

MOST_TAKEN_OUT = 3
MOST_STARTS = 8  # lines that may begin a statement
LONGEST = 20_000  # characters
FILLER = "taken_out_by_golive"  # stands where a line was
NEEDS_BODY = re.compile(r"expected an indented block after .* on line (\d+)")
CLAUSES = {
    "except": f"except {FILLER}:",
    "finally": "finally:",
    "else": "else:",
    "elif": f"elif {FILLER}:",
    "case": "case 1:",
}
# Characters that nobody sees: spaces that are none to Python, and what has no width.
UNSEEN = str.maketrans({**dict.fromkeys("\u00a0\u2007\u202f\u3000", " "), **dict.fromkeys("\u200b\u2060\ufeff", "")})
TYPOGRAPHIC = str.maketrans({**dict.fromkeys("\u201c\u201d\u201e", '"'), **dict.fromkeys("\u2018\u2019", "'")})
PRINTED = re.compile(r"^([ \t]*)(print|exec)[ \t]+(?![=(])([^\n]+)$", re.MULTILINE)
CAUGHT = re.compile(r"^([ \t]*except[ \t]+(?:[\w.]+|\([^()\n]*\)))[ \t]*,[ \t]*(\w+)(?=[ \t]*:)", re.MULTILINE)
PYTHON_2 = ("Missing parentheses in call to", "multiple exception types must be parenthesized")
ACTS = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom)


def is_program_with_a_mistake(text: str, message: str) -> bool:
    """Whether a block that Python rejects with *message* is Python but for a few lines.

    Args:
        text: the block, which is no session.
        message: of the first error.
    """
    text = textwrap.dedent(text)
    if len(text) > LONGEST:
        return False
    if message.startswith(PYTHON_2) and python_fault(_as_python_3(text)) is None:
        return True
    if message.startswith("invalid non-printable character"):
        seen = text.translate(UNSEEN)
        found = python_fault(seen)
        return found is None or (seen != text and is_program_with_a_mistake(seen, found[1]))
    if message.startswith("invalid character") and (plain := text.translate(TYPOGRAPHIC)) != text:
        tree = _read(plain.split("\n"))
        return isinstance(tree, ast.Module) and _count(tree) > 1
    return any(map(_is_program, dict.fromkeys((text, MAGIC.sub(r"\1...", text)))))


def _as_python_3(text: str) -> str:
    return CAUGHT.sub(r"\1 as \2", PRINTED.sub(r"\1\2(\3)", text))


def _is_program(text: str) -> bool:
    lines = text.split("\n")
    found = _read(lines)
    for taken in range(1, MOST_TAKEN_OUT + 1):
        if isinstance(found, ast.Module):
            break
        left = [(each, _read(each)) for each in _without(lines, *found)]
        # What cannot be read at once fails the later, the better.
        lines, found = min(left, key=lambda each: _to_go(*each))
        if isinstance(found, ast.Module) and _count(found) >= taken:
            return True
    return False


def _to_go(lines: list[str], found: ast.Module | tuple[int, str]) -> tuple[int, int]:
    """How far a reading is from success, and from doing something."""
    return (0, -_count(found)) if isinstance(found, ast.Module) else (max(len(lines) - found[0], 0) + 1, 0)


def _without(lines: list[str], line: int, message: str) -> Iterator[list[str]]:
    """The lines without what fails at *line*, from 1: as a line, as a statement, or as what the message asks for."""
    at = min(max(line, 1), len(lines)) - 1
    while at and not lines[at].strip():
        at -= 1
    yield [*lines[:at], _filler(lines, at, at + 1), *lines[at + 1 :]]
    yield [*lines[:at], "", *lines[at + 1 :]]
    start, end = _statement(lines, at)
    yield [*lines[:start], _filler(lines, start, end), *lines[end:]]
    if body := NEEDS_BODY.search(message):
        header = min(int(body[1]), len(lines)) - 1
        place = max(header + 1, at)
        yield [*lines[:place], f"{_margin(lines[header])}    pass", *lines[place:]]
    if "triple-quoted" in message:
        yield [*lines[:at], _filler(lines, at, len(lines))]


def _filler(lines: list[str], start: int, end: int) -> str:
    """What stands for the lines, so that a body below them still has a head."""
    margin = _margin(lines[start])
    first = re.match(r"[ \t]*(\w+)", lines[start])
    if first and first[1] in CLAUSES:
        return margin + CLAUSES[first[1]]
    below = next((each for each in lines[end:] if each.strip()), "")
    return f"{margin}if {FILLER}:" if len(_margin(below)) > len(margin) else margin + FILLER


def _statement(lines: list[str], at: int) -> tuple[int, int]:
    """The lines of the statement around the line *at*, by what can be read above it and by the margins below it."""
    limit = len(_margin(lines[at]))
    starts = (each for each in range(at, -1, -1) if lines[each].strip() and len(_margin(lines[each])) <= limit)
    start = next((each for each in islice(starts, MOST_STARTS) if _is_whole(lines[:each])), at)
    margin, end = len(_margin(lines[start])), at + 1
    while end < len(lines) and (
        not lines[end].strip() or len(_margin(lines[end])) > margin or lines[end].lstrip()[0] in ")]}"
    ):
        end += 1
    return start, end


def _is_whole(lines: list[str]) -> bool:
    text = "\n".join(lines).rstrip()
    return isinstance(_read([f"{text} pass" if text.endswith(":") else text]), ast.Module)


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _read(lines: list[str]) -> ast.Module | tuple[int, str]:
    """The program in *lines*, or where and why it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse("\n".join(lines))
    except SyntaxError as error:
        return error.lineno or 1, str(error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, type(error).__name__


def _count(tree: ast.Module) -> int:
    """How many statements do something; words, strings, values and notes of a type can stand in any text."""
    return sum(_does_something(each) for each in ast.walk(tree) if isinstance(each, ast.stmt))


def _does_something(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return any(isinstance(each, ACTS) for each in ast.walk(statement))
    if isinstance(statement, ast.AnnAssign):
        return statement.value is not None
    if isinstance(statement, ast.If) and isinstance(statement.test, ast.Name):
        return statement.test.id != FILLER
    return not isinstance(statement, ast.Pass)
