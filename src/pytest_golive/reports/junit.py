"""What JUnit's readers get besides pytest's own cases: properties of the suite, the verdict, and attachments.

pytest's ``record_testsuite_property`` is lost under xdist (pytest#7767), so the controller writes them.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.judging.verdict import Outcome, Verdict
from pytest_golive.outcomes.concealing import conceal

CASE = f"{ROOT}::verdict"
PROPERTIES = ("id", "title", "phase", "section")


def add_suite_properties(config: pytest.Config, verdict: Verdict) -> None:
    """Write the verdict and its facts (commit, version, target, …) into the properties of the suite."""
    xml = _writer(config)
    if xml is None:
        return
    facts, choices = verdict.facts, verdict.choices
    for name, value in (
        ("verdict", verdict.word),
        ("commit", facts.commit),
        ("version", facts.version),
        ("previous_release", facts.previous),
        ("verified", verdict.verified),
        ("declared_away", verdict.declared_away),
        ("target", facts.target),
        ("settings_digest", facts.settings_digest),
        ("started", facts.started),
        ("faults", "; ".join(verdict.faults)),
        ("break_glass", verdict.glass.sentence if verdict.glass is not None else ""),
        ("choices", choices.summary),
        ("choices_in_force", "; ".join(choices.listed)),
        ("loosened", "; ".join(choices.loosened)),
        ("choices_notes", "; ".join(choices.notes)),
    ):
        xml.add_global_property(name, value)


def add_rows(config: pytest.Config, verdict: Verdict) -> None:
    """Write the rows of documents that are no tests of pytest's: those that gates prove, and those that are not due."""
    xml = _writer(config)
    if xml is None:
        return
    bound = [row for row in verdict.rows if row.entry.place and {part.entry.id for part in row.parts} != {row.entry.id}]
    for row in (*bound, *verdict.later):
        path, _, line = row.entry.place.rpartition(":")
        place, entry = (path, int(line), row.entry.title), row.entry
        outcome: str = "passed"
        said: str | tuple[str, int, str] | None = None
        if row.outcome.blocks:
            outcome, said = "failed", f"{row.entry.place}: {row.message or row.outcome}\n  to fix: {row.cure}"
        elif not row.outcome.verifies:
            outcome, said = "skipped", (path, int(line), f"Skipped: {row.outcome}: {row.message}")
        about = zip(PROPERTIES, (entry.id, entry.title, " ".join(entry.phases), entry.section), strict=True)
        properties = [*about, ("document", entry.place), ("outcome", str(row.outcome))]
        body = pytest.TestReport(entry.id, place, {}, outcome, said, "call")  # type: ignore[arg-type]
        end = pytest.TestReport(entry.id, place, {}, "passed", None, "teardown", user_properties=properties)
        for report in (body, end):
            conceal(report)
            xml.pytest_runtest_logreport(report)


def add_case(config: pytest.Config, verdict: Verdict) -> None:
    """Write the verdict as a test case of its own: else CI systems would show a NO-GO without a red row as green."""
    xml = _writer(config)
    if xml is None:
        return
    red = [row for row in verdict.rows if row.outcome.blocks or row.outcome is Outcome.NOT_PROVEN]
    glass = [f"BREAK-GLASS {verdict.glass.sentence}"] if verdict.glass is not None else []
    problems = [*glass, *verdict.faults, *(f"{row.entry.id}: {row.message or row.outcome}" for row in red)]
    place = ("pyproject.toml", 0, "verdict")
    text = (
        None if verdict.go else "\n  ".join([verdict.line, *(problem.replace("\n", "\n    ") for problem in problems)])
    )
    body = pytest.TestReport(CASE, place, {}, "passed" if verdict.go else "failed", text, "call")
    end = pytest.TestReport(CASE, place, {}, "passed", None, "teardown", user_properties=[("outcome", verdict.word)])
    for report in (body, end):
        conceal(report)
        xml.pytest_runtest_logreport(report)


def attach(config: pytest.Config, report: pytest.TestReport, paths: list[str]) -> None:
    """Write ``[[ATTACHMENT|path]]`` lines, which Jenkins, GitLab and Azure turn into links."""
    xml = _writer(config)
    if xml is None or not paths:
        return
    element = ET.Element("system-out")
    element.text = "\n".join(f"[[ATTACHMENT|{path}]]" for path in paths)
    xml.node_reporter(report).append(element)


def _writer(config: pytest.Config) -> Any:
    """Find pytest's JUnit plugin by its methods: it is registered without a name."""
    plugins = config.pluginmanager.get_plugins()
    return next((p for p in plugins if hasattr(p, "add_global_property") and hasattr(p, "node_reporter")), None)
