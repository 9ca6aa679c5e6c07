"""One named piece of a gate's evidence, such as "p95" or "error rate"."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pytest_golive.checklist.binding.numbers import percentile
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome, Row
from pytest_golive.rows.plan import key_of

TOTAL = " in total"  # how a load test names what it measured over all endpoints; a row need not say it
LET_THROUGH = frozenset({Outcome.WAIVED, Outcome.ON_TRIAL, Outcome.NOT_PROVEN})
UNJUDGED = "not judged"  # the note of a gate that failed before it could judge everything
OTHER_NAMES = {"rps": "requests a second"}  # as the settings write it


def piece_of(row: Row, piece: str) -> Row:
    """The row of a gate, reduced to the evidence *piece*."""
    found = [one for one in row.evidence if is_meant(piece, one.name)]
    judged = [one for one in found if one.ok is not None]
    if not judged:
        return row if _says_why(row) else _without(row, piece, bool(found))
    broken = [one for one in judged if not one.ok]
    outcome = Outcome.FAILED if broken else _held(judged)
    if row.outcome in LET_THROUGH and broken:
        outcome = row.outcome
    message = "; ".join(one.sentence for one in broken or (() if outcome is Outcome.PASSED else judged))
    return replace(row, outcome=outcome, message=message, evidence=tuple(found))


def rest_of(row: Row, pieces: Collection[str]) -> Row | None:
    """The row without the *pieces* that have their own rows; None if nothing is left to judge."""
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
    """Whether *piece*, as written in a binding, means the evidence *name*: "p95" means "p(95) in total"."""
    percent = percentile(piece)
    if percent is not None or percentile(name) is not None:
        return percent == percentile(name)
    return _plain(piece) == _plain(name)


def spelled(gate: str, name: str) -> str:
    """A binding to the evidence *name* of *gate*, as it can be written: "load::fast#error_rate"."""
    percent = percentile(name)
    words = "_".join(name.split()) if percent is None else f"p{percent:g}"
    bond = f"{gate}#{words.removesuffix(TOTAL.replace(' ', '_'))}"
    return f'"{bond}"' if set(",'") & set(bond) else bond


def _plain(name: str) -> str:
    words = " ".join(name.replace("_", " ").split()).casefold().removesuffix(TOTAL)
    return OTHER_NAMES.get(words, words)


def _says_why(row: Row) -> bool:
    """Whether the outcome has a reason that concerns the whole gate, not single pieces of evidence."""
    return row.outcome not in {Outcome.PASSED, Outcome.KNOWN, Outcome.WAIVED, Outcome.FAILED} or not row.evidence


def _without(row: Row, piece: str, is_noted: bool) -> Row:  # noqa: FBT001
    gate = key_of(row.entry.id)
    names = ", ".join(spelled(gate, one.name) for one in row.evidence if one.ok is not None)
    what = f"it only notes {piece!r} and does not judge it" if is_noted else f"it did not measure {piece!r}"
    doubts = "; ".join(str(one.value) for one in row.evidence if one.name == UNJUDGED and one.ok is None)
    cure = f"bind what it judges: {names or 'nothing'}"
    if doubts:
        what, cure = f"{what}: {doubts}", "mend what failed, and run the gate again"
    return replace(row, outcome=Outcome.ERROR, message=what, cure=cure)


def _held(judged: Collection[Evidence]) -> Outcome:
    if any(one.is_excused and one.waived for one in judged):
        return Outcome.WAIVED
    return Outcome.KNOWN if any(one.is_excused for one in judged) else Outcome.PASSED
