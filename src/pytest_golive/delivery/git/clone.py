"""What holds for this clone only: its folders, and attributes and filters that other checkouts of the commit lack."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pytest_golive.delivery.git.index import Tracked, hiding_nothing, named_by_attributes, tracked
from pytest_golive.delivery.git.program import Git
from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.scope import SCOPE

LFS, LONGEST_POINTER = "lfs", 1024  # bytes
IDENT = re.compile(rb"\$Id:[^$\n]*+\$")
OF_GIT = re.compile(rb"\$Id: [0-9a-f]{40,64} \$")
LEFT_OUT = frozenset({"info", "hooks"})
# One command for all: git takes longer to start than to answer.
ASKED = ("--show-toplevel", "--show-prefix", "--absolute-git-dir", "--git-common-dir", "--is-shallow-repository")


class Places(NamedTuple):
    """The folders of a repository, as git reports them.

    Attributes:
        toplevel: the top folder of the work tree.
        prefix: git's folder relative to that: "" or "services/shop/".
        folder: the repository itself, such as ".git"; of a linked work tree, its own part.
        common: the part that all work trees share.
        is_shallow: whether the clone lacks older commits.
    """

    toplevel: Path
    prefix: str
    folder: Path
    common: Path
    is_shallow: bool


def places_of(git: Git) -> Places:
    """The folders of the repository in which *git* runs.

    Raises:
        CannotMeasure: git failed, or there is no work tree, or it is elsewhere.
    """
    top, prefix, folder, common, shallow = map(os.fsdecode, _answers(git))
    toplevel = Path(top)
    if not git.folder.resolve().is_relative_to(toplevel.resolve()):
        raise CannotMeasure(
            f"the repository around {git.folder} sets its work tree to {toplevel}, which has other files",
            "git config --unset core.worktree",
        )
    # Git may answer relative to the folder it runs in.
    return Places(toplevel, prefix, git.folder / folder, git.folder / common, shallow == "true")


def edges(git: Git) -> set[str]:
    """The commits at which the history of a shallow clone ends."""
    file = git.folder / os.fsdecode(git.run("rev-parse", "--git-path", "shallow").removesuffix(b"\n"))
    return set(file.read_text(encoding="ascii").split())


def _answers(git: Git) -> list[bytes]:
    try:
        lines = git.run("rev-parse", *ASKED).split(b"\n")[:-1]
    except CannotMeasure:
        lines = []  # one by one, so that git says what it cannot answer
    # A folder's name may contain a line end; then the lines cannot be told apart.
    if len(lines) == len(ASKED):
        return lines
    return [git.run("rev-parse", option).removesuffix(b"\n") for option in ASKED]


@contextlib.contextmanager
def without_own_attributes(program: Git, where: Places) -> Iterator[Git]:
    """Git without ``info/attributes``; git has no option for that.

    If that file is not empty, git gets a folder with links to everything in the repository except that file.

    Args:
        program: git, run in the root.
        where: the places of the repository.
    """
    if not _says_something(where.common / "info" / "attributes"):
        yield program
        return
    with SCOPE.temporary_folder() as private:
        for entry in where.common.iterdir():
            if entry.name not in LEFT_OUT:
                (private / entry.name).symlink_to(entry.resolve())
        places = {"GIT_DIR": where.folder, "GIT_COMMON_DIR": private, "GIT_WORK_TREE": where.toplevel}
        yield replace(program, places={name: str(place) for name, place in places.items()})


def without_filters(program: Git, believed: Collection[str] = ()) -> Git:
    """*program* that compares files without the filters that this clone configures, except those *believed*."""
    names = (program.ask("config", "--null", "--name-only", "--get-regexp", r"^filter\.") or b"").split(b"\0")
    drivers = dict.fromkeys(os.fsdecode(name).rpartition(".")[0] for name in names if name)
    unwanted = [driver for driver in drivers if driver.removeprefix("filter.") not in believed]
    off = [f"{driver}.{key}" for driver in unwanted for key in ("clean=", "process=", "required=false")]
    return replace(program, options=(*program.options, *(word for pair in off for word in ("-c", pair))))


def status(program: Git, where: Places, untracked: str) -> list[bytes]:
    """What differs from HEAD, in git's porcelain format: two letters, and the path from the top of the work tree.

    Neither attributes nor filters of this clone hide a change. A filter that the committed attributes name is believed,
    except that of Git LFS, whose files are compared with the digest that is committed.

    Args:
        program: git, run in the root.
        where: the places of the repository.
        untracked: which untracked files to list: "all" or "no".
    """
    options = ("--porcelain=v1", "-z", "--no-renames", f"--untracked-files={untracked}")
    with without_own_attributes(program, where) as plain:
        entries = tracked(plain)
        named = _named(plain, where, entries)
        believed = {one.get("filter", "") for one in named.values()} - {LFS}
        with hiding_nothing(without_filters(_keeping_modes(plain, where), believed)) as git:
            # Status compares the contents of files whose time has changed, unlike diff-index.
            records = git.run("status", *options, "--ignore-submodules=untracked", "--", ".").split(b"\0")[:-1]
    prefix = os.fsencode(where.prefix)
    by_path = {record[3:].removeprefix(prefix): record for record in records}
    for name, one in named.items():
        path = os.fsencode(name)
        record = by_path.get(path, b"")
        if one.get("filter") == LFS and record[:2] == b" M" and _is_pulled(program, entries[name]):
            records.remove(record)
        elif one.get("ident") == "set" and not record and _hides(program, entries[name]):
            records.append(b" M " + prefix + path)
    return records


def _named(program: Git, where: Places, entries: Mapping[str, Tracked]) -> dict[str, dict[str, str]]:
    """The committed attributes "filter" and "ident" by path."""
    if not where.prefix and not any(name.rpartition("/")[2] == ".gitattributes" for name in entries):
        return {}
    regular = [name for name, entry in entries.items() if entry.mode.startswith("100")]
    return named_by_attributes(program, ("filter", "ident"), regular)


def _keeping_modes(program: Git, where: Places) -> Git:
    """*program* that sees which files are executable, whatever this clone configures, where file systems tell."""
    if os.name != "posix" or (where.folder / "HEAD").stat().st_mode & 0o100:  # git never makes that file executable
        return program
    return replace(program, options=(*program.options, "-c", "core.fileMode=true"))


def _is_pulled(program: Git, entry: Tracked) -> bool:
    """Whether a file is the one to which the committed pointer of Git LFS leads."""
    pointer = program.run("cat-file", "blob", entry.blob)
    try:
        with (program.folder / entry.path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return False
    return len(pointer) <= LONGEST_POINTER and f"oid sha256:{digest}".encode() in pointer.splitlines()


def _hides(program: Git, entry: Tracked) -> bool:
    """Whether "$Id: ... $", which git compares as "$Id$", holds something else than git's own name of a blob."""
    try:
        data = (program.folder / entry.path).read_bytes()
    except OSError:
        return False  # status says that it is gone
    foreign = any(not OF_GIT.fullmatch(found) for found in IDENT.findall(data))
    return foreign and program.run("cat-file", "blob", entry.blob) != data


def changed_paths(records: Sequence[bytes], prefix: str) -> tuple[str, ...]:
    """The paths of records of `status`, relative to the root, whose prefix is *prefix*."""
    return tuple(os.fsdecode(record[3:]).removeprefix(prefix) for record in records)


def _says_something(file: Path) -> bool:
    try:
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return False
    return any(line.strip() and not line.strip().startswith(b"#") for line in lines)
