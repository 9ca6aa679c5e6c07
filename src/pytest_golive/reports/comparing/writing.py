"""A comparison as text for a terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.judging.verdict import Outcome
from pytest_golive.masking.printing import on_one_line
from pytest_golive.reports.comparing.changes import Change, Comparison
from pytest_golive.reports.markdown.escaping import code, said
from pytest_golive.reports.markdown.fitting import Sized
from pytest_golive.reports.markdown.summary import COMMENT

GONE = "not there"
MARK = "<!-- pytest-golive compare -->"  # by which a job knows its own comment again


def grouped(found: Comparison) -> Iterator[tuple[str, list[Change]]]:
    """The rows that got worse, then those that got better, then all others that differ; no empty group."""
    worse = [change for change in found.changes if change.got_worse]
    better = [change for change in found.changes if change.got_better]
    other = [change for change in found.changes if not (change.got_worse or change.got_better)]
    for name, changes in (("worse", worse), ("better", better), ("changed otherwise", other)):
        if changes:
            yield name, changes


def outcomes(change: Change) -> str:
    """From which outcome to which: "passed to failed"; one word if that is the same."""
    before, after = _word(change.before), _word(change.after)
    return before if before == after else f"{before} to {after}"


def _word(outcome: Outcome | None) -> str:
    return str(outcome) if outcome else GONE


def as_text(found: Comparison) -> str:
    """Lines for a terminal, without colours."""
    lines = [f"old: {found.old.words}", f"new: {found.new.words}"]
    lines += [f"caution: {text}" for text in found.cautions]
    for name, changes in grouped(found):
        lines += ["", f"{name} ({len(changes)})"]
        for change in changes:
            reason = f": {change.reason}" if change.reason else ""
            lines += [f"  {change.id}: {outcomes(change)}{reason}", *(f"    {text}" for text in change.details)]
    lines += ["", "besides the rows", *(f"  {text}" for text in found.settings)] if found.settings else []
    return "\n".join([*map(_printed, lines), "", found.line, ""])


def _printed(line: str) -> str:
    words = line.lstrip(" ")
    return " " * (len(line) - len(words)) + on_one_line(words)


def as_markdown(found: Comparison) -> str:
    """The same for a comment on a pull request; what does not fit is counted at its end."""
    text = Sized(COMMENT)
    text.add(
        f"{MARK}\n## {said(found.line)}\n\n- old: {said(found.old.words)}\n- new: {said(found.new.words)}\n", "head"
    )
    for caution in found.cautions:
        text.add(f"- **caution:** {said(caution)}\n", "cautions")
    for name, changes in grouped(found):
        text.add(f"\n### {name[0].upper()}{name[1:]} ({len(changes)})\n\n", "headings")
        for change in changes:
            text.add(_item(change), "rows")
    if found.settings:
        text.add("\n### Besides the rows\n\n", "headings")
    for one in found.settings:
        text.add(f"- {said(one)}\n", "changes besides the rows")
    return text.text()


def _item(change: Change) -> str:
    reason = f": {said(change.reason)}" if change.reason else ""
    lines = [f"- {code(change.id)}: **{outcomes(change)}**{reason}", *(f"  - {said(text)}" for text in change.details)]
    return "\n".join(lines) + "\n"
