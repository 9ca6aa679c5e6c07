"""Each required document at a release: changed with what it covers, or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.documents.freshness import roadmap, roles
from pytest_golive.documents.freshness.covering import Change, Covering
from pytest_golive.documents.freshness.documents import Documents
from pytest_golive.documents.freshness.editing import about, edited
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.names import shown, words
from pytest_golive.documents.summary.parts import is_aside
from pytest_golive.documents.tracked import Texts
from pytest_golive.findings import Finding

SHOWN: Final = 3
CURE: Final = "say in it what changed; where nothing in it is concerned, waive this one finding: golive waive"


@dataclass(frozen=True, slots=True)
class Required:
    """One document that must follow what it covers.

    Attributes:
        name: its role, or its path where a team named it.
        path: where it lies; "" where it was not found.
        covers: globs, for one that a team named.
    """

    name: str
    path: str
    covers: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What it is, in words."""
        return roles.ROLES[self.name].title if self.name in roles.ROLES else self.path


@dataclass(frozen=True, slots=True)
class Followed:
    """What was found of one document: in words, and as findings."""

    name: str
    told: str
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class FreshnessReview:
    """What was found.

    Attributes:
        documents: one for each that is required.
        since: the release before, in words; "" for the first.
        uncovered: new source files that no document covers.
    """

    documents: tuple[Followed, ...]
    since: str
    uncovered: tuple[str, ...] = ()


@dataclass
class Following:
    """Judges the documents.

    Attributes:
        texts: the tracked files.
        covering: what changed since the release before; None for the first.
        sources: paths of the source files.
        version: of this release.
        phase: what the settings call the phase of this release on the roadmap; "" to go by the version.
        packages: names of the packages, for the first release.
        cache: keeps the documents that were read.
    """

    texts: Texts
    covering: Covering | None
    sources: Sequence[str]
    version: str
    phase: str = ""
    packages: Sequence[str] = ()
    cache: ResultCache = NO_CACHE

    def of_all(self, required: Sequence[Required]) -> tuple[Followed, ...]:
        """What is to be said of each document."""
        self._documents.prepare([one.path for one in required])
        return tuple(map(self.of, required))

    def of(self, required: Required) -> Followed:
        """What is to be said of one document."""
        if not required.path:
            usual = roles.ROLES[required.name].usual
            cure = "write it, or name the one that there is: [tool.golive.documentation] places"
            fault = Finding(usual, 0, "missing", f"there is no {required.title}", "high", key=required.name, cure=cure)
            return Followed(required.title, "not found", (fault,))
        document = self._documents.now(required.path)
        if not words(document):
            return self._fault(required, "empty", "says nothing", "write it")
        if required.name == roles.ROADMAP:
            return self._roadmap(required, self.texts.require(required.path))
        if self.covering is None:
            return Followed(required.title, self._first(document))
        changes = self._changes(required, document)
        if not changes:
            return Followed(required.title, f"{required.path}: nothing that it speaks of changed")
        return self._held(required, document, changes)

    @cached_property
    def _documents(self) -> Documents:
        return Documents(self.texts, self.covering, self.cache)

    def uncovered(self, required: Sequence[Required]) -> tuple[str, ...]:
        """New source files that no document covers; the codebase summary covers all."""
        globs = [glob for one in required for glob in one.covers]
        if self.covering is None or not globs or any(one.name == roles.SUMMARY for one in required):
            return ()
        is_covered = ManyGlobs(globs).any
        new = (path for path in self.sources if path in self.covering.compared.added and not is_aside(path))
        return tuple(path for path in new if not is_covered(path))

    def _changes(self, required: Required, document: Document) -> list[Change]:
        if self.covering is None:
            return []
        own = {required.path, self.texts.resolved(required.path)}
        found = (
            self.covering.matching(required.covers)
            if required.covers
            else self.covering.of(required.name, self.sources, document)
        )
        said, in_code = words(document), shown(document)
        return [change for change in found if change.path not in own and change.concerns(said, in_code)]

    def _held(self, required: Required, document: Document, changes: Sequence[Change]) -> Followed:
        what = _listed([change.what for change in changes])
        pieces = edited(self._documents.then(required.path), document)
        if not pieces:
            return self._fault(required, "not updated", f"has not changed since the last release, and {what}", CURE)
        terms = {term for change in changes for term in change.terms}
        fitting = about(pieces, terms) if terms else pieces
        if not fitting:
            many = "1 edit" if len(pieces) == 1 else f"{len(pieces)} edits"
            message = f"has {many}, none of which has to do with what changed: {what}"
            return self._fault(required, "not updated", message, CURE)
        return Followed(
            required.title,
            f"{required.path}: {len(fitting):,} edit(s) for {len(changes):,} change(s) of what it covers",
        )

    def _roadmap(self, required: Required, text: str) -> Followed:
        found = roadmap.phase_of(text, self.version, self.phase)
        name = self.phase or self.version or "this release"
        if found is None:
            message = f"names no phase of {name}"
            cure = "add the phase that this release completes, or name it: [tool.golive.documentation] roadmap_phase"
            return self._fault(required, "roadmap", message, cure)
        if found.state != "done":
            message = f"does not mark {name} as done ({found.state or 'it says nothing of its state'})"
            return self._fault(required, "roadmap", message, "mark the phase as done, if it is", found.line)
        return Followed(required.title, f"{required.path}:{found.line} marks {name} as done")

    def _first(self, document: Document) -> str:
        """What can be checked where there is nothing to compare with."""
        said = words(document)
        named = [name for name in self.packages if name.lower().replace("-", "_") in said]
        count = f"{document.path} is there and holds {len(said):,} different words"
        return f"{count}, {len(named)} of {len(self.packages)} packages among them" if self.packages else count

    def _fault(self, required: Required, rule: str, message: str, cure: str, line: int = 0) -> Followed:
        text = message if required.covers else f"{required.title}: {message}"
        fault = Finding(required.path, line, rule, text, key=f"{rule} {required.name}", cure=cure)
        return Followed(required.title, required.path, (fault,))


def _listed(what: Sequence[str]) -> str:
    more = f" and {len(what) - SHOWN:,} more" if len(what) > SHOWN else ""
    return ", ".join(what[:SHOWN]) + more
