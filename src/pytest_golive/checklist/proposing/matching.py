"""Which gate a row of a document may mean, how sure that is, and why."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pytest_golive.checklist.binding.numbers import Quantity, quantities
from pytest_golive.checklist.binding.phases import phase_of
from pytest_golive.checklist.proposing.words import of_people, spelled, terms
from pytest_golive.checklist.reading.rows import Kind, Row

# What takes from the certainty: a word that nobody knows, one of other gates, one of what people do.
UNKNOWN, OTHERS, PEOPLE = 0.07, 0.2, 0.45
# And a gate that is due before the row: it says little of the day after, unless the row puts it in the same words.
TOO_EARLY = {"deploy": 0.85, "smoke": 0.85, "post_deploy": 0.65, "rollback": 0.5}
SAME_WORDS = 0.85
SECTION_HELPS, NUMBER_HELPS = 0.75, 0.6  # what is left of the doubt
NEAR = 0.92  # a second one that is as sure as that is as good
AMBIGUOUS = 0.75
LEAST = 0.3
ORDER = ("pre_deploy", "deploy", "smoke", "post_deploy", "rollback")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a row can be bound to.

    Attributes:
        bond: "section::gate", "section:NAME" or "phase:NAME".
        said: how it is put: its title first.
        section: the part of the checklist that it belongs to.
        phases: when it is due.
    """

    bond: str
    said: tuple[str, ...]
    section: str = ""
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A binding that is proposed: what, how sure, from 0 to 1, and why; "" where nothing fits."""

    bond: str
    confidence: float
    why: str = ""


NOTHING = Proposal("", 0.0)


class Matcher:
    """Compares rows with the phrases of all candidates; words that few candidates have weigh more."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._known = [_Known(one) for one in candidates]
        counted = Counter(word for one in self._known for word in one.words)
        self._rarity = {word: math.log(1 + len(candidates) / count) for word, count in counted.items()}

    def propose(self, row: Row, phase: str = "") -> Proposal:
        """The best candidate for *row*.

        Args:
            row: of the document.
            phase: when its heading says it is due; found by `phases.phase_of` if "".
        """
        seen = _Seen(row, phase or phase_of(row.headings))
        found = [one for known in self._known if (one := self._of(seen, known))[0].confidence >= LEAST]
        found.sort(key=lambda one: (-one[0].confidence, -len(one[1]), one[0].bond))
        if not found:
            return NOTHING
        best, words = found[0]
        rivals = (one for one, said in found[1:] if one.confidence > best.confidence * NEAR and not said < words)
        if rival := next(rivals, None):
            why = f"{best.why}; {rival.bond} is as near"
            return Proposal(best.bond, round(best.confidence * AMBIGUOUS, 2), why)
        return best

    def _of(self, seen: _Seen, one: _Known) -> tuple[Proposal, frozenset[str]]:
        """How well *one* fits, and the words of the phrase that fits best."""
        if not seen.words & one.words:
            return NOTHING, frozenset()
        fits, phrase, text = max(
            ((self._share(seen, words), words, text) for words, text in one.phrases), default=_NONE
        )
        if not fits:
            return NOTHING, phrase
        confidence = fits**1.5 / (1 + self._alien(seen, one))
        why = [f"{seen.spelled(phrase)} as in {text!r}"]
        if seen.below & one.of_section:
            confidence = _helped(confidence, SECTION_HELPS)
            why.append(f"under a heading of {one.candidate.section}")
        if any(said.is_limit and _same_limit(said, limit) for said in seen.numbers for limit in one.numbers):
            confidence = _helped(confidence, NUMBER_HELPS)
            why.append("the same limit")
        timely = _timely(seen.phase, one.candidate.phases)
        differing = [
            f"it says {said}, the gate {limit}" for said in seen.numbers for limit in one.limits if _differ(said, limit)
        ]
        why += differing
        confidence *= max(timely, SAME_WORDS) if phrase == seen.words else timely
        return Proposal(one.candidate.bond, round(confidence, 2), ", ".join(why)), phrase

    def _share(self, seen: _Seen, words: frozenset[str]) -> float:
        """How much of a phrase is in the row; what only the heading says counts half."""
        whole = sum(self._rarity[word] for word in words)
        own = sum(self._rarity[word] for word in words & seen.words)
        lent = sum(self._rarity[word] for word in (words & seen.below) - seen.words)
        return (own + lent / 2) / whole if own and whole else 0.0

    def _alien(self, seen: _Seen, one: _Known) -> float:
        """How much the row speaks of something else."""
        cost = 0.0
        for word in seen.spoken_in(one.words) - one.words:
            if word in of_people():
                cost += PEOPLE
            else:
                cost += OTHERS if word in self._rarity else UNKNOWN
        return cost


class _Known:
    """A candidate with the words of its phrases."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        read = ((_terms(text), text) for text in candidate.said)
        self.phrases = [(words, text) for words, text in read if words]
        self.words = frozenset().union(*(words for words, _ in self.phrases))
        self.of_section = terms(candidate.section)
        self.limits = [number for number in quantities(candidate.said[0]) if number.is_limit]
        self.numbers = [number for text in candidate.said for number in quantities(text) if number.is_limit]


class _Seen:
    """A row as it is compared."""

    def __init__(self, row: Row, phase: str) -> None:
        cells = row.text.split(" | ") if row.kind is Kind.TABLE_ROW else [row.text]
        self.phase = phase
        self._cells = [_terms(cell) for cell in cells]
        self.words = frozenset().union(*self._cells)
        self.below = terms(row.headings[-1]) if row.headings else frozenset[str]()
        self._text = row.text

    def spelled(self, words: frozenset[str]) -> str:
        """The words of the row that mean *words*."""
        return ", ".join(word for root, word in spelled(self._text).items() if root in words) or "what it limits"

    @cached_property
    def numbers(self) -> list[Quantity]:
        """Those of its words."""
        return quantities(self._text)

    def spoken_in(self, words: frozenset[str]) -> frozenset[str]:
        """The words of cells that have any of *words*; of the others, which name owner and state, those of people."""
        return frozenset().union(*(cell if cell & words else cell & of_people() for cell in self._cells))


def _terms(text: str) -> frozenset[str]:
    """Its words, and what it limits: "files under 200 LOC" speaks of a limit of lines."""
    return terms(text) | {f"limit of {number.unit}" for number in quantities(text) if number.is_limit and number.unit}


_NONE: tuple[float, frozenset[str], str] = (0.0, frozenset(), "")


def _helped(confidence: float, left: float) -> float:
    return 1 - (1 - confidence) * left


def _same_limit(one: Quantity, other: Quantity) -> bool:
    return (one.comparison[:1], *one.base) == (other.comparison[:1], *other.base)


def _differ(said: Quantity, limit: Quantity) -> bool:
    return (
        said.is_limit
        and said.base[1] == limit.base[1]
        and (said.comparison, said.base) != (limit.comparison, limit.base)
    )


def _timely(phase: str, phases: Sequence[str]) -> float:
    if not phases or phase not in ORDER or any(ORDER.index(one) >= ORDER.index(phase) for one in phases):
        return 1.0
    return TOO_EARLY[phase]
