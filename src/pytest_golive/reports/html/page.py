"""A verdict as a page: what it says, in the order in which a reader wants it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pytest_golive.judging.facts import by_weight
from pytest_golive.judging.verdict import Outcome, Row, Verdict, tally_of
from pytest_golive.reports.blockers import ORDER, TOGETHER, alike, cure_of_all, told_apart
from pytest_golive.reports.html.checks import shares
from pytest_golive.reports.html.judged import facts_of, glass_of, verified_of
from pytest_golive.reports.html.rows import MARKS, Line, Lines, kind_of
from pytest_golive.reports.html.surroundings import Surroundings
from pytest_golive.reports.html.words import Said, clean, said

WIDE: Final = 1000  # units of the bar that shows how many rows ended in each way


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that blocks a GO: a fault of the run, a row, or rows with the same trouble.

    Attributes:
        title: of the row, or how many rows there are.
        lines: the rows.
        is_told: whether what each row says stands with it, as they differ.
    """

    title: str
    outcome: str
    message: Said
    cure: Said
    lines: tuple[Line, ...] = ()
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows ended in one way; *x* and *wide* are of its part of the bar."""

    outcome: str
    kind: str
    mark: str
    count: int
    x: float
    wide: float


@dataclass(frozen=True, slots=True)
class Section:
    """Rows below one heading; *tally* says how they ended."""

    title: str
    tally: str
    has_blockers: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page says.

    Attributes:
        look: of the verdict: "good", "bad", or "glass" where somebody broke it.
        glass: who broke the glass, and what is left to do; "" if nobody did.
        unproven: the rows that passed only by it.
    """

    look: str
    word: str
    glass: str
    unproven: tuple[Line, ...]
    tally: str
    facts: tuple[tuple[str, str, str], ...]
    stops: tuple[Stop, ...]
    counts: tuple[Count, ...]
    sections: tuple[Section, ...]
    later: tuple[Section, ...]
    choices: str
    loosened: tuple[str, ...]
    in_force: tuple[str, ...]
    notes: tuple[str, ...]
    around: Surroundings
    total: int


def page_of(verdict: Verdict, around: Surroundings) -> Page:
    """The page about *verdict*."""
    maker = Lines(around, shares(verdict.rows))
    lines = [maker.of(row, number) for number, row in enumerate(verdict.rows)]
    by_id = {row.entry.id: line for row, line in zip(verdict.rows, lines, strict=True)}
    choices = verdict.choices
    look = "good" if verdict.go else "glass" if verdict.is_emergency else "bad"
    return Page(
        look,
        clean(verdict.word),
        glass_of(verdict),
        tuple(line for line in lines if verdict.glass is not None and line.outcome == Outcome.NOT_PROVEN),
        verified_of(verdict),
        tuple(fact for fact in facts_of(verdict, around) if fact[1]),
        tuple(_stops(verdict, by_id)),
        tuple(_counts(verdict)),
        tuple(_sections(verdict.rows, lines)),
        tuple(_sections(verdict.later, [maker.of(row) for row in verdict.later])),
        clean(choices.summary),
        tuple(map(clean, choices.loosened)),
        tuple(clean(text) for text in choices.listed if text not in choices.loosened),
        tuple(map(clean, choices.notes)),
        around,
        len(lines),
    )


def _stops(verdict: Verdict, by_id: dict[str, Line]) -> Iterator[Stop]:
    """In the order of the terminal: faults, rows, those that share a reason, and what the run was asked for."""
    causes, asked_for = by_weight(verdict.faults)
    yield from (Stop("The run", "fault", said(fault), Said("")) for fault in causes)
    for outcome in ORDER:
        for rows in alike(row for row in verdict.blockers if row.outcome is outcome):
            lines = tuple(by_id[row.entry.id] for row in rows)
            title = lines[0].title if len(lines) == 1 else f"{len(lines)} rows"
            yield Stop(title, str(outcome), lines[0].message, lines[0].cure, lines)
    for outcome, words in TOGETHER.items():
        for rows in told_apart([row for row in verdict.blockers if row.outcome is outcome]):
            lines = tuple(by_id[row.entry.id] for row in rows)
            cure = said(cure_of_all(rows, verdict.facts.settings))
            if len(lines) == 1:
                yield Stop(lines[0].title, str(outcome), lines[0].message, cure, lines)
            else:
                yield Stop(f"{len(rows)} rows {words}", str(outcome), Said(""), cure, lines, is_told=True)
    yield from (Stop("The run", "fault", said(fault), Said("")) for fault in asked_for)


def _counts(verdict: Verdict) -> Iterator[Count]:
    """The outcomes that occur, the bad ones first, with their parts of the bar."""
    kinds = ("bad", "excused", "aside", "good")
    order = sorted(Outcome, key=lambda outcome: kinds.index(kind_of(outcome)))
    x = 0.0
    for outcome in order:
        if count := verdict.count(outcome):
            wide = WIDE * count / len(verdict.rows)
            yield Count(str(outcome), kind_of(outcome), MARKS[kind_of(outcome)], count, round(x, 1), round(wide, 1))
            x += wide


def _sections(rows: Sequence[Row], lines: Sequence[Line]) -> Iterator[Section]:
    pairs = zip(rows, lines, strict=True)
    for title, group in groupby(pairs, lambda pair: _heading(pair[0])):
        of_section = list(group)
        outcomes = [row.outcome for row, _ in of_section]
        tally = tally_of(outcomes).partition(";")[0]
        has_blockers = any(outcome.blocks for outcome in outcomes)
        yield Section(clean(title, 300), tally, has_blockers, tuple(line for _, line in of_section))


def _heading(row: Row) -> str:
    """The headings of the document as they are, or the section in words."""
    return row.entry.section if row.entry.place else row.entry.section.replace("_", " ").capitalize()
