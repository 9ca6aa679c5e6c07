"""By which name a document lists a new file, and what was beside it at the last release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pytest_golive.delivery.git.comparing import Comparison
from pytest_golive.documents.summary.names import SOURCE, plain
from pytest_golive.documents.summary.parts import is_aside

# What other modules are made from, and what is for the code alone.
HELPING: Final = re.compile(
    r"^_|(?:^|_)(?:base|common|utils?|helpers?|compat|mixins?|internals?|shared|types|typing)(?:_|$)"
)


def name_of(path: str) -> str:
    """The name by which a document knows a file: its stem, or the folder of a package."""
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0] or name
    return plain(folder.rpartition("/")[2] if stem in {"__init__", "index"} and folder else stem)


@dataclass
class Beside:
    """Finds the neighbours of new files.

    Attributes:
        paths: the tracked files of today.
        compared: what differs from the last release.
    """

    paths: Sequence[str]
    compared: Comparison

    def of(self, path: str) -> tuple[str, frozenset[str]]:
        """The name by which a document lists the new file at *path*, and the names of those beside it.

        A file in a new folder is listed by that folder, beside what has such files already.
        """
        place, above = path, path.rpartition("/")[0]
        while above and above not in self._folders:
            place, above = above, above.rpartition("/")[0]
        suffix = path.rpartition(".")[2]
        kept = [each for each in self._kept if each.startswith(f"{above}/" if above else "") and each.endswith(suffix)]
        if place == path:
            return _alike(name_of(path), frozenset(name_of(each) for each in kept if each.rpartition("/")[0] == above))
        tails = (each.removeprefix(f"{above}/") for each in kept if not is_aside(each))
        names = (plain(tail.partition("/")[0]) if "/" in tail else name_of(tail) for tail in tails)
        return _alike(plain(place.rpartition("/")[2]), frozenset(names) - {"__init__"})

    def lost(self, path: str) -> frozenset[str]:
        """The names of the file that was at *path* which are those of nothing any more: paths, modules and folders."""
        *folders, name = path.split("/")
        suffix = name.rpartition(".")[2]
        names = {"/".join((*folders[at:], name)) for at in range(len(folders) + 1)} - self.tails
        if suffix.lower() in SOURCE:
            names.update(each.removesuffix(f".{suffix}").replace("/", ".") for each in [*names] if "/" in each)
            names.update({name_of(path)} - self._stems(suffix))
        gone = [folders[:end] for end in range(1, len(folders) + 1)]
        names.update("/".join(each[at:]) for each in gone for at in range(len(each)))
        return frozenset(names) - self.tails

    @cached_property
    def tails(self) -> frozenset[str]:
        """The tracked files and their folders, by all ends of their paths."""
        whole = (*self.paths, *_folders_of(self.paths))
        parts = (path.split("/") for path in whole)
        return frozenset("/".join(each[at:]) for each in parts for at in range(len(each)))

    def _stems(self, suffix: str) -> frozenset[str]:
        return frozenset(name_of(path) for path in self.paths if path.endswith(f".{suffix}"))

    @cached_property
    def _kept(self) -> list[str]:
        return [path for path in self.paths if path not in self.compared.added]

    @cached_property
    def _folders(self) -> frozenset[str]:
        """Every folder in which the last release had a file."""
        stayed = (path for path in self._kept if path not in self.compared.moved)
        return frozenset(_folders_of((*stayed, *self.compared.removed, *self.compared.moved.values())))


def _folders_of(paths: Iterable[str]) -> set[str]:
    found = set[str]()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _alike(name: str, beside: frozenset[str]) -> tuple[str, frozenset[str]]:
    """A new name with those of its kind: what only helps others stands beside what does, too."""
    return name, frozenset(each for each in beside if HELPING.search(each)) if HELPING.search(name) else beside
