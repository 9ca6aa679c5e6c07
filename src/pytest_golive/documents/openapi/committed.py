"""The OpenAPI document that is committed, now and in the previous release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.reading import read
from pytest_golive.delivery.git.contents import contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.openapi import oasdiff
from pytest_golive.documents.openapi.comparing import operations
from pytest_golive.documents.openapi.keeping import kept_document
from pytest_golive.documents.openapi.reading import Document, candidates
from pytest_golive.errors import CannotMeasure

CURE = "correct it, or name the right one: [tool.golive.documentation.openapi] document"


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
        count = len(operations(kept_document(was, place, CURE, self.cache, name="before")))
        return oasdiff.breaking(self.path, was, content, folder), count

    @cached_property
    def _content(self) -> bytes:
        return read(self.repository.root, self.path)

    @cached_property
    def _now(self) -> Document:
        return kept_document(self._content, self.path, CURE, self.cache, name="now")


def committed(
    repository: Repository, tracked: Sequence[str], named: str, cache: ResultCache = NO_CACHE
) -> Committed | None:
    """The document that the settings name, or the only one there is; None if there is none.

    Raises:
        CannotMeasure: the one that is named is not tracked, or there are several.
    """
    if named:
        if named not in tracked:
            raise CannotMeasure(
                f"{named} is not tracked, and the settings name it as the OpenAPI document", "git add it, or correct it"
            )
        return Committed(repository, named, cache)
    found = candidates([*tracked])
    if len(found) > 1:
        raise CannotMeasure(
            f"there are several OpenAPI documents: {', '.join(found[:5])}",
            "say which one describes the service: [tool.golive.documentation.openapi] document",
        )
    return Committed(repository, found[0], cache) if found else None
