"""Measured quality at the previous release and now, from the records of both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pytest_golive.documents.notes.facts import Facts, Figure
from pytest_golive.signing.record import Record, RecordedRow

REACHED: Final = ("pre_deploy", "deploy", "smoke", "post_deploy", "rollback")  # in the order of a release
LONGEST: Final = 60  # characters of a value that are shown
NUMBER: Final = re.compile(r"(\d[\d,]*+(?:\.\d++)?+)([ \t]?(?:%|[a-z]++))?(\+)?", re.IGNORECASE)

COUNTS: Final = re.compile(
    r"(?<![\w.,])(?:(\d[\d,]{0,12}) changes? in )?(?<![\w.,])(\d[\d,]{0,12}) commits?"
    r"(?: by (\d[\d,]{0,12}) (?:people|person))?(?: since\b|(?=\.))",
    re.IGNORECASE,
)


def record_of(
    records: Iterable[tuple[str, Record]], commits: Sequence[str], version: str = ""
) -> tuple[str, Record] | None:
    """The most complete record of one of *commits*, or of *version*, with its path; None if there is none."""
    subjects = ((path, record, record.subject) for path, record in records)
    meant = [
        (path, record) for path, record, it in subjects if it.commit in commits or (version and it.version == version)
    ]
    return max(meant, key=lambda one: (len(one[1].rows), one[1].ended), default=None)


def furthest(
    records: Iterable[tuple[str, Record]], commits: Sequence[str], signer: Callable[[Record], str]
) -> Record | None:
    """The record of one of *commits* that speaks for the release: of production, of the last phase, signed, the newest.

    Args:
        records: all records, with their paths.
        commits: the commits that hold this release.
        signer: who signed a record, of those who may; "" for nobody.
    """
    meant = [record for _, record in records if record.subject.commit in commits]
    return max(meant, key=lambda one: (one.production, _reached(one), bool(signer(one)), one.ended), default=None)


def _reached(record: Record) -> int:
    """How far a release had come when *record* was written."""
    return max((REACHED.index(phase) for phase in record.phases if phase in REACHED), default=-1)


def verdict_in(record: Record, signer: str) -> str:
    """The verdict with what it rests on: "GO (deploy on production, signed by robot)"."""
    where = f" on {record.target}" if record.target else ""
    phases = " and ".join(record.phases) or "no phase"
    signed = f"signed by {signer}" if signer else "signed by nobody who may" if record.signature else "unsigned"
    return f"{record.verdict} ({phases}{where}, {signed})"


def figures(before: tuple[str, Record] | None, now: tuple[str, Record] | None) -> tuple[Figure, ...]:
    """Measured values that changed; without an earlier record, those with a unit."""
    if now is None:
        return ()
    old = dict(_values(before[1])) if before else {}
    source = f"{before[0]} and {now[0]}" if before else now[0]
    found: dict[str, Figure] = {}
    for (row, name), value in _values(now[1]):
        was = old.get((row, name), "")
        if was != value and (was or (not old and not value[-1:].isdigit())):
            found.setdefault(name, Figure(name, was, value, source))  # a row of a document repeats its gate's values
    return tuple(found.values())


def gaps(record: Record | None, declared: Mapping[str, str], waived: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What this release does not verify: by its record, or by the settings if there is none.

    Args:
        record: the record of this release.
        declared: for each row that does not apply, the reason.
        waived: gate and reason of each waiver.
    """
    lines = [f"waived: {gate}: {reason}" for gate, reason in waived]
    lines += [f"not applicable: {gate}: {reason}" for gate, reason in declared.items()]
    if record is not None:
        lines += [f"{row.outcome}: {row.title}" for row in record.rows if row.outcome in {"known", "not signed"}]
    return tuple(dict.fromkeys(lines))


def _values(record: Record) -> Iterator[tuple[tuple[str, str], str]]:
    for row in record.rows:
        yield from (((row.id, str(value["name"])), _spelled(value)) for value in _judged(row))


def _judged(row: RecordedRow) -> Iterator[Mapping[str, Any]]:
    """The values of a row that were compared with a limit."""
    yield from (
        evidence
        for evidence in row.evidence
        if evidence.get("operator") and isinstance(evidence.get("value"), int | float)
    )


def _spelled(evidence: Mapping[str, Any]) -> str:
    value = evidence["value"]
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")
    return f"{text}{evidence.get('unit') or ''}"[:LONGEST]


def contradicted(text: str, figure: Figure) -> str:
    """The first number in *text* with the unit of *figure* that was not measured; "" if there is none."""
    measured = [match for match in (NUMBER.match(figure.before), NUMBER.match(figure.now)) if match]
    unit = _unit(measured[-1]) if measured else ""
    for match in NUMBER.finditer(text) if unit else ():
        if _unit(match) == unit and not any(_same(match, measured_match) for measured_match in measured):
            return match[0].strip()
    return ""


def miscounted(text: str, facts: Facts, own: int = 0) -> tuple[str, str]:
    """The number of changes, commits or people that *text* states wrongly, and the true one; two empty texts for none.

    Args:
        text: a line of the notes.
        facts: the facts of the release.
        own: how many commits have written these notes, which do not count themselves.
    """
    changes = sum(len(group.entries) for group in facts.groups)
    for match in COUNTS.finditer(text):
        stated = (
            ("changes", match[1], changes),
            ("commits", match[2], facts.commits),
            ("people", match[3], len(facts.people)),
        )
        for name, said, count in stated:
            least = count - (min(own, 1) if name == "people" else own)
            if said and not least <= int(said.replace(",", "")) <= count:
                return f"{said} {name}", f"{count:,}"
    return "", ""


def _unit(match: re.Match[str]) -> str:
    return (match[2] or "").strip().casefold()


def _same(written: re.Match[str], measured: re.Match[str]) -> bool:
    """Whether a number is the measured one, perhaps rounded; "80 %+" means at least 80."""
    stated, value = float(written[1].replace(",", "")), float(measured[1].replace(",", ""))
    decimals = len(written[1].partition(".")[2])
    return round(value, decimals) == stated or (bool(written[3]) and value >= stated)
