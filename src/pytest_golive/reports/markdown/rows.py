"""Rows of the checklist in Markdown: what blocks, and the table of a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_golive.activation import ROOT
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.judge import ALWAYS_SHOWN, LOOSE, NOT_PROVEN
from pytest_golive.judging.verdict import Outcome, Row, tally_of
from pytest_golive.reports.markdown.escaping import code, code_in_cell, said, said_in_html

MOST_PLACES = 10  # findings of one row; the log has all
MARKS = {
    Outcome.PASSED: "✅ PASS",
    Outcome.WAIVED: "⚠️ WAIVED",
    Outcome.KNOWN: "⚠️ KNOWN",
    Outcome.SIGNED: "✅ SIGNED",
    Outcome.ON_TRIAL: "⚠️ TRIAL",
    Outcome.NOT_PROVEN: "⚠️ NOT PROVEN",
    Outcome.NOT_APPLICABLE: "⚪ N/A",
    Outcome.NOT_DUE: "⚪ NOT DUE",
    Outcome.FAILED: "❌ FAIL",
    Outcome.ERROR: "❌ ERROR",
    Outcome.NOT_SET_UP: "❌ NOT SET UP",
    Outcome.SKIPPED: "❌ SKIPPED",
    Outcome.NOT_RUN: "❌ NOT RUN",
    Outcome.NOT_SIGNED: "❌ NOT SIGNED",
    Outcome.REJECTED: "❌ REJECTED",
}


def short_id(row: Row) -> str:
    """The row's id as the command line takes it."""
    return row.entry.id.removeprefix(f"{ROOT}/")


def mark_of(outcome: Outcome) -> str:
    """The outcome as a sign and a word."""
    return MARKS[outcome]


def told(row: Row) -> str:
    """The row as people find it: its title and place in a document, or its id."""
    return f"{said(row.entry.title)} ({code(row.entry.place)})" if row.entry.place else code(short_id(row))


def blocker(rows: Sequence[Row]) -> str:
    """Rows that one thing blocks: what happened, where, and what to do, as an item of a list."""
    row, mark = rows[0], f"- **{mark_of(rows[0].outcome)}**"
    head = f"{mark} {told(row)}: " if len(rows) == 1 else f"{mark} {len(rows)} rows: "
    lines = [f"{head}{said(row.message or row.entry.title)}"]
    lines += [f"  - {told(one)}" for one in rows] if len(rows) > 1 else []
    found = [finding for evidence in row.evidence if evidence.ok is False for finding in evidence.found]
    for finding in found[:MOST_PLACES]:
        where = f"{code(finding.place)}: " if finding.path else ""
        lines.append(f"  - {where}{said(finding.message)}")
    if len(found) > MOST_PLACES:
        lines.append(f"  - … and {len(found) - MOST_PLACES:,} more")
    lines += [f"  - {said(one.sentence)}" for one in _unproven(row)]
    if not found and row.place and row.place != row.entry.place:
        lines.append(f"  - at {code(row.place)}")
    return _with_cure(lines, row.cure)


def together(rows: Sequence[Row], words: str, cure: str) -> str:
    """Rows that share a reason: which they are, and what to do."""
    head = f"- **{mark_of(rows[0].outcome)}** {len(rows)} row{'s' if len(rows) != 1 else ''} {words}"
    return _with_cure([head, *(f"  - {told(row)}: {said(row.message)}" for row in rows)], cure)


def _with_cure(lines: Sequence[str], cure: str) -> str:
    return "\n".join([*lines, *([f"  - **To fix:** {said(cure)}"] if cure else [])]) + "\n"


def _unproven(row: Row) -> list[Evidence]:
    return [one for one in row.evidence if one.name == NOT_PROVEN and row.outcome is Outcome.FAILED][:MOST_PLACES]


def section_line(name: str, rows: Sequence[Row]) -> str:
    """A section as a line of the table of all sections."""
    verified = sum(row.outcome.verifies for row in rows)
    away = sum(row.outcome.is_declared_away for row in rows)
    blocking = sum(row.outcome.blocks for row in rows)
    sign = "❌" if blocking else "✅" if verified else "⚪"
    return f"| {sign} {said(name)} | {verified} of {len(rows)} | {away} | {blocking} |\n"


def section_details(name: str, rows: Sequence[Row]) -> str:
    """A section, folded: each of its rows with what was measured, its limit, and why it counts as it does."""
    outcomes = tally_of([row.outcome for row in rows])
    head = f"<details><summary><b>{said_in_html(name)}</b>: {outcomes}</summary>\n\n"
    table = "| Outcome | Row | Measured | Limit |\n|---|---|---|---|\n"
    return f"{head}{table}{''.join(map(_line, rows))}\n</details>\n\n"


def _line(row: Row) -> str:
    evidence = row.headline
    is_measured = evidence is not None and not (row.outcome is Outcome.ERROR and evidence.ok is not False)
    measured = said(evidence.measured) if evidence is not None and is_measured and not evidence.picture else ""
    allowed = said(evidence.allowed) if evidence is not None and is_measured else ""
    said_too = dict.fromkeys(said(text) for text in _always_said(row) if text)
    cell = "<br>".join([*([measured] if measured else []), *said_too])
    return (
        f"| {mark_of(row.outcome)} | {said(row.entry.title)}<br>{code_in_cell(short_id(row))} | {cell} | {allowed} |\n"
    )


def _always_said(row: Row) -> Iterator[str]:
    """What nobody may overlook: why a row is declared away, what is waived or known, and what was not understood."""
    if row.outcome.is_declared_away or row.outcome is Outcome.SIGNED or row.headline is None:
        yield row.message
    for evidence in row.evidence:
        yield evidence.excuse
        if evidence.name == LOOSE:
            yield f"{evidence.sentence}; {evidence.source}"
        elif evidence.name in ALWAYS_SHOWN:
            yield evidence.sentence
