"""A candidate and a row, prepared for comparison: their words, their limits, and where they occur."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pytest_golive.checklist.binding.numbers import Quantity, quantities
from pytest_golive.checklist.proposing.language.parts import Part, parts_of
from pytest_golive.checklist.proposing.language.sensing import Reader, Sense
from pytest_golive.checklist.proposing.language.words import neighbours, of_people, plain, spelled, terms, tokens
from pytest_golive.checklist.reading.rows import Kind, Row

A_DIGIT = re.compile(r"\d")
A_WORD = re.compile(r"[\w']+")
CLAUSE = re.compile(r"[:;.?!](?= )|[()]| [-\u2013\u2014] ")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a row can be bound to.

    Attributes:
        bond: "section::gate", "section:NAME" or "phase:NAME"; "section::gate sign" if people judge the rest.
        said: phrases that describe it, its title first.
        section: the section of the checklist that it belongs to.
        phases: the phases in which it is due.
        about: what it measures, in prose; these words hardly lower the confidence.
        sense: how people speak of it.
        limits: the limits that the settings set, with the words by which a row means them (none for the main ones);
            if none are known, those in its title and phrases count.
    """

    bond: str
    said: tuple[str, ...]
    section: str = ""
    phases: tuple[str, ...] = ()
    about: str = ""
    sense: Sense | None = None
    limits: tuple[tuple[Quantity, tuple[str, ...]], ...] = ()


class Known:
    """A candidate with the words of its phrases."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        read = ((limits_and_terms(text), text) for text in candidate.said)
        self.phrases = [(words, text) for words, text in read if words]
        self.words = frozenset().union(*(words for words, _ in self.phrases))
        self.topic = terms(candidate.about)
        self.of_section = terms(candidate.section)
        in_force = [limit for limit, _ in candidate.limits]
        said = [number for text in candidate.said for number in quantities(text) if number.is_limit]
        self.limits = [number for number in quantities(candidate.said[0]) if number.is_limit]
        self.numbers = [one for one in said if all(one.base[1] != set_.base[1] for set_ in in_force)]
        self._in_force = candidate.limits
        self.reader = Reader(candidate.sense or Sense("", "@pass @nil @true @work"), candidate.said)

    def limits_for(self, text: str) -> list[Quantity]:
        """The limits in force that a row can mean, by its *text*."""
        said = text.casefold()
        named = [limit for limit, words in self._in_force if any(word in said for word in words)]
        return named or [limit for limit, words in self._in_force if not words]


class Seen:
    """A row, prepared for comparison."""

    def __init__(self, row: Row, phase: str) -> None:
        cells = row.text.split(" | ") if row.kind is Kind.TABLE_ROW else [row.text]
        self.phase = phase
        self._clauses = [[limits_and_terms(part) for part in CLAUSE.split(cell)] for cell in cells]
        self.words = frozenset().union(*(words for cell in self._clauses for words in cell))
        self.parts: list[Part] = parts_of(row)
        self.inside = frozenset(word for text in row.within[-2:] for word in tokens(plain(text)))
        self.around = frozenset().union(*map(terms, row.within))
        self.below = terms(row.headings[-1]) if row.headings else frozenset[str]()
        self.is_group = row.is_group
        self.is_one_word = len(row.text.split()) == 1 and (row.is_group or not row.within)
        self.text = row.text

    def spelled(self, words: frozenset[str]) -> str:
        """The words of the row that mean *words*."""
        return ", ".join(word for root, word in self._spelled.items() if root in words) or "what it limits"

    def says(self, text: str) -> bool:
        """Whether a word of *text* is in the row itself, and not only a synonym."""
        return any(not made.isdisjoint(tokens(plain(text))) for made in self._written.values())

    def written(self, found: frozenset[str]) -> str:
        """How the row writes the words *found*, which `words.tokens` gave."""
        return ", ".join(word for word, made in self._written.items() if found & made) or "what it limits"

    @cached_property
    def _spelled(self) -> dict[str, str]:
        return spelled(self.text)

    @cached_property
    def _written(self) -> dict[str, frozenset[str]]:
        return {word: frozenset(tokens(word)) for word in A_WORD.findall(plain(self.text))}

    @cached_property
    def neighbours(self) -> dict[str, frozenset[str]]:
        """The words right beside each word."""
        return neighbours(self.text)

    @cached_property
    def numbers(self) -> list[Quantity]:
        """The numbers in its words."""
        return quantities(self.text)

    def parted(self, words: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The words of the clauses with any of *words*, and those of the other clauses in the same cell.

        Of other cells (owner, state) only the words for people count.
        """
        near, far = set[str](), set[str]()
        for cell in self._clauses:
            is_meant = any(clause & words for clause in cell)
            for clause in cell:
                (near if clause & words else far).update(clause if is_meant else clause & of_people())
        return frozenset(near), frozenset(far - near)


def limits_and_terms(text: str) -> frozenset[str]:
    """The words of *text*, and what it limits: "files under 200 LOC" is about a limit of lines."""
    if not A_DIGIT.search(text):
        return terms(text)
    return terms(text) | {f"limit of {number.unit}" for number in quantities(text) if number.is_limit and number.unit}
