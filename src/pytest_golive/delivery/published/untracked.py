"""Untracked files that ``git status`` leaves out, although other clones do not have them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pytest_golive.delivery.git import index
from pytest_golive.delivery.git.program import Git

OTHERS: Final = ("ls-files", "--others", "-z")
IGNORED: Final = (*OTHERS, "--ignored", "--exclude-standard", "--directory", "--no-empty-directory")
RULES: Final = ".gitignore"
AT_ONCE: Final = 200  # folders that one git is asked about
# Folders that tools fill and hide with their own .gitignore, without code of the project; so are those
# whose names begin with a dot, and virtual environments.
TOOLS: Final = frozenset({"node_modules", "__pycache__", "htmlcov"})
LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
LITTERED: Final = ("~", ".swp")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Untracked files in one place that are hidden only by rules outside version control.

    Attributes:
        path: the file, or the folder without tracked files, which ends in "/".
        rules: the file with these rules.
        files: their paths.
        is_of_tools: whether tools left them there, so that they hold no code of the project.
    """

    path: str
    rules: str
    files: tuple[str, ...]
    is_of_tools: bool

    @property
    def count(self) -> str:
        """How many files, in words."""
        return "1 file" if len(self.files) == 1 else f"{len(self.files):,} files"


def hidden(git: Git) -> list[Hidden]:
    """Files hidden by rules that other clones lack, and new files in submodules; paths are relative to git's folder.

    Such rules are in a ``.gitignore`` that is not tracked (a folder may hide itself with one), in
    ``.git/info/exclude``, or in the file that the user's configuration names.

    Raises:
        CannotMeasure: git failed.
    """
    entries = index.tracked(git)
    found = [*_by_place(git.folder, sorted(_hidden_files(git)), entries)]
    for entry in entries.values():
        if entry.mode == index.SUBMODULE and (git.folder / entry.path / ".git").exists():
            found += _of_submodule(git, entry.path)
    return found


def _by_place(root: Path, files: Sequence[tuple[str, str]], entries: Iterable[str]) -> Iterator[Hidden]:
    if not files:
        return
    folders = {"/".join(parts[:end]) for path in entries for parts in [path.split("/")] for end in range(1, len(parts))}
    by_place: dict[tuple[str, bool], tuple[str, list[str]]] = {}
    for path, rules in files:
        by_place.setdefault(_place(root, path, folders), (rules, []))[1].append(path)
    for (path, is_of_tools), (rules, names) in by_place.items():
        yield Hidden(path, rules, tuple(names), is_of_tools)


def _of_submodule(git: Git, path: str) -> Iterator[Hidden]:
    module = Git(git.folder / path)
    for name in _names(module, *OTHERS, "--exclude-standard"):
        yield Hidden(f"{path}/{name}", "", (f"{path}/{name}",), is_of_tools=False)
    for one in hidden(module):
        files = tuple(f"{path}/{file}" for file in one.files)
        yield Hidden(f"{path}/{one.path}", one.rules, files, one.is_of_tools)


def _hidden_files(git: Git) -> Iterator[tuple[str, str]]:
    """Each such file, and where the rule stands that hides it."""
    todo = sorted(_names(git, *IGNORED))
    top = Git(Path(os.fsdecode(git.run("rev-parse", "--show-toplevel").removesuffix(b"\n"))))
    shared = {name for name in _names(top, "ls-files", "-z") if name.rpartition("/")[2] == RULES}
    done, own, mixed = "", dict[str, str](), list[str]()
    for path, rules in _matched(git, todo):
        if done and path.startswith(done):
            continue
        if path.endswith("/"):
            done = path
            if not rules:
                mixed.append(path)
            elif rules not in shared:
                own[path] = rules
        elif rules not in shared:
            yield path, rules
    yield from _below(git, own)
    # Nothing ignores such a folder itself, but each of its files is ignored, by a rule further down.
    yield from ((file, by) for file, by in _matched(git, _others(git, mixed)) if by and by not in shared)


def _below(git: Git, own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The files of folders, by the rules that hide them, which no ``.gitignore`` hides as well, for that one is shared.

    A folder that has a ``.gitignore`` of its own is hidden as a whole.
    """
    everything = _others(git, own)
    with_rules = {name for name in everything if name.rpartition("/")[2] == RULES}
    shown = {*_others(git, own, f"--exclude-per-directory={RULES}")}
    for folder, rules in own.items():
        inside = [name for name in everything if name.startswith(folder.removeprefix("./"))]  # "./" is git's own folder
        is_own = not with_rules.isdisjoint(inside)
        yield from ((name, rules) for name in inside if is_own or name in shown)


def _others(git: Git, folders: Collection[str], *options: str) -> list[str]:
    """The untracked files in some folders."""
    listed = [*folders]
    parts = [listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE)]
    return [name for part in parts for name in _names(git, *OTHERS, *options, "--", *part)]


def _matched(git: Git, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each path, and the file with the rule that ignores it; "" if none does."""
    feed = b"".join(b"./" + os.fsencode(path) + b"\0" for path in paths)  # so that no path looks like a pathspec
    if feed:
        asking = replace(git, is_literal=False)
        said = asking.ask("check-ignore", "--verbose", "--non-matching", "-z", "--stdin", feed=feed)
        fields = [os.fsdecode(field) for field in (said or _unmatched(feed)).split(b"\0")[:-1]]
        for rules, _, pattern, path in zip(*(fields[start::4] for start in range(4)), strict=True):
            yield path.removeprefix("./"), "" if pattern.startswith("!") else rules


def _unmatched(feed: bytes) -> bytes:
    """The output that stands for git's if it ignores none of the paths."""
    return b"".join(b"\0\0\0" + path + b"\0" for path in feed.split(b"\0")[:-1])


def _place(root: Path, path: str, tracked: Collection[str]) -> tuple[str, bool]:
    """The file, or the folder around it without tracked files, and whether tools left it there."""
    *folders, name = path.split("/")
    new = [end for end in range(1, len(folders) + 1) if "/".join(folders[:end]) not in tracked]
    for end in new:
        folder = "/".join(folders[:end])
        if folders[end - 1].startswith(".") or folders[end - 1] in TOOLS or _is_environment(root / folder):
            return f"{folder}/", True
    if name in LITTER or name.endswith(LITTERED):
        return path, True
    return (f"{'/'.join(folders[: new[0]])}/" if new else path), False


def _is_environment(folder: Path) -> bool:
    """Whether it is a virtual environment, not a part of a package that looks like one."""
    return (folder / "pyvenv.cfg").is_file() and not (folder.parent / "__init__.py").exists()


def _names(git: Git, *command: str) -> Iterator[str]:
    yield from (os.fsdecode(name) for name in git.run(*command).split(b"\0")[:-1])
