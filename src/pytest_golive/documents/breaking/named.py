"""Whether a guide names a breaking change: in one paragraph or item, so that a user who looks for it finds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.guides import Guide

PARAGRAPH: Final = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t]+)")
CODE: Final = re.compile(
    r"``([^`\n]+(?:\n[^`\n]+)?)``|`~?\.?([^`\n]+(?:\n[^`\n]+)?)`|<code>([^<]+)</code>|\"(\w+)\"|'(\w+)'|\*\*(\w[\w.]*)\*\*"
)
BLOCK: Final = re.compile(
    r"^(?: {0,3}(?:`{3,}+|~{3,}+)[^\n]*+\n.*?^ {0,3}(?:`{3,}|~{3,})|(?: {4}|\t)[^\n]+)", re.MULTILINE | re.DOTALL
)
PLAIN: Final = re.compile(r"[a-z]+|[A-Z][a-z]+")  # a word that stands in prose, too
SIGNATURE: Final = re.compile(
    r"\b(?:param(?:eter)?s?|args?|arguments?|kwargs?|keywords?|positional|options?|signatures?|defaults?|required|mandatory)\b",
    re.IGNORECASE,
)
# For what the previous release warned of by name, one sentence will do.
SUMMED_UP: Final = re.compile(
    r"\b(?:remov|delet|drop)\w*\b(?:(?!\.\s).){0,40}\bdeprecat(?:ed|ions?)\b"
    r"|\bdeprecat(?:ed|ions?)\b(?:(?!\.\s).){0,60}\b(?:removed|dropped|deleted)\b",
    re.IGNORECASE,
)
WORD: Final = re.compile(r"\w+")
COMMON: Final = 3  # letters of a name that stands in any text


@dataclass(frozen=True)
class Guides:
    """The texts that speak of this version.

    Attributes:
        texts: each with its place.
    """

    texts: Sequence[Guide] = field(default=())

    @cached_property
    def _paragraphs(self) -> list[str]:
        return [part for guide in self.texts for part in PARAGRAPH.split(guide.text) if part.strip()]

    def names(self, change: Change) -> bool:
        """Whether a paragraph names what changed, and for a parameter also that."""
        if change.tool != "griffe":
            return any(_names_endpoint(part, change.name) for part in self._paragraphs)
        if change.was_announced and any(SUMMED_UP.search(part) for part in self._paragraphs):
            return True
        return any(_names(part, _code(part), change) for part in self._near(change))

    def _near(self, change: Change) -> list[str]:
        """The paragraphs that hold the last name of what changed, or of its parameters: no other one can name it."""
        texts = (change.name, *change.detail.split(","))
        lasts = {words[-1] for text in texts if (words := WORD.findall(text))}
        return [self._paragraphs[number] for number in sorted({each for last in lasts for each in self._holding(last)})]

    def _holding(self, word: str) -> list[int]:
        if word not in self._known:
            self._known[word] = [number for number, part in enumerate(self._paragraphs) if word in part]
        return self._known[word]

    @cached_property
    def _known(self) -> dict[str, list[int]]:
        return {}


def _names(part: str, code: frozenset[str], change: Change) -> bool:
    names_object = _has(part, code, change.name)
    if change.rule == "module-removed":
        return names_object or _has_word(part, change.name)
    if not change.is_of_parameter:
        if change.rule == "base-removed":
            return names_object or change.detail in code
        return names_object
    details = [each.strip("* ") for each in change.detail.split(",")]
    names_detail = any(each in code or (_is_telling(each) and _has_word(part, each)) for each in details)
    speaks = SIGNATURE.search(part) is not None
    if names_detail and (names_object or speaks):
        return True
    return names_object and speaks


def _has(part: str, code: frozenset[str], path: str) -> bool:
    """Whether it names an object: by its path or the end of that, or by a last name that is code or no plain word."""
    parts = path.split(".")
    for length in range(len(parts), 1, -1):
        if _has_word(part, ".".join(parts[-length:])):
            return True
    last = parts[-1]
    if last in code:
        return True
    return _is_telling(last) and _has_word(part, last)


def _is_telling(name: str) -> bool:
    """Whether a name cannot be taken for a word of the text around it."""
    return len(name) > COMMON and not PLAIN.fullmatch(name)


def _has_word(text: str, word: str) -> bool:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            return True
        start = text.find(word, start + 1)
    return False


@lru_cache(maxsize=4096)
def _code(part: str) -> frozenset[str]:
    spans = [next(filter(None, match.groups()), "") for match in CODE.finditer(part)]
    spans += [match[0] for match in BLOCK.finditer(part)]
    calls = re.findall(r"\b\w+(?=\()", part)
    return frozenset(word for span in (*spans, *calls) for word in re.findall(r"\w+", span))


def _names_endpoint(part: str, name: str) -> bool:
    """Whether it names the path of "GET /orders/{id}", whatever its parameters are called there."""
    method, _, path = name.partition(" ")
    if not path.startswith("/"):
        return _has_word(part, path or method)
    pattern = re.sub(r"\\\{[^/]*?\\\}", r"(?:\\{[^/\\s]+\\}|:[\\w-]+|<[^>]+>)", re.escape(path))
    return re.search(rf"(?<![\w/]){pattern}(?![\w/{{-])", part) is not None
