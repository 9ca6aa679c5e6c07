"""The numbers in a row's words and the limits of its gates must be the same: nobody could believe both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pytest_golive.checklist.binding.numbers import Quantity, agree, fires, percentile, quantities
from pytest_golive.judging.evidence import Evidence
from pytest_golive.rows.pieces import is_meant
from pytest_golive.rows.plan import Line
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.tables import tables_of
from pytest_golive.settings.values.bounds import Bound

HAS_DIGIT = re.compile(r"\d")
IN_WORDS = {"<": "under", "<=": "at most", ">": "over", ">=": "at least"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A limit of a gate, as the numbers of rows are compared with it."""

    gate: str
    bound: Bound

    @property
    def quantity(self) -> Quantity:
        """The limit in the form of a row's number."""
        one = self.bound
        return Quantity("", one.value, one.unit, one.comparison)


class Limits:
    """The limits of all gates, as the settings have them.

    Args:
        loaded: the settings.
        target: the name of the one that is looked at.
    """

    def __init__(self, loaded: Loaded, target: str = "") -> None:
        self._loaded = loaded
        self._target = target
        self._known: dict[str, list[Judged]] = {}

    def of(self, gate: str) -> list[Judged]:
        """Those that *gate* ("section::gate") judges by; of a team's own gate nobody knows them."""
        if gate not in self._known:
            self._known[gate] = self._of(gate)
        return self._known[gate]

    def _of(self, gate: str) -> list[Judged]:
        settings, (section, _, name) = self._loaded.settings, gate.partition("::")
        found = [bound for table in tables_of(section) for bound in settings.of(table).bounds().get(name, ())]
        if (target := settings.targets.get(self._target)) is not None:
            found += target.bounds(self._target).get(gate, ())
        return [Judged(gate, bound) for bound in found]

    def faults(self, lines: Iterable[Line]) -> Iterator[str]:
        """Each limit in a row's words that its gates do not judge by, with both places."""
        for line in lines:
            text, count = line.check.row.text, line.check.binding.options.get("count", "")
            if not count and not (line.check.gates and HAS_DIGIT.search(text)):
                continue
            numbers = quantities(text)
            if count and all(f"{one.value:g}" != count for one in numbers):
                yield f"{line.place}: count={count} is in the binding, and the row's words name no {count}; keep one"
            limits = [one for one in numbers if one.is_limit]
            yield from self._of_line(line, limits, count) if line.check.gates else ()

    def _of_line(self, line: Line, numbers: Sequence[Quantity], count: str) -> Iterator[str]:
        gates = [gate for gate in line.check.gates if ".py" not in gate]
        known = [judged for gate in gates for judged in self._meant(line, gate)] if numbers else []
        for number in numbers:
            alike = [judged for judged in known if _is_of_one_kind(number, judged.quantity)]
            if alike and not any(_agrees(number, one.quantity, counts=one.bound.counts) for one in alike):
                yield self._contradiction(line, number, alike[0])
            elif not alike and len(gates) == len(line.check.gates) and f"{number.value:g}" != count:
                yield (
                    f"{line.place}: {number.text!r} is a limit, and {', '.join(gates[:3])} judges by none of its kind: "
                    f"bind what does, or write count={number.value:g} into the binding if it is none"
                )

    def _meant(self, line: Line, gate: str) -> list[Judged]:
        """Those that the row can speak of: of the piece that it is bound to, of the percentile, of what it names."""
        found, text = self.of(gate), line.check.row.text.casefold()
        pieces = [piece for piece in line.check.gates[gate] if piece]
        if pieces:
            return [one for one in found if any(is_meant(piece, one.bound.evidence) for piece in pieces)]
        if (percent := percentile(text)) is not None:
            return [one for one in found if percentile(one.bound.evidence) == percent]
        named = [one for one in found if any(word in text for word in one.bound.words)]
        return named or [one for one in found if not one.bound.words]

    def _contradiction(self, line: Line, number: Quantity, judged: Judged) -> str:
        bound = judged.bound
        said = f"{IN_WORDS[bound.comparison]} {bound.value:g} {bound.unit}".rstrip()
        where = f"{bound.key} ({self._place(bound.key)})" if bound.key else "the gate itself"
        return (
            f"{line.place}: the row says {number.text!r}, and {judged.gate} lets through {said}, as {where} says: "
            "make number, unit and comparison the same in both"
        )

    def _place(self, key: str) -> str:
        path = key.split(".")
        return self._loaded.place_of(*path) if self._loaded.holds(*path[:1]) and self._is_written(path) else "default"

    def _is_written(self, path: Sequence[str]) -> bool:
        return path[0] == "targets" or self._loaded.holds(*path)


def contradicted(line: Line, own: Iterable[Evidence]) -> str:
    """Which limit of the row is not what gates of the team's own have judged by, whose settings nobody knows."""
    judged = [one for one in own if one.operator in IN_WORDS and isinstance(one.limit, int | float)]
    for number in quantities(line.check.row.text):
        alike = [one for one in judged if number.is_limit and _is_of_one_kind(number, _limit_of(one))]
        if alike and not any(_agrees(number, _limit_of(one), counts=False) for one in alike):
            return f"the row says {number.text!r}, and what was judged is {alike[0].name} {alike[0].allowed}"
    return ""


def miscounted(line: Line, evidence: Sequence[Evidence]) -> str | None:
    """What the gates of a row counted instead of its ``count=``; "" if they agree, None where nothing was counted."""
    count = line.check.binding.options["count"]
    unit = next((one.unit for one in quantities(line.check.row.text) if f"{one.value:g}" == count), "")
    said = [number for one in evidence if isinstance(one.value, str) for number in quantities(one.value)]
    found = [number.value for number in said if unit and number.unit == unit and not number.is_limit]
    found = found or [float(one.n) for one in evidence if one.n is not None]
    if not found:
        return None
    return "" if float(count) in found else f"the row counts {count}, and its gate {found[0]:g}"


def _limit_of(evidence: Evidence) -> Quantity:
    spelled = quantities(f"{evidence.operator} {evidence.limit}{evidence.unit}")
    return spelled[0] if spelled else Quantity("", float(evidence.limit or 0), evidence.unit.strip(), evidence.operator)


def not_compared(line: Line, limits: Limits) -> list[str]:
    """The numbers of a row that are no limits, and that nothing has been compared with."""
    if not line.check.gates or not HAS_DIGIT.search(line.check.row.text):
        return []
    counted = line.check.binding.options.get("count", "")
    known = [judged.quantity for gate in line.check.gates for judged in limits.of(gate)]
    return [
        one.text
        for one in quantities(line.check.row.text)
        if not one.is_limit
        and f"{one.value:g}" != counted
        and not any((one.value, one.unit) == (other.value, other.unit) for other in known)
    ]


def _is_of_one_kind(number: Quantity, judged: Quantity) -> bool:
    return not number.unit or number.base[1] == judged.base[1]


def _agrees(number: Quantity, judged: Quantity, *, counts: bool) -> bool:
    """Whether the row's limit is the gate's; or, where it is on the other side, a trigger that fires beyond it."""
    compare = agree if number.comparison[0] == judged.comparison[0] else fires
    return compare(number, judged, counts=counts)
