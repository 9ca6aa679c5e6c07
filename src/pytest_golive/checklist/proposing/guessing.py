"""A candidate's claim to a row: alone, together with another, or beside people who judge the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from pytest_golive.checklist.proposing.comparing import Known, Seen
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
from pytest_golive.checklist.proposing.language.sensing import SURE, Reading

ONE_WORD = 0.75  # "Vulnerabilities" alone may mean anything
PLAINLY = 0.95  # a row that says nothing else may stand under a heading of a later phase
SIGN = " sign"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed binding with its confidence, from 0 to 1, and the reason; "" if nothing fits."""

    bond: str
    confidence: float
    why: str = ""


NOTHING = Proposal("", 0.0)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a row has to do with one candidate: the words that fit, and the foreign ones behind them."""

    proposal: Proposal
    words: frozenset[str]
    rest: frozenset[str] = frozenset()
    reading: Reading | None = None


def read_as(seen: Seen, one: Known, reading: Reading) -> Guess:
    """*reading* of the row as that of *one*, with what its heading, its limits and its phase add."""
    confidence = reading.confidence
    beside = reading.foreign - reading.rest
    why = [f"{seen.written(reading.name)} names it"]
    why += [f"foreign: {seen.written(beside)}"] if beside else []
    if seen.below & one.of_section and not beside:
        confidence = helped(confidence, SECTION_HELPS)
        why.append(f"under a heading of {one.candidate.section}")
    if same_limit(seen, one) and not beside:
        confidence = helped(confidence, NUMBER_HELPS)
        why.append("the same limit")
    why += differing(seen, one)
    if is_opposite(seen, one):
        confidence = min(confidence, UNSURE)
    if seen.is_group or (seen.is_one_word and not reading.is_unmistakable):
        confidence *= ONE_WORD
    timely = timely_in(seen.phase, one.candidate.phases)
    if reading.is_claimed and not beside and seen.phase in {"deploy", "smoke"}:
        timely = max(timely, PLAINLY)
    proposal = Proposal(one.candidate.bond, round(confidence * timely, 2), ", ".join(why))
    return Guess(proposal, reading.own, reading.rest, reading)


def both(seen: Seen, found: Sequence[Guess]) -> Proposal | None:
    """Two gates that only together explain each word of a cell: "README and changelog are current"."""
    gates = [one for one in found if "::" in one.proposal.bond and SIGN not in one.proposal.bond and one.reading]
    for one, other in combinations(gates, 2):
        if one.reading and other.reading and _complete(seen, one.reading, other.reading):
            first, second = sorted((one, other), key=lambda it: min(it.reading.where) if it.reading else 0)
            why = f"{first.proposal.why}; {second.proposal.why}; together they explain each word"
            return Proposal(f"{first.proposal.bond}, {second.proposal.bond}", SURE, why)
    return None


def _complete(seen: Seen, one: Reading, other: Reading) -> bool:
    """Whether each has a name of its own, and explains what is foreign to the other.

    Both names stand in one cell: "Release manager" in the next one is who does it, and names nothing.
    """
    cells = {seen.parts[number].cell for number in one.where | other.where}
    if one.where & other.where or one.foreign & other.foreign or len(cells) > 1:
        return False
    return bool(one.foreign and other.foreign) and (one.is_claimed or other.is_claimed)


def beside_people(seen: Seen, best: Guess) -> Proposal:
    """*best*, with people beside the gate if the row goes on with what the gate does not judge."""
    proposal = best.proposal
    if not best.rest or "::" not in proposal.bond or SIGN in proposal.bond:
        return proposal
    why = f"{proposal.why}; people judge the rest: {seen.written(best.rest)}"
    return replace(proposal, bond=proposal.bond + SIGN, why=why)
