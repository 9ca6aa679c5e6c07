"""The list of what blocks a GO, each with its place and its fix: faults of the run first, then the red rows.

That rows were chosen by name, or steps only shown, comes last: it is known to whoever asked for it, and no cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_golive.activation import ROOT
from pytest_golive.findings import Finding
from pytest_golive.judging.facts import by_weight
from pytest_golive.judging.judge import NOT_PROVEN
from pytest_golive.judging.verdict import Outcome, Row, Verdict
from pytest_golive.reports.layout import Paper, draw, wrap

MOST_PLACES = 5
MOST_PLACES_VERBOSE = 100
MOST_TOGETHER = 5
SENTENCE = 40  # characters; what is shorter is a value, not a cause
ORDER = (Outcome.FAILED, Outcome.REJECTED, Outcome.ERROR, Outcome.SKIPPED, Outcome.NOT_PROVEN)
ENDED = "it did not run: "  # before the reason that all rows share which a run did not come to
WHOLE = "run the whole checklist"  # how rows that were left out are cured
TOGETHER = {
    Outcome.NOT_SET_UP: "not set up yet",
    Outcome.NOT_RUN: "due, but not run",
    Outcome.NOT_SIGNED: "not signed yet",
}


def write(paper: Paper, verdict: Verdict) -> None:
    """Write what blocks; rows that are not set up share one block, and so do rows that did not run."""
    number = 0
    causes, asked_for = by_weight(verdict.faults)
    for fault in causes:
        number += 1
        _write_fault(paper, number, fault)
    for outcome in ORDER:
        for rows in alike(row for row in verdict.blockers if row.outcome is outcome):
            number += 1
            _write_row(paper, number, rows)
    for outcome, words in TOGETHER.items():
        for rows in told_apart([row for row in verdict.blockers if row.outcome is outcome]):
            number += 1
            _write_together(paper, number, rows, words, verdict.facts.settings)
    for fault in asked_for:
        number += 1
        _write_fault(paper, number, fault)
    if number:
        paper.line("")


def _write_fault(paper: Paper, number: int, fault: str) -> None:
    first, *more = fault.splitlines()
    _head(paper, number, first)
    for line in (line for text in more for line in wrap(text, paper.width, "     ", "       ")):
        paper.line((line, {"red": True}))


def _head(paper: Paper, number: int, text: str) -> None:
    mark = f"{number:>3}. "
    lines = wrap(text, paper.width, mark, "     ")
    for line in lines:
        paper.line((line, {"red": True}))


def alike(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Groups of rows that one error keeps from being measured: a service that is down stops them all."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        is_one_trouble = row.outcome is Outcome.ERROR and not row.evidence and not row.attachments
        groups.setdefault((row.message, row.cure, "" if is_one_trouble else row.entry.id), []).append(row)
    yield from groups.values()


def _write_row(paper: Paper, number: int, rows: list[Row]) -> None:
    row = rows[0]
    breaches = [evidence for evidence in row.evidence if evidence.ok is False]
    found = [finding for evidence in breaches for finding in evidence.found]
    ids = [row.entry.id.removeprefix(f"{ROOT}/") for row in rows]
    _head(paper, number, f"{ids[0] if len(rows) == 1 else f'{len(rows)} rows'}  {row.message}")
    for line in wrap(", ".join(ids), paper.width, "     ", "     ") if len(rows) > 1 else ():
        paper.line(line)
    for one in rows if rows[0].entry.place else ():
        where = f"{one.entry.place}: " if one.entry.place else ""  # a gate in no document has none
        for line in wrap(f"{where}{one.entry.title}", paper.width, "     ", "       "):
            paper.line(line)
    _write_places(paper, found)
    _write_unproven(paper, row)
    for evidence in row.evidence:
        if evidence.picture:
            draw(paper, evidence, "     ")
    if not found and row.place != row.entry.place:
        paper.line(f"     at {row.place}")
    for call in row.trace:
        paper.line(f"       {call}")
    for line in wrap(f"to fix: {row.cure}", paper.width, "     ", "             ") if row.cure else ():
        paper.line((line, {"light": True}))
    for path in row.attachments:
        paper.line((f"     see {path}", {"light": True}))


def _write_places(paper: Paper, found: list[Finding]) -> None:
    most = MOST_PLACES_VERBOSE if paper.verbosity > 0 else MOST_PLACES
    shown = list(_together(found))
    for text in shown[:most]:
        for line in wrap(text, paper.width, "     ", "       "):
            paper.line(line)
    if len(shown) > most:
        paper.line(f"     … and {len(shown) - most:,} more" + ("" if paper.verbosity > 0 else " (-v shows them)"))


def _write_unproven(paper: Paper, row: Row) -> None:
    """Write what is not proven beside the breaches."""
    found = [one.sentence for one in row.evidence if one.name == NOT_PROVEN and row.outcome is Outcome.FAILED]
    for text in found[:MOST_PLACES]:
        for line in wrap(text, paper.width, "     ", "       "):
            paper.line(line)


def _together(found: list[Finding]) -> Iterator[str]:
    """The findings in words; what is said of several things in the same sentence is one line."""
    groups: dict[tuple[str, str], list[str]] = {}
    for finding in found:
        name, colon, said = finding.message.partition(": ")
        is_sentence = not finding.path and colon and len(said) >= SENTENCE
        text = f"{finding.place}: {finding.message}" if finding.path else finding.message
        groups.setdefault((finding.rule, said) if is_sentence else (text, ""), []).append(name if is_sentence else text)
    for (_, said), names in groups.items():
        yield from (f"{', '.join(names)}: {said}",) if said else names


def told_apart(rows: list[Row]) -> Iterator[list[Row]]:
    """All in one block; of rows that did not run, those with a cure of their own stand apart, such as a dry run's."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        is_own = row.outcome is Outcome.NOT_RUN and not row.cure.startswith(WHOLE)
        groups.setdefault(row.cure if is_own else "", []).append(row)
    yield from groups.values()


def cure_of_all(rows: list[Row], settings: str) -> str:
    """What to do about rows that share a block."""
    if rows[0].outcome is Outcome.NOT_RUN and rows[0].cure.startswith(WHOLE):
        return "run the whole checklist: a selection is never a GO"
    if rows[0].outcome is Outcome.NOT_SIGNED and len(rows) > 1:
        return "golive sign --list shows who may sign what; golive sign ROW --by NAME signs"
    cures = {row.cure for row in rows}
    if len(cures) == 1 and cures != {""}:
        return cures.pop()
    if all(row.place for row in rows):  # golive init has written a placeholder there
        return "set them up, or write there why they do not apply"
    if not settings:
        return "golive init writes settings that fit this repository"
    return f"complete {settings}; golive explain SECTION shows the settings, golive init --print a fresh table"


def _in_words(row: Row) -> str:
    where = f" ({row.place})" if row.place else ""
    return f"{row.entry.id.removeprefix(f'{ROOT}/')}: {row.message}{where}"


def _by_section(rows: list[Row]) -> Iterator[str]:
    """One line for each section, with the short names of its rows; ``-v`` shows what each of them lacks."""
    sections: dict[str, list[str]] = {}
    for row in rows:
        section, _, name = row.entry.id.removeprefix(f"{ROOT}/").rpartition("::")
        sections.setdefault(section, []).append(name)
    for section, names in sections.items():
        yield f"{section} ({len(names)}): {', '.join(names)}"
    if rows[0].outcome is Outcome.NOT_SET_UP:
        yield "-v shows what each of them needs"


def _write_together(paper: Paper, number: int, rows: list[Row], words: str, settings: str) -> None:
    is_one_reason = rows[0].message.startswith(ENDED) and len({row.message for row in rows}) == 1
    why = rows[0].message.removeprefix(ENDED[:-2]) if is_one_reason else ""
    _head(paper, number, f"{len(rows)} {'row' if len(rows) == 1 else 'rows'} {words}{why}")
    is_listed = rows[0].outcome is not Outcome.NOT_RUN or rows[0].cure.startswith(WHOLE) or is_one_reason
    is_short = len(rows) > MOST_TOGETHER and paper.verbosity <= 0 and is_listed
    cures = list(dict.fromkeys(row.cure for row in rows))
    has_own = len([*filter(None, cures)]) > 1 and not is_short
    for cure in cures if has_own else ("",):
        those = [row for row in rows if row.cure == cure] if has_own else rows
        for text in _by_section(rows) if is_short else map(_in_words, those):
            for line in wrap(text, paper.width, "     ", "       "):
                paper.line(line)
        for line in wrap(cure, paper.width, "       ", "       ") if cure else ():
            paper.line((line, {"light": True}))
    for line in wrap(f"to fix: {cure_of_all(rows, settings)}", paper.width, "     ", "             "):
        paper.line((line, {"light": True}))
