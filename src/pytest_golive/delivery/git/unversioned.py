"""Git without the attributes and filters of this clone only, which other checkouts of the commit lack."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pytest_golive.delivery.git.program import Git
from pytest_golive.keeping.scope import SCOPE

LEFT_OUT = frozenset({"info", "hooks"})


@contextlib.contextmanager
def without_own_attributes(program: Git, toplevel: Path) -> Iterator[Git]:
    """Git that does not read ``info/attributes``; git has no option for that.

    If that file says anything, git gets a folder with links to everything in the repository except it.

    Args:
        program: git, run in the root.
        toplevel: the top folder of the work tree.
    """
    # One command each: the name of a folder may hold a line end.
    folder, common = (_place(program, option) for option in ("--absolute-git-dir", "--git-common-dir"))
    if not _says_something(common / "info" / "attributes"):
        yield program
        return
    with SCOPE.temporary_folder() as private:
        for entry in common.iterdir():
            if entry.name not in LEFT_OUT:
                (private / entry.name).symlink_to(entry.resolve())
        places = {"GIT_DIR": folder, "GIT_COMMON_DIR": private, "GIT_WORK_TREE": toplevel}
        yield replace(program, places={name: str(place) for name, place in places.items()})


def without_filters(program: Git) -> Git:
    """*program* that compares files as they are, without filters that this clone configures."""
    names = (program.ask("config", "--null", "--name-only", "--get-regexp", r"^filter\.") or b"").split(b"\0")
    drivers = dict.fromkeys(os.fsdecode(name).rpartition(".")[0] for name in names if name)
    off = [f"{driver}.{key}" for driver in drivers for key in ("clean=", "process=", "required=false")]
    return replace(program, options=tuple(word for pair in off for word in ("-c", pair)))


def _place(program: Git, option: str) -> Path:
    return program.folder / os.fsdecode(program.run("rev-parse", option).removesuffix(b"\n"))


def _says_something(file: Path) -> bool:
    try:
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return False
    return any(line.strip() and not line.strip().startswith(b"#") for line in lines)
