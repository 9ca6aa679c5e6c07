"""The required documents, as they are and as the last release had them: each read once for each content."""

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
from pytest_golive.documents.tracked import Texts, text_of
from pytest_golive.errors import CannotMeasure

FORM: Final = 1
FORMATS: Final = {"md": "markdown", "markdown": "markdown", "rst": "rst"}
NOW, THEN = "now ", "then "


@dataclass
class Documents:
    """Reads them.

    Attributes:
        texts: the tracked files.
        covering: what changed since the last release; None for the first.
        cache: keeps what was read.
    """

    texts: Texts
    covering: Covering | None
    cache: ResultCache = NO_CACHE
    _known: dict[str, Document] = field(default_factory=dict)

    def prepare(self, paths: Sequence[str]) -> None:
        """Read all of them at once; what cannot be read is told when somebody asks for it."""
        there = [path for path in paths if path]
        now = digests_of(self.texts.root, [self.texts.resolved(path) for path in there])
        digests = {f"{NOW}{path}": now[self.texts.resolved(path)] for path in there}
        blobs: dict[str, str] = {}
        if self.covering is not None:
            olds = {path: self._old_path(path) for path in there}
            covering = self.covering
            names = names_of_contents(covering.repository, covering.commit, list(dict.fromkeys(olds.values())))
            blobs = {f"{THEN}{path}": names[old] for path, old in olds.items() if old in names}
        answers = self.cache.through(
            "documents-required", f"form {FORM}", digests | blobs, lambda keys: self._answers(keys, blobs)
        )
        for key, answer in answers.items():
            if "document" in answer:
                self._known[key] = Document.from_answer(answer["document"])

    def now(self, path: str) -> Document:
        """The document at *path* as it is.

        Raises:
            CannotMeasure: nobody can read it.
        """
        text = self.texts.require(path)
        return self._known.get(f"{NOW}{path}") or read(path, text)

    def then(self, path: str) -> Document | None:
        """The same as the last release had it; None if it had none.

        Raises:
            CannotMeasure: nobody can read it.
        """
        if self.covering is None:
            return None
        if known := self._known.get(f"{THEN}{path}"):
            return known
        had = ordinary_contents(self.covering.repository, self.covering.commit, [self._old_path(path)])
        return next((read(path, text_of(path, content)) for content in had.values()), None)

    def _old_path(self, path: str) -> str:
        compared = self.covering.compared if self.covering else None
        here = self.texts.resolved(path)
        return compared.old_path(here) if compared else here

    def _answers(self, keys: Sequence[str], blobs: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        wanted = {key: blobs[key] for key in keys if key in blobs}
        had = contents_of(self.covering.repository, wanted) if self.covering and wanted else {}
        for key in keys:
            path = key.removeprefix(NOW).removeprefix(THEN)
            try:
                text = text_of(path, had[key]) if key in had else self.texts.require(path)
                yield {"path": key, "document": read(path, text).as_answer()}
            except CannotMeasure as error:
                yield {"path": key, "problem": error.what}


def read(path: str, text: str) -> Document:
    """A document as its passages.

    Raises:
        CannotMeasure: nobody can read it.
    """
    suffix = path.rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""
    document = read_content(path, FORMATS.get(suffix, "markdown"), text.encode("utf-8", "surrogatepass"))
    if document.problem:
        raise CannotMeasure(document.problem, document.cure, path=path)
    return document
