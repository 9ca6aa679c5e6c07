"""Reads files that others wrote: as a whole, up to a bound."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

TO_READ: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # it waits for no pipe


def read_bounded(file: Path, most: int, cure: str) -> bytes:
    """The whole content of *file*.

    Args:
        file: its path.
        most: how many bytes it may have.
        cure: what to do if it has more.

    Raises:
        CannotMeasure: it cannot be read, is a pipe or a device, or is larger.
    """
    try:
        with open(file, "rb", opener=lambda path, _: os.open(path, TO_READ)) as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise CannotMeasure(f"{file.name} is a pipe or a device", "put an ordinary file there")
            content = opened.read(most + 1)
    except OSError as error:
        raise CannotMeasure(f"{file.name} cannot be read: {error.strerror}", "check its permissions") from error
    if len(content) > most:
        raise CannotMeasure(f"{file.name} is larger than {most >> 20} MiB", cure)
    return content
