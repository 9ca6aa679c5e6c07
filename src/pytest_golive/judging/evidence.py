"""What a gate measured, and the limit that it was compared with."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from pytest_golive.findings import Finding
from pytest_golive.judging.spelling import Value, spell, told_apart

MOST_EXCUSES = 5
MOST_NAMED = 3
# numpy's numbers are instances of these. What can merely be converted to a number, such as a mock, is not a number.
NUMBERS = (numbers.Real, Decimal)
_row_of = operator.attrgetter(*(each.name for each in fields(Finding)))
KINDS = ("found", "waived", "known", "lesser")
COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
}
IN_WORDS = {
    "<=": "must be at most",
    ">=": "must be at least",
    "<": "must be below",
    ">": "must be above",
    "==": "must be",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One measured value and its limit.

    Attributes:
        name: what was measured: "line coverage".
        value: the measured value.
        operator: "<=", ">=", "<", ">", "==", or "" for a note that is not judged.
        limit: the limit; None for a note.
        unit: as written after the number, with its space: " %", " ms", " lines".
        source: where the value came from: a tool, a file, a URL without credentials.
        n: how many things were measured: files, tests, samples.
        ok: whether the limit held; None for a note.
        found: findings behind the value that block.
        waived: findings behind the value that a waiver covers.
        known: findings behind the value that the ratchet has recorded and that are no worse than recorded.
        lesser: further findings that do not block.
        excuses: why, by whom and until when the waived findings are waived.
        is_excused: whether the limit holds only because findings are waived or known.
        time: when it was judged, ISO 8601, UTC.
    """

    name: str
    value: Value
    operator: str = ""
    limit: Value | None = None
    unit: str = ""
    source: str = ""
    n: int | None = None
    ok: bool | None = None
    found: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    lesser: tuple[Finding, ...] = ()
    excuses: tuple[str, ...] = ()
    time: str = ""
    is_excused: bool = False

    @property
    def picture(self) -> tuple[str, ...]:
        """The lines of a value that is drawn as text; none for any other value."""
        return tuple(self.value.split("\n")) if isinstance(self.value, str) and "\n" in self.value else ()

    @property
    def measured(self) -> str:
        """The value for readers: "83.4 %"; with as many digits as it takes where rounding would hide the breach."""
        text = spell(self.value)
        hides = self.ok is False and self.limit is not None and text == spell(self.limit)
        return f"{told_apart(self.value, self.limit) if hides else text}{self.unit}"

    @property
    def allowed(self) -> str:
        """The limit for readers: "≥ 80 %"; "" for a note."""
        sign = {"<=": "≤", ">=": "≥", "==": "="}.get(self.operator, self.operator)
        return f"{sign} {spell(self.limit)}{self.unit}" if self.limit is not None else ""

    @property
    def excuse(self) -> str:
        """What is waived, why, by whom and until when, and how many findings are known; "" without any."""
        texts = [f"{len(self.waived):,} waived: {_first(self.excuses)}"] if self.waived else []
        texts += [_no_worse(len(self.known))] if self.known else []
        return "; ".join(texts)

    @property
    def sentence(self) -> str:
        """Name, measured value and limit: "line coverage: 61 %, must be at least 80 %"."""
        text = f"{self.name}: {self.measured}"
        if self.limit is not None:
            text += f", {IN_WORDS[self.operator]} {spell(self.limit)}{self.unit}"
        return text

    @property
    def in_full(self) -> str:
        """The sentence, and what is behind it: a count alone says nothing once the service is another one."""
        named = [each.message for each in self.found[:MOST_NAMED]]
        left = len(self.found) - len(named)
        more = [f"and {left:,} more"] if left else []
        return f"{self.sentence} ({'; '.join([*named, *more])})" if named else self.sentence

    def as_dict(self, *, most: int | None = None) -> dict[str, Any]:
        """Plain types for JSON; at most *most* findings of each kind, but the counts of all."""
        return self._plain(lambda findings: [asdict(finding) for finding in findings[:most]])

    def as_record(self) -> dict[str, Any]:
        """Plain types for another process; each finding is a tuple of its fields, for there may be 200,000."""
        return self._plain(lambda findings: tuple(map(_row_of, findings)))

    def _plain(self, tell: Callable[[tuple[Finding, ...]], Sequence[object]]) -> dict[str, Any]:
        record: dict[str, Any] = {attribute.name: getattr(self, attribute.name) for attribute in fields(self)}
        for kind in KINDS:
            findings = record[kind]
            record[kind] = tell(findings) if findings else ()
            if kind == "found" or findings:
                record[f"{kind}_count"] = len(findings)
        required = {"value"} if self.limit is None else {"value", "limit"}
        return {key: value for key, value in record.items() if key in required or not _is_empty(key, value)}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Evidence:
        """The inverse of `as_dict` and `as_record`; counts are recomputed."""
        given = {key: value for key, value in record.items() if not key.endswith("_count")}
        for kind in KINDS:
            rows = given.get(kind, ())
            given[kind] = tuple(Finding(**row) if isinstance(row, dict) else Finding(*row) for row in rows)
        given["excuses"] = tuple(given.get("excuses", ()))
        return cls(**given)


def _is_empty(key: str, value: object) -> bool:
    return value is None or value in ("", ()) or (key == "is_excused" and not value)


def _no_worse(known: int) -> str:
    return "1 known finding, no worse" if known == 1 else f"{known:,} known findings, none of them worse"


def _first(excuses: tuple[str, ...]) -> str:
    """The first few reasons, and how many more there are: a row is one line, not a list of all waivers."""
    left = len(excuses) - MOST_EXCUSES
    more = f"; and {left:,} more reason{'s' if left > 1 else ''}" if left > 0 else ""
    return "; ".join(excuses[:MOST_EXCUSES]) + more


def holds(value: Value, comparison: str, limit: Value) -> bool:
    """Whether *value* is within *limit*; a value that cannot be compared never is.

    Only finite numbers have an order: text would compare letter by letter, "10.0" below "9.0". True is not 1. An
    object that claims to equal anything (`unittest.mock.ANY`) equals nothing.
    """
    if comparison != "==" and not (is_finite(value) and is_finite(limit)):
        return False
    if not _is_alike(value, limit):
        return False
    return bool(COMPARISONS[comparison](value, limit))


def _is_alike(value: object, limit: object) -> bool:
    """Whether two values can be equal at all: two numbers, two texts, or two of the same type."""
    if isinstance(value, bool) or isinstance(limit, bool):
        return isinstance(value, bool) and isinstance(limit, bool)
    alike = any(isinstance(value, kind) and isinstance(limit, kind) for kind in (NUMBERS, str))
    return alike or type(value) is type(limit)


def is_finite(value: object) -> bool:
    """Whether *value* is a finite number."""
    if isinstance(value, bool) or not isinstance(value, NUMBERS):
        return False
    try:
        return math.isfinite(value)
    except (TypeError, ValueError, OverflowError):  # not a number, or an integer too large for a float
        return isinstance(value, int)


def now() -> str:
    """The current time, ISO 8601, UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
