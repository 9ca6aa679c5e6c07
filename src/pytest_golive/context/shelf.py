"""The records that a run reads: each once, so that all who ask see the same words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.errors import CannotMeasure

if TYPE_CHECKING:
    from pytest_golive.signing.record import Record


class Shelf:
    """Records by their paths, and why others cannot be read."""

    def __init__(self) -> None:
        self._known: dict[Path, Record | CannotMeasure] = {}

    def read(self, path: Path) -> Record:
        """The record at *path*.

        Raises:
            CannotMeasure: as for `read_record`.
        """
        from pytest_golive.signing.record import read_record

        place = path.absolute()
        if place not in self._known:
            try:
                self._known[place] = read_record(place)
            except CannotMeasure as error:
                self._known[place] = error
        found = self._known[place]
        if isinstance(found, CannotMeasure):
            raise found
        return found
