"""The OpenAPI document that is committed, now and in the previous release."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.reading import read
from pytest_golive.delivery.git.contents import contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.openapi import oasdiff
from pytest_golive.documents.openapi.comparing import operations
from pytest_golive.documents.openapi.keeping import ANCHOR, is_larger, kept_document
from pytest_golive.documents.openapi.reading import Document, candidates
from pytest_golive.errors import CannotMeasure

CURE: Final = "correct it, or name the right one: [tool.golive.documentation.openapi] document"
NO_MORE: Final = (
    "nobody can correct what is released: for this release, say in [tool.golive.documentation.openapi] that "
    "breaking = false, and write by hand what breaks"
)
UNFOLD: Final = "name what repeats under components, and refer to it by $ref"
MOST_VALUES: Final = 5_000_000  # with all that aliases stand for, which oasdiff writes out


@dataclass(frozen=True)
class Committed:
    """The document.

    Attributes:
        repository: that tracks it.
        path: relative to the root.
        cache: keeps what was parsed.
    """

    repository: Repository
    path: str
    cache: ResultCache = NO_CACHE

    def now(self) -> Document:
        """What it says now.

        Raises:
            CannotMeasure: it is no OpenAPI document.
        """
        return self._now

    def changes(self, commit: str, folder: Path) -> tuple[list[Change], int]:
        """What breaks clients since *commit*, and how many operations it had there.

        Args:
            commit: of the previous release.
            folder: where oasdiff may be handed the documents.

        Raises:
            CannotMeasure: oasdiff is not there or cannot compare them, or the document was none in that commit.
        """
        content = self._content
        was = contents(self.repository, commit, [self.path]).get(self.path)
        if was is None:
            return [], 0
        if was == content:
            return [], len(operations(self._now))
        place = f"{self.path} as the previous release had it"
        before = self._read(was, place, NO_MORE, "before")
        both = ((content, self._now, self.path, UNFOLD), (was, before, place, NO_MORE))
        for text, document, named, cure in both:
            if ANCHOR.search(text) and is_larger(document, MOST_VALUES):
                what = f"{named} stands for more than {MOST_VALUES:,} values, for its aliases repeat one another"
                raise CannotMeasure(what, cure, path=self.path)
        return oasdiff.breaking(self.path, was, content, folder), len(operations(before))

    def _read(self, content: bytes, place: str, cure: str, name: str) -> Document:
        try:
            return kept_document(content, place, cure, self.cache, name=name)
        except CannotMeasure as error:
            raise CannotMeasure(error.what, error.cure, path=self.path) from None

    @cached_property
    def _content(self) -> bytes:
        return read(self.repository.root, self.path)

    @cached_property
    def _now(self) -> Document:
        return self._read(self._content, self.path, CURE, "now")


def committed(
    repository: Repository,
    tracked: Sequence[str],
    named: str,
    cache: ResultCache = NO_CACHE,
    *,
    services: Collection[str] = (),
) -> tuple[Committed, ...]:
    """The documents that the settings name, or the only one there is; () if there is none.

    Args:
        repository: that tracks them.
        tracked: all paths.
        named: the one that the settings name; "" for none.
        cache: keeps what was parsed.
        services: the ones that the settings name for several services.

    Raises:
        CannotMeasure: one that is named is not tracked, or there are several and none is named.
    """
    if named and services:
        raise CannotMeasure(
            "the settings name an OpenAPI document, and others for several services",
            "name all of them in [tool.golive.documentation.openapi.services], and no document",
        )
    wanted = [*services] or [*filter(None, [named])]
    for path in wanted:
        if path not in tracked:
            raise CannotMeasure(
                f"{path} is not tracked, and the settings name it as the OpenAPI document", "git add it, or correct it"
            )
    found = wanted or candidates([*tracked])
    if len(found) > 1 and not services:
        raise CannotMeasure(
            f"there are several OpenAPI documents: {', '.join(found[:5])}",
            "say which one describes the service: [tool.golive.documentation.openapi] document; or, of several "
            "services, which target serves each: [tool.golive.documentation.openapi.services]",
        )
    return tuple(Committed(repository, path, cache) for path in found)
