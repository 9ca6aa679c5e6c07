"""Decide whether a guide names a breaking change: in one paragraph or item, so that users can find it."""

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
PLAIN: Final = re.compile(r"[a-z]+|[A-Z][a-z]+")  # could be a word of the prose
SIGNATURE: Final = re.compile(
    r"\b(?:param(?:eter)?s?|args?|arguments?|kwargs?|keywords?|positional|options?|signatures?|defaults?|required|mandatory)\b",
    re.IGNORECASE,
)
# For a deprecation that named the object, one sentence is enough.
SUMMED_UP: Final = re.compile(
    r"\b(?:remov|delet|drop)\w*\b(?:(?!\.\s).){0,40}\bdeprecat(?:ed|ions?)\b"
    r"|\bdeprecat(?:ed|ions?)\b(?:(?!\.\s).){0,60}\b(?:removed|dropped|deleted)\b",
    re.IGNORECASE,
)
WORD: Final = re.compile(r"\w+")
REMOVED: Final = re.compile(r"\b(?:remov|delet|drop)\w*\b|\bno longer\b", re.IGNORECASE)
# "Drop support for webapp2" names the module webapp2parser; "for Python 3.7" names none.
UNSUPPORTED: Final = re.compile(
    r"\b(?:drop|remov|end)\w*+ (?:the |all )?support (?:for|of) (?:the )?[`*\"]*+(\w{5,200}+)(?! v?\d)", re.IGNORECASE
)
# Said once for many functions: "optional arguments must be passed as keyword arguments".
BY_KEYWORD: Final = re.compile(
    r"\b(?:arguments?|parameters?)\b[^.]{0,80}\b(?:keyword[- ]only|(?:as|by) keywords?)\b"
    r"|\b(?:keyword[- ]only|as keyword) (?:arguments?|parameters?)\b"
    r"|\bpositional(?:ly)?\b[^.]{0,80}\bdeprecated\b",
    re.IGNORECASE,
)
LONG: Final = 6  # letters of a name that hardly stand in a text by chance
COMMON: Final = 3  # names with so few letters occur in any text


@dataclass(frozen=True)
class Guides:
    """The texts about this version.

    Attributes:
        texts: the texts with their places.
    """

    texts: Sequence[Guide] = field(default=())

    @cached_property
    def _paragraphs(self) -> list[str]:
        return [part for guide in self.texts for part in PARAGRAPH.split(guide.text) if part.strip()]

    def names(self, change: Change) -> bool:
        """Whether a paragraph names the changed object, and the parameter if one changed."""
        if change.tool != "griffe":
            return any(_names_endpoint(part, change.name) for part in self._paragraphs)
        if change.was_announced and any(SUMMED_UP.search(part) for part in self._paragraphs):
            return True
        if change.rule == "module-removed" and self._is_unsupported(change.name.rpartition(".")[2].lower()):
            return True
        last = change.name.rpartition(".")[2]
        is_rare = change.rule == "module-removed" or (change.rule == "object-removed" and _is_telling(last))
        if is_rare and self._is_spelled_out(last):
            return True
        if change.rule == "parameter-kind" and any(BY_KEYWORD.search(part) for part in self._paragraphs):
            return True
        return any(_names(part, _code(part), change) for part in self._near(change))

    def _is_unsupported(self, module: str) -> bool:
        return any(module.startswith(name) for name in self._unsupported)

    def _is_spelled_out(self, name: str) -> bool:
        """Whether a removal is told in several words: "Removed support for Google App Engine" for ``appengine``."""
        letters = name.replace("_", "").lower()
        if len(letters) < LONG:
            return False
        words = re.compile(rf"\b{'[ -]?'.join(map(re.escape, letters))}\b")
        return any(found[0] != letters for part in self._removals for found in words.finditer(part))

    @cached_property
    def _removals(self) -> list[str]:
        """The paragraphs that speak of removals."""
        return [" ".join(part.lower().split()) for part in self._paragraphs if REMOVED.search(part)]

    @cached_property
    def _unsupported(self) -> frozenset[str]:
        return frozenset(match[1].lower() for part in self._paragraphs for match in UNSUPPORTED.finditer(part))

    def _near(self, change: Change) -> list[str]:
        """The paragraphs with the last part of the object's name, or with a parameter; no other can name the change."""
        texts = (change.name, _owner(change.name), *change.detail.split(","))
        lasts = {words[-1] for text in texts if (words := WORD.findall(text))}
        return [
            self._paragraphs[number] for number in sorted({holder for last in lasts for holder in self._holding(last)})
        ]

    def _holding(self, word: str) -> list[int]:
        if word not in self._known:
            self._known[word] = [number for number, part in enumerate(self._paragraphs) if word in part]
        return self._known[word]

    @cached_property
    def _known(self) -> dict[str, list[int]]:
        return {}


def _owner(name: str) -> str:
    """The class whose special method *name* is; "" for any other name."""
    above, _, last = name.rpartition(".")
    return above if last.startswith("__") and last.endswith("__") else ""


def _names(part: str, code: frozenset[str], change: Change) -> bool:
    names_object = _has(part, code, change.name)
    if not names_object and (owner := _owner(change.name)):  # what Python calls by itself nobody calls by its name
        names_object = REMOVED.search(part) is not None and _has(part, code, owner)
    if change.rule == "module-removed":
        return names_object or _has_word(part, change.name)
    if not change.is_of_parameter:
        if change.rule == "base-removed":
            return names_object or change.detail in code
        return names_object
    details = [detail.strip("* ") for detail in change.detail.split(",")]
    names_detail = any(detail in code or (_is_telling(detail) and _has_word(part, detail)) for detail in details)
    speaks = SIGNATURE.search(part) is not None
    if names_detail and (names_object or speaks):
        return True
    if change.detail.startswith("**") and names_object and REMOVED.search(part):
        return True  # what is removed was one of the further arguments
    # "Add the path to the operation_id method": beside the object's name, a parameter may be a word of the text.
    return names_object and (speaks or any(len(detail) > COMMON and _has_word(part, detail) for detail in details))


def _has(part: str, code: frozenset[str], path: str) -> bool:
    """Whether *part* names an object: by its path or the end of it, or by a last name that cannot be prose."""
    parts = path.split(".")
    for length in range(len(parts), 1, -1):
        if _has_word(part, ".".join(parts[-length:])):
            return True
    last = parts[-1]
    if last in code:
        return True
    return _is_telling(last) and _has_word(part, last)


def _is_telling(name: str) -> bool:
    """Whether a name cannot be mistaken for a word of the text."""
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
    """Whether *part* names the path of "GET /orders/{id}", with any names for its parameters."""
    method, _, path = name.partition(" ")
    if not path.startswith("/"):
        return _has_word(part, path or method)
    pattern = re.sub(r"\\\{[^/]*?\\\}", r"(?:\\{[^/\\s]+\\}|:[\\w-]+|<[^>]+>)", re.escape(path))
    return re.search(rf"(?<![\w/]){pattern}(?![\w/{{-])", part) is not None
