"""The names that Python modules define, now and at the last release."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.reading import decode
from pytest_golive.delivery.git.comparing import Comparison
from pytest_golive.delivery.git.contents import contents_of, names_of_contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.tracked import Texts

LARGEST: Final = 2_000_000  # characters of a module that is parsed
SHORTEST: Final = 4  # fewer letters mean nothing
FORM: Final = 2
WORD: Final = re.compile(r"\w++")


def defined(text: str) -> frozenset[str] | None:
    """The names that a Python module defines or imports at its top level; None if only running it would tell."""
    if len(text) > LARGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    found = set(_defined(body))
    return None if "*" in found or "__getattr__" in found else frozenset(found)


def _defined(body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (child.id for target in targets for child in ast.walk(target) if isinstance(child, ast.Name))
        elif isinstance(node, ast.If | ast.Try | ast.With):
            yield from _defined(node.body)
            yield from _defined(getattr(node, "orelse", []))
            for handler in getattr(node, "handlers", []):
                yield from _defined(handler.body)


def gone_since(  # noqa: PLR0913 -- the last two are passed by name
    repository: Repository,
    texts: Texts,
    compared: Comparison,
    commit: str,
    *,
    asked: Collection[str],
    cache: ResultCache = NO_CACHE,
) -> dict[str, str]:
    """Files, folders and public Python names that *commit* had and that no longer exist.

    Args:
        repository: the repository of the commit.
        texts: the tracked files of today.
        compared: what differs from the commit.
        commit: of the last release.
        asked: the names to look for.
        cache: keeps what the modules of the commit defined.

    Returns:
        The path of the file that held each.
    """
    left = sorted({*compared.removed, *compared.moved.values()})
    changed = sorted(compared.old_path(path) for path in compared.changed if path.endswith(".py"))
    before = {name: path for path in left for name in _names_of_path(path)}
    python = list(dict.fromkeys([*changed, *(path for path in left if path.endswith(".py"))]))
    for path, names in _public(repository, commit, python, asked, cache).items():
        before.update(dict.fromkeys((*_names_of_path(path), *names), path))
    parts = {part for path in texts.paths for part in path.split("/")}
    there = parts | {part.partition(".")[0] for part in parts}
    missing = {name: path for name, path in before.items() if name in asked and name not in there}
    return _undefined(missing, texts) if missing else {}


def _names_of_path(path: str) -> Iterator[str]:
    *folders, name = path.split("/")
    stem = name.partition(".")[0]
    yield from (part for part in (*folders, name, stem) if len(part) >= SHORTEST and not part.startswith("_"))


def _public(
    repository: Repository, commit: str, paths: Sequence[str], asked: Collection[str], cache: ResultCache
) -> dict[str, list[str]]:
    """Those of the *asked* names that each module at *paths* defined in *commit*; only what has a word is parsed."""
    wanted = frozenset(name for name in asked if len(name) >= SHORTEST and not name.startswith("_"))

    def work(missing: Sequence[str]) -> Iterator[dict[str, object]]:
        had = contents_of(repository, {path: blobs[path] for path in missing})
        for path in missing:
            text = decode(had[path], python=True)
            names = defined(text) if wanted.intersection(WORD.findall(text)) else None
            yield {"path": path, "names": sorted(wanted.intersection(names or ()))}

    blobs = names_of_contents(repository, commit, paths)
    answers = cache.through("names-before", f"form {FORM}; {sorted(wanted)}", blobs, work)
    return {path: answers[path]["names"] for path in blobs}


def _undefined(missing: dict[str, str], texts: Texts) -> dict[str, str]:
    """The names that no tracked Python file contains any more."""
    for path in texts.paths:
        if path.endswith((".py", ".pyi")) and missing:
            text = texts.read(path)
            there = [name for name in missing if name in text]
            for name in there:
                del missing[name]
    return missing
