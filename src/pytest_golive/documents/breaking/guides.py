"""Collect the texts about this version, in which breaking changes are looked for: migration guides and changelogs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pytest_golive.codebase.inventory.globs import matches_any
from pytest_golive.documents.breaking.headings import Section, plain_sections, sections

if TYPE_CHECKING:
    from packaging.version import Version

TEXTS: Final = (".md", ".markdown", ".rst", ".txt", ".adoc", ".mdx", "")
NAMES: Final = re.compile(
    r"(?:.*[-_. ])?(?:change-?_?logs?|changes|news|history|releases?|release[-_ ]?notes?|whats[-_ ]?new)(?:[-_. ].*)?",
    re.IGNORECASE,
)
GUIDES: Final = re.compile(r".*(?:migrat|upgrad|backwards?[-_ ]incompat|breaking).*", re.IGNORECASE)
FOLDERS: Final = re.compile(
    r"(?:.*/)?(?:newsfragments?|news|changes|changelog\.d|changelog_unreleased|\.changeset|releases?|release[-_]notes|whatsnew|migrat\w*|upgrad\w*)/[^/]+",
    re.IGNORECASE,
)
FRAGMENTS: Final = re.compile(
    r"(?:.*/)?(?:newsfragments?|news|changes|changelog\.d|changelog_unreleased|\.changeset)/[^/]+", re.IGNORECASE
)
PLACES: Final = re.compile(
    r"(?:[^/]+|(?:docs?|documentation|doc)/.+|(?:newsfragments?|news|changes|changelog\.d|\.changeset|changelog_unreleased|release[-_]notes|releases)/.+)",
    re.IGNORECASE,
)
NOT_OURS: Final = re.compile(r"(?:^|/)(?:tests?|examples?|node_modules|_?vendor(?:ed)?|migrations)/", re.IGNORECASE)
VERSION: Final = re.compile(r"(?<![\w.])v?(\d+(?:\.\d+)+(?:\.?(?:a|b|rc|alpha|beta|dev|post)\.?\d*)?|\d+\.x)(?![\w])")
COMING: Final = re.compile(
    r"\b(?:unreleased|upcoming|in development|next(?: release| version)?|not yet released|master|main)\b", re.IGNORECASE
)
README: Final = re.compile(r"readme|index|template|config", re.IGNORECASE)
CLAIM: Final = re.compile(
    r"breaking(?:[ -]changes?)?\**[ \t]*[:\-\u2013\u2014][ \t]*\**[ \t]*(?:none|nothing|no\b|n/a)"
    r"|breaking[ -]changes?\**[ \t]*\n\s*(?:[-=~^]{3,}\s*\n\s*)?(?:[-*][ \t]+)?(?:none|nothing|n/a)\.?[ \t]*$"
    r"|\bno (?:known )?(?:breaking|backwards?[- ]incompatible|incompatible)(?: api)? changes?\b"
    # Of the release, not of a part of it: "The new store is fully backward compatible."
    r"|\b(?:(?:release|version|upgrade)\b[^.\n]{0,60}?|it|this)[ \t](?:is |are )?(?:fully |completely )?"
    r"backwards?[- ]compatible\b",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Guide:
    """The text of one document about the versions since the previous release.

    Attributes:
        path: the document, relative to the root.
        line: the first line of that text.
        text: the text, including headings.
    """

    path: str
    line: int
    text: str

    def claims(self) -> Iterator[tuple[int, str]]:
        """The places that claim that nothing breaks: line and words."""
        for match in CLAIM.finditer(self.text):
            yield self.line + self.text.count("\n", 0, match.start()), " ".join(match[0].split())


@dataclass(frozen=True, slots=True)
class Span:
    """The versions after *previous*, up to *this*; None for one that is unknown or not a version."""

    previous: Version | None
    this: Version | None

    def holds(self, text: str) -> bool:
        """Whether a heading is about one of them, or about unreleased changes."""
        if (found := VERSION.findall(text)) and (version := _version(found[-1])) is not None:
            after = self.previous is None or version > self.previous
            return after and (
                self.this is None or version <= self.this or version.base_version == self.this.base_version
            )
        return COMING.search(text) is not None


def chosen(paths: Iterable[str], globs: Sequence[str]) -> list[str]:
    """The documents among *paths* that tell users what to change.

    Args:
        paths: tracked paths, relative to the root.
        globs: the globs of the settings; () to decide by file names.
    """
    if globs:
        return [path for path in paths if matches_any(path, globs)]
    return [path for path in paths if _is_guide(path)]


def _is_guide(path: str) -> bool:
    if not PLACES.fullmatch(path) or NOT_OURS.search(path):
        return False
    if FRAGMENTS.fullmatch(path):
        name = path.rpartition("/")[2]
        return not name.startswith(".") and README.search(name) is None
    name = path.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    if dot and f".{suffix}" not in TEXTS:
        return False
    stem = stem or name
    return bool(NAMES.fullmatch(stem) or GUIDES.fullmatch(stem) or FOLDERS.fullmatch(path))


def guides(texts: Mapping[str, str], span: Span) -> list[Guide]:
    """The texts of the documents about the versions in *span*.

    Args:
        texts: the documents, by path.
        span: the versions since the previous release.
    """
    return [guide for path, text in texts.items() for guide in _parts(path, text, span)]


def _parts(path: str, text: str, span: Span) -> Iterator[Guide]:
    name = path.rpartition("/")[2]
    if FRAGMENTS.fullmatch(path) and not README.search(name):
        yield Guide(path, 1, text)  # a fragment for the changelog is about unreleased changes
        return
    named = VERSION.findall(name.rpartition(".")[0])
    if named:
        if span.holds(named[-1]):
            yield Guide(path, 1, text)
        return
    found = sections(text)
    about = [section for section in found if VERSION.search(section.title) or COMING.search(section.title)]
    if not about and GUIDES.fullmatch(name):
        yield Guide(path, 1, text)
        return
    if not about:
        about = plain_sections(text, path)
    last = 0
    for section in about:
        if section.start >= last and span.holds(section.title):
            yield Guide(path, section.line, _text(text, section))
            last = section.end


def _text(text: str, section: Section) -> str:
    return text[section.start : section.end]


def _version(text: str) -> Version | None:
    from packaging.version import InvalidVersion, Version

    try:
        return Version(text.removesuffix(".x"))
    except InvalidVersion:
        return None
