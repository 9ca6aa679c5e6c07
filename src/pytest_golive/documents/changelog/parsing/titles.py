"""Classify headings of a changelog: a version, unreleased changes, or neither."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.releases.versions import TagVersion, parse
from pytest_golive.documents.changelog.parsing import dates
from pytest_golive.documents.changelog.parsing.outline import Heading

LINK: Final = re.compile(r"\[([^\[\]]+)\](?:\(([^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s[^)]*)?\)|\[([^\]]*)\])")
BRACKETS: Final = re.compile(r"\[([^\[\]]+)\]")
RST_LINK: Final = re.compile(r"`([^`<]+?)\s*<([^>`]+)>`_{1,2}")
MARKS: Final = re.compile(r"[*`~]++|(?<!\w)_++|(?<!_)_++(?!\w)|<[^<>]+>|:[a-z]+:(?=`)|\{[^{}]*\}")
VERSION: Final = re.compile(
    r"(?P<name>.*?)(?P<version>(?<![\w.])(?:[vV](?=\d+\.\d))?(?:\d+!)?\d+(?:\.\d+)*(?:[-._+]?[0-9A-Za-z]+)*)(?P<rest>.*)",
    re.DOTALL,
)
ATTACHED: Final = re.compile(
    r"(?P<name>.*@)?(?P<version>[vV]?\d+(?:\.\d+)+(?:[-._+]?[0-9A-Za-z]+)*)(?P<rest>.*)", re.DOTALL
)
UNRELEASED: Final = re.compile(
    r"\W*(?:un-?released|upcoming|next|main|master|trunk|develop|head|dev|development|in (?:progress|development)|"
    r"future|to be released|not (?:yet )?released|tb[ad]|current|pending)"
    r"(?: (?:release|version|changes?|master|main|branch))*\W*",
    re.IGNORECASE,
)
OPEN: Final = re.compile(r"\b(?:un-?released|upcoming|next|future)\b", re.IGNORECASE)
WORDS: Final = re.compile(
    r"(?:(?:changes|new|what.?s new|release|notes|history|features|upcoming|next|future|un-?released)[ -])*"
    r"(?:(?:in|for|of|to|since)[ -])?"
    r"(?:(?:the[ -])?(?:version|release|ver\.?|rel\.?|v\.?))?[ -]?",
    re.IGNORECASE,
)
AFTER: Final = re.compile(
    r"\s*(?:$|[-\u2013\u2014:(,/|~?!\[]|released?\b|changes\b|notes\b|[A-Z][a-z]{2,8}\.? \d|\d|[\w.]+ ?\()"
)
ABOUT: Final = re.compile(r"\b(?:for|to|from|in|of|with|since)\b", re.IGNORECASE)  # "Deprecations for Shop 2.0"
YEAR: Final = re.compile(r"(?:19|20)\d\d")
CALENDAR: Final = re.compile(r"[vV]?(?:19|20)\d\d(?:\.\d{1,2}){2}")  # as versions are written, and seldom dates
LONGEST: Final = 500  # characters of a heading that are read
USUAL: Final = 3  # if so many headings begin with the same words, these are a name


@dataclass(frozen=True, slots=True)
class Title:
    """A heading that opens a section.

    Attributes:
        heading: the heading.
        version: the version as written; "" for unreleased changes.
        order: the version in comparable form; None if there is none.
        rest: the text after the version.
        link: the address of its link; "" if it has none.
        label: the label of a link defined elsewhere: "1.2.0" in ``[1.2.0]``; "" if it has none.
        is_open: whether it is marked as unreleased.
    """

    heading: Heading
    version: str
    order: TagVersion | None
    rest: str
    link: str = ""
    label: str = ""
    is_open: bool = False


def titles(found: Sequence[Heading], names: Iterable[str]) -> list[Title]:
    """The headings that open a section.

    Args:
        found: all headings.
        names: the names of the project, which may precede a version.
    """
    read = [(heading, _read(heading)) for heading in found]
    known = {_plain(name) for name in names}
    counts = Counter((heading.level, _plain(title[0])) for heading, title in read if title and title[1].version)
    chosen: list[Title] = []
    for heading, title in read:
        if title is None:
            continue
        name, opened = title
        is_usual = counts[heading.level, _plain(name)] >= USUAL and not ABOUT.search(name)
        is_named = not _plain(name) or _plain(name) in known or is_usual
        if not opened.version or is_named:
            chosen.append(opened)
    # "Unreleased" as a heading within a version is a chapter of that version.
    level = max((title.heading.level for title in chosen if title.version), default=9)
    return [title for title in chosen if title.version or title.heading.level <= level]


def _read(heading: Heading) -> tuple[str, Title] | None:
    """The words before the version, and the title; None for a heading without a version."""
    text, link, label = _without_link(heading.title[:LONGEST])
    text = MARKS.sub("", text).strip()
    if (day := dates.find(text)) and not text.replace(day.text, "").strip(" ()*_.:,-") and not CALENDAR.fullmatch(text):
        return None  # "November 15, 2025" is no version 15
    if UNRELEASED.fullmatch(text):
        return "", Title(heading, "", None, "", link, label, is_open=True)
    match = ATTACHED.match(text) or VERSION.match(text)
    if match is None:
        return None
    spelled = match["version"].rstrip(".-_+")
    rest = text[match.start("version") + len(spelled) :]
    order = parse(spelled.lstrip("vVrR"))
    before = match["name"] or ""
    name = WORDS.sub("", before.strip() + " ", count=1) if WORDS.match(before) else before
    is_bare = not before.strip()
    if order is None or not AFTER.match(rest) or (is_bare and YEAR.fullmatch(spelled)):
        return None
    if spelled.isdigit() and is_bare:
        return None  # the number of a chapter
    is_open = OPEN.search(before) is not None
    return name, Title(heading, spelled.lstrip("vVrR"), order, rest.strip(), link, label, is_open)


def _without_link(title: str) -> tuple[str, str, str]:
    """The title without its first link, the address of the link, and its label."""
    if match := RST_LINK.search(title):
        return RST_LINK.sub(r"\1", title), match[2], ""
    if match := LINK.search(title):
        label = "" if match[2] is not None else (match[3] or match[1])
        return LINK.sub(r"\1", title), match[2] or "", label
    if match := BRACKETS.search(title):
        return BRACKETS.sub(r"\1", title), "", match[1]
    return title, "", ""


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.lower())
