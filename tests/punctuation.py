"""Punctuation that no message may have, as it results from joined texts."""

from __future__ import annotations

import re
from functools import reduce

# Whose punctuation is not ours, or is a name: rows, addresses, quoted texts, commands, paths.
NOT_OURS = (
    re.compile(r"curl -sS .*"),
    re.compile(r"\b\w+(?:::\w+)+"),
    re.compile(r"\[[0-9a-f:.]+(?:%\w+)?\](?::\d+)?"),
    re.compile(r"https?://\S+"),
    re.compile(r"'[^'\n]*'|\"[^\"\n]*\""),
    re.compile(r"\S+\.py [.FEsxX]+(?=\s|$)"),  # pytest's progress, as the tests that we ran printed it
    re.compile(r"\.{3}"),
    re.compile(r"(?<!\S)\.(?=[\w/])"),
)
STRAY = re.compile(
    r"\.\.|,,|;;|::|\s[,;:.!?](?=\s|$)|[,;:]\s*[;,.](?!\w)|\.[;,:](?=\s|$)|\(\s*\)|\(\s*[,;]|[,;]\s*\)|\bnan\b|\[Errno"
)


def stray(text: str) -> list[str]:
    """The parts of *text* with wrong punctuation."""
    found = []
    for whole in text.splitlines():
        line = reduce(lambda rest, pattern: pattern.sub("x", rest), NOT_OURS, whole)
        found += [f"{line[max(0, m.start() - 30) : m.end() + 10]!r}" for m in STRAY.finditer(line)]
    return found


def report_of(said: str) -> str:
    """The part of a run's output that is ours, its wrapped lines joined."""
    _, _, report = said.partition("go-live checklist =")
    return re.sub(r"\n +(?![A-Z]{2,}|\d+\. |to fix)", " ", report)
