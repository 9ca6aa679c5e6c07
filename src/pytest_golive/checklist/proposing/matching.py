"""Guess which gate a row of a document means, with a confidence and the reason."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pytest_golive.checklist.binding.phases import phase_of
from pytest_golive.checklist.proposing.comparing import Candidate, Known, Seen
from pytest_golive.checklist.proposing.evidence import (
    NUMBER_HELPS,
    SECTION_HELPS,
    UNSURE,
    differing,
    helped,
    is_opposite,
    same_limit,
    timely_in,
)
from pytest_golive.checklist.proposing.guessing import (
    NOTHING,
    ONE_WORD,
    Guess,
    Proposal,
    beside_people,
    both,
    read_as,
)
from pytest_golive.checklist.proposing.language.words import is_french, of_people
from pytest_golive.checklist.proposing.phrases import Phrases
from pytest_golive.checklist.reading.rows import Row

# What lowers the confidence: a word of the gate's explanation, an unknown word, a foreign word right beside a matching
# one (it changes what that means, as in "press coverage"), a word of other gates, a word for what people do. If a
# single word matches, the others count more.
TOPIC, UNKNOWN, BESIDE, OTHERS, PEOPLE = 0.03, 0.11, 0.3, 0.17, 0.45
WEIGHT_OF_OTHERS = {1: 2.5, 2: 1.0, 3: 0.75, 4: 0.6}
MANY_WORDS = 0.5
NEARLY_ALL = 0.9  # a limit confirms only a phrase of which hardly a word is missing
SAME_WORDS = 0.85
FAR = 0.35  # the weight of a foreign word in another clause: "Billing: all tests pass"
NEAR = 0.92  # a second candidate with this share of the best confidence is as good
AMBIGUOUS = 0.75
LEAST = 0.3
SAME_LIMIT = "the same limit"


class Matcher:
    """Compares rows with the phrases of all candidates; words that few candidates share weigh more."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._known = [Known(one) for one in candidates]
        counted = Counter(word for one in self._known for word in one.words)
        self._rarity = {word: math.log(1 + len(candidates) / count) for word, count in counted.items()}
        self._phrases = Phrases([one.phrases for one in self._known], self._rarity)
        self._names: dict[str, list[tuple[int, int]]] = {}  # by each word of the part of a name with fewest words
        for number, one in enumerate(self._known):
            for place, name in enumerate(one.reader.names):
                for word in min(name.slots, key=len):
                    self._names.setdefault(word, []).append((number, place))

    def propose(self, row: Row, phase: str = "") -> Proposal:
        """The best candidate for *row*.

        Args:
            row: a row of the document.
            phase: the phase that its heading gives; if "", `phases.phase_of` finds it.
        """
        seen = Seen(row, phase or phase_of(row.headings))
        found = [one for one in self._guesses(seen) if one.proposal.confidence >= LEAST]
        found.sort(key=lambda one: (-one.proposal.confidence, -len(one.words), one.proposal.bond))
        if not found:
            return NOTHING
        best = found[0]
        if two := both(seen, found):
            return two
        others = (one for one in found[1:] if _gate(one.proposal) != _gate(best.proposal))
        near = best.proposal.confidence * NEAR
        close = (one for one in others if one.proposal.confidence > near and not one.words < best.words)
        rivals = (one for one in close if not _has_limit(best) or _has_limit(one))  # a limit decides among equals
        if rival := next(rivals, None):
            why = f"{best.proposal.why}; {rival.proposal.bond} is as close"
            return Proposal(best.proposal.bond, round(best.proposal.confidence * AMBIGUOUS, 2), why)
        return beside_people(seen, best)

    def _guesses(self, seen: Seen) -> Iterator[Guess]:
        """What the row has to do with each candidate that shares a word with it."""
        phrases = self._phrases.best(seen)
        named: dict[int, set[int]] = {}
        for word in seen.inside.union(*(part.words for part in seen.parts)):
            for number, place in self._names.get(word, ()):
                named.setdefault(number, set()).add(place)
        for number in sorted(phrases.keys() | named.keys()):
            one = self._known[number]
            said = self._of(seen, one, *phrases[number]) if number in phrases else Guess(NOTHING, frozenset())
            reading = one.reader.read(seen.parts, seen.inside, sorted(named[number])) if number in named else None
            read = read_as(seen, one, reading) if reading else Guess(NOTHING, frozenset())
            yield read if read.proposal.confidence >= said.proposal.confidence else replace(said, reading=reading)

    def _of(self, seen: Seen, one: Known, fits: float, phrase: frozenset[str], text: str) -> Guess:
        """How well the *phrase* of *one* fits, of which the row says the share *fits*."""
        weight = WEIGHT_OF_OTHERS.get(len(phrase), MANY_WORDS)
        beside = frozenset().union(*(seen.neighbours.get(word, frozenset()) for word in phrase))
        strange = frozenset(word for word in beside & seen.words if self._is_strange(word, one))
        confidence = fits**1.5 / (1 + weight * self._alien(seen, one, strange))
        why = []
        if seen.below & one.of_section and not strange:
            confidence = helped(confidence, SECTION_HELPS)
            why.append(f"under a heading of {one.candidate.section}")
        if same_limit(seen, one) and fits >= NEARLY_ALL:
            confidence = helped(confidence, NUMBER_HELPS)
            why.append(SAME_LIMIT)
        timely = timely_in(seen.phase, one.candidate.phases)
        if seen.is_one_word:
            confidence *= ONE_WORD
        if phrase == seen.words and seen.phase != "rollback":  # there everything is done anew
            timely = max(timely, SAME_WORDS)
        confidence *= timely
        if round(confidence, 2) < LEAST:
            return Guess(NOTHING, phrase)
        if foreign := one.reader.amid(seen.parts, phrase) - one.topic:
            confidence = min(confidence, UNSURE)
            why.append(f"foreign: {seen.written(foreign)}")
        rest = one.reader.rest(seen.parts, phrase)
        bare = len(phrase) == 1 and one.candidate.sense is not None  # "README exists": its sense says what is a claim
        if len(phrase) == 1 and (bare or rest or not seen.says(text)):  # "limits" is only a synonym of "throttling"
            confidence = min(confidence, UNSURE)
        if is_opposite(seen, one):
            confidence = min(confidence, UNSURE)
        said = one.candidate.said[0] if is_french(text) and not is_french(seen.text) else text
        why = [f"{seen.spelled(phrase)} as in {said!r}", *why, *differing(seen, one)]
        proposal = Proposal(one.candidate.bond, round(confidence, 2), ", ".join(why))
        return Guess(proposal, phrase, rest)

    def _is_strange(self, word: str, one: Known) -> bool:
        """Whether the gate does not have *word*, and it is none of what people do."""
        return word not in one.words | one.topic | of_people()

    def _alien(self, seen: Seen, one: Known, strange: frozenset[str]) -> float:
        """How much of the row is about something else; *strange* words stand right beside the matching ones."""
        costs = []
        near, far = seen.parted(one.words)
        for word in (near | far) - one.words:
            if word in of_people():
                costs.append(PEOPLE)
            elif word in one.topic:
                costs.append(TOPIC)
            else:
                most = BESIDE if word in strange else OTHERS if word in self._rarity else UNKNOWN
                costs.append(most if word in near else most * FAR)
        return math.fsum(costs)


def _has_limit(one: Guess) -> bool:
    return SAME_LIMIT in one.proposal.why


def _gate(one: Proposal) -> str:
    return one.bond.partition(" ")[0]
