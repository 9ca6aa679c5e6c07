"""Caches results that are computed from many files, for as long as all their sources stay the same."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.codebase.installed import own_code
from pytest_golive.codebase.seen import digests_of

T = TypeVar("T")
Contents = list[tuple[str, str]]
NOT_OURS = (pickle.UnpicklingError, ValueError, TypeError, KeyError, IndexError, AttributeError, EOFError)


@dataclass(frozen=True, slots=True)
class LookedInto:
    """Files that are read while a result is computed.

    Attributes:
        root: their folder.
        paths: returns their paths, once the result is computed.
    """

    root: Path
    paths: Callable[[], Iterable[str]]

    def contents(self) -> Contents | None:
        """Their contents; None if one cannot be read."""
        return contents(self.root, sorted(self.paths()))

    def are_still(self, before: Sequence[Sequence[str]]) -> bool:
        """Whether the files of an earlier run are unchanged."""
        return contents(self.root, [path for path, _ in before]) == [(path, digest) for path, digest in before]


def kept(
    cache: ResultCache,
    name: str,
    made_of: Sequence[object] | None,
    make: Callable[[], T],
    *kinds: type,
    looked_into: LookedInto | None = None,
) -> T:
    """The result of *make*, or that of an earlier run with the same sources.

    Args:
        cache: keeps the result; an error that *make* raises is not kept.
        name: the result's name; it has one file in the cache.
        made_of: everything that it depends on besides our own code and Python, as JSON has it; None if that is not
            known, and then nothing is kept.
        make: computes it.
        kinds: the classes that it consists of, apart from Python's own; a cache with any other class is not read.
        looked_into: files that only *make* comes across. Where these are as they were, too, it would read the same
            ones again, and make the same of them.
    """
    if made_of is None or cache.folder is None or not cache.key:
        return make()
    digest = hashlib.sha256(json.dumps(made_of, separators=(",", ":")).encode()).hexdigest()
    made: list[T] = []

    def work(_: Sequence[str]) -> Iterator[dict[str, Any]]:
        made.append(make())
        found = looked_into.contents() if looked_into else []
        if found is None:
            yield {"path": name, "problem": "it was made of what cannot be read"}
        else:
            result = base64.b64encode(pickle.dumps(made[0])).decode()
            yield {"path": name, "result": result, "looked_into": found}

    about = f"result of {own_code()}"
    answer = cache.through(name, about, {name: digest}, work)[name]
    if not made and looked_into and not looked_into.are_still(answer["looked_into"]):
        cache.forget(name)
        answer = cache.through(name, about, {name: digest}, work)[name]
    if made:
        return made[0]
    try:
        found: T = _Reader(io.BytesIO(base64.b64decode(answer["result"])), kinds).load()
    except NOT_OURS:  # signed with our key, but not in our format
        return make()
    return found


def contents(root: Path, paths: Iterable[str]) -> Contents | None:
    """Each path in order, with the digest of its content; None if one cannot be read."""
    found = digests_of(root, paths)
    return list(found.items()) if all(found.values()) else None


class _Reader(pickle.Unpickler):
    """Creates instances of the given classes only, so that cached data cannot call anything."""

    def __init__(self, file: io.BytesIO, kinds: Sequence[type]) -> None:
        super().__init__(file)
        self._kinds = {(kind.__module__, kind.__qualname__): kind for kind in kinds}

    def find_class(self, module: str, name: str) -> type:
        """The class of that name.

        Raises:
            UnpicklingError: it is not one of the given classes.
        """
        if (module, name) not in self._kinds:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of this result")
        return self._kinds[module, name]
