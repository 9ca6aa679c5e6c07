"""``golive bind``: propose a binding for each row of a document, and write what is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.checklist.binding.resolving import Catalogue, resolve
from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.checklist.proposing.planning import SIGN, Open, has_tasks, open_rows, with_ids
from pytest_golive.checklist.proposing.writing import bound
from pytest_golive.checklist.reading.reading import NO_ROW, document_of
from pytest_golive.checklist.reading.rows import Kind
from pytest_golive.checklist.reading.text import Text, read_text
from pytest_golive.commands.bind.candidates import candidates, catalogue_of
from pytest_golive.errors import SettingsError
from pytest_golive.files.writing import alone, cannot, replace_file
from pytest_golive.settings.loading import find_project, load_settings

Choose = Callable[[Open, str, Catalogue], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for.

    Attributes:
        path: the document, as named.
        confidence: the least at which a gate is bound unasked.
        every: whether list items and table rows become rows that people sign where no gate is sure enough.
        dry: whether to write nothing.
    """

    path: Path
    confidence: float
    every: bool = False
    dry: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """What was done: the rows with what was chosen for each ("" for nothing), and what to tell."""

    chosen: Sequence[tuple[Open, str]]
    report: str


def bind(wanted: Wanted, choose: Choose) -> Bound:
    """Propose bindings, let *choose* decide, and write them.

    Args:
        wanted: the document and how sure a proposal must be.
        choose: gets a row, what would be written unasked, and the gates there are; returns what is written.

    Raises:
        CannotMeasure: the document cannot be read.
        SettingsError: the settings, or the document, have faults; it is as it was.
        GoliveError: it cannot be written, or has changed meanwhile; it is as it was.
    """
    root = find_project(wanted.path.resolve().parent)
    loaded = load_settings(root)
    known = candidates(root, loaded)
    text = read_text(wanted.path, wanted.path.as_posix())
    every = wanted.every or not has_tasks(text)
    catalogue = catalogue_of(known)
    rows = open_rows(text, Matcher(known))
    chosen = [(row, choose(row, row.default(wanted.confidence, every=every), catalogue)) for row in rows]
    words = with_ids(text, {row.number: binding for row, binding in chosen if binding})
    written, lost = bound(text, words)
    _refuse(written, catalogue)
    if not wanted.dry:
        _write(wanted.path, written, text)
    return Bound(chosen, "\n".join(_report(wanted, chosen, {row.number for row, _ in chosen if row.number in lost})))


def _refuse(text: Text, catalogue: Catalogue) -> None:
    """Faults of the document, whether it had them before or not, are told all at once."""
    _, found = resolve(document_of(text), catalogue)
    if faults := [fault for fault in found if fault.what != NO_ROW]:
        many = f"{len(faults)} faults" if len(faults) > 1 else "1 fault"
        told = [f"{text.name} has {many}, and is as it was:", *(f"  {text.name}:{one.line}: {one}" for one in faults)]
        raise SettingsError("\n".join(told))


def _write(path: Path, written: Text, before: Text) -> None:
    try:
        with alone(path.resolve().parent):
            replace_file(path, written.encoded(), before.encoded())
    except OSError as error:
        raise cannot(path, error) from None


def _report(wanted: Wanted, chosen: Sequence[tuple[Open, str]], lost: set[int]) -> Iterator[str]:
    gates = sum(binding not in {"", SIGN} for _, binding in chosen)
    people = sum(binding == SIGN for _, binding in chosen)
    left = sum(not binding and row.row.kind is not Kind.TASK for row, binding in chosen)
    unbound = sum(not binding and row.row.kind is Kind.TASK for row, binding in chosen)
    name = wanted.path.as_posix()
    if not gates + people:
        yield f"{name}: nothing to bind; it is as it was"
    else:
        would = "would be" if wanted.dry else "are"
        yield f"{name}: {_rows(gates)} {would} bound to gates, {people:,} to people, who sign"
    if unbound:
        yield f"  {_rows(unbound)} without a binding: people sign {'it' if unbound == 1 else 'them'}"
    if left:
        yield f"  {left:,} list items and table rows stay as they are; --all makes them rows that people sign"
    for row in (one.row for one, _ in chosen if one.number in lost):
        yield f"  {name}:{row.line}: {row.text[:60]!r} has no place for a comment; reword it, and bind it by hand"
    if gates + people and not wanted.dry:
        yield "Next: review the comments in the document, and commit it"


def _rows(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"
