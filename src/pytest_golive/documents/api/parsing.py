"""The outlines of all modules: by griffe in processes of their own, kept by content from one run to the next."""

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
NOW, BEFORE = "api", "api_before"  # caches
Row = dict[str, Any]


@dataclass(frozen=True)
class Parser:
    """Makes trees of outlines.

    Attributes:
        repository: the project's.
        progress: told how far it is.
        cache: keeps the outlines.
    """

    repository: Repository
    progress: Progress = silent
    cache: ResultCache = NO_CACHE

    def now(self, modules: Mapping[str, str]) -> Tree:
        """The modules as they lie in the work tree.

        Args:
            modules: their paths, by their dotted names.

        Raises:
            CannotMeasure: a file cannot be read by griffe, or by this Python.
        """
        names = {name: _blob(self.repository.root, path) for name, path in modules.items()}
        return _tree(self._outlines(modules, names), modules)

    def at(self, commit: str, modules: Mapping[str, str], now: Tree) -> Tree:
        """The modules as *commit* has them, read from git's objects alone: the work tree and .git stay as they are.

        Args:
            commit: full name.
            modules: their paths there, by their dotted names.
            now: the tree of the work tree; a module that is the same there is not parsed again.

        Raises:
            CannotMeasure: a file cannot be read by griffe, or by this Python; or the clone lacks it.
        """
        tracked = tracked_at(self.repository, commit)
        names = {name: tracked[path] for name, path in modules.items()}
        same = {name: now.modules[name].row for name in modules if _is_same(now, name, modules[name], names[name])}
        changed = {name: path for name, path in modules.items() if name not in same}
        return _tree({**same, **self._outlines(changed, names, commit)}, modules)

    def _outlines(self, modules: Mapping[str, str], names: Mapping[str, str], commit: str = "") -> dict[str, Row]:
        """The outlines by module's name; *names* are those of git's objects."""
        rows = {name: [path, name, names[name] if commit else ""] for name, path in modules.items()}
        what = f"reading the public API{' of the previous release' if commit else ''}"
        root = self.repository.root

        def work(missing: Iterable[str]) -> Iterable[Row]:
            asked = [*missing]
            job: dict[str, Any] = {"modules": {name: rows[name] for name in asked}, "docstrings": not commit}
            if len(asked) < FEW:
                return _with_progress(answers(root, {**job, "paths": asked}), what, len(asked), self.progress)
            return spread(WORKER, root, asked, what, self.progress, **job)

        # Not the content alone: what a relative import means depends on where the file lies.
        digests = {name: f"{path} {names[name]}" for name, (path, _, _) in rows.items()}
        found = self.cache.through(BEFORE if commit else NOW, _tool(), digests, work)
        for name in modules:
            if problem := found[name].get("problem"):
                where = " (as the previous release had it)" if commit else ""
                cure, path, line = problem["cure"], problem["path"], problem["line"]
                raise CannotMeasure(f"{problem['what']}{where}", cure, path=path, line=line)
        return {name: {**found[name], "blob": names[name]} for name in modules}


def tracked_at(repository: Repository, commit: str) -> dict[str, str]:
    """The files under the root that *commit* has: their blobs, by path."""
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
    """The name that git gives to what is in a file; where a filter changes it on its way in, only time is lost."""
    size = size_of(root, path)
    pieces = chunks(root, path) if size > LARGEST else (read_once(root, path),)
    found = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def _with_progress(told: Iterator[Row], what: str, total: int, progress: Progress) -> Iterator[Row]:
    for done, answer in enumerate(told, 1):
        progress(what, done, total)
        yield answer


def _tool() -> str:
    from importlib.metadata import version

    return f"griffe {version('griffelib')}"


def _tree(rows: Mapping[str, Mapping[str, Any]], modules: Mapping[str, str]) -> Tree:
    return Tree({name: Module(rows[name], name, path) for name, path in sorted(modules.items())})
