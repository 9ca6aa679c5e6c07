"""Which arguments of the command line name rows; read in every run, so only the standard library is imported."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = "golive"
GATES = os.path.realpath(Path(__file__).with_name("gates"))  # the files of the built-in rows
# In a folder below the rootdir, pytest itself prints our ids with "../" before them.
GATE_ID = re.compile(r"(?:\.\./)*(golive(?:(?:/|::).+)?)")


def row_named(folder: Path, arg: str) -> str:
    """The id of a row or section that *arg* names; "" if it names none. An existing file of that name has priority."""
    match = GATE_ID.fullmatch(arg)
    return match[1] if match and not is_there(folder, arg) else _in_our_files(folder, arg)


def _in_our_files(folder: Path, arg: str) -> str:
    """The id of the row that *arg* names by the file that defines it, as editors do; "" if it names none."""
    path, colons, name = arg.partition("::")
    place = os.path.realpath(folder / path)
    if not (colons and path.endswith(".py") and place.startswith(GATES + os.sep)):
        return ""
    section = os.path.relpath(place, GATES).partition(os.sep)[0].removesuffix(".py")
    return f"{ROOT}/{section}::{name}"


def is_there(folder: Path, arg: str) -> bool:
    """Whether *arg* names a file or a folder; the value of an option may be longer than any name."""
    return os.path.exists(folder / arg.partition("::")[0])  # noqa: PTH110 -- Path.exists raises an error then
