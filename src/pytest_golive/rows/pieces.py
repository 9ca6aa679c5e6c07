"""One named piece of a gate's evidence, such as "p95" or "error rate"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pytest_golive.checklist.binding.numbers import percentile
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome, Row


def piece_of(row: Row, piece: str) -> Row:
    """The row of a gate as if it had judged nothing but *piece*."""
    found = [one for one in row.evidence if is_meant(piece, one.name)]
    judged = [one for one in found if one.ok is not None]
    if not judged:
        return row if _says_why(row) else _without(row, piece, bool(found))
    broken = [one for one in judged if not one.ok]
    outcome = Outcome.FAILED if broken else _held(judged)
    if row.outcome is Outcome.WAIVED and broken:
        outcome = Outcome.WAIVED
    message = "; ".join(one.sentence for one in broken or (() if outcome is Outcome.PASSED else judged))
    return replace(row, outcome=outcome, message=message, evidence=tuple(found))


def rest_of(row: Row, pieces: Collection[str]) -> Row | None:
    """The row without the *pieces* that stand in rows of their own; None where nothing is left to judge."""
    rest = tuple(one for one in row.evidence if not any(is_meant(piece, one.name) for piece in pieces))
    judged = [one for one in rest if one.ok is not None]
    if row.outcome is Outcome.FAILED and judged:
        broken = [one for one in judged if not one.ok]
        outcome = Outcome.FAILED if broken else _held(judged)
        return replace(row, outcome=outcome, message="; ".join(one.sentence for one in broken), evidence=rest)
    if judged or row.outcome not in {Outcome.PASSED, Outcome.FAILED}:
        return replace(row, evidence=rest)
    return None


def is_meant(piece: str, name: str) -> bool:
    """Whether *piece*, in the words of a binding, means the evidence *name*: "p95" is "p(95)"."""
    percent = percentile(piece)
    if percent is not None or percentile(name) is not None:
        return percent == percentile(name)
    return _plain(piece) == _plain(name)


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").split()).casefold()


def _says_why(row: Row) -> bool:
    """Whether the row ended for a reason of the whole gate, before or beside what it judges."""
    return row.outcome not in {Outcome.PASSED, Outcome.KNOWN, Outcome.WAIVED, Outcome.FAILED} or not row.evidence


def _without(row: Row, piece: str, is_noted: bool) -> Row:  # noqa: FBT001
    names = ", ".join(repr(one.name) for one in row.evidence if one.ok is not None)
    what = f"it notes {piece!r} and does not judge it" if is_noted else f"it measured no {piece!r}"
    return replace(row, outcome=Outcome.ERROR, message=what, cure=f"bind one of what it judges: {names or 'nothing'}")


def _held(judged: Collection[Evidence]) -> Outcome:
    if any(one.is_excused and one.waived for one in judged):
        return Outcome.WAIVED
    return Outcome.KNOWN if any(one.is_excused for one in judged) else Outcome.PASSED
