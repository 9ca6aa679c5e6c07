"""What single lines of a language that is not parsed define: functions with their parameters, and values of names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pytest_golive.documents.summary.calling import arguments
from pytest_golive.documents.summary.names import CALLED

# What makes a function of the name behind it; in a class of JavaScript, nothing need stand before it.
MAKING: Final = re.compile(r"(?:^|\s)(?:func|function|fn|fun|def|sub)\b[^=]{0,200}\Z")
BEFORE_METHOD: Final = re.compile(r"(?:(?:async|static|get|set|public|private|protected|override|export)\s+)*+\*?\Z")
LITERAL: Final = re.compile(
    r"(?:^|[\s({,])([A-Za-z_]\w*+)\s*+(?::[^=\"'`]{1,60})?(?::=|=|:)\s*+(\d[\w.]*+|true|false|\"[^\"]*+\"|'[^']*+')[;,]?+\Z"
)
KIND: Final = re.compile(r"^type\s+(\w++)\s+(struct|interface)\b")


def definitions(lines: Iterable[str], names: frozenset[str]) -> Iterator[str]:
    """The functions *names* as the lines define them, with their parameters: "pay(a int)"."""
    for line in lines:
        for match in CALLED.finditer(line):
            before = line[: match.start()]
            is_method = line.endswith("{") and BEFORE_METHOD.fullmatch(before) is not None
            if match[1] not in names or not (is_method or MAKING.search(before)):
                continue
            if given := arguments(line, match.end() + 1):
                yield f"{match[1]}({given})"


def literals(lines: Iterable[str]) -> dict[str, str]:
    """The names that the lines give one number or text, and types with their kind; without what has several."""
    found: dict[str, set[str]] = {}
    for line in lines:
        for pattern in (LITERAL, KIND):
            if match := pattern.search(line):
                found.setdefault(match[1], set()).add(match[2].strip("\"'"))
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}
