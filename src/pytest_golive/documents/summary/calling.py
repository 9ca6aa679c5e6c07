"""The calls of a function that a text shows, and what is said beside its name."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from pytest_golive.documents.reading.document import Document

LONGEST: Final = 600  # characters of the arguments of a call
OPENING: Final = "([{"
CLOSING: Final = ")]}"
TOKEN: Final = re.compile(r"\w[\w.]*+")
NUMBER: Final = re.compile(r"(?<![\w.])\d[\w.]*+")
CONSTANT: Final = re.compile(r"\b(?:True|False|None)\b")


class Call(NamedTuple):
    """One call: the number of arguments by position and of all, the words in it, and arguments with their names.

    A text that only mentions ``pay()`` in a sentence *is no use* of it.
    """

    by_position: int
    total: int
    words: frozenset[str]
    named: tuple[tuple[str, str], ...]
    is_use: bool


class Section(NamedTuple):
    """What stands below one heading: the heading with all code of sentences, the blocks, and the sentences."""

    spans: str
    blocks: str
    prose: str


def sections(document: Document) -> tuple[Section, ...]:
    """The sections of a document, and what stands before the first."""
    starts = sorted(heading.line for heading in document.headings)
    parts: list[tuple[list[str], list[str], list[str]]] = [([], [], []) for _ in range(len(starts) + 1)]
    for heading in document.headings:
        parts[bisect_right(starts, heading.line)][0].append(heading.text)
    for passage in document.passages:
        spans, _, prose = parts[bisect_right(starts, passage.line)]
        spans.extend(passage.codes)
        prose.append(passage.text)
    for directive in document.directives:
        parts[bisect_right(starts, directive.line)][0].append(directive.argument)
    for block in document.blocks:
        parts[bisect_right(starts, block.line)][1].append(block.text)
    return tuple(Section(*("\n".join(texts) for texts in part)) for part in parts)


def explained(name: str, found: Sequence[Section]) -> frozenset[str]:
    """The words of code in the sentences, headings and definitions of each section that shows *name* there."""
    whole = re.compile(rf"\b{re.escape(name)}\b")
    texts = [each.spans for each in found if whole.search(each.spans)]
    defined = re.compile(rf"\b(?:def|class)[ \t]+{re.escape(name)}\(")
    for each in found:
        texts.extend(arguments(each.blocks, match.end()) for match in defined.finditer(each.blocks))
    return frozenset(word for text in texts for word in TOKEN.findall(text))


def beside(name: str, found: Sequence[Section]) -> frozenset[str]:
    """The words of code, and the numbers, of each section that shows *name* as code."""
    whole = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    near = [each for each in found if whole.search(each.spans) or whole.search(each.blocks)]
    words = (word for each in near for text in (each.spans, each.blocks) for word in TOKEN.findall(text))
    values = (word for each in near for kind in (NUMBER, CONSTANT) for word in kind.findall(each.prose))
    return frozenset((*words, *(word.rstrip(".") for word in values)))


def calls(name: str, found: Sequence[Section]) -> Iterator[Call]:
    """The calls of *name*, however it is reached."""
    opened = re.compile(rf"\b{re.escape(name)}\(")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for each in found:
            for text, is_block in ((each.spans, False), (each.blocks, True)):
                for match in opened.finditer(text):
                    yield call_of(arguments(text, match.end()), is_block=is_block)


def arguments(text: str, start: int) -> str:
    """What stands between the parentheses that open before *start*; "" if it is too long."""
    depth = 1
    for place in range(start, min(len(text), start + LONGEST)):
        depth += (text[place] in OPENING) - (text[place] in CLOSING)
        if not depth:
            return text[start:place]
    return ""


def call_of(text: str, *, is_block: bool) -> Call:
    words = frozenset(re.findall(r"[^\W\d]\w*+", text))
    try:
        call = ast.parse(f"f({text})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        call = None
    if not isinstance(call, ast.Call):  # a signature with types or optional parts
        return Call(0, 0, words, (), is_use=False)
    given = [each for each in call.args if not (isinstance(each, ast.Constant) and each.value is ...)]
    is_open = len(given) < len(call.args) or any(isinstance(each, ast.Starred) for each in given)
    is_open = is_open or any(each.arg is None for each in call.keywords)
    named = tuple((each.arg, ast.unparse(each.value)) for each in call.keywords if each.arg)
    own = {each.id for each in given if isinstance(each, ast.Name)} | {name for name, _ in named}
    is_use = not is_open and (is_block or bool(given or named))
    return Call(len(given), len(given) + len(named), frozenset(own), named, is_use)
