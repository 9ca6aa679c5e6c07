"""Parse a changelog into sections: one for each version, newest first, and those for unreleased changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, takewhile
from typing import Final

from pytest_golive.delivery.releases.versions import TagVersion, parse
from pytest_golive.documents.changelog.parsing import dates
from pytest_golive.documents.changelog.parsing.dates import Dated
from pytest_golive.documents.changelog.parsing.heads import compared, date_lines
from pytest_golive.documents.changelog.parsing.outline import RELEASE, headings, plain_versions
from pytest_golive.documents.changelog.parsing.titles import Title, titles

DEFINITION: Final = re.compile(r" {0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:\s.*)?$|\.\. _`?([^`:]+)`?:\s*(\S+)\s*$")
NO_ENTRY: Final = re.compile(
    r"\s*(?:$|[-=~^\"'`#*+_<>.:]+\s*$|#{1,6}\s|\.\. |:[\w-]+:(?: |$)|<a |<!--|[*_]{1,2}(?=\S)[^*_]+[*_]{1,2}:?\s*$)"
)
# Placeholders: "none", "no changes", "[Short description]", "See the folder of fragments".
EMPTY_WORDS: Final = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\(?none(?: yet)?\)?|n/a|tb[ad]|\.{3}|…|nothing(?: yet)?|no (?:unreleased )?"
    r"changes(?: yet)?|placeholder|\\?\[[^\[\]]*\]|"
    r"(?:see|changes|news|entries)\b.*\b(?:fragments?|folder|directory|changelog\.d|newsfragments)\b.*)\W*",
    re.IGNORECASE,
)
DIRECTIVE: Final = re.compile(r"\.\. changelog::\s*$")
OPTION: Final = re.compile(r"\s+:(version|released):\s*(.*)$")
LOOKED_AT: Final = 8  # lines with the options of a directive
LONGEST_LINE: Final = 400  # a longer line is never a placeholder


@dataclass(frozen=True, slots=True)
class Section:
    """The section of one version, or of unreleased changes.

    Attributes:
        version: the version as written, without a "v"; "" for unreleased changes.
        order: the version in comparable form; None if there is none.
        line: the line of the heading, from 1.
        entries: the number of lines with content.
        dated: its date; None if it has none.
        is_open: whether it is marked as unreleased.
        link: the link of its heading; "" if it has none.
        label: the label of that link, which may be undefined; "" if it has none.
        link_line: the line that defines the link.
    """

    version: str
    order: TagVersion | None
    line: int
    entries: int
    dated: Dated | None = None
    is_open: bool = False
    link: str = ""
    label: str = ""
    link_line: int = 0


@dataclass(frozen=True, slots=True)
class Changelog:
    """A parsed changelog: its path, its lines, and its sections in the order of the file."""

    path: str
    lines: int
    sections: tuple[Section, ...]

    @property
    def versions(self) -> tuple[Section, ...]:
        """The sections that have a version."""
        return tuple(section for section in self.sections if section.order)

    @property
    def unreleased(self) -> tuple[Section, ...]:
        """The sections without a version."""
        return tuple(section for section in self.sections if not section.order)

    def of(self, version: str) -> Section | None:
        """The first section of *version*, in any spelling."""
        sought = parse(version.lstrip("vV"))
        same = (one for one in self.versions if sought and one.order and one.order.order == sought.order)
        return next((one for one in same if one.order and sought and one.order.kind == sought.kind), None)


def read(text: str, path: str, names: Iterable[str] = ()) -> Changelog:
    """Read a changelog.

    Args:
        text: its text.
        path: its path; the suffix determines the format of headings.
        names: the names of the project.
    """
    lines = text.splitlines()
    found = headings(lines, path)
    opened = titles(found, names)
    if not any(title.version for title in opened):
        opened = titles(sorted((*found, *plain_versions(lines, path)), key=lambda heading: heading.line), names)
    defined = dict(_definitions(lines))
    ends = [*(title.heading.line for title in opened), len(lines) + 1][1:]
    sections = [_section(title, lines, end, defined) for title, end in zip(opened, ends, strict=True)]
    if RELEASE.match(lines[opened[0].heading.line - 1] if opened else ""):
        sections = _filled(sections)
    kept = [one for number, one in enumerate(sections) if not _is_series(one, opened, number)]
    return Changelog(path, len(lines), tuple(kept or _directives(lines)))


def _filled(sections: Sequence[Section]) -> list[Section]:
    """The sections of releases on adjacent lines, whose entries stand below the last of them."""
    found: list[Section] = []
    for section in reversed(sections):
        found.append(section if section.entries or not found else replace(section, entries=found[-1].entries))
    return found[::-1]


def _is_series(section: Section, opened: Sequence[Title], at: int) -> bool:
    """Whether a section only holds those of the releases of its series: "1.8", and below it "1.8.1" and "1.8.0"."""
    if section.order is None:
        return False
    level, mine = opened[at].heading.level, section.order.order
    within = [*takewhile(lambda title: title.heading.level > level, islice(opened, at + 1, None))]
    if not within and not section.entries:  # of any level: "v0.10" above "v0.10.2", which is no order for releases
        within = [title for title in opened[at + 1 : at + 2] if title.order and title.order.order > mine]
    below = [title.order.order for title in within if title.order]
    is_theirs = bool(below) and all(one.release[: len(mine.release)] == mine.release for one in below)
    return is_theirs and (not section.entries or mine in below)


def _definitions(lines: Sequence[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Link definitions, by label in lower case: the address, and the line of the definition."""
    for number, line in enumerate(lines, 1):
        if ("]:" in line or line.startswith(".. _")) and (match := DEFINITION.match(line)):
            yield (match[1] or match[3]).lower(), (match[2] or match[4], number)


def _section(title: Title, lines: Sequence[str], end: int, defined: dict[str, tuple[str, int]]) -> Section:
    body = lines[title.heading.body - 1 : end - 1]
    of_date = date_lines(body)
    near = [*of_date.values()]
    dated = dates.find(title.rest) or next(filter(None, map(dates.find, near)), None)
    is_open = title.is_open or (not dated and any(map(dates.says_not_yet, (title.rest, *near))))
    link, place = (title.link, title.heading.line) if title.link else defined.get(title.label.lower(), ("", 0))
    if not link:
        link, place = compared(body, title.heading.body)
    entries = sum(1 for line in _entries(body) if line not in of_date)
    return Section(title.version, title.order, title.heading.line, entries, dated, is_open, link, title.label, place)


def _entries(body: Sequence[str]) -> Iterator[str]:
    """The lines with content: no headings, underlines, comments, links or placeholders."""
    under = {number for number, (_, line) in enumerate(pairwise(body)) if NO_ENTRY.match(line) and _is_rule(line)}
    in_comment = False
    for number, line in enumerate(body):
        if in_comment or line.lstrip().startswith("<!--"):
            in_comment = "-->" not in line
        elif len(line) > LONGEST_LINE:
            yield line
        elif number in under or NO_ENTRY.match(line) or EMPTY_WORDS.fullmatch(line) or DEFINITION.match(line):
            continue
        else:
            yield line


def _is_rule(line: str) -> bool:
    text = line.strip()
    return len(text) > 2 and len(set(text)) == 1 and not text[0].isalnum()  # noqa: PLR2004 -- shorter is a bullet


def _directives(lines: Sequence[str]) -> Iterator[Section]:
    """Sphinx changelogs that are directives: ``.. changelog::`` with ``:version:`` and ``:released:``."""
    starts = [number for number, line in enumerate(lines, 1) if DIRECTIVE.match(line)]
    for start, end in pairwise([*starts, len(lines) + 1]):
        body = lines[start : end - 1]
        options = {match[1]: match[2] for line in body[:LOOKED_AT] if (match := OPTION.match(line))}
        order = parse(options.get("version", ""))
        if order:
            dated = dates.find(options.get("released", ""))
            entries = sum(1 for line in body if line.strip() and not OPTION.match(line))
            yield Section(options["version"], order, start, entries, dated, is_open=not dated)
