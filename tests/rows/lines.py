"""Rows of documents for tests, without a run."""

from __future__ import annotations

from pytest_golive.checklist.binding.resolving import Catalogue, resolve
from pytest_golive.checklist.reading.reading import document_of
from pytest_golive.checklist.reading.text import text_of
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Outcome, Row
from pytest_golive.rows.plan import Line

CATALOGUE = Catalogue(
    {
        "code_quality::coverage": ("pre_deploy",),
        "code_quality::tests_pass": ("pre_deploy",),
        "code_quality::files_within_limit": ("pre_deploy",),
        "infrastructure::performance_acceptable": ("pre_deploy",),
        "security::transport": ("pre_deploy", "smoke"),
        "security::rate_limit": ("pre_deploy", "smoke"),
        "infrastructure::staging_deployed": ("pre_deploy",),
        "infrastructure::alerting_configured": ("pre_deploy",),
        "monitoring::slos_defined": ("post_deploy",),
        "smoke::healthy": ("smoke",),
        "smoke::version": ("smoke",),
        "gates/own.py::pays": ("pre_deploy",),
    }
)


def lines_of(markdown: str, name: str = "GO.md") -> list[Line]:
    """The rows of a document that has no faults."""
    document = document_of(text_of(markdown.encode(), name))
    checks, faults = resolve(document, CATALOGUE)
    assert faults == []
    return [Line(check, document, number) for number, check in enumerate(checks)]


def good(name: str = "x", **more) -> Evidence:
    """Something that was judged and holds."""
    return Evidence(name, 1, "<=", 1, ok=True, **more)


def bad(name: str = "x", **more) -> Evidence:
    """A judged value that does not hold."""
    return Evidence(name, 2, "<=", 1, ok=False, **more)


def gate(key: str, outcome: Outcome = Outcome.PASSED, message: str = "", evidence=(), **more) -> Row:
    """The row of a gate."""
    id_ = key if ".py" in key else f"golive/{key}"
    return Row(Entry(id_, key, "s", CATALOGUE.gates.get(key, ())), outcome, message, evidence=tuple(evidence), **more)
