"""``golive bind``: propose a binding for each row of a document, and write what is accepted."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.checklist.binding.given import named_rows, with_given
from pytest_golive.checklist.binding.resolving import Catalogue, resolve
from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.checklist.proposing.planning import Open, for_gates_now, has_tasks, open_rows, with_boxes, with_ids
from pytest_golive.checklist.proposing.writing import bound
from pytest_golive.checklist.reading.reading import NO_ROW, document_of
from pytest_golive.checklist.reading.rows import Document
from pytest_golive.checklist.reading.text import Text, read_text
from pytest_golive.commands.bind.candidates import candidates, catalogue_of
from pytest_golive.commands.bind.pieces import with_piece
from pytest_golive.commands.bind.reporting import by_now, elsewhere, report
from pytest_golive.errors import SettingsError
from pytest_golive.files.writing import alone, cannot, replace_file
from pytest_golive.rows.limits import Limits
from pytest_golive.rows.signers import unsignable
from pytest_golive.settings.loading import find_project, load_settings
from pytest_golive.settings.model import Settings

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
    """What was done: the rows with what was chosen for each ("" for nothing), and what to tell.

    Attributes:
        name: of the document, as settings name it.
        text: of the document, as it was.
        words: the bindings as they are written, by the number of the row.
    """

    chosen: Sequence[tuple[Open, str]]
    report: str
    name: str
    text: Text
    words: Mapping[int, str]

    def table(self) -> str:
        """What was chosen as a table of settings, for a document that has to stay as it is; TOML."""
        names = {row.first: name for name, row in named_rows(document_of(self.text))}
        bound_ = [(one.row.first, self.words[one.number]) for one, binding in self.chosen if binding]
        lines = [f"{_toml(names[first])} = {_toml(words)}" for first, words in bound_]
        return "\n".join([f"[tool.golive.bindings.{_toml(self.name)}]", *lines, ""])


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
    known, settings = candidates(root, loaded), loaded.settings
    text = read_text(wanted.path, wanted.path.as_posix())
    every = wanted.every or not has_tasks(text)
    catalogue, matcher = catalogue_of(known), Matcher(known)
    name = os.path.relpath(wanted.path.resolve(), root).replace(os.sep, "/")
    given = settings.bindings.get(name, {})

    def line_of(key: str) -> int:
        return loaded.line_of("bindings", name, key)

    document = document_of(text)
    taken = {row.first for key, row in named_rows(document) if key in given}
    boxed = with_boxes(document)
    limits = Limits(loaded, settings.default_target or "")
    rows = [with_piece(one, limits, settings) for one in open_rows(text, matcher, settings.headings, taken)]
    chosen = [
        (row, choose(row, row.default(wanted.confidence, every=every or row.row.first in boxed), catalogue))
        for row in rows
    ]
    words = with_ids(text, {row.number: binding for row, binding in chosen if binding})
    written, lost = bound(text, words)
    _refuse(with_given(document_of(written), given, loaded.path, line_of), catalogue, settings)
    if not wanted.dry:
        _write(wanted.path, written, text)
    told = [
        *report(wanted.path.as_posix(), chosen, set(lost), dry=wanted.dry, more=elsewhere(chosen, catalogue)),
        *by_now(for_gates_now(text, matcher, wanted.confidence)),
    ]
    return Bound(chosen, "\n".join(told), name, text, words)


def _refuse(document: Document, catalogue: Catalogue, settings: Settings) -> None:
    """Faults of the document, whether it had them before or not, are told all at once."""
    checks, found = resolve(document, catalogue, settings.headings)
    found += unsignable(checks, settings.signing)
    if faults := [fault for fault in found if fault.what != NO_ROW]:
        many = f"{len(faults)} faults" if len(faults) > 1 else "1 fault"
        name = document.text.name
        messages = (f"  {one.path or name}:{one.line}: {one}" for one in faults)
        raise SettingsError("\n".join([f"{name} has {many}, and is as it was:", *messages]))


def _write(path: Path, written: Text, before: Text) -> None:
    try:
        with alone(path.resolve().parent):
            replace_file(path, written.encoded(), before.encoded())
    except OSError as error:
        raise cannot(path, error) from None


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
