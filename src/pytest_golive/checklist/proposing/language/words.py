"""Normalize words for comparison: no accents, no endings, and one word for all synonyms."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from pytest_golive.checklist.proposing.language.vocabulary import (
    COMMON,
    ENDINGS,
    ENTIRE,
    LINKING,
    PEOPLE,
    SAID_AS,
    SAME,
)

WORD = re.compile(r"[^\W\d_]{2,}(?:'[^\W\d_]+)?")
NAME_OF_FILE = re.compile(r"\.(?:md|rst|txt|adoc|py|toml|ya?ml|json)\b")
PART = re.compile(r"[^\w\s'-]")
SHORTEST = 3
FRENCH_WORDS = "aucun aucune au aux d dans de des du et jour l le les ou pas sont sur un une"
FRENCH = frozenset(FRENCH_WORDS.split())
SAID = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(SAID_AS, key=lambda one: (-len(one), one)))) + ")")
# A number that is a version: of three parts, of two without a unit, behind a "v", or a place for one.
VERSION = re.compile(
    r"(?<![\w.])(?:v?\d{1,4}(?:\.\d{1,4}){2,3}(?:[-+.]?(?:rc|alpha|beta|a|b)[-.]?\d{0,4})?|v\d{1,4}(?:\.\d{1,4})?"
    r"|\d{1,3}\.\d{1,3}(?! ?(?:%|[a-z]))|v?x\.y(?:\.z)?|\$(?:release|version))(?![\w.%])"
)
A_VERSION = "releasenumber"
TOKEN = re.compile(r"(?<!\d)[^\W\d_]{2,}(?:'[^\W\d_]+)?|(?<![\w.])(?:0|200|401|403|404|429|k6)(?![\w.])")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """*word* without the most common endings; short words stay as they are."""
    if word in ENTIRE:
        return word
    for ending in ENDINGS:
        if ending == "s" and word.endswith("ss"):
            continue
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


def neighbours(text: str) -> dict[str, frozenset[str]]:
    """The words right beside each word, as in "press coverage" and "coverage of the press"."""
    found: dict[str, set[str]] = {}
    for part in PART.split(plain(text)):
        words = [match[0].removesuffix("'s") for match in WORD.finditer(part)]
        roots = [meant(word) for word in words if word not in LINKING]
        for one, other in pairwise(roots):
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {word: frozenset(beside) - _common() for word, beside in found.items()}


@lru_cache(maxsize=10_000)
def terms(text: str) -> frozenset[str]:
    """The normalized words of *text* that carry meaning."""
    return frozenset(spelled(text))


def spelled(text: str) -> dict[str, str]:
    """The terms of *text*, each with the word it comes from; a file name gives its words, without the extension."""
    common = _common()
    found = {meant(word.removesuffix("'s")): word for word in WORD.findall(plain(text))}
    return {root: word for root, word in found.items() if root not in common}


def of_people() -> frozenset[str]:
    """The words for what only people do, as `terms` gives them."""
    return _people()


@cache
def _people() -> frozenset[str]:
    return frozenset(map(meant, PEOPLE.split())) - _common()


@cache
def _common() -> frozenset[str]:
    return frozenset(map(meant, COMMON.split()))


@cache
def _same() -> dict[str, str]:
    rows = [line.split() for line in SAME.splitlines() if line]
    return {stem(word): stem(row[0]) for row in rows for word in row}


@lru_cache(maxsize=50_000)
def meant(word: str) -> str:
    """*word* without its ending, or the one that stands for its synonyms."""
    root = stem(word)
    return _same().get(root, root)


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """In small letters, without accents and endings of files, what has several names by one."""
    lower = _without_accents(text.lower()).replace("\u2019", "'")
    return SAID.sub(lambda match: SAID_AS[match[0]], NAME_OF_FILE.sub("", lower).replace("_", " "))


def tokens(text: str) -> list[str]:
    """The words of *text*, a result of `plain`, without endings: common ones and the codes of HTTP, too."""
    return [stem(word.removesuffix("'s")) for word in TOKEN.findall(VERSION.sub(A_VERSION, text))]


@cache
def stems(words: str) -> frozenset[str]:
    """The words of a vocabulary, as `tokens` gives them."""
    return frozenset(word if "-" in word else stem(word) for word in words.split())  # "limit-ms" is no word


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def is_french(text: str) -> bool:
    """Whether *text* has small words of French that English lacks."""
    return not FRENCH.isdisjoint(text.casefold().replace("\u2019", "'").replace("'", " ").split())
