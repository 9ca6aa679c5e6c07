"""Compare the numbers in a row's words with the limits of its gates: a row must state the limit that is applied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.checklist.binding.agreeing import agrees, is_of_one_kind, may_mean, without_periods
from pytest_golive.checklist.binding.numbers import IN_SECONDS, Quantity, percentile, percentiles, quantities
from pytest_golive.checklist.binding.wordings import MAY_BE_ONE
from pytest_golive.rows.pieces import is_meant, spelled
from pytest_golive.rows.plan import Line
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.tables import section_tables, tables_of
from pytest_golive.settings.values.bounds import Bound

CLAUSE = re.compile(r"(?:(?!,\s|;|\||\band\b|\bor\b).)++", re.IGNORECASE | re.DOTALL)
IN_WORDS = {"<": "under", "<=": "at most", ">": "over", ">=": "at least"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A limit of a gate, in a form that the numbers of rows can be compared with."""

    gate: str
    bound: Bound

    @property
    def quantity(self) -> Quantity:
        """The limit as a quantity, like a number in a row."""
        one = self.bound
        return Quantity("", one.value, one.unit, one.comparison)

    def agrees(self, number: Quantity) -> bool:
        """Whether the *number* of a row states this limit."""
        return agrees(number, self.quantity, counts=self.bound.counts)


class Limits:
    """The limits of all gates, according to the settings.

    Args:
        loaded: the settings.
        target: the name of the target of this run.
    """

    def __init__(self, loaded: Loaded, target: str = "") -> None:
        self._loaded = loaded
        self._target = target
        self._known: dict[str, list[Judged]] = {}

    def of(self, gate: str) -> list[Judged]:
        """The limits that *gate* ("section::gate") applies; those of a team's own gates are unknown."""
        if gate not in self._known:
            self._known[gate] = self._of(gate)
        return self._known[gate]

    def _of(self, gate: str) -> list[Judged]:
        settings, (section, _, name) = self._loaded.settings, gate.partition("::")
        found = [bound for table in tables_of(section) for bound in settings.of(table).bounds().get(name, ())]
        found += [bound for table in section_tables() for bound in settings.of(table).bounds().get(gate, ())]
        if (target := settings.targets.get(self._target)) is not None:
            found += target.bounds(self._target).get(gate, ())
        return [Judged(gate, bound) for bound in found]

    def faults(self, lines: Iterable[Line]) -> Iterator[str]:
        """A fault for each limit in a row's words that its gates do not apply, with both places."""
        for line in lines:
            text, count = line.check.row.text, line.check.binding.options.get("count", "")
            if not count and not (line.check.gates and MAY_BE_ONE.search(text)):
                continue
            numbers = quantities(text)
            if count and all(f"{one.value:g}" != count for one in numbers):
                yield f"{line.place}: the binding says count={count}, but the row does not say {count}; correct one"
            yield from self._of_line(line, numbers, count) if line.check.gates else ()

    def _of_line(self, line: Line, numbers: Sequence[Quantity], count: str) -> Iterator[str]:
        compared = self.compared(line)
        for number, judged in compared:
            is_counted = not number.is_limit and f"{number.value:g}" == count
            if not is_counted and not any(one.agrees(number) for one in judged):
                yield self._contradiction(line, number, judged[0])
        known = [number for number, _ in compared]
        gates = _built_in(line)
        for number in numbers if len(gates) == len(line.check.gates) else ():
            if number.is_limit and number not in known and f"{number.value:g}" != count:
                yield f"{line.place}: {number.text!r} is a limit, but {self._lacking(line, number)}"

    def _lacking(self, line: Line, number: Quantity) -> str:
        """Why no gate of the row applies such a limit, and the cure."""
        gates = _built_in(line)
        for gate in gates:
            known = list(dict.fromkeys(one.bound.evidence for one in self.of(gate)))
            lost = [piece for piece in line.check.gates[gate] if piece and not any(is_meant(piece, it) for it in known)]
            if lost and known:
                ours = ", ".join(spelled(gate, name) for name in known)
                return f"{gate} has none for the piece {lost[0]!r}: bind one that has a limit: {ours}"
        return (
            f"{', '.join(gates[:3])} applies none of this kind: "
            f"bind a gate that does, or write count={number.value:g} into the binding if it is a count"
        )

    def compared(self, line: Line) -> list[tuple[Quantity, list[Judged]]]:
        """The numbers of a row that mean limits of its gates, each with the limits that it can mean.

        A number without a comparison ("Coverage 80%") means a limit of its unit, unless another number of the row does.
        """
        text = line.check.row.text
        numbers = quantities(text)
        known = [judged for gate in _built_in(line) for judged in self._meant(line, gate)] if numbers else []
        near = [_in_clause(numbers, at, known, text) for at in range(len(numbers))]
        found = [
            (one, [it for it in near[at] if is_of_one_kind(one, it.quantity)])
            for at, one in enumerate(numbers)
            if one.is_limit
        ]
        found = [(one, alike) for one, alike in found if alike]
        taken = [judged for one, alike in found for judged in alike if judged.agrees(one) or len(alike) == 1]
        open_ = [one for one in without_periods(numbers, text) if not one.is_limit]
        for one in sorted(open_, key=lambda it: not any(judged.agrees(it) for judged in known)):
            alike = [it for it in known if it not in taken and may_mean(one, it.quantity) and _is_told(it, known, text)]
            found += [(one, alike)] if alike else []
            taken += [it for it in alike if it.agrees(one)] or alike
        return found

    def _meant(self, line: Line, gate: str) -> list[Judged]:
        """The limits that the row can mean, by its piece of evidence, its percentile, or the evidence it names."""
        found, text = self.of(gate), line.check.row.text.casefold()
        pieces = [piece for piece in line.check.gates[gate] if piece]
        if pieces:
            return [one for one in found if any(is_meant(piece, one.bound.evidence) for piece in pieces)]
        if percents := percentiles(text):
            found = [one for one in found if _is_beside(percents, one.bound, text)]
        named = [one for one in found if any(word in text for word in one.bound.words)]
        rest = [one for one in found if not one.bound.is_named]
        return named or [one for one in rest if not one.bound.words] or rest

    def _contradiction(self, line: Line, number: Quantity, judged: Judged) -> str:
        bound = judged.bound
        limit = f"{IN_WORDS[bound.comparison]} {bound.value:g} {bound.unit}".rstrip()
        where = f"{bound.key} ({self._place(bound.key)})" if bound.key else "the gate itself"
        cure = "use the same number, unit and comparison in both"
        if not number.is_limit:
            cure = f"use the same number in both, or write count={number.value:g} into the binding if it is no limit"
        said = f"{line.place}: the row says {number.text!r}, but {judged.gate} {bound.says} {limit}"
        return f"{said}, as set by {where}: {cure}"

    def _place(self, key: str) -> str:
        path = key.split(".")
        return self._loaded.place_of(*path) if self._loaded.holds(*path[:1]) and self._is_written(path) else "default"

    def _is_written(self, path: Sequence[str]) -> bool:
        return path[0] == "targets" or self._loaded.holds(*path)


def not_compared(line: Line, limits: Limits) -> list[str]:
    """The numbers of a row that were compared with no limit of the settings."""
    if not line.check.gates or not MAY_BE_ONE.search(line.check.row.text):
        return []
    counted = line.check.binding.options.get("count", "")
    compared = [number for number, _ in limits.compared(line)]
    return [one.text for one in quantities(line.check.row.text) if one not in compared and f"{one.value:g}" != counted]


def _built_in(line: Line) -> list[str]:
    return [gate for gate in line.check.gates if ".py" not in gate]


def _is_beside(percents: Sequence[float], bound: Bound, text: str) -> bool:
    """Whether a row with *percents* can mean *bound*: "p95 < 1 s, error rate < 1 %" limits both."""
    percent = percentile(bound.evidence)
    if percent is not None:
        return percent in percents
    return bound.unit not in IN_SECONDS or bound.evidence.replace("_", " ") in text


def _in_clause(numbers: Sequence[Quantity], at: int, known: list[Judged], text: str) -> list[Judged]:
    """Those that the part of the row with a number names: in "errors > 2 %, memory > 80 %" each has its own."""
    number, place = numbers[at], -1
    for _ in range(numbers[: at + 1].count(number)):
        place = text.find(number.text, place + 1)
    part = next((it for it in CLAUSE.finditer(text) if it.start() <= place < it.end()), None)
    said = part[0].casefold() if part else ""
    return [it for it in known if it.bound.is_named and any(word in said for word in it.bound.words)] or known


def _is_told(judged: Judged, known: Sequence[Judged], text: str) -> bool:
    """Whether the row speaks of what *judged* limits: "80 % load" is not about an error rate."""
    if judged.bound.unit != "%" or len({one.bound.unit for one in known}) == 1:
        return True
    said = text.casefold()
    return any(word in said for word in judged.bound.evidence.casefold().replace("_", " ").split() if len(word) > 3)  # noqa: PLR2004 -- "of"
