"""Reads files that others wrote: as a whole, up to a bound."""

from __future__ import annotations

from pathlib import Path

from pytest_golive.errors import CannotMeasure


def read_bounded(file: Path, most: int, cure: str) -> bytes:
    """The whole content of *file*.

    Args:
        file: its path.
        most: how many bytes it may have.
        cure: what to do if it has more.

    Raises:
        CannotMeasure: it cannot be read, or is larger.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(most + 1)
    except OSError as error:
        raise CannotMeasure(f"{file.name} cannot be read: {error.strerror}", "check its permissions") from error
    if len(content) > most:
        raise CannotMeasure(f"{file.name} is larger than {most >> 20} MiB", cure)
    return content
