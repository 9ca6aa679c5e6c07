"""Get the outlines of all modules from griffe, in worker processes, and cache them by content between runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.reading import chunks, size_of
from pytest_golive.codebase.seen import read_once
from pytest_golive.codebase.workers import FEW, spread
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.api.outline import Module
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.api.worker import LARGEST, answers
from pytest_golive.errors import CannotMeasure
from pytest_golive.progress import Progress, silent

WORKER: Final = "pytest_golive.documents.api.worker"
RELEASED: Final = (
    "nobody can correct what is released: leave the file out for this release: [tool.golive.documentation.api] exclude"
)
FORM: Final = 6  # of what is kept of a module
NOW, BEFORE = "api", "api_before"  # caches
Row = dict[str, Any]


@dataclass(frozen=True)
class Parser:
    """Builds trees of outlines.

    Attributes:
        repository: the project's repository.
        progress: receives the progress.
        cache: stores the outlines.
    """

    repository: Repository
    progress: Progress = silent
    cache: ResultCache = NO_CACHE

    def now(self, modules: Mapping[str, str]) -> Tree:
        """The modules in the work tree.

        Args:
            modules: their paths, by dotted name.

        Raises:
            CannotMeasure: a file cannot be read by griffe, or by this Python.
        """
        names = {name: _blob(self.repository.root, path) for name, path in modules.items()}
        return _tree(self._outlines(modules, names), modules)

    def at(self, commit: str, modules: Mapping[str, str], now: Tree) -> Tree:
        """The modules at *commit*, read from git's objects only: the work tree and .git are not changed.

        Args:
            commit: the full hash.
            modules: their paths at that commit, by dotted name.
            now: the modules in the work tree; unchanged modules are not parsed again.

        Raises:
            CannotMeasure: a file cannot be read by griffe, or by this Python; or the clone lacks it.
        """
        tracked = tracked_at(self.repository, commit)
        names = {name: tracked[path] for name, path in modules.items()}
        same = {name: now.modules[name].row for name in modules if _is_same(now, name, modules[name], names[name])}
        changed = {name: path for name, path in modules.items() if name not in same}
        return _tree({**same, **self._outlines(changed, names, commit)}, modules)

    def _outlines(self, modules: Mapping[str, str], names: Mapping[str, str], commit: str = "") -> dict[str, Row]:
        """The outlines by name of module; *names* are the hashes of git's objects."""
        rows = {name: [path, name, names[name] if commit else ""] for name, path in modules.items()}
        what = f"reading the public API{' of the previous release' if commit else ''}"
        root = self.repository.root

        def work(missing: Iterable[str]) -> Iterable[Row]:
            asked = [*missing]
            job: dict[str, Any] = {"modules": {name: rows[name] for name in asked}, "docstrings": not commit}
            if len(asked) < FEW:
                return _with_progress(answers(root, {**job, "paths": asked}), what, len(asked), self.progress)
            return spread(WORKER, root, asked, what, self.progress, **job)

        # The content alone is not enough: the meaning of a relative import depends on the path.
        digests = {name: f"{path} {names[name]}" for name, (path, _, _) in rows.items()}
        found = self.cache.through(BEFORE if commit else NOW, tool(), digests, work)
        for name in modules:
            if problem := found[name].get("problem"):
                where = " (as the previous release had it)" if commit else ""
                cure, path, line = RELEASED if commit else problem["cure"], problem["path"], problem["line"]
                raise CannotMeasure(f"{problem['what']}{where}", cure, path=path, line=line)
        return {name: {**found[name], "blob": names[name]} for name in modules}


def tracked_at(repository: Repository, commit: str) -> dict[str, str]:
    """The blobs of the files under the root at *commit*, by path."""
    found = {}
    for record in repository.git("ls-tree", "-r", "-z", "--full-tree", f"{commit}:{repository.prefix}").split(b"\0")[
        :-1
    ]:
        meta, _, name = record.partition(b"\t")
        mode, kind, blob = meta.decode().split()
        if kind == "blob" and mode.startswith("100"):
            found[name.decode("utf-8", "surrogateescape")] = blob
    return found


def _is_same(now: Tree, name: str, path: str, blob: str) -> bool:
    module = now.modules.get(name)
    return module is not None and module.file == path and module.row["blob"] == blob


def _blob(root: Path, path: str) -> str:
    """Git's hash of the file's content; if a filter changes it when it is added, the file is only parsed again."""
    size = size_of(root, path)
    pieces = chunks(root, path) if size > LARGEST else (read_once(root, path),)
    found = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def _with_progress(answers: Iterator[Row], what: str, total: int, progress: Progress) -> Iterator[Row]:
    for done, answer in enumerate(answers, 1):
        progress(what, done, total)
        yield answer


def tool() -> str:
    """What reads the modules."""
    from importlib.metadata import version

    return f"form {FORM}; griffe {version('griffelib')}"


def _tree(rows: Mapping[str, Mapping[str, Any]], modules: Mapping[str, str]) -> Tree:
    return Tree({name: Module(rows[name], name, path) for name, path in sorted(modules.items())})
