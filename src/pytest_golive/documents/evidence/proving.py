"""Which changes make a document wrong beyond doubt, which seem to, and which it only may mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.documents.evidence.mentions import Shown
from pytest_golive.documents.evidence.page import Page
from pytest_golive.documents.evidence.proof import proof
from pytest_golive.documents.evidence.standing import NO_CODE, Standing
from pytest_golive.documents.freshness.change import Change
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.speaking import Spoken
from pytest_golive.documents.tracked import Texts


@dataclass
class Proving:
    """Holds documents against what the repository has today.

    Attributes:
        texts: the tracked files of today.
        removed: the paths that are gone since the last release.
    """

    texts: Texts
    removed: Collection[str] = ()
    _alone: dict[tuple[str, ...], str] = field(default_factory=dict)

    def proven(
        self,
        document: Document,
        old: Document | None,
        said: Spoken,
        covers: Sequence[str],
        changes: Iterable[Change],
    ) -> Iterator[tuple[Change, Shown]]:
        """The *changes* after which a document is not true, or seems not to be, each with what it shows.

        Args:
            document: as it is now.
            old: the same at the last release; None if it did not exist.
            said: what it speaks of.
            covers: the globs of the files that it covers.
            changes: in these files, and still as they are looked for.
        """
        page = Page(document, said, self.alone((*covers,)), old)
        for change in changes:
            if found := proof(change, page, self._standing):
                yield change, found

    def alone(self, covers: tuple[str, ...]) -> str:
        """The one file of code that globs mean; "" if there are several."""
        if covers not in self._alone:
            is_meant = ManyGlobs(covers).any
            found = [path for path in (*self.texts.paths, *self.removed) if is_meant(path) and not NO_CODE.search(path)]
            real = [path for path in found if path.rpartition("/")[2] != "__init__.py"] or found
            self._alone[covers] = real[0] if len(real) == 1 else ""
        return self._alone[covers]

    @cached_property
    def _standing(self) -> Standing:
        return Standing(self.texts)


def told(proven: Sequence[tuple[Change, Shown]]) -> Iterator[str]:
    """What is proven, in words, each once."""
    yield from dict.fromkeys(found.words for _, found in proven if found.words)


def because(why: str | None, signs: Iterable[tuple[Change, Shown]]) -> Iterator[tuple[Change, Shown]]:
    """The *signs*, in which *why* they fail nothing stands, if something says so."""
    yield from ((change, sign._replace(words=why or sign.words)) for change, sign in signs)
