"""What a heading of a changelog stands for: a version, what is still to be released, or neither."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.releases.versions import TagVersion, parse
from pytest_golive.documents.changelog.outline import Heading

LINK: Final = re.compile(r"\[([^\[\]]+)\](?:\(([^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:\s[^)]*)?\)|\[([^\]]*)\])")
BRACKETS: Final = re.compile(r"\[([^\[\]]+)\]")
RST_LINK: Final = re.compile(r"`([^`<]+?)\s*<([^>`]+)>`_{1,2}")
MARKS: Final = re.compile(r"[*`~]++|(?<!\w)_++|(?<!_)_++(?!\w)|<[^<>]+>|:[a-z]+:(?=`)|\{[^{}]*\}")
VERSION: Final = re.compile(
    r"(?P<name>.*?)(?P<version>(?:(?<![\w.])[vVrR])?(?<![\w.])(?:\d+!)?\d+(?:\.\d+)*(?:[-._+]?[0-9A-Za-z]+)*)(?P<rest>.*)",
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
    r"\s*(?:$|[-\u2013\u2014:(,/|~\[]|released?\b|changes\b|notes\b|[A-Z][a-z]{2,8}\.? \d|\d|[\w.]+ ?\()"
)
ABOUT: Final = re.compile(r"\b(?:for|to|from|in|of|with|since)\b", re.IGNORECASE)  # "Deprecations for Shop 2.0"
YEAR: Final = re.compile(r"(?:19|20)\d\d")
LONGEST: Final = 500  # characters of a heading that are looked at
USUAL: Final = 3  # headings that begin with the same words: then these are a name


@dataclass(frozen=True, slots=True)
class Title:
    """A heading that opens a section.

    Attributes:
        heading: the same.
        version: as it is spelled; "" for what is still to be released.
        order: of that version; None for none.
        rest: what stands behind the version.
        link: the address that it leads to; "" for none.
        label: the name of a link that is written elsewhere: "1.2.0" of ``[1.2.0]``; "" for none.
        is_open: whether it says that this is still to come.
    """

    heading: Heading
    version: str
    order: TagVersion | None
    rest: str
    link: str = ""
    label: str = ""
    is_open: bool = False


def titles(found: Sequence[Heading], names: Iterable[str]) -> list[Title]:
    """Those of the headings that open a section.

    Args:
        found: all of them.
        names: of the project, which may stand before a version.
    """
    read = [(each, _read(each)) for each in found]
    known = {_plain(name) for name in names}
    counts = Counter((each.level, _plain(title[0])) for each, title in read if title and title[1].version)
    wanted: list[Title] = []
    for each, title in read:
        if title is None:
            continue
        name, opened = title
        is_usual = counts[each.level, _plain(name)] >= USUAL and not ABOUT.search(name)
        is_named = not _plain(name) or _plain(name) in known or is_usual
        if not opened.version or is_named:
            wanted.append(opened)
    # "Unreleased" as a heading inside a version is one of its own chapters.
    level = max((title.heading.level for title in wanted if title.version), default=9)
    return [title for title in wanted if title.version or title.heading.level <= level]


def _read(heading: Heading) -> tuple[str, Title] | None:
    """The words before the version, and the title; None for a heading that is no version's."""
    text, link, label = _without_link(heading.title[:LONGEST])
    text = MARKS.sub("", text).strip()
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
        return None  # a chapter's number
    is_open = OPEN.search(before) is not None
    return name, Title(heading, spelled.lstrip("vVrR"), order, rest.strip(), link, label, is_open)


def _without_link(title: str) -> tuple[str, str, str]:
    """The title without its first link, where that leads, and the link's label."""
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
