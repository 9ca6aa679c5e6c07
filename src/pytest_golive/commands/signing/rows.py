"""The rows that people sign: those of the checklist's documents, and a change to who may sign."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.collecting.tree import built_in_entries
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.errors import GoliveError
from pytest_golive.rows.plan import Line, Plan, catalogue_of
from pytest_golive.settings.loading import Loaded
from pytest_golive.signing.demands import Rules
from pytest_golive.signing.people import PEOPLE

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


def manual_rows(root: Path, loaded: Loaded, signatures: Signatures) -> list[Manual]:
    """All of them, in the order of the documents; `faults_of` tells what is wrong with those.

    Raises:
        GoliveError: a document cannot be read.
    """
    lines, _ = Plan(root, loaded).resolved(catalogue_of(built_in_entries(loaded.settings)))
    found = [_manual(line, signatures) for line in lines if line.check.needs_people]
    if signatures.trusted.changes:
        title = f"Who may sign: {'; '.join(signatures.trusted.changes)}"
        found.append(Manual(PEOPLE, title, "[tool.golive.signing]", signatures.rules(PEOPLE)))
    return found


def faults_of(root: Path, loaded: Loaded) -> list[str]:
    """What a run would refuse about the documents, each with its place and cure.

    Raises:
        GoliveError: a document cannot be read.
    """
    known = catalogue_of(built_in_entries(loaded.settings))
    return Plan(root, loaded).resolved(known)[1]


def choose_all(rows: list[Manual], asked: Sequence[str]) -> list[Manual]:
    """The rows that *asked* means, each once.

    Raises:
        GoliveError: one of them means none, or several; all of those are listed.
    """
    found, wrong = [], []
    for name in asked:
        try:
            found.append(choose(rows, name))
        except GoliveError as error:
            wrong.append(error)
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        raise GoliveError("\n".join(map(str, wrong)))
    return list(dict.fromkeys(found))


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


def _manual(line: Line, signatures: Signatures) -> Manual:
    return Manual(line.check.id, line.check.row.text, line.place, signatures.rules_of(line.check))
