"""The outlines of all modules: by griffe in processes of their own, kept by content from one run to the next."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache, read_once
from pytest_golive.codebase.workers import FEW, spread
from pytest_golive.delivery.git import Repository
from pytest_golive.documents.api.outline import Module
from pytest_golive.documents.api.tree import Tree
from pytest_golive.documents.api.worker import answers
from pytest_golive.errors import CannotMeasure
from pytest_golive.progress import Progress, silent

WORKER: Final = "pytest_golive.documents.api.worker"
NOW, BEFORE = "api", "api_before"  # caches
Row = dict[str, Any]


def tree_now(root: Path, modules: Mapping[str, str], progress: Progress = silent, cache: ResultCache = NO_CACHE) -> Tree:
    """The modules as they lie in the work tree.

    Args:
        root: the project's folder.
        modules: the paths of its modules, by their dotted names.
        progress: told how far it is.
        cache: keeps the outlines.

    Raises:
        CannotMeasure: a file cannot be read by griffe, or by this Python.
    """
    names = {name: _blob(read_once(root, path)) for name, path in modules.items()}
    return _tree(_outlines(root, modules, names, NOW, progress, cache), modules)


def tree_of(
    repository: Repository,
    commit: str,
    modules: Mapping[str, str],
    now: Tree,
    progress: Progress = silent,
    cache: ResultCache = NO_CACHE,
) -> Tree:
    """The modules as *commit* has them, read from git's objects alone: the work tree and .git stay as they are.

    Args:
        repository: that has the commit.
        commit: full name.
        modules: the paths of its modules there, by their dotted names.
        now: the tree of the work tree; a module that is the same there is not parsed again.
        progress: told how far it is.
        cache: keeps the outlines.

    Raises:
        CannotMeasure: a file cannot be read by griffe, or by this Python; or the clone lacks it.
    """
    names = blobs(repository, commit, modules)
    same = {name: now.modules[name].row for name in modules if _is_same(now, name, modules[name], names[name])}
    changed = {name: path for name, path in modules.items() if name not in same}
    rows = _outlines(repository.root, changed, names, BEFORE, progress, cache, commit=commit)
    return _tree({**same, **rows}, modules)


def tracked_at(repository: Repository, commit: str) -> dict[str, str]:
    """The files under the root that *commit* has: their blobs, by path."""
    found = {}
    for record in repository.git("ls-tree", "-r", "-z", "--full-tree", f"{commit}:{repository.prefix}").split(b"\0")[:-1]:
        meta, _, name = record.partition(b"\t")
        mode, kind, blob = meta.decode().split()
        if kind == "blob" and mode.startswith("100"):
            found[name.decode("utf-8", "surrogateescape")] = blob
    return found


def blobs(repository: Repository, commit: str, modules: Mapping[str, str]) -> dict[str, str]:
    """The names of git's objects that hold the *modules*, by the modules' names."""
    tracked = tracked_at(repository, commit)
    return {name: tracked[path] for name, path in modules.items()}


def _is_same(now: Tree, name: str, path: str, blob: str) -> bool:
    module = now.modules.get(name)
    return module is not None and module.file == path and module.row["blob"] == blob


def _blob(content: bytes) -> str:
    """The name that git gives to this content; where a filter changes it on its way in, only time is lost."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _outlines(
    root: Path,
    modules: Mapping[str, str],
    names: Mapping[str, str],
    kept: str,
    progress: Progress,
    cache: ResultCache,
    commit: str = "",
) -> dict[str, Row]:
    """The outlines by module's name."""
    rows = {name: [path, name, names[name] if commit else ""] for name, path in modules.items()}
    what = f"reading the public API{' of the previous release' if commit else ''}"

    def work(missing: Iterable[str]) -> Iterable[Row]:
        asked = [*missing]
        job: dict[str, Any] = {"modules": {name: rows[name] for name in asked}, "docstrings": not commit}
        if len(asked) < FEW:
            return _with_progress(answers(root, {**job, "paths": asked}), what, len(asked), progress)
        return spread(WORKER, root, asked, what, progress, **job)

    # Not the content alone: what a relative import means depends on where the file lies.
    digests = {name: f"{path} {names[name]}" for name, (path, _, _) in rows.items()}
    found = cache.through(kept, _tool(), digests, work)
    for name in modules:
        if problem := found[name].get("problem"):
            where = " (as the previous release had it)" if commit else ""
            raise CannotMeasure(f"{problem['what']}{where}", problem["cure"], path=problem["path"], line=problem["line"])
    return {name: {**found[name], "blob": names[name]} for name in modules}


def _with_progress(told: Iterator[Row], what: str, total: int, progress: Progress) -> Iterator[Row]:
    for done, answer in enumerate(told, 1):
        progress(what, done, total)
        yield answer


def _tool() -> str:
    from importlib.metadata import version

    return f"griffe {version('griffelib')}"


def _tree(rows: Mapping[str, Row], modules: Mapping[str, str]) -> Tree:
    return Tree({name: Module(rows[name], name, path) for name, path in sorted(modules.items())})
