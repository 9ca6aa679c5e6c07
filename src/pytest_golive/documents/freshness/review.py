"""Decide for each required document at a release whether it changed with what it covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.documents.evidence import elsewhere
from pytest_golive.documents.evidence.mentions import Shown
from pytest_golive.documents.evidence.proving import Proving, because
from pytest_golive.documents.evidence.proving import told as told_of
from pytest_golive.documents.freshness import roadmap, roles
from pytest_golive.documents.freshness.change import Change
from pytest_golive.documents.freshness.covering import Covering
from pytest_golive.documents.freshness.documents import Documents
from pytest_golive.documents.freshness.editing import about, edited, listed, said_of
from pytest_golive.documents.freshness.result import Followed, has_section, not_kept, unjudged
from pytest_golive.documents.freshness.roles import Required
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.saying import at_first, is_silent
from pytest_golive.documents.summary.speaking import Spoken, spoken
from pytest_golive.documents.tracked import Texts
from pytest_golive.findings import Finding, counted

UNCHANGED: Final = "has not changed since the last release, and"
NO_PROOF: Final = "{}: nothing that it shows is wrong beyond doubt"
MISSING: Final = "write it, or name the one that there is: [tool.golive.documentation] places"
CURE: Final = "say in it what changed; where nothing in it is concerned, waive this one finding: golive waive"


@dataclass
class Following:
    """Judges the documents.

    Attributes:
        texts: the tracked files.
        covering: what changed since the previous release; None for the first.
        sources: the paths of the source files.
        version: the version of this release.
        phase: the name in the settings for this release's phase on the roadmap; "" to use the version.
        packages: the names of the packages, for the first release.
        cache: keeps the documents that were read.
        strict: whether what is only worth a look fails, too.
        recent: the last releases, of which a changelog that is kept up has one.
    """

    texts: Texts
    covering: Covering | None
    sources: Sequence[str]
    version: str
    phase: str = ""
    packages: Sequence[str] = ()
    cache: ResultCache = NO_CACHE
    strict: bool = False
    recent: Sequence[str] = ()
    _required: Sequence[Required] = ()

    def of_all(self, required: Sequence[Required]) -> tuple[Followed, ...]:
        """The results of all documents."""
        self._required = required
        self._documents.prepare([one.path for one in required])
        return tuple(map(self.of, required))

    def of(self, required: Required) -> Followed:
        """The result of one document."""
        if not required.path:
            what = f"there is no {required.title}"
            fault = Finding(required.usual, 0, "missing", what, "high", key=required.name, cure=MISSING)
            return Followed(required.title, "not found", (fault,))
        document = self._documents.now(required.path)
        text = self.texts.require(required.path)
        if found := unjudged(required, document, text, self.phase):
            return found
        if is_silent(document):
            empty = self._fault(required, "empty", "says nothing", "write it")
            # A page of a site may be filled in by its build; nobody writes a changelog or a README so.
            return self._seeming(required, empty) if required.covers else empty
        if required.name == roles.ROADMAP:
            return self._roadmap(required, text)
        if required.name == roles.CHANGELOG and (line := has_section(text, required.path, self.version)):
            return Followed(required.title, f"{required.path}:{line} is about {self.version}")
        return self._compared(required, document)

    def _compared(self, required: Required, document: Document) -> Followed:
        """The result of a document that is held against what changed."""
        if self.covering is None:
            return Followed(required.title, at_first(document, self.packages))
        meant = self._meant(required, document)
        said, covers = self._documents.speaks(required.path), required.covers
        found = [*self._proving.proven(document, self._documents.then(required.path), said, covers, meant)]
        why = not_kept(self.texts.require(required.path), required, self.recent)
        failing = [each for each in found if each[1].fails and why is None]
        signs = [*because(why, (each for each in found if each not in failing))]
        seeming = self._seeming(required, self._held(required, document, signs)) if signs else None
        if not failing:
            return seeming or self._unsure(required, document, self._concerning(required, meant))
        held = self._held(required, document, failing)
        return replace(held, doubt=seeming.doubt, faults=held.faults + seeming.faults) if seeming else held

    @cached_property
    def _documents(self) -> Documents:
        return Documents(self.texts, self.covering, self.cache)

    def _meant(self, required: Required, document: Document) -> list[Change]:
        """The changes in what a document covers, without what a build takes into it, or another document tells."""
        if self.covering is None:
            return []
        own = {required.path, self.texts.resolved(required.path)}
        found = (
            self.covering.matching(required.covers)
            if required.covers
            else self.covering.of(required.name, self.sources, document)
        )
        made = tuple(elsewhere.made_from(document))
        meant = (change for change in found if change.path not in own and not elsewhere.is_one_of(change.path, made))
        return [
            elsewhere.untold(change, self._others(required, change.path)) if change.new or change.widened else change
            for change in meant
        ]

    def _concerning(self, required: Required, meant: Sequence[Change], said: Spoken | None = None) -> list[Change]:
        """The changes that may concern a document as it is now, or as it *said* once."""
        said = said or self._documents.speaks(required.path)
        return [
            change
            for change in meant
            if change.concerns(said, partial(elsewhere.is_elsewhere, path=change.path, texts=self.texts))
        ]

    @cached_property
    def _proving(self) -> Proving:
        return Proving(self.texts, self.covering.compared.removed if self.covering else ())

    def _others(self, required: Required, path: str) -> list[Spoken]:
        """What the other documents that cover a file speak of."""
        others = {one.path: one for one in self._required if one.path not in {"", required.path} and required.covers}
        return [self._documents.speaks(name) for name, one in others.items() if ManyGlobs(one.covers).any(path)]

    def _has_followed(self, required: Required, document: Document) -> str:
        """In words, what a document that is right now was edited for."""
        path = self.texts.resolved(required.path)
        old = self._documents.then(required.path) if self.covering and path in self.covering.compared.changed else None
        changes = self._concerning(required, self._meant(required, document), spoken(old)) if old else []
        terms = {term for change in changes for term in change.terms}
        if old and (fitting := about(edited(old, document), terms)):
            return said_of(fitting, changes)
        return "nothing that it speaks of changed"

    def _held(self, required: Required, document: Document, proven: Sequence[tuple[Change, Shown]]) -> Followed:
        """A document that is not true: an edit helps where something is missing, not where it stands there."""
        shown = [each for each in proven if each[1].line]
        pieces = edited(self._documents.then(required.path), document)
        told = self._told(required, pieces, [change for change, found in proven if not found.line])
        if told and not shown:
            return Followed(required.title, told)
        wrong = shown if told else proven
        words = ": ".join(filter(None, (listed([change.what for change, _ in wrong]), listed([*told_of(wrong)]))))
        has = f"has {counted(len(pieces), 'edit')}, none of which has to do with what changed:" if pieces else UNCHANGED
        line = min((found.line for _, found in shown), default=0)
        return self._fault(required, "not updated", f"{has} {words}", CURE, line)

    def _seeming(self, required: Required, held: Followed) -> Followed:
        """A document that is wrong by weaker signs: a fault only for teams that want it, else worth a look."""
        if self.strict:
            return held
        doubt = "; ".join(f"{each.place}: {each.message}" for each in held.faults)
        return Followed(required.title, NO_PROOF.format(required.path) if doubt else held.told, doubt=doubt)

    def _unsure(self, required: Required, document: Document, changes: Sequence[Change]) -> Followed:
        """A document that may be concerned by changes, or mean another thing: that is shown, and not judged."""
        if not changes:
            return Followed(required.title, f"{required.path}: {self._has_followed(required, document)}")
        if told := self._told(required, edited(self._documents.then(required.path), document), changes):
            return Followed(required.title, told)
        unsure = f"{required.path} may mean what changed: {listed([each.what for each in changes])}"
        return Followed(required.title, NO_PROOF.format(required.path), unsure=unsure)

    def _told(self, required: Required, pieces: Sequence[str], changes: Sequence[Change]) -> str:
        """In words, the edits that have to do with changes; "" if there are none."""
        terms = {term for change in changes for term in change.terms}
        if not (fitting := changes and (about(pieces, terms) if terms else pieces)):
            return ""
        return f"{required.path}: {said_of(fitting, changes)}"

    def _roadmap(self, required: Required, text: str) -> Followed:
        found = roadmap.held(text, self.version, self.phase)
        if not found.cure:
            return Followed(required.title, f"{required.path}:{found.line} {found.words}")
        fault = self._fault(required, "roadmap", found.words, found.cure, found.line)
        return fault if found.is_sure else self._seeming(required, fault)

    def _fault(self, required: Required, rule: str, message: str, cure: str, line: int = 0) -> Followed:
        text = message if required.covers else f"{required.title}: {message}"
        fault = Finding(required.path, line, rule, text, key=f"{rule} {required.name}", cure=cure)
        return Followed(required.title, required.path, (fault,))
