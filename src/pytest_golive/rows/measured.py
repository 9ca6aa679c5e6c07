"""Compare the numbers in a row's words with what its gates measured in this run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pytest_golive.checklist.binding.agreeing import agrees, is_of_one_kind, may_mean, without_periods
from pytest_golive.checklist.binding.numbers import Quantity, quantities
from pytest_golive.judging.evidence import Evidence
from pytest_golive.rows.limits import IN_WORDS
from pytest_golive.rows.plan import Line

COUNTED = {"", "files", "items", "lines"}  # what a number of cases can be; 80 % or 30 days are none


def contradicted(line: Line, own: Iterable[Evidence]) -> str:
    """The limit of the row that differs from what the team's own gates applied in this run; "" if none does."""
    count = line.check.binding.options.get("count", "")
    found = _compared(line, own)
    agreed = [one for number, alike in found for one in alike if agrees(number, _limit_of(one))]
    for number, alike in found:
        is_open = number.is_limit or (f"{number.value:g}" != count and not any(one in agreed for one in alike))
        if is_open and not any(agrees(number, _limit_of(one)) for one in alike):
            return f"the row says {number.text!r}, but the applied limit is {alike[0].name} {alike[0].allowed}"
    return ""


def compared(line: Line, own: Iterable[Evidence]) -> set[str]:
    """The numbers of a row that were compared with what the team's own gates applied, as they are written."""
    return {
        number.text
        for number, alike in _compared(line, own)
        if number.is_limit or any(agrees(number, _limit_of(one)) for one in alike)
    }


def _compared(line: Line, own: Iterable[Evidence]) -> list[tuple[Quantity, list[Evidence]]]:
    judged = [one for one in own if one.operator in IN_WORDS and isinstance(one.limit, int | float)]
    numbers, text = (quantities(line.check.row.text), line.check.row.text) if judged else ([], "")
    lasting = without_periods(numbers, text)
    found = []
    for number in numbers:
        is_alike = is_of_one_kind if number.is_limit else may_mean
        alike = [one for one in judged if is_alike(number, _limit_of(one))]
        if alike and (number.is_limit or number in lasting):
            found.append((number, alike))
    return found


def miscounted(line: Line, evidence: Sequence[Evidence]) -> str | None:
    """What the gates of a row counted instead of its ``count=``; "" if both agree, None if nothing was counted."""
    count = line.check.binding.options["count"]
    unit = next((one.unit for one in quantities(line.check.row.text) if f"{one.value:g}" == count), "")
    numbers = [number for one in evidence if isinstance(one.value, str) for number in quantities(one.value)]
    found = [number.value for number in numbers if unit and number.unit == unit and not number.is_limit]
    if unit in COUNTED:
        found = found or [float(one.n) for one in evidence if one.n is not None]
    if not found:
        return None
    return "" if float(count) in found else f"the row says {count}, but its gate counted {found[0]:g}"


def _limit_of(evidence: Evidence) -> Quantity:
    spelled = quantities(f"{evidence.operator} {evidence.limit}{evidence.unit}")
    return spelled[0] if spelled else Quantity("", float(evidence.limit or 0), evidence.unit.strip(), evidence.operator)
