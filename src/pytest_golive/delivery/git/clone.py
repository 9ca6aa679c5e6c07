"""What is true of this clone only: where it is, and attributes and filters that other checkouts of the commit lack."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from pytest_golive.delivery.git.program import Git
from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.scope import SCOPE

LEFT_OUT = frozenset({"info", "hooks"})
# One command for all: it takes longer to start than to answer.
ASKED = ("--show-toplevel", "--show-prefix", "--absolute-git-dir", "--git-common-dir", "--is-shallow-repository")


class Places(NamedTuple):
    """What git says of the place it runs in.

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
    """Where *git* runs.

    Raises:
        CannotMeasure: git failed, or there is no work tree, or it is elsewhere.
    """
    top, prefix, folder, common, shallow = map(os.fsdecode, _answers(git))
    toplevel = Path(top)
    if not git.folder.resolve().is_relative_to(toplevel.resolve()):
        raise CannotMeasure(
            f"the repository around {git.folder} says that its work tree is {toplevel}, so it speaks of other files",
            "git config --unset core.worktree",
        )
    # Git may answer relative to the folder it runs in.
    return Places(toplevel, prefix, git.folder / folder, git.folder / common, shallow == "true")


def _answers(git: Git) -> list[bytes]:
    try:
        lines = git.run("rev-parse", *ASKED).split(b"\n")[:-1]
    except CannotMeasure:
        lines = []  # asked for one by one, git says what it cannot answer
    # The name of a folder may hold a line end; then it is unclear which line answers what.
    if len(lines) == len(ASKED):
        return lines
    return [git.run("rev-parse", option).removesuffix(b"\n") for option in ASKED]


@contextlib.contextmanager
def without_own_attributes(program: Git, where: Places) -> Iterator[Git]:
    """Git that does not read ``info/attributes``; git has no option for that.

    If that file says anything, git gets a folder with links to everything in the repository except it.

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


def without_filters(program: Git) -> Git:
    """*program* that compares files as they are, without filters that this clone configures."""
    names = (program.ask("config", "--null", "--name-only", "--get-regexp", r"^filter\.") or b"").split(b"\0")
    drivers = dict.fromkeys(os.fsdecode(name).rpartition(".")[0] for name in names if name)
    off = [f"{driver}.{key}" for driver in drivers for key in ("clean=", "process=", "required=false")]
    return replace(program, options=tuple(word for pair in off for word in ("-c", pair)))


def _says_something(file: Path) -> bool:
    try:
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return False
    return any(line.strip() and not line.strip().startswith(b"#") for line in lines)
