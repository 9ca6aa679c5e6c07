"""What was measured, in two runs of one row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.errors import GoliveError
from pytest_golive.judging.evidence import Evidence, is_finite
from pytest_golive.signing.record import RecordedRow

LESS_IS_BETTER: Final = {"<=": True, "<": True, ">=": False, ">": False}
NOTHING: Final = "an empty value"
PARTS: Final = re.compile(r"[,;:] ")
WORDS: Final = 3  # more of them, or parts, hide a "to" between two texts
MOST: Final = 10  # findings that one row tells by name
KINDS: Final = ("found", "known", "waived")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value or a limit that differs.

    Attributes:
        name: what was measured, or "limit of" it.
        before, after: in words; "" where it was not measured.
        sense: "better" or "worse", if the limit says what is better; otherwise "".
    """

    name: str
    before: str
    after: str
    sense: str = ""

    @property
    def words(self) -> str:
        """Such as "line coverage: 80 % to 83 % (better)"."""
        if not self.after:
            return f"{self.name}: {self.before} before, not measured any more"
        if not self.before:
            return f"{self.name}: {self.after}, not measured before"
        if any(PARTS.search(text) or len(text.split()) > WORDS for text in (self.before, self.after)):
            return f'{self.name}: was "{self.before}", is now "{self.after}"'
        return f"{self.name}: {self.before} to {self.after}{f' ({self.sense})' if self.sense else ''}"


def figures(old: RecordedRow, new: RecordedRow) -> Iterator[Figure]:
    """The values and limits that differ."""
    before, after = (_by_name(row.evidence) for row in (old, new))
    for name, then in before.items():
        now = after.get(name)
        if now is None:
            yield Figure(name, then.measured or NOTHING, "")
            continue
        if then.value != now.value:
            yield Figure(name, then.measured or NOTHING, now.measured or NOTHING, _sense(then, now))
        if (then.operator, then.limit) != (now.operator, now.limit):
            yield Figure(f"limit of {name}", then.allowed or "none", now.allowed or "none")
    yield from (Figure(name, "", now.measured or NOTHING) for name, now in after.items() if name not in before)


def _by_name(evidence: Sequence[Mapping[str, Any]]) -> dict[str, Evidence]:
    """The pieces of evidence by name; of those with the same name each is numbered."""
    found: dict[str, Evidence] = {}
    for one in evidence:
        read = _read(one)
        name, number = read.name, 2
        while name in found:
            name, number = f"{read.name} ({number})", number + 1
        found[name] = read
    return found


def _read(one: Mapping[str, Any]) -> Evidence:
    """A piece of evidence without its findings.

    Raises:
        GoliveError: it is not as any version of ours writes it; the schema of a record leaves that open.
    """
    try:
        return Evidence.from_dict({key: value for key, value in one.items() if key not in {*KINDS, "lesser"}})
    except TypeError as error:
        what = f"a record holds a piece of evidence that is not understood: {error}"
        raise GoliveError(what, "write both with the same version of pytest-golive") from None


def _sense(then: Evidence, now: Evidence) -> str:
    """Whether a figure got better, if its limit says what is better."""
    less = LESS_IS_BETTER.get(now.operator)
    if less is None or now.operator != then.operator or not (is_finite(then.value) and is_finite(now.value)):
        return ""
    return "better" if (float(now.value) < float(then.value)) is less else "worse"


def findings(old: RecordedRow, new: RecordedRow) -> Iterator[str]:
    """Findings that came and went; where a record does not hold all of a kind, only how many there are."""
    for kind in KINDS:
        before, after = _counted(old.evidence, kind), _counted(new.evidence, kind)
        lists = [_told(row.evidence, kind) for row in (old, new)]
        is_whole = before == len(lists[0]) and after == len(lists[1])
        word = {"found": "finding", "known": "known finding", "waived": "waived finding"}[kind]
        if not is_whole and before != after:
            yield f"{word}s: {before:,} to {after:,}; the records do not hold all of them"
        elif is_whole:
            yield from _came_and_went(lists[0], lists[1], word)


def _came_and_went(before: list[str], after: list[str], word: str) -> Iterator[str]:
    for sign, some, others in (("new", after, before), ("gone", before, after)):
        changed = [text for text in dict.fromkeys(some) if text not in others]
        yield from (f"{sign} {word}: {text}" for text in changed[:MOST])
        if len(changed) > MOST:
            yield f"and {len(changed) - MOST:,} more {sign} {word}s"


def _counted(evidence: Sequence[Mapping[str, Any]], kind: str) -> int:
    return sum(int(one.get(f"{kind}_count", 0)) for one in evidence)


def _told(evidence: Sequence[Mapping[str, Any]], kind: str) -> list[str]:
    """The findings of *kind* in words, without their lines, which move with each change of a file."""
    found = [finding for one in evidence for finding in one.get(kind, ())]
    return [f"{one['path']}: {one['message']}" if one.get("path") else str(one["message"]) for one in found]
