"""The result of a review of the documents of a release, and of a document that says nothing of it itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.releases.versions import parse
from pytest_golive.documents.changelog.parsing.sections import read
from pytest_golive.documents.freshness import roadmap, roles
from pytest_golive.documents.freshness.roles import Required
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.names import words
from pytest_golive.documents.summary.saying import VERSION, is_silent, only_defines
from pytest_golive.findings import Finding

KEPT: Final = re.compile(
    r"\b(?:maintained|moved|continued|kept|published|found) (?:\w+ ){0,3}(?:in|at|on|to|by)\b|\bno longer\b|"
    r"\bsee the\b",
    re.IGNORECASE,
)
RELEASES: Final = re.compile(r"/releases/?\Z")
ELSEWHERE: Final = re.compile(r"/(?:releases|tags)/?(?![\w/])|\bgithub(?:'s)? releases\b", re.IGNORECASE)
SHORT: Final = 40  # different words of a page that only says where to look


@dataclass(frozen=True, slots=True)
class Followed:
    """The result for one document.

    Attributes:
        name: its role, or its path.
        told: in words.
        faults: what it shows literally that is not so any more.
        doubt: what it seems to show or to lack, so that a reader has to look; it fails nothing.
        unsure: in what it may mean what changed.
    """

    name: str
    told: str
    faults: tuple[Finding, ...] = ()
    unsure: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FreshnessReview:
    """The result of a review.

    Attributes:
        documents: one result for each required document.
        since: the previous release in words; "" for the first.
        uncovered: new source files that no document covers.
        strict: whether what is only worth a look fails, too.
    """

    documents: tuple[Followed, ...]
    since: str
    uncovered: tuple[str, ...] = ()
    strict: bool = False


def unjudged(required: Required, document: Document, text: str, phase: str = "") -> Followed | None:
    """The result of a document that cannot be held against a release; None if it can.

    Args:
        required: what it is.
        document: its parts.
        text: all of it.
        phase: the name of this release's phase on the roadmap in the settings.
    """
    path = required.path
    if required.covers and is_silent(document) and only_defines(document, text):
        # A page of definitions is text of the documents that use them.
        unsure = f"{path} holds only definitions, or what a build fills in"
    elif required.name == roles.CHANGELOG and (place := _place(document)):
        unsure = f"{path} only leads to {place}; [tool.golive.documentation] changelog names the one to judge"
    elif required.name == roles.ROADMAP and not phase and not is_silent(document) and not roadmap.marks_releases(text):
        unsure = f"{path} marks no release as done or open; [tool.golive.documentation] roadmap_phase names one"
    else:
        return None
    return Followed(required.title, f"{path}: says nothing by itself", unsure=unsure)


def has_section(text: str, path: str, version: str) -> int:
    """The line of the section that a changelog has for a version; 0 for none."""
    section = read(text, path).of(version) if version else None
    return section.line if section else 0


def not_kept(text: str, required: Required, recent: Sequence[str]) -> str | None:
    """Why a changelog cannot be asked for this release, perhaps in no words; None if it was kept up, or is none.

    One without versions, or that leads to releases, may be kept elsewhere; one without the last releases was given up.

    Args:
        text: all of it.
        required: what it is.
        recent: the last releases; none if it is not to be held against them.
    """
    if required.name != roles.CHANGELOG:
        return None
    path = required.path
    if not read(text, path).versions or ELSEWHERE.search(text):
        return ""
    known = {name: str(tag.order) for name in recent if (tag := parse(name))}
    if not known or any(has_section(text, path, version) for version in known.values()):
        return None
    return f"it has no section for {' or '.join(known)} either, so it was given up; changelog_updated is red for it"


def _place(document: Document) -> str:
    """Where a changelog leads that is short and has no version, or says that it is kept there now; "" for others."""
    targets = [link.target for link in document.links if link.target and link.kind != "image"]
    versions = [heading.line for heading in document.headings if VERSION.search(heading.text)]
    if targets and not versions and len(words(document)) <= SHORT:
        return targets[0]
    before = (each.text for each in document.passages if not versions or each.line < min(versions))
    return next(filter(RELEASES.search, targets), "") if any(map(KEPT.search, before)) else ""
