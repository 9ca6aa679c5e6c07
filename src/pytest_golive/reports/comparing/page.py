"""A comparison as a page for people: in the manner of the page of a verdict, by the same frame and style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pytest_golive.judging.verdict import Outcome
from pytest_golive.reports.comparing.changes import Change, Comparison
from pytest_golive.reports.comparing.figures import Figure
from pytest_golive.reports.comparing.sides import Side
from pytest_golive.reports.comparing.writing import GONE, grouped
from pytest_golive.reports.html.links import Anchors
from pytest_golive.reports.html.rendering import filled
from pytest_golive.reports.html.rows import MARKS, kind_of
from pytest_golive.reports.html.words import Said, clean, said

MOST: Final = 100  # differences that one row shows
MOST_BESIDE: Final = 500  # that are shown besides the rows
LOOKS: Final = {"worse": "bad", "better": "good", "changed otherwise": "aside"}


@dataclass(frozen=True, slots=True)
class Badge:
    """An outcome with its colour and its sign."""

    outcome: str
    kind: str
    mark: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row that differs; *left_out* says how many of its differences are not shown."""

    anchor: str
    name: str
    title: str
    group: str
    before: Badge
    after: Badge
    reason: Said
    figures: tuple[Figure, ...]
    others: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that got worse, or better, or that differ otherwise; *outcome* and *count* are for the buttons."""

    outcome: str
    kind: str
    mark: str
    lines: tuple[Line, ...]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page says.

    Attributes:
        look: "good" only for a GO with which nothing got worse and nothing is uncertain.
        word, was: the verdicts of the new run and of the old one.
        facts: what is told of the runs: name, of the old run, of the new one; also where both agree.
        left_out: how many differences besides the rows are not shown.
    """

    look: str
    word: str
    was: str
    tally: str
    facts: tuple[tuple[str, str, str], ...]
    cautions: tuple[str, ...]
    groups: tuple[Group, ...]
    total: int
    settings: tuple[str, ...]
    left_out: int


def page_of(found: Comparison) -> Page:
    """The page about *found*."""
    anchors = Anchors()
    groups = [
        Group(name, LOOKS[name], MARKS[LOOKS[name]], tuple(_line(one, name, anchors) for one in changes))
        for name, changes in grouped(found)
    ]
    return Page(
        _look(found),
        found.new.verdict,
        found.old.verdict,
        found.line,
        tuple(_facts(found.old, found.new)),
        tuple(map(clean, found.cautions)),
        tuple(groups),
        len(found.changes) + found.unchanged,
        tuple(map(clean, found.settings[:MOST_BESIDE])),
        max(0, len(found.settings) - MOST_BESIDE),
    )


def as_html(found: Comparison, version: str) -> str:
    """The page as a file; *version* is that of pytest-golive."""
    page = page_of(found)
    return filled("comparison.html.jinja", page.look, version, {"page": page}, __package__)


def _look(found: Comparison) -> str:
    if found.new.verdict == "GO":
        return "glass" if found.cautions or any(change.got_worse for change in found.changes) else "good"
    return "bad" if found.new.verdict == "NO-GO" else "glass"


def _facts(old: Side, new: Side) -> Iterator[tuple[str, str, str]]:
    told = (
        ("Verdict", old.verdict, new.verdict),
        ("Version", old.version, new.version),
        ("Commit", clean(old.commit)[:10], clean(new.commit)[:10]),
        ("Phase", old.phases, new.phases),
        ("Target", old.target, new.target),
        ("Ended", _moment(old.ended), _moment(new.ended)),
    )
    for name, before, now in told:
        if before or now:
            yield name, clean(before, 200) or "none", clean(now, 200) or "none"


def _moment(text: str) -> str:
    return text.replace("T", " ").replace("+00:00", " UTC")


def _line(change: Change, group: str, anchors: Anchors) -> Line:
    figures = change.figures[:MOST]
    others = change.others[: MOST - len(figures)]
    return Line(
        anchors.of(change.id),
        clean(change.id, 200),
        clean(change.title, 500) or clean(change.id, 200),
        group,
        _badge(change.before, change),
        _badge(change.after, change),
        said(change.reason),
        tuple(
            Figure(clean(one.name, 300), clean(one.before, 300), clean(one.after, 300), one.sense) for one in figures
        ),
        tuple(map(clean, others)),
        len(change.details) - len(figures) - len(others),
    )


def _badge(outcome: Outcome | None, change: Change) -> Badge:
    """An outcome; that nobody looks at a row any more is told as loudly as the rest of what got worse."""
    if outcome is None:
        kind = "excused" if change.got_worse else "aside"
        return Badge(GONE, kind, MARKS[kind])
    return Badge(str(outcome), kind_of(outcome), MARKS[kind_of(outcome)])
