"""The headings of a document, found line by line: a changelog of 20 MB is read in the time it takes to split it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MARKDOWN: Final = (".md", ".markdown", ".mdx", ".mkd")
ASCIIDOC: Final = (".adoc", ".asciidoc")
ATX: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*)")
ADOC: Final = re.compile(r"(={1,6})[ \t]+(.+)")
CLOSING: Final = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*$")
SETEXT: Final = re.compile(r" {0,3}(=+|-+)[ \t]*$")
FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
FRONT: Final = re.compile(r"(---|\+\+\+)[ \t]*$")
UNDERLINE: Final = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*$")
SHORTEST_UNDERLINE: Final = 4  # docutils takes a shorter line than the title for a mistake, a still shorter for text
LONGEST_FRONT: Final = 200  # lines


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading.

    Attributes:
        level: 1 for the highest.
        title: as it is written, without its marks.
        line: of the title, from 1.
        body: the first line after all that belongs to the heading.
    """

    level: int
    title: str
    line: int
    body: int


def headings(lines: Sequence[str], path: str) -> list[Heading]:
    """The headings of a document, by the format that its name stands for.

    A name without a suffix, or with .txt, is read both ways, and the one that finds more counts.
    """
    suffix = path[path.rfind(".") :].lower() if "." in path.rpartition("/")[2] else ""
    if suffix in MARKDOWN:
        return [*_markdown(lines)]
    if suffix in ASCIIDOC:
        return [
            Heading(len(match[1]), match[2].strip(), number, number + 1)
            for number, line in enumerate(lines, 1)
            if (match := ADOC.match(line))
        ]
    underlined = [*_underlined(lines)]
    return underlined if suffix == ".rst" else max(underlined, [*_markdown(lines)], key=len)


def prose(lines: Sequence[str], path: str) -> Iterator[tuple[int, str]]:
    """The numbered lines that are no front matter, no comment and not in a fence."""
    yield from _outside(lines) if path.lower().endswith(MARKDOWN) else enumerate(lines, 1)


def _markdown(lines: Sequence[str]) -> Iterator[Heading]:
    before, before_number = "", 0
    for number, line in _outside(lines):
        if match := ATX.match(line):
            yield Heading(len(match[1]), CLOSING.sub("", match[2]).strip(" \t#"), number, number + 1)
            line = ""  # noqa: PLW2901 -- an underline below it belongs to nothing
        elif before_number == number - 1 and _can_be_title(before) and (match := SETEXT.match(line)):
            yield Heading(1 if match[1][0] == "=" else 2, before.strip(), number - 1, number + 1)
            line = ""  # noqa: PLW2901
        before, before_number = line, number


def _can_be_title(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(("    ", "\t", "|", "- ", "* ", "+ ", ">"))


def _outside(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Markdown's lines but for those in front matter, fences and comments."""
    fence, in_comment = "", False
    first = _front_matter(lines)
    for number, line in enumerate(lines[first:], first + 1):
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if in_comment:
            in_comment = "-->" not in line
            continue
        if match := FENCE.match(line):
            fence = match[1]
            continue
        if line.lstrip().startswith("<!--"):
            in_comment = "-->" not in line
            continue
        yield number, line


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines the front matter takes."""
    if not lines or not (match := FRONT.match(lines[0])):
        return 0
    ends = (number for number, line in enumerate(lines[1:LONGEST_FRONT], 2) if line.rstrip() == match[1])
    return next(ends, 0)


def _underlined(lines: Sequence[str]) -> Iterator[Heading]:
    """Titles with a line of punctuation below, and perhaps above, them; the first kind that occurs is the highest."""
    levels: dict[tuple[str, bool], int] = {}
    for number in range(1, len(lines)):
        title, under = lines[number - 1], lines[number]
        match = UNDERLINE.match(under)
        if not match or not title.strip() or UNDERLINE.match(title):
            continue
        over = number > 1 and lines[number - 2].rstrip() == under.rstrip()
        if (title[0].isspace() and not over) or len(under.rstrip()) < min(len(title.strip()), SHORTEST_UNDERLINE):
            continue
        level = levels.setdefault((match[1], over), len(levels) + 1)
        yield Heading(level, title.strip(), number, number + 2)
