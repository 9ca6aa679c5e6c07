"""The checklist on the terminal: a table by section, then what blocks, then the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from pytest_golive.judging.choices import Choices
from pytest_golive.judging.verdict import Outcome, Verdict
from pytest_golive.reports import blockers
from pytest_golive.reports.layout import wrap
from pytest_golive.reports.screen import Screen
from pytest_golive.reports.table import write_table
from pytest_golive.signing.glass.glass import SETTLED

MOST_CHOICES = 10
MOST_FAULTS = 5  # of a run that asks for the verdict alone


@contextmanager
def failures_shown_once(reporter: pytest.TerminalReporter, has_foreign_failures: bool) -> Iterator[None]:  # noqa: FBT001
    """Keep pytest from showing the failures a second time, unless ``--tb`` or ``-r`` asks for it."""
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


def write(reporter: pytest.TerminalReporter, verdict: Verdict, files: Iterable[str] = ()) -> None:
    """Write as much as the verbosity allows, and always the verdict; *files* are those written, each in words."""
    verbosity = reporter.config.get_verbosity()
    quiet = reporter.config.getoption("no_summary", default=False) or verbosity < -1
    screen = Screen(reporter, verbosity)
    if not quiet:
        reporter.ensure_newline()
        screen.rule("go-live checklist")
        if verbosity >= 0:
            write_table(screen, verdict.rows, has_settings=bool(verdict.facts.settings), later=verdict.later)
            screen.line("")
        blockers.write(screen, verdict)
        _write_choices(screen, verdict.choices)
        for line in (line for text in files for line in screen.in_lines(text, "     ")):
            screen.line(line)
    else:
        _write_why(screen, verdict)
    _write_verdict(screen, verdict)


def _write_why(screen: Screen, verdict: Verdict) -> None:
    """Write what prevents a GO besides the rows: where all rows are green, nothing else says why it is a NO-GO."""
    for fault in verdict.faults[:MOST_FAULTS]:
        for line in wrap(fault.partition("\n")[0], screen.width, "", "     "):
            screen.line((line, {"red": True}))
    if (more := len(verdict.faults) - MOST_FAULTS) > 0:
        screen.line(f"… and {more:,} more (without -qq and --no-summary all are shown)")


def _write_choices(screen: Screen, choices: Choices) -> None:
    """Write the team's choices, which the verdict relies on besides measurements."""
    if choices.summary:
        for line in wrap(f"choices  {choices.summary}", screen.width, "", "     "):
            screen.line((line, {"yellow": bool(choices.loosened)}))
    most = len(choices.loosened) if screen.verbosity > 0 else MOST_CHOICES
    more = len(choices.loosened) - most
    rest = [f"… and {more:,} more (-v shows them)"] if more > 0 else []
    in_force = [f"in force: {text}" for text in choices.listed if text not in choices.loosened]
    in_force = in_force if screen.verbosity > 0 else ["-v lists what is in force"] if in_force else []
    for text in (*choices.loosened[:most], *rest, *choices.notes, *in_force):
        for number, line_of_text in enumerate(text.splitlines()):
            indent = "       " if number else "     "
            for line in wrap(line_of_text, screen.width, indent, indent + "  "):
                screen.line((line, {"yellow": True}))
    if choices.summary or choices.notes:
        screen.line("")


def _write_glass(screen: Screen, verdict: Verdict) -> None:
    """Write that the glass was broken, however quiet the run is, and what is left to do."""
    if verdict.glass is None:
        return
    passed = [row.entry.title for row in verdict.rows if row.outcome is Outcome.NOT_PROVEN]
    passed += [verdict.frozen] if verdict.frozen else []
    text = f"BREAK-GLASS {verdict.glass.sentence}; passed without proof: {', '.join(passed) or 'no row needed it'}"
    after = f"{SETTLED} is red until each of {', '.join(verdict.glass.rows)} is proven, or somebody else signs why not"
    for line in (*wrap(text, screen.width, "", "     "), *wrap(after, screen.width, "     ")):
        screen.line((line, {"red": True, "bold": True}))


def _write_verdict(screen: Screen, verdict: Verdict) -> None:
    _write_glass(screen, verdict)
    colour = {"green" if verdict.go else "red": True, "bold": True}
    first, *rest = screen.in_lines(f"{verdict.word}  {verdict.summary}", "     ")
    screen.line((first[: len(verdict.word)], colour), first[len(verdict.word) :])
    for line in rest:
        screen.line(line)
