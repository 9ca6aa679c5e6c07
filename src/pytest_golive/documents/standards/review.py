"""Each statement of the standards beside what is enforced."""

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
    """What was found.

    Attributes:
        faults: statements that the configuration contradicts, or that nothing enforces.
        statements: how many there are.
        source: the documents, and what they state.
    """

    faults: tuple[Finding, ...]
    statements: int
    source: str


def review(documents: Sequence[Document], found: Sequence[Enforced]) -> StandardsReview:
    """Hold the statements of *documents* against what was *found* to be enforced.

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
            f"{names} states no limit and no tool that the configuration could be compared with",
            "state what is enforced: line length, complexity, coverage, length of files, formatter, linter, types",
            path=documents[0].path if documents else "",
        )
    words = ", ".join(f"{number} of {'tools' if kind == 'tool' else kind}" for kind, number in count.items())
    return StandardsReview(tuple(faults), sum(count.values()), f"{names}: {words}")


def _fault(path: str, statement: Statement, found: Sequence[Enforced]) -> Finding | None:
    same = [one for one in found if one.kind == statement.kind]
    if statement.languages and statement.kind != "tool":
        same = [one for one in same if not one.language or one.language in statement.languages]
    if any(_is_same(statement, one) for one in same):
        return None
    if statement.kind == "tool":
        role = ROLES[statement.value]
        others = sorted({one.value for one in found if one.kind == "tool" and ROLES.get(one.value) == role})
        instead = f"; {' and '.join(others)} is what runs" if others else ""
        message = f"names {statement.value}, and nothing configures or runs it{instead}"
        return Finding(path, statement.line, "tool", message, key=statement.value)
    stated = f"{statement.value}{UNITS.get(statement.kind, '')}"
    if not same:
        message = f"states {statement.kind} {stated}, and nothing in the configuration enforces one"
        return Finding(path, statement.line, "not enforced", message, key=f"{statement.kind} {statement.value}")
    real = "; ".join(dict.fromkeys(f"{one.value} ({_by(one)})" for one in same))
    message = f"states {statement.kind} {stated}, and what is enforced is {real}"
    return Finding(path, statement.line, "limit", message, "high", key=f"{statement.kind} {statement.value}")


def _is_same(statement: Statement, one: Enforced) -> bool:
    if statement.kind in {"python", "tool"}:
        return one.value == statement.value
    try:
        return float(one.value) == float(statement.value)
    except ValueError:
        return one.value == statement.value


def _by(one: Enforced) -> str:
    return f"{one.tool}, {one.place}" if one.tool else one.place
