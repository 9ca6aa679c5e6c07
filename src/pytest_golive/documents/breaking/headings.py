"""Split a text into sections by its headings, in Markdown and in reStructuredText."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from pytest_golive.documents.changelog.parsing.outline import plain_versions

HASHES: Final = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
EQUALS: Final = re.compile(r"(={1,5})[ \t]+(\S.*?)$")  # AsciiDoc
RULE: Final = re.compile(r"([-=~^\"'`#*+_.:<>])\1{2,}[ \t]*$")
FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
LONGEST: Final = 200  # characters of a heading


@dataclass(frozen=True, slots=True)
class Section:
    """One section, including its subsections.

    Attributes:
        title: its heading.
        line: the line of the heading, from 1.
        start: its first position in the text.
        end: the position where the next section of the same or a higher rank begins.
    """

    title: str
    line: int
    start: int
    end: int


def sections(text: str) -> list[Section]:
    """The sections of *text* in order."""
    found: list[Section] = []
    following: list[tuple[int, int]] = []  # ranks and starts of the sections after this one, nearest last
    for rank, title, line, start in reversed(_heads(text)):
        while following and following[-1][0] > rank:
            following.pop()
        found.append(Section(title, line, start, following[-1][1] if following else len(text)))
        following.append((rank, start))
    return found[::-1]


def plain_sections(text: str, path: str) -> list[Section]:
    """The sections of a changelog that writes its versions as plain lines or items of a list, without headings."""
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    heads = [(head, starts[head.line - 1]) for head in plain_versions(lines, path)]
    ends = [*(start for _, start in heads[1:]), len(text)]
    return [Section(head.title, head.line, start, end) for (head, start), end in zip(heads, ends, strict=False)]


def _heads(text: str) -> list[tuple[int, str, int, int]]:
    """Rank, title, line and start of each heading; rank 1 is the highest."""
    found: list[tuple[int, str, int, int]] = []
    underlines: dict[str, int] = {}
    before, before_start, start, fence = "", 0, 0, ""
    has_hashes = False
    for number, line_ in enumerate(text.split("\n"), 1):
        line = line_.rstrip("\r")
        if fence:
            fence = "" if line.strip().startswith(fence) else fence
        elif (match := FENCE.match(line)) and not _underlines(line, before):
            fence = match[1]
        elif match := HASHES.match(line) or EQUALS.match(line):
            has_hashes = True
            found.append((len(match[1]), match[2], number, start))
        elif (rule := RULE.match(line)) and _is_title(before):
            rank = underlines.setdefault(rule[1], len(underlines))
            # Markdown has two kinds of underlines; they rank as one and two hashes.
            rank = "=-".find(rule[1]) + 1 if has_hashes and rule[1] in "=-" else rank
            found.append((rank, before.strip(), number - 1, before_start))
        before, before_start = line, start
        start += len(line_) + 1
    return found


def _underlines(line: str, before: str) -> bool:
    """Whether a row of tildes is an underline, not a fence: reStructuredText wants it as long as the title above."""
    return bool(before.strip()) and len(line.strip()) >= len(before.strip()) and RULE.match(line) is not None


def _is_title(line: str) -> bool:
    stripped = line.strip()
    return (
        bool(stripped)
        and len(line) <= LONGEST
        and not RULE.match(stripped)
        and not line.startswith((" " * 4, "|", "- ", "* "))
    )
