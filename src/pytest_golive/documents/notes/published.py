"""Whether published release notes are complete, and agree with the facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pytest_golive.delivery.releases.versions import is_other
from pytest_golive.documents.breaking.guides import Guide
from pytest_golive.documents.breaking.headings import Section, sections
from pytest_golive.documents.breaking.named import Guides
from pytest_golive.documents.breaking.result import Breaking
from pytest_golive.documents.markup.visible import visible
from pytest_golive.documents.notes.denials import claims_none, denies, speaks_of
from pytest_golive.documents.notes.facts import Facts
from pytest_golive.documents.notes.quality import contradicted, miscounted
from pytest_golive.findings import Finding

VERSION: Final = re.compile(
    r"(?<![\w.])(?:v?(?P<full>\d{1,9}(?:\.\d{1,9})+[\w.+-]{0,40})|v(?P<major>\d{1,4})\b)", re.IGNORECASE
)
LABELLED: Final = re.compile(
    r"\W{0,9}(?:version|release)\b[ \t:*]{1,9}v?\d[\w.+-]{0,40}\W{0,9}", re.IGNORECASE
)  # "**Version 1.0.0**"
WORDS: Final = re.compile(r"\w")  # a section of "-" says nothing
PLACEHOLDER: Final = re.compile(
    r"\b(?:TBD|TBA|lorem ipsum)\b|\{\{|\[(?:describe|summary|short description)[^\[\]\n]{0,80}\]", re.IGNORECASE
)
HEADED: Final = re.compile(r"\W{0,3}(?:(?:version|release)[ \t])?v?\d", re.IGNORECASE)  # "## [1.0.0] - 2026-11-26"
CURE: Final = "correct the notes; golive notes writes them from the facts"


@dataclass(frozen=True, slots=True)
class Notes:
    """Published notes: their place, such as "docs/releases/2.0.0.md" or "the tag v2.0.0", and their text."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class NotesReview:
    """The faults of published notes.

    Attributes:
        place: where the notes are.
        version: the version that they are for.
        sections: how many sections are required.
        missing: required sections that are missing or empty, and placeholders.
        contradictions: statements that contradict the facts.
        source: what they were compared with, in words.
        notes: what could not be compared: name and reason.
    """

    place: str
    version: str
    sections: int
    missing: tuple[Finding, ...]
    contradictions: tuple[Finding, ...]
    source: str
    notes: tuple[tuple[str, str], ...] = ()


def review(
    notes: Notes, facts: Facts, breaking: Breaking | None, demanded: Sequence[str], *, own: int = 0
) -> NotesReview:
    """Compare *notes* with the facts of the release.

    Args:
        notes: the published notes.
        facts: the facts of the release.
        breaking: the measured breaking changes; None if they could not be measured.
        demanded: titles of the required sections.
        own: how many commits have written the notes, which do not count themselves.
    """
    notes = Notes(notes.place, visible(notes.text, notes.place))
    found = sections(notes.text)
    missing = (*_missing(notes, found, demanded), *_placeholders(notes))
    against = [
        *_other_version(notes, found, facts.version, demanded),
        *(_breaking(notes, found, breaking) if breaking else ()),
        *_told(notes, found, facts),
        *_deprecations(notes, found, facts),
        *_figures(notes, facts, own),
    ]
    about = [("breaking changes", f"not compared with the code: {facts.unmeasured}")] if facts.unmeasured else []
    if not facts.figures:
        about.append(("figures", "not compared: no record of this release has a value that changed"))
    since = f"compared with {facts.previous}" if facts.previous else "first release: nothing to compare with"
    return NotesReview(notes.place, facts.version, len(demanded), missing, tuple(against), since, tuple(about))


def _finding(notes: Notes, line: int, rule: str, words: str, key: str = "") -> Finding:
    return Finding(notes.place, line, rule, words, key=key or words, cure=CURE)


def _missing(notes: Notes, found: Sequence[Section], demanded: Sequence[str]) -> Iterator[Finding]:
    for title in demanded:
        section = _section(found, title)
        if section is None:
            yield _finding(notes, 0, "section", f"there is no section {title!r}")
        elif not WORDS.search(_body(notes, section)):
            yield _finding(notes, section.line, "empty", f"the section {title!r} is empty")


def _placeholders(notes: Notes) -> Iterator[Finding]:
    for number, line in enumerate(notes.text.splitlines(), 1):
        if match := PLACEHOLDER.search(line):
            yield _finding(notes, number, "placeholder", f"the placeholder {match[0]!r} is not filled in")


def _other_version(notes: Notes, found: Sequence[Section], version: str, demanded: Sequence[str]) -> Iterator[Finding]:
    """The first heading, or the first line "Version 1.0", that names another version."""
    required = {title.casefold() for title in demanded}
    first = next((number for number, section in enumerate(found) if section.title.casefold() in required), len(found))
    named = [section for section in found[:1] if VERSION.search(section.title)]
    head = next(iter(named or [section for section in found[1:first] if HEADED.match(section.title)]), None)
    before = notes.text[: found[first].start if first < len(found) else None].split("\n")
    said = [(head.line, head.title)] if head else []
    said += [(number, line) for number, line in enumerate(before, 1) if LABELLED.fullmatch(line)]
    for number, words in said:
        match = VERSION.search(words)
        named_version = (match["full"] or match["major"]) if match else ""
        if is_other(named_version, version):
            yield _finding(notes, number, "version", f"they are about {named_version}, but this release is {version}")
            return


def _breaking(notes: Notes, found: Sequence[Section], breaking: Breaking) -> Iterator[Finding]:
    """Measured breaking changes that the notes do not name, or deny."""
    guides = Guides((Guide(notes.place, 1, notes.text),))
    for change in breaking.sure:
        if not guides.names(change):
            yield _finding(notes, 0, "unnamed", f"they do not say that {change.words}", change.name)
        elif change.rule.endswith("-removed") and not change.is_of_parameter:
            for number, line in enumerate(notes.text.splitlines(), 1):
                if denies(line, change.name):
                    yield _finding(notes, number, "denied", f"they say {line.strip()!r}, but {change.words}")
    for at, words in _denials(notes, found) if breaking.sure else ():
        yield _finding(notes, at, "claims-none", f"they say {words!r}, but {breaking.sure[0].words}", words)


def _told(notes: Notes, found: Sequence[Section], facts: Facts) -> Iterator[Finding]:
    """Breaking changes that commits name, and that the notes deny or omit."""
    commit_breaks = [change for change in facts.breaks if change.entry == change.words]
    denied = _denials(notes, found) if commit_breaks else []
    for line, _ in denied[:1]:
        words = f"they say that nothing breaks, but {commit_breaks[0].place} says: {commit_breaks[0].words}"
        yield _finding(notes, line, "claims-none", words, commit_breaks[0].place)
    parts = [_section(found, title) for title in ("Breaking Changes", "Migration")]
    text = "\n".join(_body(notes, part) for part in parts if part) if parts[0] else notes.text
    for change in commit_breaks if not denied else ():
        if not speaks_of(text, change):
            words = f"they omit the breaking change of {change.place}: {change.words}; name it or describe it"
            yield _finding(notes, parts[0].line if parts[0] else 0, "unnamed", words, change.place)


def _denials(notes: Notes, found: Sequence[Section]) -> list[tuple[int, str]]:
    """The lines that say that nothing breaks, with their text."""
    section = _section(found, "Breaking Changes")
    body = _body(notes, section) if section else ""
    denied = [*Guide(notes.place, 1, notes.text).claims()]
    if section and claims_none(body) and not denied:
        denied = [(section.line, body.strip().partition("\n")[0])]
    return denied


def _deprecations(notes: Notes, found: Sequence[Section], facts: Facts) -> Iterator[Finding]:
    section = _section(found, "Deprecations")
    if section and facts.deprecated and claims_none(_body(notes, section)):
        words = f"they say that nothing is deprecated, but this release deprecates {facts.deprecated[0]}"
        yield _finding(notes, section.line, "deprecation", words, facts.deprecated[0])


def _figures(notes: Notes, facts: Facts, own: int) -> Iterator[Finding]:
    """Lines with a wrong count, or that name a measured value with a number that was never measured, before or now."""
    for number, line in enumerate(notes.text.casefold().splitlines(), 1):
        said, true = miscounted(line, facts, own)
        if said:
            yield _finding(notes, number, "count", f"they say {said} in this release, but there are {true}", said)
        for figure in facts.figures:
            _, named, rest = line.partition(figure.name.casefold())
            if named and (wrong := contradicted(rest, figure)):
                words = f"they say {wrong} for {figure.name}, but {figure.words} was measured"
                yield _finding(notes, number, "figure", words, figure.name)


def _section(found: Sequence[Section], title: str) -> Section | None:
    folded_title = title.casefold()
    return next((section for section in found if section.title.strip(" :#*").casefold() == folded_title), None)


def _body(notes: Notes, section: Section) -> str:
    """The text below the heading, without the headings of inner sections."""
    text = notes.text[section.start : section.end].partition("\n")[2]
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))
