"""Which tracked files are source, and which are left out and why."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.codebase import generated, languages
from pytest_golive.codebase.generated_marker import has_marker
from pytest_golive.codebase.globs import matches_any
from pytest_golive.codebase.reading import bom_encoding, head, unreadable
from pytest_golive.delivery.git import SUBMODULE, SYMLINK, Repository, Tracked
from pytest_golive.errors import CannotMeasure

GIT_LOOKS_AT = 8000  # bytes in which a NUL makes a file binary, as git has it


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to be judged: path relative to the root, language, and its Pygments lexer."""

    path: str
    language: str
    lexer: str

    @property
    def is_python(self) -> bool:
        """Whether Python itself can read it; Cython and Starlark only look like it."""
        return self.language == "Python" and self.lexer == "python"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Files that are not judged, and why: "generated", "vendored", "binary", "excluded", "link", "missing", …"""

    reason: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """The tracked files.

    Attributes:
        root: the project's folder.
        files: source files, in path order.
        tracked: every tracked regular file that is there, whatever it holds, but for what is excluded.
        left_out: source files that are not in *files*, and entries that are no regular files.
    """

    root: Path
    files: tuple[SourceFile, ...]
    tracked: tuple[str, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def summary(self) -> str:
        """What was left out, in words: "12 generated, 3 vendored"."""
        return ", ".join(f"{len(left.paths):,} {left.reason}" for left in self.left_out) or "nothing"

    def require_files(self) -> tuple[SourceFile, ...]:
        """The source files.

        Raises:
            CannotMeasure: there are none.
        """
        if not self.files:
            raise CannotMeasure(
                f"no source file is left among {len(self.tracked):,} tracked files (left out: {self.summary})",
                "commit the code, or correct include and exclude",
            )
        return self.files


def take_inventory(repository: Repository, *, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Inventory:
    """Sort the tracked files.

    Args:
        repository: decides what is tracked.
        include: globs of files that count as source whatever their kind.
        exclude: globs of files that are not looked at; they win over *include*.

    Raises:
        CannotMeasure: nothing is tracked, or a tracked file cannot be read.
    """
    entries = repository.tracked()
    if not entries:
        raise CannotMeasure(f"git tracks nothing in {repository.root}", "git add --all && git commit")
    sorter = _Sorter(repository.root, include, exclude)
    regular = [entry.path for entry in entries if sorter.is_regular(entry)]
    candidates = [source for path in regular if (source := sorter.as_source(path)) is not None]
    said = repository.attributes(generated.ATTRIBUTES, [source.path for source in candidates])
    files = tuple(source for source in candidates if sorter.is_ours(source.path, said.get(source.path, {})))
    left_out = tuple(LeftOut(reason, tuple(paths)) for reason, paths in sorted(sorter.left_out.items()))
    return Inventory(repository.root, files, tuple(regular), left_out)


def list_tracked(repository: Repository, exclude: Sequence[str] = ()) -> tuple[str, ...]:
    """Every tracked regular file that is there and not excluded, whatever it holds, in path order."""
    sorter = _Sorter(repository.root, (), exclude)
    return tuple(entry.path for entry in repository.tracked() if sorter.is_regular(entry))


class _Sorter:
    """Decides, file by file, and remembers what it left out."""

    def __init__(self, root: Path, include: Sequence[str], exclude: Sequence[str]) -> None:
        self._root = root
        self._include = include
        self._exclude = exclude
        self._marked: set[str] = set()
        self._folders: dict[str, bool] = {"": True}
        self.left_out: dict[str, list[str]] = {}

    def is_regular(self, entry: Tracked) -> bool:
        """Whether the entry is a file that is there, and not excluded."""
        if entry.mode == SUBMODULE:
            return self._leave_out("submodule", entry.path)
        if matches_any(entry.path, self._exclude):
            return self._leave_out("excluded", entry.path)
        if not self._is_in_folders(entry.path.rpartition("/")[0]):
            return self._leave_out("missing", entry.path)
        try:
            mode = os.lstat(self._root / entry.path).st_mode
        except FileNotFoundError:
            return self._leave_out("missing", entry.path)
        except OSError as error:
            raise unreadable(entry.path, error) from None
        # A link is judged where the file itself lies; followed, it could lead out of the project, or nowhere.
        if entry.mode == SYMLINK or stat.S_ISLNK(mode):
            return self._leave_out("link", entry.path)
        return stat.S_ISREG(mode) or self._leave_out("not a file", entry.path)

    def _is_in_folders(self, folder: str) -> bool:
        """Whether *folder* is one, and not a link put in its place that leads who knows where."""
        if folder not in self._folders:
            parent = folder.rpartition("/")[0]
            try:
                is_folder = stat.S_ISDIR(os.lstat(self._root / folder).st_mode)
            except (FileNotFoundError, NotADirectoryError):
                is_folder = False
            self._folders[folder] = is_folder and self._is_in_folders(parent)
        return self._folders[folder]

    def as_source(self, path: str) -> SourceFile | None:
        """The file as source; None if it is data or prose, or binary."""
        is_included = matches_any(path, self._include)
        known = languages.by_name(path)
        if known is None and not is_included and languages.is_data(path):
            return None
        beginning = head(self._root, path, GIT_LOOKS_AT)
        known = known or languages.by_first_line(beginning)
        if known is None:
            if not is_included:
                return None
            known = languages.by_request(path)
        if b"\0" in beginning and bom_encoding(beginning) is None:
            self._leave_out("binary", path)
            return None
        if has_marker(beginning):
            self._marked.add(path)
        return SourceFile(path, *known)

    def is_ours(self, path: str, said: dict[str, bool]) -> bool:
        """Whether people of this project wrote it; ``.gitattributes`` has the last word, *include* the very last."""
        if matches_any(path, self._include):
            return True
        if said.get("linguist-vendored", generated.is_vendored_name(path)):
            return self._leave_out("vendored", path)
        declared = said.get("linguist-generated")
        if declared is None:
            declared = path in self._marked or generated.is_generated_name(path)
        return not declared or self._leave_out("generated", path)

    def _leave_out(self, reason: str, path: str) -> bool:
        self.left_out.setdefault(reason, []).append(path)
        return False
