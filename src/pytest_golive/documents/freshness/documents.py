"""The required documents, now and at the last release; each content is read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.seen import digests_of
from pytest_golive.delivery.git.contents import contents_of, names_of_contents, ordinary_contents
from pytest_golive.documents.freshness.covering import Covering
from pytest_golive.documents.reading.content import read_content
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.speaking import Spoken, spoken
from pytest_golive.documents.tracked import Texts, text_of
from pytest_golive.errors import CannotMeasure

FORM: Final = 1
FORMATS: Final = {"md": "markdown", "markdown": "markdown", "rst": "rst"}
NOW, THEN = "now ", "then "


@dataclass
class Documents:
    """Reads the required documents.

    Attributes:
        texts: the tracked files.
        covering: what changed since the last release; None for the first.
        cache: keeps what was read.
    """

    texts: Texts
    covering: Covering | None
    cache: ResultCache = NO_CACHE
    _known: dict[str, Document] = field(default_factory=dict)
    _spoken: dict[str, Spoken] = field(default_factory=dict)

    def prepare(self, paths: Sequence[str]) -> None:
        """Read all documents at once; errors are raised when a document is requested."""
        there = [path for path in paths if path]
        now = digests_of(self.texts.root, [self.texts.resolved(path) for path in there])
        digests = {f"{NOW}{path}": now[self.texts.resolved(path)] for path in there}
        blobs: dict[str, str] = {}
        same: set[str] = set()
        if self.covering is not None:
            olds = {path: self._old_path(path) for path in there}
            covering = self.covering
            names = names_of_contents(covering.repository, covering.commit, list(dict.fromkeys(olds.values())))
            same = {path for path in there if self._is_unchanged(path)}
            blobs = {f"{THEN}{path}": names[old] for path, old in olds.items() if old in names and path not in same}
        answers = self.cache.through(
            "documents-required", f"form {FORM}", digests | blobs, lambda keys: self._answers(keys, blobs)
        )
        for key, answer in answers.items():
            if "document" in answer:
                self._known[key] = Document.from_answer(answer["document"])
        self._known |= {f"{THEN}{path}": self._known[f"{NOW}{path}"] for path in same if f"{NOW}{path}" in self._known}

    def now(self, path: str) -> Document:
        """The current document at *path*.

        Raises:
            CannotMeasure: it cannot be read.
        """
        text = self.texts.require(path)
        return self._known.get(f"{NOW}{path}") or read(path, text)

    def speaks(self, path: str) -> Spoken:
        """What the current document at *path* speaks of.

        Raises:
            CannotMeasure: it cannot be read.
        """
        if path not in self._spoken:
            self._spoken[path] = spoken(self.now(path))
        return self._spoken[path]

    def then(self, path: str) -> Document | None:
        """The document at the last release; None if it did not exist.

        Raises:
            CannotMeasure: it cannot be read.
        """
        if self.covering is None:
            return None
        if known := self._known.get(f"{THEN}{path}"):
            return known
        had = ordinary_contents(self.covering.repository, self.covering.commit, [self._old_path(path)])
        return next((read(path, text_of(path, content)) for content in had.values()), None)

    def _is_unchanged(self, path: str) -> bool:
        """Whether the last release had the same content at *path*."""
        compared, here = self.covering.compared if self.covering else None, self.texts.resolved(path)
        return (
            compared is not None
            and here == path
            and not any(here in paths for paths in (compared.changed, compared.added, compared.moved))
        )

    def _old_path(self, path: str) -> str:
        compared = self.covering.compared if self.covering else None
        here = self.texts.resolved(path)
        return compared.old_path(here) if compared else here

    def _answers(self, keys: Sequence[str], blobs: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        blobs_by_key = {key: blobs[key] for key in keys if key in blobs}
        had = contents_of(self.covering.repository, blobs_by_key) if self.covering and blobs_by_key else {}
        for key in keys:
            path = key.removeprefix(NOW).removeprefix(THEN)
            try:
                text = text_of(path, had[key]) if key in had else self.texts.require(path)
                yield {"path": key, "document": read(path, text).as_answer()}
            except CannotMeasure as error:
                yield {"path": key, "problem": error.what}


def read(path: str, text: str) -> Document:
    """A document, split into passages.

    Raises:
        CannotMeasure: it cannot be read.
    """
    suffix = path.rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""
    document = read_content(path, FORMATS.get(suffix, "markdown"), text.encode("utf-8", "surrogatepass"))
    if document.problem:
        raise CannotMeasure(document.problem, document.cure, path=path)
    return document
