"""One row of the checklist, as the page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from pytest_golive.activation import ROOT
from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.verdict import Outcome, Row
from pytest_golive.reports.html.checks import Check, check_of
from pytest_golive.reports.html.links import Anchors
from pytest_golive.reports.html.pictures import ROOM, Picture, picture_in
from pytest_golive.reports.html.surroundings import Exemption, Signature, Surroundings
from pytest_golive.reports.html.words import Said, clean, said
from pytest_golive.reports.table import figures_of
from pytest_golive.rows.plan import ROWS

MARKS: Final = {"good": "✓", "excused": "!", "aside": "○", "bad": "✕"}


@dataclass(frozen=True, slots=True)
class Part:
    """A gate that a row of a document is bound to."""

    name: str
    outcome: str
    kind: str
    mark: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row.

    Attributes:
        anchor: what the address of the page names it by.
        name: its id, without "golive/".
        outcome, kind, mark: in words; "good", "excused", "aside" or "bad"; a sign.
        headline, limit: the value that decided, and what it was compared with.
        files: names of files that belong to it, each with why it is not shown as a picture, or "".
    """

    anchor: str
    name: str
    title: str
    outcome: str
    kind: str
    mark: str
    message: Said
    cure: Said
    place: str
    url: str
    document: str
    document_url: str
    seconds: str
    headline: str
    limit: str
    checks: tuple[Check, ...] = ()
    pictures: tuple[Picture, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    trace: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    signatures: tuple[Signature, ...] = ()
    waivers: tuple[Exemption, ...] = ()
    phases: str = ""


@dataclass
class Lines:
    """Makes the lines of one page, whose pictures share its room, and whose anchors differ."""

    around: Surroundings
    given: dict[tuple[int, int], dict[str, int]] = field(default_factory=dict)
    anchors: Anchors = field(default_factory=Anchors)
    _room: int = ROOM
    _drawn: set[str] = field(default_factory=set)

    def of(self, row: Row, number: int = -1) -> Line:
        """The line of *row*, which is the row *number* of the verdict."""
        forge, entry = self.around.forge, row.entry
        headline = row.headline
        measured, allowed = figures_of(row, headline) if headline and not headline.picture else ("", "")
        pictures, files = self._pictures(row.attachments)
        keys = {key_of(one.entry.id) for one in (row, *row.parts)}
        return Line(
            self.anchors.of(key_of(entry.id)),
            clean(key_of(entry.id), 200),
            clean(entry.title, 500),
            str(row.outcome),
            kind_of(row.outcome),
            MARKS[kind_of(row.outcome)],
            said(row.message),
            said(row.cure),
            clean(row.place, 300) if row.place != entry.place else "",
            forge.place(row.place) if row.place != entry.place else "",
            clean(entry.place, 300),
            forge.place(entry.place) if entry.place else "",
            f"{row.seconds:.1f} s" if row.seconds else "",
            clean(measured, 40),
            clean(allowed, 40),
            tuple(
                check_of(one, self.given.get((number, at), {}), forge, row.cure) for at, one in enumerate(row.evidence)
            ),
            pictures,
            files,
            tuple(clean(call, 400) for call in row.trace),
            tuple(map(_part, (part for part in row.parts if part.entry.id != entry.id))),
            tuple(one for key in sorted(keys) for one in self.around.signatures.get(key, ())),
            tuple(one for one in self.around.waivers if one.gate in keys),
            ", ".join(entry.phases),
        )

    def _pictures(self, paths: Iterable[str]) -> tuple[tuple[Picture, ...], tuple[tuple[str, str], ...]]:
        pictures, files = [], []
        for path in dict.fromkeys(paths):
            why = ""
            if path.lower().endswith(".svg"):
                try:
                    picture = picture_in(path)
                    if len(picture.markup) <= self._room:
                        self._room -= len(picture.markup)
                        pictures.append(picture)
                    else:
                        why = "a picture for which this page has no more room"
                except CannotMeasure as error:
                    why = f"a picture that is not shown: {clean(error.what, 300)}"
            files.append((clean(self._name(path), 300), why))
        return tuple(pictures), tuple(files)

    def _name(self, path: str) -> str:
        """The file's name below the project's folder; all of it for one that lies elsewhere."""
        file = PurePath(path)
        return str(file.relative_to(self.around.root)) if file.is_relative_to(self.around.root or "?") else path


def key_of(id_: str) -> str:
    """An id as people write it."""
    return id_.removeprefix(f"{ROWS}::").removeprefix(f"{ROOT}/")


def kind_of(outcome: Outcome) -> str:
    """How the page colours an outcome, beside its words and its sign."""
    if outcome.blocks:
        return "bad"
    if outcome in {Outcome.WAIVED, Outcome.KNOWN, Outcome.ON_TRIAL, Outcome.NOT_PROVEN}:
        return "excused"
    return "good" if outcome.verifies else "aside"


def _part(row: Row) -> Part:
    kind = kind_of(row.outcome)
    return Part(clean(key_of(row.entry.id), 200), str(row.outcome), kind, MARKS[kind], clean(row.message, 400))
