"""The verdict in Markdown: what people read in a pull request, on a phone, and in the summary of a CI job.

Sources: GitHub, a comment holds 65,536 characters, and a step's summary 1 MiB
(docs.github.com, "Workflow commands", "Adding a job summary").
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from pathlib import Path

from pytest_golive.files.writing import is_free_for, real, replace_file
from pytest_golive.judging.facts import by_weight
from pytest_golive.judging.verdict import Row, Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.reports.blockers import ORDER, TOGETHER, alike, cure_of_all, told_apart
from pytest_golive.reports.markdown.escaping import said
from pytest_golive.reports.markdown.fitting import Sized
from pytest_golive.reports.markdown.rows import blocker, section_details, section_line, together

MARK = "<!-- pytest-golive -->"  # by which a job knows its own comment again
COMMENT = 65_000  # bytes
SUMMARY = 1_000_000  # bytes
FOREIGN = "it holds something other than a summary of golive and stays as it is; name another file"


def markdown(verdict: Verdict, most: int = COMMENT) -> str:
    """The verdict, what blocks, the sections as a table, each section folded, and the team's choices.

    Args:
        verdict: of the run.
        most: bytes that the text may have; what does not fit is counted at its end, and what blocks comes first.
    """
    sections = by_section(verdict)
    text = Sized(most)
    text.add(_head(verdict), "verdict")
    causes, asked_for = by_weight(verdict.faults)
    for fault in causes:
        text.add(f"- **{said(verdict.word)}** {said(fault)}\n", "faults")
    for blocking in _blocking(verdict):
        text.add(blocking, "things that block")
    for fault in asked_for:
        text.add(f"- **{said(verdict.word)}** {said(fault)}\n", "faults")
    table = "".join(section_line(name, rows) for name, rows in sections.items())
    text.add(f"\n| Section | Verified | Declared away | Blocks |\n|---|---|---|---|\n{table}\n", "table")
    for choice in _choices(verdict):
        text.add(choice, "choices of the team")
    text.add("\n", "line")
    blocking_first = sorted(sections, key=lambda name: not any(row.outcome.blocks for row in sections[name]))
    for name in blocking_first:
        text.add(section_details(name, sections[name]), "sections in detail")
    return MASK.hide(text.text())


def _blocking(verdict: Verdict) -> Iterator[str]:
    """What blocks besides faults, in the order of the terminal; rows that share a reason are one item."""
    for outcome in ORDER:
        for rows in alike(row for row in verdict.blockers if row.outcome is outcome):
            yield blocker(rows)
    for outcome, words in TOGETHER.items():
        for rows in told_apart([row for row in verdict.blockers if row.outcome is outcome]):
            yield together(rows, words, cure_of_all(rows, verdict.facts.settings))


def by_section(verdict: Verdict) -> Mapping[str, list[Row]]:
    """The rows by heading of the document, or by section."""
    sections: dict[str, list[Row]] = {}
    for row in (*verdict.rows, *verdict.later):
        name = row.entry.section if row.entry.place else row.entry.section.replace("_", " ")
        sections.setdefault(name, []).append(row)
    return sections


def _head(verdict: Verdict) -> str:
    sign = "⚠️" if verdict.is_emergency else "✅" if verdict.go else "❌"
    when = f" Measured at {said(verdict.facts.started)}." if verdict.facts.started else ""
    glass = f"**BREAK-GLASS** {said(verdict.glass.sentence)}\n\n" if verdict.glass is not None else ""
    return f"{MARK}\n## {sign} {said(verdict.word)}\n\n{glass}{said(verdict.summary)}.{when}\n\n"


def _choices(verdict: Verdict) -> list[str]:
    """The choices in force, the new ones first: a GO relies on them besides what was measured."""
    choices = verdict.choices
    listed = [*choices.loosened, *choices.notes, *(text for text in choices.listed if text not in choices.loosened)]
    head = f"**Choices** {said(choices.summary)}\n\n" if choices.summary or listed else ""
    return ([head] if head else []) + [f"- {said(text)}\n" for text in listed]


def write_markdown(path: Path, verdict: Verdict) -> None:
    """Write the text to *path*, where nothing else may be.

    Raises:
        OSError: it cannot be written, or holds something else.
    """
    if not is_free_for(path, MARK.encode()):
        raise FileExistsError(errno.EEXIST, FOREIGN)
    real(path).parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, markdown(verdict).encode())
