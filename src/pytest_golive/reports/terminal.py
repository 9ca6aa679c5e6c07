"""The checklist on the terminal: a table by section, then what blocks, then the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby

import pytest

from pytest_golive.judging.choices import Choices
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.judge import LOOSE, NOT_UNDERSTOOD
from pytest_golive.judging.verdict import Outcome, Row, Verdict
from pytest_golive.reports import blockers
from pytest_golive.reports.layout import draw, fit, wrap
from pytest_golive.reports.screen import Screen

WORDS = {
    Outcome.PASSED: ("PASS", {"green": True}),
    Outcome.WAIVED: ("WAIVED", {"yellow": True}),
    Outcome.KNOWN: ("KNOWN", {"yellow": True}),
    Outcome.NOT_APPLICABLE: ("N/A", {"cyan": True}),
    Outcome.FAILED: ("FAIL", {"red": True}),
    Outcome.ERROR: ("ERROR", {"red": True}),
    Outcome.NOT_SET_UP: ("NOT SET UP", {"red": True}),
    Outcome.SKIPPED: ("SKIPPED", {"red": True}),
    Outcome.NOT_RUN: ("NOT RUN", {"red": True}),
}
WORD, MEASURED, LIMIT, SECONDS = 7, 12, 12, 8
NARROW = 76
MOST_CHOICES = 10
INDENT = " " * (WORD + 3)


@contextmanager
def told_once(reporter: pytest.TerminalReporter, has_foreign_failures: bool) -> Iterator[None]:  # noqa: FBT001
    """Keep pytest from telling the failures a second time, unless ``--tb`` or ``-r`` asked for it."""
    option = reporter.config.option
    style, chars = option.tbstyle, reporter.reportchars
    if not has_foreign_failures and style == "auto":
        option.tbstyle = "no"
    if not has_foreign_failures and option.reportchars == "fE":
        reporter.reportchars = chars.replace("f", "").replace("E", "")
    try:
        yield
    finally:
        option.tbstyle, reporter.reportchars = style, chars


def write(reporter: pytest.TerminalReporter, verdict: Verdict) -> None:
    """Write as much as the verbosity allows; the verdict always."""
    verbosity = reporter.config.get_verbosity()
    quiet = reporter.config.getoption("no_summary", default=False) or verbosity < -1
    screen = Screen(reporter, verbosity)
    if not quiet:
        reporter.ensure_newline()
        screen.rule("go-live checklist")
        if verbosity >= 0:
            for section, rows in groupby(verdict.rows, key=lambda row: row.entry.section):
                screen.line((section.replace("_", " "), {"bold": True}))
                _write_section(screen, rows)
            screen.line("")
        blockers.write(screen, verdict)
        _write_choices(screen, verdict.choices)
    _write_verdict(screen, verdict)


def _write_section(screen: Screen, rows: Iterable[Row]) -> None:
    """A line for each row; those that share a reason, or that nobody has set up, share a line without ``-v``."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault(_shared(row) if screen.verbosity <= 0 else ("", row.entry.id), []).append(row)
    for alike in groups.values():
        if len(alike) == 1:
            _write_row(screen, alike[0])
        else:
            _write_alike(screen, alike)


def _shared(row: Row) -> tuple[str, str]:
    if row.outcome is Outcome.NOT_APPLICABLE:
        return row.outcome, row.message
    return (row.outcome, "") if row.outcome is Outcome.NOT_SET_UP else ("", row.entry.id)


def _write_alike(screen: Screen, rows: list[Row]) -> None:
    text = f"{len(rows)} rows: {', '.join(row.entry.title for row in rows)}"
    word, colour = WORDS[rows[0].outcome]
    if rows[0].outcome is Outcome.NOT_SET_UP:  # below the table stands what they lack
        screen.line("  ", (word, colour), " ", fit(text, screen.width - len(word) - 4).rstrip())
    else:
        _write_in_full(screen, ("  ", (fit(word, WORD), colour), " "), f"{text}: {rows[0].message}")


def _write_in_full(screen: Screen, start: tuple[str | tuple[str, dict[str, bool]], ...], text: str) -> None:
    """What a GO stands on besides the rows that passed is not cut off at the edge of a terminal."""
    first, *rest = wrap(text, screen.width, INDENT, INDENT + "  ")
    screen.line(*start, first.removeprefix(INDENT))
    for line in rest:
        screen.line(line)


def _write_row(screen: Screen, row: Row) -> None:
    word, colour = WORDS[row.outcome]
    narrow = screen.width < NARROW
    columns = 0 if narrow else LIMIT + SECONDS
    title_width = max(screen.width - WORD - MEASURED - columns - 6, 16)
    evidence = row.headline
    width = max(WORD, len(word))
    start = ("  ", (fit(word, width), colour), " ")
    if row.outcome in {Outcome.WAIVED, Outcome.NOT_APPLICABLE} and not (evidence and evidence.is_excused):
        _write_in_full(screen, start, f"{row.entry.title}: {row.message}")
    elif evidence is None:
        screen.line(*start, fit(row.entry.title, screen.width - width - 4))
    else:
        measured, allowed = _columns(row, evidence)
        end = "" if narrow else f" {fit(allowed, LIMIT)}{row.seconds:>{SECONDS - 2}.1f} s"
        screen.line(*start, fit(row.entry.title, title_width), " ", fit(measured, MEASURED), end)
    if screen.verbosity > 0:
        _write_evidence(screen, row)
    else:
        _write_excused(screen, row)


def _columns(row: Row, evidence: Evidence) -> tuple[str, str]:
    """Measured value and limit; of a row that passed in words, how many of them held: one word alone says little."""
    judged = [e for e in row.evidence if e.ok is not None]
    if row.outcome is Outcome.PASSED and len(judged) > 1 and isinstance(evidence.value, str):
        return f"{len(judged)} checks", "all hold"
    if evidence.is_excused and evidence.found == () and evidence.value == 0:  # its number counts what blocks
        return (
            f"{len(evidence.waived):,} waived" if evidence.waived else f"{len(evidence.known):,} known"
        ), evidence.allowed
    return evidence.measured, evidence.allowed


def _write_excused(screen: Screen, row: Row) -> None:
    """What would be red without a waiver or the ratchet, or was not understood: nobody may overlook it."""
    for text in dict.fromkeys(text for evidence in row.evidence for text in _excused(evidence)):
        for line in wrap(text, screen.width, INDENT, INDENT + "  "):
            screen.line((line, {"yellow": True}))


def _excused(evidence: Evidence) -> list[str]:
    texts = [evidence.excuse] if evidence.excuse else []
    texts += [f"{evidence.sentence}; {evidence.source}"] if evidence.name == LOOSE else []
    return texts + ([evidence.sentence] if evidence.name == NOT_UNDERSTOOD else [])


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


def _write_choices(screen: Screen, choices: Choices) -> None:
    """What the verdict stands on besides measurements."""
    if choices.summary:
        for line in wrap(f"choices  {choices.summary}", screen.width, "", "     "):
            screen.line((line, {"yellow": bool(choices.loosened)}))
    most = len(choices.loosened) if screen.verbosity > 0 else MOST_CHOICES
    more = len(choices.loosened) - most
    rest = [f"… and {more:,} more (-v shows them)"] if more > 0 else []
    for text in (*choices.loosened[:most], *rest, *choices.notes):
        for number, one in enumerate(text.splitlines()):
            indent = "       " if number else "     "
            for line in wrap(one, screen.width, indent, indent + "  "):
                screen.line((line, {"yellow": True}))
    if choices.summary or choices.notes:
        screen.line("")


def _write_verdict(screen: Screen, verdict: Verdict) -> None:
    colour = {"green" if verdict.go else "red": True, "bold": True}
    screen.line((verdict.word, colour), f"  {verdict.summary}")
