"""All documents of a project, each read once and kept by its content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.inventory import unseen
from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.codebase.inventory.taking import Exposed
from pytest_golive.codebase.seen import digests_of, read_once
from pytest_golive.codebase.workers import FEW, spread
from pytest_golive.documents.blocks.shell import reader
from pytest_golive.documents.reading import kinds, worker
from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.reading.plain import text_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.progress import Progress, silent

WHAT = "reading documents"
FORM = 7


@dataclass(frozen=True)
class Library:
    """The documents, and what else is tracked.

    Attributes:
        root: the project's folder.
        documents: in path order.
        tracked: every tracked regular file that is there, documents or not.
        links: tracked links to tracked files and folders, and where each leads.
        sphinx: the folders that Sphinx builds ("" for the root), each with the formats of its suffixes.
        left_out: documents that are not read, in words; "" for none.
    """

    root: Path
    documents: tuple[Document, ...]
    tracked: frozenset[str]
    links: Mapping[str, str] = field(default_factory=dict)
    sphinx: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: str = ""

    @cached_property
    def by_path(self) -> Mapping[str, Document]:
        """The documents by their paths."""
        return {document.path: document for document in self.documents}

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
        wanted = tuple(filter(is_wanted, self.documents))
        if not wanted:
            raise CannotMeasure(
                f"no document is left among {len(self.tracked):,} tracked files"
                + (f" (left out: {self.left_out})" if self.left_out else ""),
                "commit a README.md at least, or correct [tool.golive.documentation] exclude",
            )
        broken = [document for document in wanted if document.problem]
        if broken:
            first, more = broken[0], f"; and {len(broken) - 1:,} more" if len(broken) > 1 else ""
            raise CannotMeasure(f"{first.problem}{more}", first.cure, path=first.path)
        return wanted

    def text(self, path: str) -> str:
        """The text of a tracked file, with plain newlines.

        Raises:
            CannotMeasure: it cannot be read.
        """
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
        [each for each in exposed.unseen if kinds.format_of(each.path, sphinx) and not is_excluded(each.path)]
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
    documents = tuple(_read(root, formats, sphinx, progress, cache))
    words = ", ".join(f"{count:,} {reason}" for reason, count in sorted(left_out.items()))
    return Library(root, documents, frozenset(exposed.paths), links or {}, sphinx, words)


def _read(
    root: Path,
    formats: Mapping[str, str],
    sphinx: Mapping[str, Mapping[str, str]],
    progress: Progress,
    cache: ResultCache,
) -> Iterable[Document]:
    def work(missing: Sequence[str]) -> Iterable[dict[str, object]]:
        if len(missing) < FEW:
            return worker.answers(root, missing, formats)
        job = {path: formats[path] for path in missing}
        return spread(worker.MODULE, root, missing, WHAT, progress, formats=job)

    digests = digests_of(root, formats) if cache.folder else dict.fromkeys(formats, "")
    answers = cache.through("documents", f"form {FORM}; {_tools()}; {sorted(sphinx.items())}", digests, work)
    return [Document.from_answer(answers[path]) for path in sorted(formats)]


def _tools() -> str:
    tools = [f"{name} {_version(name)}" for name in ("markdown-it-py", "docutils")]
    return ", ".join([*tools, *(["bash"] if reader() else [])])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not there"
