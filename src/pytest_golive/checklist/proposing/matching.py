"""Which gate a row of a document may mean, and how sure that is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pytest_golive.checklist.proposing.words import terms
from pytest_golive.checklist.reading.rows import Row

OF_SECTION, OF_HEADINGS = 0.5, 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a row can be bound to: "section::gate", "section:NAME" or "phase:NAME", and the words that speak of it."""

    bond: str
    title: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A binding that is proposed: what, and how sure, from 0 to 1; "" where nothing fits."""

    bond: str
    confidence: float
    why: str = ""


class Matcher:
    """Compares rows with candidates by the words that are rare among the candidates."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._words: Mapping[str, dict[str, float]] = {one.bond: _weighted(one) for one in candidates}
        counted = Counter(word for words in self._words.values() for word in words)
        self._rarity = {word: math.log(1 + len(candidates) / count) for word, count in counted.items()}

    def propose(self, row: Row) -> Proposal:
        """The best candidate for *row*: sure where all its words are the candidate's, and no other comes near."""
        own = dict.fromkeys(terms(row.text), 1.0)
        below = terms(" ".join(row.headings[-2:]))
        scores = {bond: self._score(own, below, words) for bond, words in self._words.items()}
        ranked = sorted(scores, key=lambda bond: (-scores[bond], bond))
        if not ranked or scores[ranked[0]] <= 0:
            return Proposal("", 0.0)
        best, second = scores[ranked[0]], scores[ranked[1]] if len(ranked) > 1 else 0.0
        confidence = best * (1 - (second / best) ** 2 * 0.7)
        shared = ", ".join(sorted(own.keys() & self._words[ranked[0]].keys()))
        return Proposal(ranked[0], round(confidence, 2), f"both speak of {shared}" if shared else "")

    def _score(self, own: Mapping[str, float], below: frozenset[str], words: Mapping[str, float]) -> float:
        """Cosine of the two, the words of the headings aside; those only raise what the row's own words say."""
        rarest = max(self._rarity.values(), default=1.0)

        def weight(word: str) -> float:
            return self._rarity.get(word, rarest)

        shared = sum(own[word] * words[word] * weight(word) ** 2 for word in own.keys() & words.keys())
        size = math.sqrt(sum((value * weight(word)) ** 2 for word, value in own.items()))
        size *= math.sqrt(sum((value * weight(word)) ** 2 for word, value in words.items() if value == 1.0))
        cosine = shared / size if size else 0.0
        helped = any(word in words for word in below)
        return min(cosine * (1.15 if helped else 1.0), 1.0)


def _weighted(candidate: Candidate) -> dict[str, float]:
    name = candidate.bond.partition("::")[2]
    words = dict.fromkeys(terms(candidate.section), OF_SECTION)
    return {**words, **dict.fromkeys(terms(f"{candidate.title} {name}"), 1.0)}
