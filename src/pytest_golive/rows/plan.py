"""The documents of a run, and what their rows stand for."""

from __future__ import annotations

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
from pytest_golive.settings.loading import Loaded

ROOT = "golive"
ROWS = f"{ROOT}/checklist"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a document with what it stands for.

    Attributes:
        number: of the row among those of the document.
    """

    check: Check
    document: Document
    number: int

    @property
    def id(self) -> str:
        """What pytest and the reports call it."""
        return f"{ROWS}::{self.check.id}"

    @property
    def signed_id(self) -> str:
        """What the part of it is called that people sign: the row itself, where there is nothing else."""
        return f"{self.id}::signatures" if self.check.gates else self.id

    @property
    def place(self) -> str:
        """Where it is written: "docs/GO_LIVE.md:12"."""
        return f"{self.document.text.name}:{self.check.row.line}"

    @property
    def entry(self) -> Entry:
        """The row before the run, in the document's words."""
        row = self.check.row
        headings = row.headings[1:] or row.headings or (self.document.text.name,)
        return Entry(self.id, row.text, " / ".join(headings), self.check.phases, place=self.place)


class Plan:
    """The documents of one run.

    Args:
        root: of the project.
        loaded: its settings.
        files: documents that the command line names, besides those of the settings.
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
        """Where each document lies, by the name that messages have for it."""
        return {self._name(file): file for file in self._files}

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """All of them, with the bindings that the settings give.

        Raises:
            GoliveError: some cannot be read; all of those are listed.
        """
        found, told = [], []
        for name, file in self.paths.items():
            try:
                found.append(self.bound(read_document(file, name)))
            except CannotMeasure as error:
                told.append(f"{error.what}; {error.cure}")
        if told:
            raise GoliveError("\n".join(told))
        return tuple(found)

    def bound(self, document: Document) -> Document:
        """*document* with the bindings that the settings give."""
        name, settings = document.text.name, self._loaded.settings
        given = settings.bindings.get(name, {})
        return with_given(document, given, self._loaded.path, lambda key: self._loaded.line_of("bindings", name, key))

    def resolved(self, catalogue: Catalogue) -> tuple[list[Line], list[str]]:
        """What each row stands for, document by document; and all faults, each with its place and cure."""
        if self._known is None or self._known[0] != catalogue:
            self._known = catalogue, self._resolve(catalogue)
        return self._known[1]

    def _resolve(self, catalogue: Catalogue) -> tuple[list[Line], list[str]]:
        lines: list[Line] = []
        faults: list[str] = []
        for document in self.documents:
            checks, wrong = resolve(document, catalogue, self._loaded.settings.headings)
            lines += [Line(check, document, number) for number, check in enumerate(checks)]
            faults += [_told(fault, document) for fault in wrong]
        return lines, [*faults, *self._idle(), *_twice(lines)]

    def chosen(self, names: Iterable[str], catalogue: Catalogue) -> Iterator[str]:
        """The ids that *names* mean: of a row of a document, those of its gates, and its own where people sign it.

        Args:
            names: ids that were chosen; of rows also the beginning, up to a "/".
            catalogue: the built-in gates.
        """
        for name in names:
            is_row = name == ROWS or name.startswith(f"{ROWS}::")
            lines = [one for one in self.resolved(catalogue)[0] if is_row and _is_meant(one, name)]
            found = [f"{ROOT}/{key}" for line in lines for key in line.check.gates if ".py" not in key]
            found += [line.signed_id for line in lines if line.check.needs_people]
            yield from found or [name]  # a gate of the team's own is named by its path

    def is_own(self, key: str) -> bool:
        """Whether a binding names a file of gates that is there, of which only a collection tells what it holds."""
        path, _, name = key.partition("::")
        return bool(name) and path.endswith(".py") and (self._root / path).is_file()

    def _idle(self) -> Iterator[str]:
        """Bindings for documents that are none of the checklist's."""
        for name in self._loaded.settings.bindings:
            if name not in self.paths and name not in self._loaded.settings.checklist:
                place = self._loaded.place_of("bindings", name)
                yield f"{place}: bindings are for {name}, which is no document of the checklist; name it there"

    def _name(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix() if file.is_relative_to(self._root) else file.as_posix()


def catalogue_of(entries: Iterable[Entry]) -> Catalogue:
    """All gates there are, of the built-in checklist and of the team's; the cases of one gate are one."""
    gates: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        key = key_of(entry.id)
        gates[key] = tuple(dict.fromkeys((*gates.get(key, ()), *entry.phases)))
    return Catalogue(gates)


def key_of(nodeid: str) -> str:
    """How bindings name a gate: "section::gate", or the id of a team's own without its case."""
    return nodeid.removeprefix(f"{ROOT}/").partition("[")[0]


def _is_meant(line: Line, name: str) -> bool:
    return name in {ROWS, line.id, line.signed_id} or line.id.startswith(f"{name}/")


def _told(fault: Fault, document: Document) -> str:
    return f"{fault.path or document.text.name}:{fault.line}: {fault}"


def _twice(lines: Iterable[Line]) -> Iterator[str]:
    """Ids that rows of two documents have."""
    first: dict[str, Line] = {}
    for line in lines:
        before = first.setdefault(line.check.id, line)
        if before.document is not line.document:
            yield f"{line.place}: the id {line.check.id} is that of {before.place}, too; give one an id: id=NAME"
