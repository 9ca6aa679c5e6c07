"""All samples in the file of a watch, one after the other: there may be more than fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.files.writing import told
from pytest_golive.observability.watch.journal.fields import fields_of
from pytest_golive.observability.watch.journal.lines import sample_of
from pytest_golive.observability.watch.journal.reading import LONGEST_LINE, Stored, read
from pytest_golive.observability.watch.measured import Sample


def replayed(path: Path) -> tuple[Stored, Iterator[Sample]]:
    """What the file says of the watch, and its samples, which are read as they are asked for.

    Args:
        path: the file; a watch may still be writing it: what it writes from now on is not replayed.

    Raises:
        CannotMeasure: it cannot be read, is not the file of a watch, or contradicts itself.
    """
    stored = read(path)
    return stored, _samples(path, stored.size)


def _samples(path: Path, size: int) -> Iterator[Sample]:
    try:
        with path.open("rb") as file:
            while file.tell() < size and (line := file.readline(LONGEST_LINE)):
                fields = fields_of(line)
                if "sample" in fields:
                    yield sample_of(fields)
    except OSError as error:
        raise CannotMeasure(*told(path, error)) from None
    except ValueError as error:  # it was checked before
        raise CannotMeasure(f"{path} was changed while it was read: {error}", "run it again") from None
