"""The documents of a run, and what their rows are bound to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pytest_golive.checklist.binding.given import with_given
from pytest_golive.checklist.binding.resolving import Catalogue, Check, resolve
from pytest_golive.checklist.reading.reading import read_document
from pytest_golive.checklist.reading.rows import Document, Fault
from pytest_golive.errors import CannotMeasure, GoliveError
from pytest_golive.judging.verdict import Entry
from pytest_golive.rows.signers import nobody_signs, unsignable
from pytest_golive.settings.loading import Loaded
from pytest_golive.signing.people import PEOPLE

ROOT = "golive"
ROWS = f"{ROOT}/checklist"
SIGNATURES = "::signatures"  # the part of a row that people sign, where gates judge the others


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a document with its binding.

    Attributes:
        number: the number of the row in the document.
    """

    check: Check
    document: Document
    number: int

    @property
    def id(self) -> str:
        """The id of the row in pytest and in reports."""
        return f"{ROWS}::{self.check.id}"

    @property
    def signed_id(self) -> str:
        """The id of the part that people sign: that of the row itself, if it has no other part."""
        return f"{self.id}{SIGNATURES}" if self.check.gates else self.id

    @property
    def place(self) -> str:
        """Where the row is written: "docs/GO_LIVE.md:12"."""
        return f"{self.document.text.name}:{self.check.row.line}"

    @property
    def entry(self) -> Entry:
        """The row before the run, with the words of the document."""
        row = self.check.row
        headings = row.headings[1:] or row.headings or (self.document.text.name,)
        return Entry(self.id, row.text, " / ".join(headings), self.check.phases, place=self.place)


class Plan:
    """The documents of one run.

    Args:
        root: the project's folder.
        loaded: the settings.
        files: documents named on the command line, in addition to those of the settings.
    """

    def __init__(self, root: Path, loaded: Loaded, files: Sequence[Path] = ()) -> None:
        self._root = root
        self._loaded = loaded
        self._known: tuple[Catalogue, tuple[list[Line], list[str]]] | None = None
        self._files = list(dict.fromkeys([*(root / name for name in loaded.settings.checklist), *files]))

    def __bool__(self) -> bool:
        return bool(self._files)

    @property
    def paths(self) -> dict[str, Path]:
        """The path of each document, by the name that messages use."""
        return {self._name(file): file for file in self._files}

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """All documents, with the bindings of the settings.

        Raises:
            GoliveError: some cannot be read; the message lists all of those.
        """
        found, unreadable = [], []
        for name, file in self.paths.items():
            try:
                found.append(self.bound(read_document(file, name)))
            except CannotMeasure as error:
                unreadable.append(f"{error.what}; {error.cure}")
        if unreadable:
            raise GoliveError("\n".join(unreadable))
        return tuple(found)

    def bound(self, document: Document) -> Document:
        """*document* with the bindings of the settings."""
        name, settings = document.text.name, self._loaded.settings
        given = settings.bindings.get(name, {})
        return with_given(document, given, self._loaded.path, lambda key: self._loaded.line_of("bindings", name, key))

    def resolved(self, catalogue: Catalogue) -> tuple[list[Line], list[str]]:
        """What each row is bound to, document by document, and all faults, each with its place and cure."""
        if self._known is None or self._known[0] != catalogue:
            self._known = catalogue, self._resolve(catalogue)
        return self._known[1]

    def _resolve(self, catalogue: Catalogue) -> tuple[list[Line], list[str]]:
        lines: list[Line] = []
        faults: list[str] = []
        for document in self.documents:
            checks, wrong = resolve(document, catalogue, self._loaded.settings.headings)
            wrong += unsignable(checks, self._loaded.settings.signing)
            lines += [Line(check, document, number) for number, check in enumerate(checks)]
            faults += [_told(fault, document) for fault in wrong]
        signed = [line.check.id for line in lines if line.check.needs_people]
        return lines, [*faults, *self._idle(), *nobody_signs(signed, self._loaded), *_twice(lines), *_reserved(lines)]

    def chosen(self, names: Iterable[str], catalogue: Catalogue) -> Iterator[str]:
        """The ids that *names* stand for. A row of a document stands for its gates, and for itself if people sign it.

        Args:
            names: the chosen ids; for rows also the first part of an id, up to a "/".
            catalogue: the built-in gates.
        """
        for name in names:
            is_row = name == ROWS or name.startswith(f"{ROWS}::")
            lines = [one for one in self.resolved(catalogue)[0] if is_row and _is_meant(one, name)]
            found = [f"{ROOT}/{key}" for line in lines for key in line.check.gates if ".py" not in key]
            found += [line.signed_id for line in lines if line.check.needs_people]
            yield from found or [name]  # the team's own gates are named by path

    def is_own(self, key: str) -> bool:
        """Whether a binding names an existing file of gates; only collecting it tells which gates it holds."""
        path, _, name = key.partition("::")
        # Path.is_file raises an error for a name that is too long to be one.
        return bool(name) and path.endswith(".py") and os.path.isfile(self._root / path)  # noqa: PTH113

    def _idle(self) -> Iterator[str]:
        """Bindings for documents that do not belong to the checklist."""
        for name in self._loaded.settings.bindings:
            if name not in self.paths and name not in self._loaded.settings.checklist:
                place = self._loaded.place_of("bindings", name)
                yield f"{place}: bindings are for {name}, which is not a document of the checklist; add it to checklist"

    def _name(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix() if file.is_relative_to(self._root) else file.as_posix()


def catalogue_of(entries: Iterable[Entry]) -> Catalogue:
    """All existing gates, built-in and the team's own; the parametrized cases of a gate count as one."""
    gates: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        key = key_of(entry.id)
        gates[key] = tuple(dict.fromkeys((*gates.get(key, ()), *entry.phases)))
    return Catalogue(gates)


def key_of(nodeid: str) -> str:
    """The name of a gate in bindings: "section::gate", or the id of a team's own gate without its case."""
    return nodeid.removeprefix(f"{ROOT}/").partition("[")[0]


def _is_meant(line: Line, name: str) -> bool:
    return name in {ROWS, line.id, line.signed_id} or line.id.startswith(f"{name}/")


def _told(fault: Fault, document: Document) -> str:
    return f"{fault.path or document.text.name}:{fault.line}: {fault}"


def _twice(lines: Iterable[Line]) -> Iterator[str]:
    """Ids that occur in two documents."""
    first: dict[str, Line] = {}
    for line in lines:
        before = first.setdefault(line.check.id, line)
        if before.document is not line.document:
            yield f"{line.place}: the id {line.check.id} is also the id of {before.place}; give one its own: id=NAME"


def _reserved(lines: Iterable[Line]) -> Iterator[str]:
    """Rows whose signatures would approve something else."""
    for line in lines:
        if line.check.id == PEOPLE:
            yield f"{line.place}: the id {PEOPLE} is that of a change to who may sign; give the row another: id=NAME"
