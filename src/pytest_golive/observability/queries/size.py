"""The size of a query: the parser recurses in native code, so one that is too large would end the process."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 20_000  # characters; generated rules have a few thousand
MOST: Final = 1_000  # operators: each is a frame of the parser's stack, and at some 5,000 the process would die
OPERATOR: Final = re.compile(r"[-+*/%^<>=!~]{1,2}|\b(?:and|or|unless|atan2)\b", re.IGNORECASE)
DEEPEST: Final = 100  # brackets in each other: both parsers, and we, recurse


def excess_of(query: str) -> str:
    """In what a query is too large to be parsed: "it has more than 1,000 operators"; "" if it is not."""
    if len(query) > LONGEST or _depth(query) > DEEPEST:
        return f"it is longer than {LONGEST:,} characters, or nested deeper than {DEEPEST} brackets"
    if sum(1 for _ in OPERATOR.finditer(query)) > MOST:
        return f"it has more than {MOST:,} operators"
    return ""


def _depth(text: str) -> int:
    deepest = depth = 0
    for char in text:
        if char in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")]}":
            depth -= 1
    unary = max((len(run) for run in re.findall(r"[-+]{1,200}", text)), default=0)
    return max(deepest, unary)
