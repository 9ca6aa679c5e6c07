"""Find the headings of a document line by line, fast enough for a changelog of 20 MB."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.documents.changelog.parsing import dates

MARKDOWN: Final = (".md", ".markdown", ".mdx", ".mkd")
ASCIIDOC: Final = (".adoc", ".asciidoc")
ATX: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)(.*)")
ADOC: Final = re.compile(r"(={1,6})[ \t]+(.+)")
CLOSING: Final = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*$")
SETEXT: Final = re.compile(r" {0,3}(=+|-+)[ \t]*$")
FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
FRONT: Final = re.compile(r"(---|\+\+\+)[ \t]*$")
UNDERLINE: Final = re.compile(r"([!-/:-@\[-`{-~])\1*[ \t]*$")
BOLD: Final = re.compile(r"\*\*([^*\n]{1,60})\*\*[ \t]*")  # alone in its paragraph, where others put a title
# A version and perhaps its date, alone on a line: "Version 1.2.0 (released 2026-03-01)", "1.2.0", "- 1.2.0".
PLAIN_VERSION: Final = re.compile(
    r"(?:[-*+][ \t]+)?(?P<title>(?:(?:version|release)[ \t]+)?v?\d+(?:\.\d+)+(?:[-._+]?[0-9A-Za-z]+)*+"
    r"(?P<rest>[^\n]{0,60}))",
    re.IGNORECASE,
)
# An item of the `releases` extension of Sphinx: "* :release:`1.2.0 <2026-03-01>`".
RELEASE: Final = re.compile(r"[-*+][ \t]+:release:`(?P<version>[^`<\s]{1,40})[ \t]*(?:<(?P<date>[^<>`]{1,40})>)?`")
ITEM: Final = re.compile(r"[ \t]*[-*+\u2022][ \t]+\S")
LOWEST: Final = 9
SHORTEST_UNDERLINE: Final = (
    4  # docutils reports an underline shorter than the title, and reads one shorter than this as text
)
LONGEST_FRONT: Final = 200  # lines


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading.

    Attributes:
        level: 1 for the highest.
        title: its text, without markup.
        line: the line of the title, from 1.
        body: the first line after the heading.
    """

    level: int
    title: str
    line: int
    body: int


def headings(lines: Sequence[str], path: str) -> list[Heading]:
    """The headings of a document, in the format that its suffix indicates.

    A file without a suffix, or with .txt, is read in both formats, and the one that finds more headings counts.
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


def plain_versions(lines: Sequence[str], path: str) -> Iterator[Heading]:
    """Versions that stand as plain lines, each with a list below, where writers of other changelogs put a title."""
    shown = dict(prose(lines, path))
    for number, line in shown.items():
        if item := RELEASE.match(line):
            yield Heading(LOWEST, f"{item['version']} ({item['date'] or ''})", number, number + 1)
            continue
        match = PLAIN_VERSION.fullmatch(line.replace("**", "").rstrip())
        before = shown.get(number - 1, "")
        if match is None or not _is_date(match["rest"]):
            continue
        is_item = match.start("title") > 0
        if before.strip() and not UNDERLINE.match(before.strip()) and not (is_item and before[0].isspace()):
            continue
        below = next((lines[at] for at in range(number, min(number + 3, len(lines))) if lines[at].strip()), "")
        if ITEM.match(below) and (not is_item or below[0].isspace()):
            yield Heading(LOWEST, match["title"].strip().rstrip(":"), number, number + 1)


def _is_date(text: str) -> bool:
    """Whether *text* is a date, says that there is none yet, or is nothing."""
    words = text.strip(" \t()-\u2013\u2014:,")
    day = dates.find(words)
    rest = words.replace(day.text, "") if day else words
    return rest.strip(" \t(:,").lower() in {"", "released", "released on", "release date"} or dates.says_not_yet(rest)


def prose(lines: Sequence[str], path: str) -> Iterator[tuple[int, str]]:
    """The numbered lines outside front matter, comments and fences."""
    yield from _outside(lines) if path.lower().endswith(MARKDOWN) else enumerate(lines, 1)


def _markdown(lines: Sequence[str]) -> Iterator[Heading]:
    before, before_number = "", 0
    for number, line in _outside(lines):
        if match := ATX.match(line):
            yield Heading(len(match[1]), CLOSING.sub("", match[2]).strip(" \t#"), number, number + 1)
            line = ""  # noqa: PLW2901 -- an underline below it has no title
        elif before_number == number - 1 and _can_be_title(before) and (match := SETEXT.match(line)):
            yield Heading(1 if match[1][0] == "=" else 2, before.strip(), number - 1, number + 1)
            line = ""  # noqa: PLW2901
        before, before_number = line, number


def _can_be_title(line: str) -> bool:
    return bool(line.strip()) and not line.startswith(("    ", "\t", "|", "- ", "* ", "+ ", ">"))


def _outside(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines of Markdown outside front matter, fences and comments."""
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
    """The number of lines of front matter."""
    if not lines or not (match := FRONT.match(lines[0])):
        return 0
    ends = (number for number, line in enumerate(lines[1:LONGEST_FRONT], 2) if line.rstrip() == match[1])
    return next(ends, 0)


def _underlined(lines: Sequence[str]) -> Iterator[Heading]:
    """Titles with punctuation lines below, or above and below; the first style in the file has the highest level."""
    levels: dict[tuple[str, bool], int] = {}
    for number in range(1, len(lines)):
        title, under = lines[number - 1], lines[number]
        if (bold := BOLD.fullmatch(title)) and not under.strip() and not (number > 1 and lines[number - 2].strip()):
            yield Heading(LOWEST, bold[1], number, number + 1)
            continue
        match = UNDERLINE.match(under)
        if not match or not title.strip() or UNDERLINE.match(title):
            continue
        over = number > 1 and lines[number - 2].rstrip() == under.rstrip()
        if (title[0].isspace() and not over) or len(under.rstrip()) < min(len(title.strip()), SHORTEST_UNDERLINE):
            continue
        level = levels.setdefault((match[1], over), len(levels) + 1)
        yield Heading(level, title.strip(), number, number + 2)
