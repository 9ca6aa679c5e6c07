"""Compares each statement of the standards with what is enforced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.standards.enforced import Enforced
from pytest_golive.documents.standards.statements import Statement, statements
from pytest_golive.documents.standards.vocabulary import ROLES
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding

UNITS = {"line length": " characters", "file length": " lines", "coverage": " %"}


@dataclass(frozen=True, slots=True)
class StandardsReview:
    """The result.

    Attributes:
        faults: statements that the configuration contradicts, or that nothing enforces.
        statements: how many there are.
        source: the documents, with the number of statements of each kind.
    """

    faults: tuple[Finding, ...]
    statements: int
    source: str


def review(documents: Sequence[Document], found: Sequence[Enforced]) -> StandardsReview:
    """Compare the statements of *documents* with what the configuration enforces (*found*).

    Raises:
        CannotMeasure: they state nothing that can be compared.
    """
    faults: list[Finding] = []
    count: dict[str, int] = {}
    for document in documents:
        for statement in statements(document):
            count[statement.kind] = count.get(statement.kind, 0) + 1
            fault = _fault(document.path, statement, found)
            faults += [fault] if fault else []
    names = ", ".join(document.path for document in documents)
    if not count:
        raise CannotMeasure(
            f"{names} states no limit and names no tool, so there is nothing to compare with the configuration",
            "state what is enforced: line length, complexity, coverage, file length, formatter, linter, types",
            path=documents[0].path if documents else "",
        )
    words = ", ".join(f"{number} of {'tools' if kind == 'tool' else kind}" for kind, number in count.items())
    return StandardsReview(tuple(faults), sum(count.values()), f"{names}: {words}")


def _fault(path: str, statement: Statement, found: Sequence[Enforced]) -> Finding | None:
    rules = [rule for rule in found if rule.kind == statement.kind]
    if statement.languages and statement.kind != "tool":
        rules = [rule for rule in rules if not rule.language or rule.language in statement.languages]
    if any(_is_same(statement, rule) for rule in rules):
        return None
    if statement.kind == "tool":
        role = ROLES[statement.value]
        others = sorted({rule.value for rule in found if rule.kind == "tool" and ROLES.get(rule.value) == role})
        instead = f"; the project uses {' and '.join(others)}" if others else ""
        message = f"names {statement.value}, but nothing configures or runs it{instead}"
        return Finding(path, statement.line, "tool", message, key=statement.value)
    stated = f"{statement.value}{UNITS.get(statement.kind, '')}"
    if not rules:
        message = f"states {statement.kind} {stated}, but the configuration enforces none"
        return Finding(path, statement.line, "not enforced", message, key=f"{statement.kind} {statement.value}")
    actual = "; ".join(dict.fromkeys(f"{rule.value} ({_by(rule)})" for rule in rules))
    message = f"states {statement.kind} {stated}, but the configuration enforces {actual}"
    return Finding(path, statement.line, "limit", message, "high", key=f"{statement.kind} {statement.value}")


def _is_same(statement: Statement, rule: Enforced) -> bool:
    if statement.kind in {"python", "tool"}:
        return rule.value == statement.value
    try:
        return float(rule.value) == float(statement.value)
    except ValueError:
        return rule.value == statement.value


def _by(rule: Enforced) -> str:
    return f"{rule.tool}, {rule.place}" if rule.tool else rule.place
