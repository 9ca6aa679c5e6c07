"""Whether a row is about what a gate judges, word by word: its name, what is claimed of it, and nothing foreign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pytest_golive.checklist.proposing.language.claims import BAD, DENIED, NOTHING, OF_NOBODY, claimed
from pytest_golive.checklist.proposing.language.parts import Part
from pytest_golive.checklist.proposing.language.vocabulary import PEOPLE as PEOPLE_WORDS
from pytest_golive.checklist.proposing.language.words import meant, plain, stems, tokens

SURE, UNMISTAKABLE, NAMED = 0.92, 0.76, 0.7  # a name with a claim; a name that means nothing else; any other name
FOREIGN, PEOPLE = 0.35, 0.6  # what a foreign word beside the name costs, and a word for what people do
BEFORE, ASIDE = 0.08, 0.1  # a foreign word in a clause before it ("Billing: ..."), and in parentheses
OF_PEOPLE = stems(PEOPLE_WORDS)
CELL = 3  # another cell with as many foreign words says something; owners, states and dates have fewer


@dataclass(frozen=True, slots=True)
class Sense:
    """How people speak of what a gate judges.

    Attributes:
        names: what it is called, one name a line, in words that must all be there; "a|b" is either, "!" at the end
            marks a name that nobody uses for anything else.
        states: what is said of it if it holds, "@pass", "@nil", "@true" and "@work" for the usual words, "@denied" for
            words such as "failing" that are denied.
        goes: words that go with it and change nothing.
    """

    names: str
    states: str
    goes: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of what a gate judges: of each slot, the row has one of the words."""

    slots: tuple[frozenset[str], ...]
    is_unmistakable: bool

    def is_in(self, words: frozenset[str], around: frozenset[str]) -> bool:
        """Whether *words* have it, at least in part, and the words *around* them the rest."""
        whole = not any(slot.isdisjoint(words) and slot.isdisjoint(around) for slot in self.slots)
        return whole and not all(slot.isdisjoint(words) for slot in self.slots)

    def where(self, parts: Sequence[Part], mine: Sequence[int], stated: Sequence[int]) -> list[int]:
        """Of the parts *mine* the one with all of it, best if it is one of *stated*; or each with some of it."""
        whole = [n for n in mine if not any(slot.isdisjoint(parts[n].words) for slot in self.slots)]
        if whole:
            return [next((n for n in whole if n in stated), whole[0])]
        return [n for n in mine if any(slot.intersection(parts[n].words) for slot in self.slots)]


@dataclass(frozen=True, slots=True)
class Reading:
    """A row, read as a gate's.

    Attributes:
        confidence: from 0 to 1.
        name: the words that name the gate.
        own: the words that are the gate's, as `words.meant` gives them.
        said: these and nobody's, as `words.tokens` gives them.
        foreign: all others.
        rest: those of them that stand behind what the gate judges: people judge that.
        where: the numbers of the parts that hold the name.
        is_claimed: whether something is said of it.
        is_unmistakable: whether nobody uses the name for anything else.
    """

    confidence: float
    name: frozenset[str]
    own: frozenset[str]
    said: frozenset[str]
    foreign: frozenset[str]
    rest: frozenset[str]
    where: frozenset[int]
    is_claimed: bool
    is_unmistakable: bool


class Reader:
    """Reads rows as one gate's."""

    def __init__(self, sense: Sense, said: Sequence[str]) -> None:
        self.names = [_name(line) for line in sense.names.splitlines() if line]
        self.states = claimed(sense.states)
        self.is_denied = DENIED in sense.states
        phrases = frozenset(tokens(plain(" ".join(said))))
        named = frozenset().union(*(slot for name in self.names for slot in name.slots))
        self.explained = self.states | stems(sense.goes) | named | phrases | OF_NOBODY
        self.explained |= NOTHING if self.is_denied else frozenset()

    def read(self, parts: Sequence[Part], around: frozenset[str], names: Iterable[int]) -> Reading | None:
        """The row of *parts*, nested in an item with the words *around*; None if it has none of *names*, by number."""
        foreign: list[frozenset[str]] = []
        found = []
        for cell in dict.fromkeys(part.cell for part in parts):
            words = frozenset(word for part in parts if part.cell == cell for word in part.words)
            for name in (self.names[number] for number in names):
                if name.is_in(words, around):
                    foreign = foreign or [frozenset(part.words) - self.explained for part in parts]
                    found.append(self._as(parts, foreign, cell, name))
        return max(found, key=lambda one: (one.confidence, len(one.name), sorted(one.name)), default=None)

    def _as(self, parts: Sequence[Part], foreign: Sequence[frozenset[str]], cell: int, name: Name) -> Reading:
        """The row as one in which *cell* has the *name*."""
        mine = [number for number, part in enumerate(parts) if part.cell == cell]
        words = frozenset(word for n in mine for word in parts[n].words)
        called = frozenset(word for slot in name.slots for word in slot & words)
        # A name of several words may be the claim: "version is live".
        claims = self.states if len(called) > 1 else self.states - called
        stated = [n for n in mine if claims.intersection(parts[n].words) or self._denies(parts[n])]
        where = name.where(parts, mine, stated)
        first, last = _reach(parts, where, stated)
        behind = (n for n in mine if parts[n].clause > parts[last].clause and not parts[n].is_aside)
        costs = sum(_cost(parts[n], strange, cell, n - first, n - last) for n, strange in enumerate(foreign))
        base = SURE if stated else UNMISTAKABLE if name.is_unmistakable else NAMED
        return Reading(
            confidence=base / (1 + costs),
            name=called,
            own=frozenset(map(meant, words & self.explained - OF_NOBODY)),
            said=words & self.explained,
            foreign=frozenset().union(*(foreign[n] for n in mine)),
            rest=frozenset().union(*(foreign[n] for n in behind)),
            where=frozenset(where),
            is_claimed=bool(stated),
            is_unmistakable=name.is_unmistakable,
        )

    def _denies(self, part: Part) -> bool:
        """Whether *part* says that nothing bad is there."""
        return self.is_denied and not (NOTHING.isdisjoint(part.words) or BAD.isdisjoint(part.words))

    def amid(self, parts: Sequence[Part], words: frozenset[str]) -> frozenset[str]:
        """The foreign words in and between the parts with any of *words*, which `words.meant` gave."""
        held = [number for number, part in enumerate(parts) if words.intersection(map(meant, part.words))]
        if not held:
            return frozenset()
        first, last = _reach(parts, held, held)
        among = (part for part in parts[first : last + 1] if part.cell == parts[last].cell and not part.is_aside)
        found = frozenset(word for part in among for word in part.words) - self.explained
        return frozenset(word for word in found if "-" not in word and meant(word) not in words)

    def rest(self, parts: Sequence[Part], words: frozenset[str]) -> frozenset[str]:
        """The foreign words behind the last part with any of *words*, which `words.meant` gave, in its cell."""
        held = [part for part in parts if words.intersection(map(meant, part.words))]
        behind = (part for part in parts if held and part.cell == held[-1].cell and part.clause > held[-1].clause)
        return frozenset(word for part in behind if not part.is_aside for word in part.words) - self.explained


def _name(line: str) -> Name:
    slots = tuple(stems(slot.replace("|", " ")) for slot in line.rstrip("!").split())
    return Name(slots, line.endswith("!"))


def _reach(parts: Sequence[Part], where: Sequence[int], stated: Sequence[int]) -> tuple[int, int]:
    """The first and the last part of what names the gate and claims it, and of the list in which it stands."""
    first, last = where[0], where[-1]
    if stated and not any(first <= number <= last for number in stated):
        nearest = min(stated, key=lambda number: (number < first, abs(number - first)))
        first, last = min(first, nearest), max(last, nearest)
    while parts[first].is_joined:  # a list: "Search, price and basket endpoints"
        first -= 1
    while (
        last + 1 < len(parts)
        and parts[last + 1].clause <= parts[last].clause
        and parts[last + 1].cell == parts[last].cell
    ):
        last += 1
    return first, last


def _cost(part: Part, strange: frozenset[str], cell: int, from_first: int, from_last: int) -> float:
    """What the *strange* words of *part* take from the certainty; those behind the last part are another matter."""
    people = strange & OF_PEOPLE
    if part.cell != cell:
        return FOREIGN * (len(strange) - CELL + 1) if len(strange) >= CELL else 0.0
    if part.is_aside and from_first != 0:
        return ASIDE * len(strange)
    if from_first >= 0 >= from_last:
        return FOREIGN * len(strange - people) + PEOPLE * len(people)
    return BEFORE * len(strange - people) + PEOPLE * len(people) if from_first < 0 else 0.0
