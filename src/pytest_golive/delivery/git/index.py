"""The contents of the index, including entries that git was told to ignore.

``git update-index`` can mark an entry as "assume unchanged" or "skip worktree", and a sparse checkout marks everything
that it leaves out. Then git reports neither changes nor deletions of it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pytest_golive.delivery.git.program import Git
from pytest_golive.keeping.scope import SCOPE

SYMLINK, SUBMODULE = "120000", "160000"
# Cached results: the index read last, and what it lacks of a commit, by everything that changes with the index, since a
# run needs them repeatedly. And the path of the index, by git's folder.
_KNOWN: dict[tuple[object, ...], Mapping[str, Tracked]] = {}
_TAKEN_OUT: dict[tuple[object, ...], list[Tracked]] = {}
_PLACES: dict[Path, Path] = {}


@dataclass(frozen=True, slots=True)
class Tracked:
    """One entry: POSIX path relative to the root, octal mode, blob.

    Attributes:
        is_hidden: whether git was told to ignore it in the work tree.
        is_unmerged: whether a merge has left it in several versions.
    """

    path: str
    mode: str
    blob: str
    is_hidden: bool = False
    is_unmerged: bool = False


def tracked(git: Git) -> Mapping[str, Tracked]:
    """All entries below git's folder by path, including links and submodules."""
    if (key := _key(git)) is None:  # nothing was ever added
        return _read(git)
    if key not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[key] = _read(git)
    return _KNOWN[key]


def _key(git: Git) -> tuple[object, ...] | None:
    """Everything that changes with the index; None if there is no index."""
    file = _index_of(git)
    try:
        about = file.stat()
    except OSError:
        return None
    return git.folder, file, about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino


def _index_of(git: Git) -> Path:
    if git.places:
        return _asked_for_index(git)
    if git.folder not in _PLACES or not _PLACES[git.folder].exists():
        _PLACES[git.folder] = _asked_for_index(git)
    return _PLACES[git.folder]


def _asked_for_index(git: Git) -> Path:
    return git.folder / os.fsdecode(git.run("rev-parse", "--git-path", "index").removesuffix(b"\n"))


def _read(git: Git) -> dict[str, Tracked]:
    entries: dict[str, Tracked] = {}
    for record in git.run("ls-files", "--stage", "-v", "-z").split(b"\0")[:-1]:
        meta, _, path = record.partition(b"\t")
        tag, mode, blob, stage = meta.decode().split(" ")
        name = os.fsdecode(path)
        # Lower case means "assume unchanged", S means "skip worktree".
        entries[name] = Tracked(name, mode, blob, tag.islower() or tag == "S", stage != "0")
    return entries


def taken_out(git: Git, commit: str) -> Iterator[Tracked]:
    """Entries of *commit* that are no longer in the index, although a file or link of that name still exists."""
    key = (_key(git), commit)
    if key not in _TAKEN_OUT:
        _TAKEN_OUT.clear()
        _TAKEN_OUT[key] = [*_read_taken_out(git, commit)]
    for entry in _TAKEN_OUT[key]:
        with contextlib.suppress(OSError):
            there = os.lstat(git.folder / entry.path).st_mode
            if stat.S_ISREG(there) or stat.S_ISLNK(there):
                yield entry


def _read_taken_out(git: Git, commit: str) -> Iterator[Tracked]:
    options = ("--cached", "--raw", "-z", "--no-renames", "--no-abbrev", "--diff-filter=D", "--relative")
    fields = git.run("diff-index", *options, commit, "--", ".").split(b"\0")[:-1]
    for meta, path in zip(fields[::2], fields[1::2], strict=True):
        mode, _, blob, *_ = meta.decode().lstrip(":").split(" ")
        yield Tracked(os.fsdecode(path), mode, blob)


def submodules(git: Git, toplevel: Path) -> Iterator[str]:
    """The paths in ``.gitmodules``, relative to the top of the work tree."""
    file = toplevel / ".gitmodules"
    if file.is_file():
        output = git.ask("config", "--file", str(file), "-z", "--get-regexp", r"^submodule\..*\.path$") or b""
        yield from (os.fsdecode(field.partition(b"\n")[2]) for field in output.split(b"\0") if field)


def untracked_repositories(git: Git) -> list[str]:
    """Folders below git's that are separate repositories and not added, except ignored ones."""
    found = git.run("ls-files", "--others", "--exclude-per-directory=.gitignore", "-z").split(b"\0")
    return sorted(os.fsdecode(path).removesuffix("/") for path in found if path.endswith(b"/"))


@contextlib.contextmanager
def hiding_nothing(git: Git) -> Iterator[Git]:
    """Git with a copy of the index that has no "assume unchanged" or "skip worktree" marks."""
    hidden = [entry.path for entry in tracked(git).values() if entry.is_hidden]
    if not hidden:
        yield git
        return
    with SCOPE.temporary_folder() as folder:
        # With the same time: git uses it to detect files that may have changed while the index was written.
        copy = shutil.copy2(_index_of(git), folder / "index")
        looking = replace(git, places={**git.places, "GIT_INDEX_FILE": str(copy)})
        paths = b"".join(os.fsencode(path) + b"\0" for path in hidden)
        for option in ("--no-assume-unchanged", "--no-skip-worktree"):
            looking.run("update-index", option, "-z", "--stdin", feed=paths)
        yield looking


def attributes(git: Git, names: Sequence[str], paths: Sequence[str]) -> dict[str, dict[str, bool]]:
    """The ``.gitattributes`` in the index: by path, those of *names* that are set, and whether they are true."""
    found = named_by_attributes(git, names, paths)
    return {path: {name: value not in {"unset", "false"} for name, value in one.items()} for path, one in found.items()}


def named_by_attributes(git: Git, names: Sequence[str], paths: Sequence[str]) -> dict[str, dict[str, str]]:
    """The ``.gitattributes`` in the index: by path, the values of those of *names* that it specifies."""
    path_list = b"".join(os.fsencode(path) + b"\0" for path in paths)
    fields = git.run("check-attr", "--cached", "-z", "--stdin", *names, feed=path_list).split(b"\0")
    by_path: dict[str, dict[str, str]] = {}
    for path, name, value in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        if value != b"unspecified":
            by_path.setdefault(os.fsdecode(path), {})[name.decode()] = os.fsdecode(value)
    return by_path
