"""Words as they are compared: in lower case, without endings, and one for all that mean the same."""

from __future__ import annotations

import re
from functools import cache

WORD = re.compile(r"[^\W\d_]+(?:['/&][^\W\d_]+)*")
COMMON = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "for",
        "in",
        "on",
        "at",
        "is",
        "are",
        "be",
        "been",
        "no",
        "not",
        "all",
        "any",
        "each",
        "every",
        "and",
        "or",
        "with",
        "without",
        "by",
        "from",
        "as",
        "that",
        "this",
        "it",
        "its",
        "has",
        "have",
        "was",
        "were",
        "will",
        "must",
        "should",
        "can",
        "our",
        "we",
        "your",
        "now",
        "still",
        "done",
        "ok",
        "yes",
        "e",
        "g",
        "i.e",
        "if",
        "than",
        "then",
        "when",
        "until",
        "per",
        "via",
        "vs",
        "check",
        "verify",
        "verified",
        "verifie",
        "ensure",
        "confirm",
        "confirmed",
        "sure",
        "make",
    ]
)
# What people call one thing; the first word stands for all.
SAME = (
    "pipeline ci cd ci/cd build workflow action",
    "secret credential password leak",
    "expose leak hardcode commit",
    "line loc sloc",
    "file module source",
    "document documentation doc",
    "changelog",
    "modular modulariz split decompose",
    "coverage cover",
    "test suite",
    "pass green succeed success successful",
    "auth authentication login authenticat authoriz",
    "limit throttl limiting ratelimit",
    "performance latency speed fast benchmark load p95 response",
    "vulnerable vulnerability cve bandit sast",
    "deploy deployment rollout release ship",
    "healthy health alive up uptime",
    "endpoint route api",
    "transport tls https certificate ssl hsts",
    "fixme hack xxx",
    "downtime interruption outage",
    "accurate current update updat correct date",
    "migration migrat upgrade breaking",
    "summary overview",
    "standard guideline convention style",
    "regression",
)
ENDINGS = (
    "izations",
    "ization",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ized",
    "ies",
    "ied",
    "ed",
    "es",
    "s",
)
SHORTEST = 3


@cache
def _same() -> dict[str, str]:
    return {stem(word): stem(words.split()[0]) for words in SAME for word in words.split()}


def stem(word: str) -> str:
    """*word* without the commonest endings of English; short words stay."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


def terms(text: str) -> frozenset[str]:
    """What *text* is about."""
    found = set()
    for word in WORD.findall(text.lower().replace("_", " ")):
        if word not in COMMON:
            root = stem(word)
            found.add(_same().get(root, root))
    return frozenset(found)
