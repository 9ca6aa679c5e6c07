"""What the guides say about the breaking changes; kept while guides and changes stay the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.results import contents, kept
from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.guides import Guide, Span, guides
from pytest_golive.documents.breaking.named import Guides
from pytest_golive.documents.texts import texts_of


@dataclass(frozen=True, slots=True)
class GuideStatements:
    """The guides' statements about the breaking changes.

    Attributes:
        paths: paths of the documents about this version.
        named: for each change, whether a document names it.
        claims: statements that nothing breaks: path, line and words; searched only if something breaks.
    """

    paths: tuple[str, ...] = ()
    named: tuple[bool, ...] = ()
    claims: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GuideFiles:
    """The files of migration guides and changelogs.

    Attributes:
        root: the project's folder.
        paths: their paths.
        cache: keeps the result.
    """

    root: Path
    paths: Sequence[str]
    cache: ResultCache = NO_CACHE

    def statements(self, changes: Sequence[Change], span: Span) -> GuideStatements:
        """What they say about *changes* in the versions of *span*.

        Raises:
            CannotMeasure: one cannot be read.
        """
        found = contents(self.root, self.paths)
        versions = [str(version) if version else None for version in (span.previous, span.this)]
        made_of = None if found is None else [found, versions, [astuple(change) for change in changes]]
        return kept(
            self.cache, "guides", made_of, lambda: statements_of(LazyGuides(self, span), changes), GuideStatements
        )


class LazyGuides(Guides):
    """Guides that are read only when their texts are needed.

    Args:
        written: the guides' files.
        span: the versions to search for.

    Raises:
        CannotMeasure: by `texts`, if one cannot be read.
    """

    def __init__(self, written: GuideFiles, span: Span) -> None:
        self.__dict__.update(_written=written, _span=span)  # the class is frozen

    @cached_property
    def texts(self) -> Sequence[Guide]:
        """The texts about these versions."""
        written: GuideFiles = self.__dict__["_written"]
        return guides(texts_of(written.root, written.paths), self.__dict__["_span"])


def statements_of(texts: Guides, changes: Sequence[Change]) -> GuideStatements:
    """What guides say about *changes*."""
    paths = tuple(dict.fromkeys(guide.path for guide in texts.texts))
    named = tuple(map(texts.names, changes))
    claiming = texts.texts if any(change.is_sure for change in changes) else ()
    claims = tuple((guide.path, line, words) for guide in claiming for line, words in guide.claims())
    return GuideStatements(paths, named, claims)
