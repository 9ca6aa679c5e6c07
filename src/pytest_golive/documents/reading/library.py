"""All documents of a project, each read once and kept by its content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory import unseen
from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.codebase.inventory.taking import Exposed
from pytest_golive.codebase.seen import digests_of, read_once
from pytest_golive.codebase.workers import FEW, spread
from pytest_golive.documents.reading import kinds, worker
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.reading.lazily import Lazily
from pytest_golive.documents.reading.plain import text_of
from pytest_golive.documents.reading.tools import markup_tools
from pytest_golive.errors import CannotMeasure
from pytest_golive.progress import Progress, silent

WHAT = "reading documents"
FORM = 11


@dataclass(frozen=True)
class Library:
    """The documents, and what else is tracked.

    Attributes:
        root: the project's folder.
        by_path: the documents by their paths, in order.
        tracked: every tracked regular file that is there, documents or not.
        links: tracked links to tracked files and folders, and where each leads.
        sphinx: the folders that Sphinx builds ("" for the root), each with the formats of its suffixes.
        left_out: documents that are not read, in words; "" for none.
        digests: of the documents' content, by path; "" for one that cannot be read.
        looked_into: files of which the text was asked for.
    """

    root: Path
    by_path: Mapping[str, Document]
    tracked: frozenset[str]
    links: Mapping[str, str] = field(default_factory=dict)
    sphinx: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: str = ""
    digests: Mapping[str, str] = field(default_factory=dict, repr=False)
    looked_into: set[str] = field(default_factory=set, repr=False, compare=False)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents in path order."""
        return tuple(self.by_path.values())

    @property
    def inputs(self) -> list[object] | None:
        """What the documents and this library say, as JSON has it; None if one of them cannot be read."""
        if not all(self.digests.values()) or len(self.digests) < len(self.by_path):
            return None
        built = sorted((folder, sorted(formats.items())) for folder, formats in self.sphinx.items())
        tracked = [sorted(self.tracked), sorted(self.links.items())]
        return [sorted(self.digests.items()), *tracked, built, self.left_out, markup_tools()]

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds something tracked; "" for the root."""
        found = {""}
        for path in (*self.tracked, *self.links):
            folder = path.rpartition("/")[0]
            while folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def require(self, is_wanted: Callable[[Document], bool] = lambda _: True) -> tuple[Document, ...]:
        """The documents that *is_wanted* takes.

        Raises:
            CannotMeasure: there is none, or one of them could not be read.
        """
        required = tuple(filter(is_wanted, self.documents))
        if not required:
            raise CannotMeasure(
                f"no document is left among {len(self.tracked):,} tracked files"
                + (f" (left out: {self.left_out})" if self.left_out else ""),
                "commit a README.md at least, or correct [tool.golive.documentation] exclude",
            )
        broken = [document for document in required if document.problem]
        if broken:
            first, more = broken[0], f"; and {len(broken) - 1:,} more" if len(broken) > 1 else ""
            raise CannotMeasure(f"{first.problem}{more}", first.cure, path=first.path)
        return required

    def text(self, path: str) -> str:
        """The text of a tracked file, with plain newlines.

        Raises:
            CannotMeasure: it cannot be read.
        """
        self.looked_into.add(path)
        return text_of(read_once(self.root, path))[0]


def read_documents(  # noqa: PLR0913 -- all but the first two named
    root: Path,
    exposed: Exposed,
    *,
    exclude: Sequence[str] = (),
    links: Mapping[str, str] | None = None,
    progress: Progress = silent,
    cache: ResultCache = NO_CACHE,
) -> Library:
    """Read every document that is tracked.

    Args:
        root: the project's folder.
        exposed: what is tracked.
        exclude: globs of documents that are not read.
        links: tracked links, and where each leads.
        progress: told how far it is.
        cache: keeps what was read.

    Raises:
        CannotMeasure: a document is tracked and is not there, or a worker failed.
    """
    is_excluded = ManyGlobs(exclude).any
    has_conf = any(path.endswith("conf.py") for path in exposed.paths)
    ours = [path for path in exposed.paths if not kinds.why_left_out(path)] if has_conf else ()
    sphinx = kinds.sphinx_folders(root, ours)
    unseen.require_none(
        [
            unseen_file
            for unseen_file in exposed.unseen
            if kinds.format_of(unseen_file.path, sphinx) and not is_excluded(unseen_file.path)
        ]
    )
    formats: dict[str, str] = {}
    left_out: dict[str, int] = {}
    for path in exposed.paths:
        format_ = kinds.format_of(path, sphinx)
        reason = kinds.unread(path) or (format_ and ("excluded" if is_excluded(path) else kinds.why_left_out(path)))
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
        elif format_:
            formats[path] = format_
    digests = digests_of(root, formats) if cache.folder else dict.fromkeys(formats, "")
    documents = _read(root, formats, sphinx, digests, progress, cache)
    words = ", ".join(f"{count:,} {reason}" for reason, count in sorted(left_out.items()))
    return Library(root, documents, frozenset(exposed.paths), links or {}, sphinx, words, digests)


def _read(  # noqa: PLR0913, PLR0917 -- what is read, as what, and what is known of it
    root: Path,
    formats: Mapping[str, str],
    sphinx: Mapping[str, Mapping[str, str]],
    digests: Mapping[str, str],
    progress: Progress,
    cache: ResultCache,
) -> Lazily:
    def work(missing: Sequence[str]) -> Iterable[dict[str, object]]:
        if len(missing) < FEW:
            return worker.answers(root, missing, formats)
        job = {path: formats[path] for path in missing}
        return spread(worker.MODULE, root, missing, WHAT, progress, formats=job)

    answers = cache.through("documents", f"form {FORM}; {markup_tools()}; {sorted(sphinx.items())}", digests, work)
    return Lazily({path: answers[path] for path in sorted(formats)})
