"""The rows that people sign: those of the checklist's documents, built-in ones, and a change to who may sign."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.context.exceptions.breakings import Places
from pytest_golive.context.shelf import Shelf
from pytest_golive.context.signing.of_gates import rules_of_gate
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.errors import GoliveError
from pytest_golive.judging.verdict import Entry
from pytest_golive.rows.plan import Line, Plan, catalogue_of, key_of
from pytest_golive.rows.signers import signed_gates
from pytest_golive.settings.declaring import declaration_of, not_due
from pytest_golive.settings.loading import Loaded
from pytest_golive.signing.demands import Rules
from pytest_golive.signing.glass.glass import SETTLED
from pytest_golive.signing.people import PEOPLE

FEW = 5


@dataclass(frozen=True, slots=True)
class Manual:
    """A row that people sign.

    Attributes:
        place: where it stands: "docs/GO_LIVE.md:12", or the phase of a built-in one.
    """

    id: str
    title: str
    place: str
    rules: Rules


def manual_rows(root: Path, loaded: Loaded, signatures: Signatures) -> list[Manual]:
    """All that apply: of the documents, in their order, then built in; `faults_of` tells what is wrong with the former.

    Raises:
        GoliveError: a document cannot be read.
    """
    entries = built_in_entries(loaded.settings)
    lines, _ = Plan(root, loaded).resolved(catalogue_of(entries))
    found = [_manual(line, signatures) for line in lines if line.check.needs_people]
    found += [
        _built_in(one, signatures) for one in entries if key_of(one.id) in signed_gates() and _applies(one, loaded)
    ]
    found += [
        Manual(SETTLED, one.title, "built in, after an emergency", replace(signatures.rules(SETTLED), title=one.title))
        for one in entries
        if key_of(one.id) == SETTLED and _had_emergency(loaded, signatures)
    ]
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
    ends = exact or [row for row in rows if row.id.endswith((f"/{asked}", f"::{asked}")) or row.title == asked]
    if len(ends) == 1:
        return ends[0]
    if ends:
        raise GoliveError(f"{asked!r} may be any of {', '.join(row.id for row in ends[:FEW])}", "write the whole id")
    if not rows:
        raise GoliveError("there is no row to sign", "name the checklist's document: [tool.golive] checklist")
    close = difflib.get_close_matches(asked, [row.id for row in rows], n=1)
    near = f"did you mean {close[0]}? " if close else ""
    raise GoliveError(f"there is no row {asked!r} that people sign", f"{near}golive sign --list names them all")


def _applies(entry: Entry, loaded: Loaded) -> bool:
    settings = loaded.settings
    return not declaration_of(key_of(entry.id), settings.not_applicable) and not not_due(entry.kind, settings.kind)


def _had_emergency(loaded: Loaded, signatures: Signatures) -> bool:
    """Whether this release, or another, was deployed by a broken glass."""
    places = Places(signatures.repository, loaded.settings, Shelf())
    return bool(loaded.settings.targets) and bool(places.all())


def _built_in(entry: Entry, signatures: Signatures) -> Manual:
    key = key_of(entry.id)
    return Manual(key, entry.title, f"built in, {' and '.join(entry.phases)}", rules_of_gate(signatures, key))


def _manual(line: Line, signatures: Signatures) -> Manual:
    return Manual(line.check.id, line.check.row.text, line.place, signatures.rules_of(line.check))
