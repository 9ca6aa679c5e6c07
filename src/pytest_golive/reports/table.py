"""The table of the checklist: a line for each row, by section; rows with the same reason share a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.judge import ALWAYS_SHOWN, LOOSE
from pytest_golive.judging.verdict import Outcome, Row
from pytest_golive.reports.layout import draw, fit, wrap
from pytest_golive.reports.screen import Screen

WORDS = {
    Outcome.PASSED: ("PASS", {"green": True}),
    Outcome.WAIVED: ("WAIVED", {"yellow": True}),
    Outcome.KNOWN: ("KNOWN", {"yellow": True}),
    Outcome.SIGNED: ("SIGNED", {"green": True}),
    Outcome.ON_TRIAL: ("TRIAL", {"yellow": True}),
    Outcome.NOT_PROVEN: ("NOT PROVEN", {"red": True, "bold": True}),
    Outcome.NOT_APPLICABLE: ("N/A", {"cyan": True}),
    Outcome.NOT_DUE: ("NOT DUE", {"cyan": True}),
    Outcome.FAILED: ("FAIL", {"red": True}),
    Outcome.ERROR: ("ERROR", {"red": True}),
    Outcome.NOT_SET_UP: ("NOT SET UP", {"red": True}),
    Outcome.SKIPPED: ("SKIPPED", {"red": True}),
    Outcome.NOT_RUN: ("NOT RUN", {"red": True}),
    Outcome.NOT_SIGNED: ("NOT SIGNED", {"red": True}),
    Outcome.REJECTED: ("REJECTED", {"red": True}),
}
WORD, MEASURED, LIMIT, SECONDS = 7, 12, 12, 8
NARROW = 76
INDENT = " " * (WORD + 3)


def write_table(screen: Screen, rows: Sequence[Row], *, has_settings: bool, later: Sequence[Row] = ()) -> None:
    """Write the rows by section; without ``-v`` those that are not due share a line for each reason, at the end.

    Args:
        screen: the terminal.
        rows: that count.
        has_settings: whether anybody has written any.
        later: rows of documents that are not due.
    """
    apart = [row for row in rows if row.outcome is Outcome.NOT_DUE and screen.verbosity <= 0]
    shown = [row for row in rows if row.outcome is not Outcome.NOT_DUE or screen.verbosity > 0]
    for section, of_section in groupby(shown, _heading):
        screen.line((section, {"bold": True}))
        _write_section(screen, of_section, has_settings=has_settings)
    for message in dict.fromkeys(row.message for row in apart):
        _write_not_due(screen, message, [row for row in apart if row.message == message])
    if screen.verbosity > 0:
        for section, of_section in groupby(later, _heading):
            screen.line((section, {"bold": True}))
            _write_section(screen, of_section, has_settings=has_settings)
        return
    for message in dict.fromkeys(row.message for row in later):
        _write_not_due(screen, message, [row for row in later if row.message == message])


def _heading(row: Row) -> str:
    """The headings of the document as they are, or the section in words."""
    return row.entry.section if row.entry.place else row.entry.section.replace("_", " ")


def _write_not_due(screen: Screen, message: str, rows: Sequence[Row]) -> None:
    """Write how many rows of each section are not due for the kind of the project."""
    counts = Counter(_heading(row) for row in rows)
    sections = ", ".join(f"{section} ({count})" for section, count in counts.items())
    count = f"{len(rows)} row{'s' if len(rows) != 1 else ''}"
    _write_in_full(screen, Outcome.NOT_DUE, f"{f'{count}, {message}' if message else count}: {sections}")


def _write_section(screen: Screen, rows: Iterable[Row], *, has_settings: bool) -> None:
    """Write a line for each row; without ``-v`` rows with the same reason share one, as do rows not set up."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault(_shared(row) if screen.verbosity <= 0 else ("", row.entry.id), []).append(row)
    for alike in groups.values():
        if len(alike) == 1 and alike[0].outcome is not Outcome.NOT_SET_UP:
            _write_row(screen, alike[0])
        else:
            _write_alike(screen, alike, _next_step(alike[0]) if has_settings else "golive init")


def _next_step(row: Row) -> str:
    """What explains the gate that nobody has set up, whatever row of a document it stands in."""
    lacking = next((part for part in row.parts if part.outcome is Outcome.NOT_SET_UP), row)
    return f"golive explain {lacking.entry.id.removeprefix('golive/').partition('::')[0]}"


def _shared(row: Row) -> tuple[str, str]:
    if row.outcome is Outcome.NOT_APPLICABLE:
        return row.outcome, row.message
    return (row.outcome, "") if row.outcome is Outcome.NOT_SET_UP else ("", row.entry.id)


def _write_alike(screen: Screen, rows: list[Row], next_step: str) -> None:
    if rows[0].outcome is Outcome.NOT_SET_UP:  # the list of blockers names them, and with -v what they lack
        what = rows[0].entry.title if len(rows) == 1 else f"{len(rows)} rows"
        _write_in_full(screen, rows[0].outcome, f"{what}; next: {next_step}")
    else:
        text = f"{len(rows)} rows: {', '.join(row.entry.title for row in rows)}: {rows[0].message}"
        _write_in_full(screen, rows[0].outcome, text)


def _write_in_full(screen: Screen, outcome: Outcome, text: str) -> None:
    """Write what the settings declare on as many lines as needed: a GO relies on it, so it is never cut off."""
    word, colour = WORDS[outcome]
    taken = max(WORD, len(word)) + 3
    first, *rest = wrap(text, screen.width, " " * taken, INDENT + "  ") or [" " * taken]
    screen.line("  ", (fit(word, taken - 3), colour), " ", first[taken:])
    for line in rest:
        screen.line(line)


def _write_row(screen: Screen, row: Row) -> None:
    word, colour = WORDS[row.outcome]
    narrow = screen.width < NARROW
    columns = 0 if narrow else LIMIT + SECONDS
    width = max(WORD, len(word))  # a longer word takes from the title, so that the columns stay where they are
    title_width = max(screen.width - width - MEASURED - columns - 6, 16)
    evidence = row.headline
    start = ("  ", (fit(word, width), colour), " ")
    if row.outcome.is_declared_away and not (evidence and evidence.is_excused):
        _write_in_full(screen, row.outcome, f"{row.entry.title}: {row.message}")
    elif evidence is None:
        _write_in_full(screen, row.outcome, row.entry.title)
    else:
        measured, allowed = figures_of(row, evidence)
        end = "" if narrow else f" {fit(allowed, LIMIT)}{row.seconds:>{SECONDS - 2}.1f} s"
        title, *more = _title(row, title_width) if screen.verbosity > 0 else [row.entry.title]
        screen.line(*start, fit(title, title_width), " ", fit(measured, MEASURED), end)
        for line in more:
            screen.line(f"{' ' * (width + 3)}{line}")
    if row.outcome is Outcome.PASSED and row.message:
        for line in wrap(row.message, screen.width, INDENT, INDENT + "  "):
            screen.line((line, {"light": True}))
    if screen.verbosity > 0:
        _write_evidence(screen, row)
    else:
        _write_excused(screen, row)


def _title(row: Row, width: int) -> list[str]:
    """The whole title in lines of *width* columns, each word of which has room."""
    return wrap(" ".join(row.entry.title.split()), width, "") or [""]


def figures_of(row: Row, evidence: Evidence) -> tuple[str, str]:
    """Measured value and limit, none for an error; for a passed row whose values are words, the number of checks."""
    judged = [e for e in row.evidence if e.ok is not None]
    if row.outcome is Outcome.ERROR and evidence.ok is not False:  # a check that holds would look like a pass
        return "not measured", ""
    if row.outcome is Outcome.PASSED and len(judged) > 1 and isinstance(evidence.value, str):
        return f"{len(judged)} checks", "all hold"
    if evidence.is_excused and evidence.found == () and evidence.value == 0:  # its value counts only what blocks
        return (
            f"{len(evidence.waived):,} waived" if evidence.waived else f"{len(evidence.known):,} known"
        ), evidence.allowed
    return evidence.measured, evidence.allowed


def _write_excused(screen: Screen, row: Row) -> None:
    """Write what would be red without a waiver or the ratchet, and what was not understood: nobody may overlook it."""
    for text in dict.fromkeys(text for evidence in row.evidence for text in _excused(evidence)):
        for line in wrap(text, screen.width, INDENT, INDENT + "  "):
            screen.line((line, {"yellow": True}))


def _excused(evidence: Evidence) -> list[str]:
    texts = [evidence.excuse] if evidence.excuse else []
    texts += [f"{evidence.sentence}; {evidence.source}"] if evidence.name == LOOSE else []
    return texts + ([evidence.sentence] if evidence.name in ALWAYS_SHOWN else [])


def _write_evidence(screen: Screen, row: Row) -> None:
    for evidence in row.evidence:
        if evidence.picture:
            draw(screen, evidence, INDENT)
            continue
        details = [f"n = {evidence.n:,}"] if evidence.n is not None else []
        details += [evidence.source] if evidence.source else []
        details += [f"{len(evidence.lesser):,} more that do not block"] if evidence.lesser else []
        details += [text for text in _excused(evidence) if text != evidence.sentence]
        text = evidence.sentence + (f" ({', '.join(details)})" if details else "")
        for line in wrap(text, screen.width, INDENT, INDENT + "  "):
            screen.line(line)
