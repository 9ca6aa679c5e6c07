"""Runs a scratch server so that the SQL of a dump, which its administrator runs, reaches nothing but that server.

An administrator of a database may start programs, read and write files and load code: ``COPY … FROM PROGRAM``. By
Landlock the server can do so only in folders of its own, and can start nothing.
"""

from __future__ import annotations

import json
import shutil
import struct
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

HERE: Final = Path(__file__).parent
READ: Final = ("/usr", "/lib", "/lib64", "/etc", "/proc", "/sys", "/dev")
WRITE: Final = ("/dev/null", "/dev/zero", "/dev/full", "/dev/shm")  # noqa: S108 -- memory that the processes share  # nosec B108
ELF, OF_64_BITS = b"\x7fELF", 2
INTERPRETER: Final = 3  # the kind of a program header
MOST_HEADERS: Final = 100


def confined(command: Sequence[str], *, write: Sequence[Path]) -> list[str]:
    """*command*, confined to the folders *write*; as it is only where this system cannot do that (`why_not`).

    Args:
        command: program and arguments; ``setpriv`` may stand before them.
        write: folders that the program may write to.

    Raises:
        CannotMeasure: this system can confine a program, but not this one.
    """
    if why_not():
        return [*command]
    programs = _programs(command)
    if not programs:
        raise CannotMeasure(
            f"{' '.join(command[:1])} or what it starts is a script or is missing, so the server cannot be confined",
            "put the folder of the server's own programs first on the PATH, or name a scratch server: scratch_url_env",
        )
    loaders = [loader for program in programs if (loader := _loader(program))]
    prefixes = [str(program.parent.parent) for program in programs]
    rules = {
        "run": [*map(str, programs), *loaders],
        "read": [*READ, *prefixes],
        "write": [*WRITE, *map(str, write)],
    }
    return [sys.executable, "-I", "-S", str(HERE / "confine.py"), json.dumps(rules), str(programs[0]), *command[1:]]


@cache
def why_not() -> str:
    """Why this system cannot confine a server; "" if it can."""
    if not sys.platform.startswith("linux"):
        return "only Linux can confine a server"
    from pytest_golive.delivery.backups.working.confine import version

    return "" if version() else "this kernel offers no Landlock"


def _programs(command: Sequence[str]) -> list[Path]:
    """The files of the program, and of the one that runs it; [] if one of them is no binary, and starts others."""
    words = [command[0]]
    if command[0].rpartition("/")[2] == "setpriv":
        words.append(next(word for word in command[1:] if not word.startswith("-")))
    found = [Path(place).resolve() for word in words if (place := shutil.which(word))]
    return found if len(found) == len(words) and all(_starts_with(one, ELF) for one in found) else []


def _starts_with(file: Path, head: bytes) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(head)) == head


def _loader(program: Path) -> str:
    """The file that loads the libraries of *program*, by its header; "" if it needs none."""
    with program.open("rb") as file:
        head = file.read(64)
        if len(head) < 64 or head[4] != OF_64_BITS:  # noqa: PLR2004 -- the length of that header
            return ""
        order = "<" if head[5] == 1 else ">"
        at, size, number = (
            struct.unpack_from(f"{order}{kind}", head, place)[0] for kind, place in (("Q", 32), ("H", 54), ("H", 56))
        )
        for index in range(min(number, MOST_HEADERS)):
            file.seek(at + index * size)
            header = file.read(56)
            if struct.unpack_from(f"{order}I", header)[0] == INTERPRETER:
                place, length = (
                    struct.unpack_from(f"{order}Q", header, 8)[0],
                    struct.unpack_from(f"{order}Q", header, 32)[0],
                )
                file.seek(place)
                return str(Path(file.read(min(length, 4096)).rstrip(b"\0").decode()).resolve())
    return ""
