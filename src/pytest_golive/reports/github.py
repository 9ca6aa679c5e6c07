"""Workflow commands that GitHub shows as annotations at lines of code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pytest_golive.judging.verdict import Row, Verdict
from pytest_golive.masking.printing import Command
from pytest_golive.reports.fairness import dealt

MOST = 10  # annotations that GitHub shows for one step


def runs_on_github(environment: Mapping[str, str]) -> bool:
    """Whether this runs in GitHub Actions."""
    return environment.get("GITHUB_ACTIONS") == "true"


def commands(verdict: Verdict) -> list[str]:
    """The verdict, then one command for each finding that blocks, or for its row if it names no place.

    GitHub shows only a few for each step, so the verdict comes first, and the last one counts the rest.
    """
    if verdict.go:
        return [_command("notice", verdict.summary, title=verdict.word)]
    errors = [_command("error", verdict.summary, title=verdict.word)]
    errors += [_command("error", fault, title=verdict.word) for fault in verdict.faults]
    errors += [text for _, text in dealt(map(_errors, verdict.blockers), lambda entry: entry[0])]
    more = len(errors) - MOST
    rest = [_command("notice", f"{more:,} more findings block; see the log of this step", title=verdict.word)]
    return errors[:MOST] + (rest if more > 0 else [])


def _errors(row: Row) -> Iterator[tuple[int, str]]:
    """One command for each finding that blocks in *row*, with its severity as a number."""
    found = [f for evidence in row.evidence if evidence.ok is False for f in evidence.found if f.path]
    for finding in found:
        line = {"line": str(finding.line)} if finding.line else {}
        where = {"file": finding.path, "title": row.entry.title, **line}
        yield finding.gravity, _command("error", f"{finding.message}\n{row.cure}", **where)
    if not found:
        path, _, line_ = row.place.rpartition(":")
        place = {"file": path, "line": line_} if line_.isdigit() else {"file": row.place} if row.place else {}
        yield 0, _command("error", f"{row.message}\n{row.cure}", title=row.entry.title, **place)


def _command(name: str, message: str, **properties: str) -> str:
    fields = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return Command(f"::{name} {fields}::{_data(message.strip())}")


def _data(text: str) -> str:
    """*text*, escaped as in https://github.com/actions/toolkit, packages/core/src/command.ts."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
