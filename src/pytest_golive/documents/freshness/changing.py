"""The names that changed in each file since the last release, cached by the file's old and new content."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.seen import digests_of
from pytest_golive.delivery.git.comparing import Comparison
from pytest_golive.delivery.git.contents import contents_of, names_of_contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.freshness.meaning import changed_names
from pytest_golive.documents.offering.names import Names
from pytest_golive.documents.summary.meant import Meant
from pytest_golive.documents.tracked import Texts, text_of
from pytest_golive.errors import CannotMeasure

FORM: Final = 10


@dataclass
class Changing:
    """Looks up what changed in files.

    Attributes:
        repository: where the last release lies.
        commit: of it.
        compared: what differs from it.
        texts: the tracked files of today.
        content: whether every statement counts, and not only what others can use.
        covers: globs of all that documents cover, so that all of it is looked at in one go.
        cache: keeps what was found.
    """

    repository: Repository
    commit: str
    compared: Comparison
    texts: Texts
    content: bool = False
    covers: Sequence[str] = ()
    cache: ResultCache = NO_CACHE
    _known: dict[str, Names | None] = field(default_factory=dict)

    def matching(self, globs: Sequence[str]) -> dict[str, Names | None]:
        """The changed files that *globs* mean, by their new or old names, in order.

        Returns:
            The names that changed in each; None if nothing changed that documents describe.
        """
        paths = self._meant(globs)
        if missing := [path for path in paths if path not in self._known]:
            self._look(list(dict.fromkeys((*self._meant(self.covers), *missing))))
        return {path: self._known[path] for path in paths}

    def _meant(self, globs: Sequence[str]) -> list[str]:
        meant, compared = Meant(globs), self.compared
        matching = (path for path in compared.changed if any(map(meant.matches, (path, compared.old_path(path)))))
        return sorted(filter(meant.wants, matching))

    def _look(self, paths: Sequence[str]) -> None:
        now = digests_of(self.texts.root, [self.texts.resolved(path) for path in paths])
        olds = {path: self.compared.old_path(path) for path in paths}
        then = names_of_contents(self.repository, self.commit, list(dict.fromkeys(olds.values())))
        blobs = {path: then[old] for path, old in olds.items() if old in then}
        digests = {path: f"{blobs.get(path, '')} {now[self.texts.resolved(path)]}" for path in paths}
        about = f"form {FORM}; content {self.content}"
        kept = {path: digest if now[self.texts.resolved(path)] else "" for path, digest in digests.items()}
        answers = self.cache.through("names-changed", about, kept, lambda some: self._answers(some, blobs))
        for path, answer in answers.items():
            names = answer["names"]
            self._known[path] = Names(*map(frozenset, names)) if names is not None else None

    def _answers(self, paths: Sequence[str], blobs: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """The results, by current path; a binary file has no text, and so no names."""
        had = contents_of(self.repository, {path: blobs[path] for path in paths if path in blobs})
        before: dict[str, str] = {}
        for path, content in had.items():
            with contextlib.suppress(CannotMeasure):
                before[path] = text_of(path, content)
        for path in paths:
            names = changed_names(path, before.get(path, ""), self.texts.read(path), content=self.content)
            yield {"path": path, "names": [*map(sorted, names)] if names is not None else None}
