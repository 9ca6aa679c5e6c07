"""The tracked entries in the work tree: files that can be read, and those that cannot and why."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pytest_golive.codebase.inventory import unseen
from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.codebase.inventory.unseen import Unseen
from pytest_golive.codebase.reading import head, unreadable
from pytest_golive.delivery.git.index import SUBMODULE, SYMLINK, Tracked
from pytest_golive.delivery.git.repository import Repository

EXCLUDED, LINK, UNTRACKED_REPOSITORY = "excluded", "link", "untracked repository"
POINTER = b"version https://git-lfs.github.com/spec/"
LARGEST_POINTER = 1024  # bytes, by its specification
LONGEST_LINK = 4096


@dataclass
class WorkTree:
    """The tracked entries, classified.

    Attributes:
        regular: paths of the existing files.
        left_out: by reason, entries left out on purpose, and links that are judged at their targets.
        links: the targets of those links, by their paths; "." is the root.
        unseen: entries that should be read, but cannot be.
    """

    regular: list[str] = field(default_factory=list)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    unseen: list[Unseen] = field(default_factory=list)

    def leave_out(self, reason: str, path: str) -> None:
        """Record why *path* is not judged."""
        self.left_out.setdefault(reason, []).append(path)

    def copy(self) -> WorkTree:
        """A copy, to add to."""
        left_out = {reason: [*paths] for reason, paths in self.left_out.items()}
        return WorkTree([*self.regular], left_out, dict(self.links), [*self.unseen])


def look(repository: Repository, exclude: Sequence[str], is_source: Callable[[str], bool]) -> WorkTree:
    """Classify what is tracked below the root.

    Args:
        repository: decides what is tracked: by its index, and by HEAD for files that still exist.
        exclude: globs for what is ignored.
        is_source: whether the name of a file says that it may be source.

    Raises:
        CannotMeasure: git failed, or a folder cannot be read.
    """
    looking = _Looking(repository, exclude, is_source)
    for entry in looking.entries:
        looking.sort(entry)
    looking.find_pointers()
    for path in repository.untracked_repositories():
        if not looking.is_excluded(path):
            looking.tree.leave_out(UNTRACKED_REPOSITORY, path)
    return looking.tree


class _Looking:
    """Decides for each entry."""

    def __init__(self, repository: Repository, exclude: Sequence[str], is_source: Callable[[str], bool]) -> None:
        self.tree = WorkTree()
        self.entries = repository.tracked()
        self.is_excluded = ManyGlobs(exclude).any
        self._repository = repository
        self._root = f"{repository.root}{os.sep}"
        self._is_source = is_source
        self._folders: dict[str, bool] = {"": True}
        self._sizes: dict[str, int] = {}

    def sort(self, entry: Tracked) -> None:
        """Classify one entry."""
        path = entry.path
        if self.is_excluded(path):
            self.tree.leave_out(EXCLUDED, path)
        elif entry.mode == SUBMODULE:
            self._unseen(entry, unseen.SUBMODULE if path in self._declared else unseen.EMBEDDED, is_folder=True)
        elif entry.is_unmerged:
            self._unseen(entry, unseen.UNMERGED)
        elif (there := self._lstat(path)) is None:
            self._unseen(entry, unseen.HIDDEN if entry.is_hidden else unseen.MISSING)
        elif entry.mode == SYMLINK:
            self._follow(entry, there)
        elif not stat.S_ISREG(there.st_mode):
            self._unseen(entry, unseen.NOT_A_FILE)
        elif self._is_another(entry, there):
            self._unseen(entry, unseen.COLLISION)
        else:
            self.tree.regular.append(path)
            self._sizes[path] = there.st_size

    def find_pointers(self) -> None:
        """Remove the files whose content is stored elsewhere, if ``.gitattributes`` mentions Git LFS at all."""
        if not any(self._speaks_of_lfs(path) for path in self.tree.regular if path.endswith(".gitattributes")):
            return
        small = [path for path in self.tree.regular if self._sizes[path] <= LARGEST_POINTER]
        filtered = self._repository.attributes(("filter",), small)
        pointers = {path for path in filtered if head(self._repository.root, path, len(POINTER)) == POINTER}
        self.tree.regular = [path for path in self.tree.regular if path not in pointers]
        for path in sorted(pointers):
            self.tree.unseen.append(Unseen(path, unseen.POINTER, is_source=self._is_source(path)))

    def _unseen(self, entry: Tracked, reason: str, *, is_folder: bool = False) -> None:
        self.tree.unseen.append(Unseen(entry.path, reason, is_folder, is_folder or self._is_source(entry.path)))

    def _lstat(self, path: str) -> os.stat_result | None:
        """The status of the file; None if it does not exist, or if a link replaces one of its folders."""
        try:
            return os.lstat(self._root + path) if self._is_in_folders(path.rpartition("/")[0]) else None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise unreadable(path, error) from None

    def _is_in_folders(self, folder: str) -> bool:
        if folder not in self._folders:
            parent = folder.rpartition("/")[0]
            try:
                is_folder = stat.S_ISDIR(os.lstat(self._root + folder).st_mode)
            except (FileNotFoundError, NotADirectoryError):
                is_folder = False
            self._folders[folder] = is_folder and self._is_in_folders(parent)
        return self._folders[folder]

    def _is_another(self, entry: Tracked, there: os.stat_result) -> bool:
        """Whether the file is that of another entry, whose name is the same for this file system."""
        if not self._alike or (alike := self._alike.get(_plain(entry.path))) is None:
            return False
        mine = (there.st_dev, there.st_ino)
        others = (self._lstat(other.path) for other in alike if other.blob != entry.blob)
        return any(other is not None and (other.st_dev, other.st_ino) == mine for other in others)

    @cached_property
    def _alike(self) -> dict[str, list[Tracked]]:
        """Entries by a simplified name, where several entries have one: some file systems cannot distinguish these."""
        names = Counter(_plain(entry.path) for entry in self.entries)
        alike: dict[str, list[Tracked]] = {name: [] for name, count in names.items() if count > 1}
        for entry in self.entries if alike else ():
            if (name := _plain(entry.path)) in alike:
                alike[name].append(entry)
        return alike

    @cached_property
    def _declared(self) -> frozenset[str]:
        return self._repository.submodules()

    @cached_property
    def _places(self) -> frozenset[str]:
        """Every tracked entry but links, and every folder with one; "." for the root."""
        places = {"."}
        for entry in self.entries:
            place = entry.path if entry.mode != SYMLINK else ""
            while place and place not in places:
                places.add(place)
                place = place.rpartition("/")[0]
        return frozenset(places)

    def _follow(self, entry: Tracked, there: os.stat_result) -> None:
        """Distinguish a link to something tracked, which is judged there, from one that leads elsewhere."""
        folder, _, _ = entry.path.rpartition("/")
        if stat.S_ISLNK(there.st_mode):
            target = str(Path(self._root + entry.path).readlink())
        else:  # on file systems without links, git writes the target into a file
            target = os.fsdecode(head(self._repository.root, entry.path, LONGEST_LINK))
        real = os.path.realpath(Path(self._root, folder, target))
        inside = os.path.relpath(real, os.path.realpath(self._root)).replace(os.sep, "/")
        if inside in self._places:
            self.tree.leave_out(LINK, entry.path)
            self.tree.links[entry.path] = inside
            return
        is_folder = Path(real).is_dir()
        is_source = is_folder or self._is_source(entry.path) or self._is_source(real)
        self.tree.unseen.append(Unseen(entry.path, unseen.LINK_AWAY, is_folder, is_source))

    def _speaks_of_lfs(self, path: str) -> bool:
        return b"lfs" in head(self._repository.root, path, self._sizes[path])


def _plain(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()
