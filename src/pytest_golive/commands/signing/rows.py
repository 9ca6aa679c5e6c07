"""The rows that people sign: those of the checklist's documents, and a change to who may sign."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.checklist.binding.resolving import Catalogue, Check, resolve
from pytest_golive.checklist.reading.reading import read_document
from pytest_golive.context.signing.signatures import PEOPLE, Signatures
from pytest_golive.errors import GoliveError
from pytest_golive.signing.policy import Rules

FEW = 5


@dataclass(frozen=True, slots=True)
class Manual:
    """A row that people sign.

    Attributes:
        place: where it stands: "docs/GO_LIVE.md:12".
    """

    id: str
    title: str
    place: str
    rules: Rules


def manual_rows(root: Path, signatures: Signatures, gates: Mapping[str, tuple[str, ...]]) -> list[Manual]:
    """All of them, in the order of the documents.

    Args:
        root: the project.
        signatures: about what is checked out.
        gates: the phases of every gate there is, by its key.
    """
    found = [
        _manual(check, name, signatures)
        for name, check in _checks(root, signatures, gates)
        if check.is_check and (check.needs_people or not check.gates)
    ]
    if signatures.trusted.changes:
        title = f"Who may sign: {'; '.join(signatures.trusted.changes)}"
        found.append(Manual(PEOPLE, title, "[tool.golive.signing]", signatures.rules(PEOPLE)))
    return found


def choose(rows: list[Manual], asked: str) -> Manual:
    """The row that *asked* means: its id, or the end of one that only one has.

    Raises:
        GoliveError: none is meant, or several.
    """
    exact = [row for row in rows if row.id == asked]
    ends = exact or [row for row in rows if row.id.endswith(f"/{asked}") or row.title == asked]
    if len(ends) == 1:
        return ends[0]
    if ends:
        raise GoliveError(f"{asked!r} may be any of {', '.join(row.id for row in ends[:FEW])}", "write the whole id")
    if not rows:
        raise GoliveError("there is no row to sign", "name the checklist's document: [tool.golive] checklist")
    close = difflib.get_close_matches(asked, [row.id for row in rows], n=1)
    near = f"did you mean {close[0]}? " if close else ""
    raise GoliveError(f"there is no row {asked!r} that people sign", f"{near}golive sign --list names them all")


def _checks(root: Path, signatures: Signatures, gates: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Check]]:
    for name in documents_of(signatures):
        checks, _ = resolve(read_document(root / name, name), Catalogue(gates))
        yield from ((name, check) for check in checks)


def documents_of(signatures: Signatures) -> tuple[str, ...]:
    """The checklist's documents."""
    said = getattr(signatures.settings, "checklist", None) or ()
    return (said,) if isinstance(said, str) else tuple(said)


def _manual(check: Check, name: str, signatures: Signatures) -> Manual:
    options = check.binding.options
    approvers = options.get("approvers", "")
    rules = signatures.rules(check.id, options.get("role", ""), int(approvers) if approvers.isdecimal() else 0)
    return Manual(check.id, check.row.text, f"{name}:{check.row.line}", rules)
