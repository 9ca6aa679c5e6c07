"""Whether the document about a release's lessons is about this release, dated, and complete."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pytest_golive.documents.breaking.headings import Section, sections
from pytest_golive.documents.markup.visible import visible
from pytest_golive.findings import Finding

MARKS: Final = str.maketrans(dict.fromkeys("*_`>|#", " "))
DATE: Final = re.compile(r"\bdate[ \t]{0,9}:?[ \t]{0,9}(\d{4}-\d\d-\d\d)(?!\d)", re.IGNORECASE)
PLACEHOLDER: Final = re.compile(r"\b(?:TBD|TBA|TODO|lorem ipsum|replace this|to be written)\b|\{\{", re.IGNORECASE)
FEWEST: Final = 10  # letters of a section: "none" and "n/a" say nothing of who looked at what
HEAVIER: Final = 3  # letters of most alphabets that one sign of a script of syllables or words stands for
APART: Final = dt.timedelta(hours=14)  # the date of the author's place may be ahead of UTC by as much
COMMAND: Final = "golive lessons"
CURE: Final = f"complete the document; {COMMAND} starts it from facts"


@dataclass(frozen=True, slots=True)
class Period:
    """When the document may be dated: from the release to now, both in UTC."""

    released: dt.datetime
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is wrong with the document.

    Attributes:
        place: where it is.
        sections: how many sections it must have.
        missing: the document, if it is not tracked; sections that are missing or say nothing.
        wrong: another version, another time.
    """

    place: str
    sections: int
    missing: tuple[Finding, ...]
    wrong: tuple[Finding, ...] = ()

    def started_by(self, command: str) -> Lessons:
        """The same for a document that another command starts."""

        def cured(found: Sequence[Finding]) -> tuple[Finding, ...]:
            return tuple(replace(one, cure=one.cure.replace(COMMAND, command)) for one in found)

        return replace(self, missing=cured(self.missing), wrong=cured(self.wrong))


def absent(place: str, count: int, command: str = COMMAND) -> Lessons:
    """There is no such document, which *command* starts."""
    cure = f"{command} writes {place} from facts; complete it and commit it"
    return Lessons(place, count, (Finding("", 0, "document", f"{place} is not tracked", key=place, cure=cure),))


def review(place: str, text: str, version: str, demanded: Sequence[str], period: Period) -> Lessons:
    """Read the document at *place*.

    Args:
        place: its path.
        text: its content.
        version: of this release.
        demanded: titles of the sections that it must have.
        period: when it may be dated.
    """
    shown = visible(text, place)
    found = sections(shown)
    wrong = (*_version(place, shown, found, version, demanded), *_dated(place, text, shown, period))
    return Lessons(place, len(demanded), tuple(_missing(place, shown, found, demanded)), wrong)


def _finding(place: str, line: int, rule: str, words: str) -> Finding:
    return Finding(place, line, rule, words, key=words, cure=CURE)


def _missing(place: str, text: str, found: Sequence[Section], demanded: Sequence[str]) -> Iterator[Finding]:
    for title in demanded:
        section = next((one for one in found if one.title.strip().casefold() == title.strip().casefold()), None)
        if section is None:
            yield _finding(place, 0, "section", f"there is no section {title!r}")
        elif not says_something(text[section.start : section.end].partition("\n")[2]):
            yield _finding(place, section.line, "empty", f"the section {title!r} says nothing of its own")


def says_something(text: str) -> bool:
    """Whether some line of *text* is more than headings, marks and placeholders."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    told = "".join(line for line in lines if not PLACEHOLDER.search(line))
    return sum(1 if letter.isascii() else HEAVIER for letter in told if letter.isalnum()) >= FEWEST


def _version(
    place: str, text: str, found: Sequence[Section], version: str, demanded: Sequence[str]
) -> Iterator[Finding]:
    """The part before the first of the sections must name the version: elsewhere earlier ones may be named, too."""
    titles = {title.strip().casefold() for title in demanded}
    end = next((one.start for one in found if one.title.strip().casefold() in titles), len(text))
    if not names(text[:end], version):
        yield _finding(place, 1, "version", f"nothing above its sections names {version}")


def names(text: str, version: str) -> bool:
    """Whether *text* names *version*, with a "v" or without, and not only as part of another one."""
    plain = re.escape(version.removeprefix("v"))
    return re.search(rf"(?<![\w.+-])v?{plain}(?![\w+-]|\.\w)", text, re.IGNORECASE) is not None


def _dated(place: str, text: str, shown: str, period: Period) -> Iterator[Finding]:
    """What is wrong with its date: the first that it shows, or that of its front matter."""
    ahead = text[: max(text.find("\n---", 3), 0)] if text.startswith("---") else ""
    lines = (*enumerate(ahead.splitlines(), 1), *enumerate(shown.splitlines(), 1))
    said = ((number, match[1]) for number, line in lines if (match := DATE.search(line.translate(MARKS))))
    number, words = next(said, (1, ""))
    try:
        date = dt.date.fromisoformat(words)
    except ValueError:
        what = f"{words} is no date" if words else "it has no date: write a line such as Date: 2026-11-28"
        yield _finding(place, number, "date", what)
        return
    if date < (period.released - APART).date():
        yield _finding(place, number, "date", f"it is dated {date}, before the release ({period.released:%Y-%m-%d})")
    if date > (period.now + APART).date():
        yield _finding(place, number, "date", f"it is dated {date}, which is in the future")
