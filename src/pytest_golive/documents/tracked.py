"""The text of tracked files: of the work tree, and of the previous release."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pytest_golive.codebase.inventory.taking import Exposed
from pytest_golive.codebase.inventory.unseen import Unseen
from pytest_golive.codebase.reading import bom_encoding, decode, read, shown, size_of
from pytest_golive.codebase.results import contents
from pytest_golive.delivery.git.contents import bytes_of
from pytest_golive.delivery.git.contents import contents as contents_at
from pytest_golive.delivery.git.index import SYMLINK
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

LARGEST = 20_000_000  # bytes


@dataclass(frozen=True)
class Texts:
    """Tracked files as text.

    Attributes:
        root: the project's folder.
        paths: all tracked regular files that exist, in order.
        links: tracked symbolic links to tracked files and folders, and where each leads.
        unseen: what is tracked and cannot be read as it is.
    """

    root: Path
    paths: tuple[str, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    unseen: tuple[Unseen, ...] = ()
    _known: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    _chosen: dict[Callable[[str], bool], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, root: Path, exposed: Exposed, links: Iterable[tuple[str, str]] = ()) -> Texts:
        """The tracked files of a project."""
        return cls(root, exposed.paths, dict(links), exposed.unseen)

    def has(self, path: str) -> bool:
        """Whether it is tracked and exists."""
        return self.resolved(path) in self._there

    def resolved(self, path: str) -> str:
        """The path that a link leads to; any other path unchanged."""
        return self.links.get(path, path)

    def read(self, path: str) -> str:
        """The text of a file that is only searched for more; "" if it is missing or no text."""
        try:
            return self.require(path)
        except CannotMeasure:
            return ""

    def require(self, path: str) -> str:
        """The text of a file that a gate judges.

        Raises:
            CannotMeasure: it is not tracked, not text, too large, or cannot be read.
        """
        path = self.resolved(path)
        if path not in self._known:
            self._known[path] = self._read(path)
        return self._known[path]

    def those(self, is_wanted: Callable[[str], bool]) -> tuple[str, ...]:
        """The paths for which *is_wanted* is true; it is called once for each path."""
        if is_wanted not in self._chosen:
            self._chosen[is_wanted] = tuple(filter(is_wanted, self.paths))
        return self._chosen[is_wanted]

    def contents(self, paths: Iterable[str]) -> list[object] | None:
        """Which of *paths* are there, in order, each with the digest of its content; and what is tracked beside them.

        None if one of them cannot be read.
        """
        there = [path for path in dict.fromkeys(map(self.resolved, paths)) if path in self._there]
        found = contents(self.root, there)
        return None if found is None else [found, self.paths, sorted(self.links.items())]

    def _read(self, path: str) -> str:
        if path not in self._there:
            raise CannotMeasure(
                f"{shown(path)} is not tracked, or missing", "add it with git add, or correct its name", path=path
            )
        size = size_of(self.root, path)
        if size > LARGEST:
            raise CannotMeasure(
                f"{shown(path)} has {size / 1e6:.0f} MB, and documents are read up to {LARGEST / 1e6:g} MB",
                "split it: move old versions to a separate file", path=path,
            )  # fmt: skip
        return text_of(path, read(self.root, path))

    @cached_property
    def _there(self) -> frozenset[str]:
        return frozenset(self.paths)


def text_of(path: str, content: bytes) -> str:
    """The text of the file at *path*, decoded from *content*.

    Raises:
        CannotMeasure: it is binary.
    """
    if b"\0" in content and bom_encoding(content) is None:
        raise CannotMeasure(
            f"{shown(path)} is binary, although its name says that it is text", "save it as text in UTF-8", path=path
        )
    return decode(content)


def past_texts(repository: Repository, commit: str, is_wanted: Callable[[str], bool]) -> Texts:
    """The tracked files that *commit* had; those that *is_wanted* takes can be read, and of the others nothing is said.

    Raises:
        CannotMeasure: git failed, or lacks the content of one of them.
    """
    listed = repository.git("ls-tree", "-r", "-z", "--long", commit).split(b"\0")[:-1]
    paths: list[str] = []
    known: dict[str, str] = {}
    for record in listed:
        meta, _, name = record.partition(b"\t")
        mode, kind, _, size = meta.decode().split()
        path = os.fsdecode(name)
        if kind == "blob" and mode != SYMLINK:
            known[path] = ""
            paths += [path] if is_wanted(path) and bytes_of(size, path, commit) <= LARGEST else []
    for path, content in contents_at(repository, commit, paths).items():
        with contextlib.suppress(CannotMeasure):  # a binary file has no text
            known[path] = text_of(path, content)
    return Texts(repository.root, tuple(known), _known=known)
