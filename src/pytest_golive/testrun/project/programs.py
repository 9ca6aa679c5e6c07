"""A program of the project's own that a command runs: its runner of tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

COVERAGE: Final = ("-m", "coverage", "run")


def own_program(args: Sequence[str], split: int, root: Path) -> int:
    """Where the program begins in *args*: at "tests.py", or at the "-m" before "shop.tests"; 0 if there is none.

    Args:
        args: the command, as it is or under ``coverage run``.
        split: where the options of the interpreter end; 0 if *args* do not start one.
        root: the project, in which the command runs.
    """
    if not split:
        return 0
    at = split
    if tuple(args[at : at + len(COVERAGE)]) == COVERAGE:
        at += len(COVERAGE)
        while at < len(args) and args[at].startswith("-") and args[at] != "-m":
            at += 1
    match args[at : at + 2]:
        case ["-m", module, *_]:
            return at if _is_module(module, root) else 0
        case [script, *_]:
            return at if script.endswith(".py") and (root / script).is_file() else 0
    return 0


def _is_module(name: str, root: Path) -> bool:
    parts = name.split(".")
    place = root.joinpath(*parts)
    return all(part.isidentifier() for part in parts) and (
        place.with_suffix(".py").is_file() or (place / "__main__.py").is_file()
    )
