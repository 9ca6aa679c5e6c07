"""When a dump says that it was made: a copy has a new date, and the old content."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Final

from pytest_golive.delivery.backups.recognising import Kind

# Dumps hold the time of a clock on a wall, without its zone: it may be as far from UTC as any place on earth.
FARTHEST: Final = 14 * 3600.0
TAIL: Final = 4_096
BLOCK: Final = 512
HEAD: Final = 200
PACKED_BY_BYTE: Final = (1, 15)  # from this version of the format on, one byte names the compression
COMPLETED: Final = re.compile(rb"^-- Dump completed on (\d{4}-\d\d-\d\d) {1,2}(\d{1,2}:\d\d:\d\d)", re.MULTILINE)


def latest_made(path: Path, kind: Kind) -> float | None:
    """The latest moment at which the dump at *path* can have been made, seconds since 1970; None if it does not say."""
    try:
        if kind is Kind.MYSQL_SQL:
            return _of_mysql(path)
        if kind in {Kind.PG_CUSTOM, Kind.PG_FOLDER, Kind.PG_TAR}:
            return _of_postgres(path / "toc.dat" if kind is Kind.PG_FOLDER else path, BLOCK * (kind is Kind.PG_TAR))
    except (OSError, ValueError, IndexError, OverflowError):
        pass  # what is damaged there is found by reading all of it
    return None


def _of_mysql(path: Path) -> float | None:
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - TAIL))
        found = COMPLETED.search(file.read())
    if found is None:
        return None
    day, time = found[1].decode(), found[2].decode().zfill(8)
    return _latest(dt.datetime.fromisoformat(f"{day} {time}"))


def _of_postgres(path: Path, at: int) -> float | None:
    """The header of pg_dump's archives: magic, version, sizes, format, compression, and the parts of the time."""
    with path.open("rb") as file:
        file.seek(at)
        head = file.read(HEAD)
    size, place = head[8], 11
    place += 1 if (head[5], head[6]) >= PACKED_BY_BYTE else 1 + size
    parts = []
    for _ in range(6):
        parts.append(int.from_bytes(head[place + 1 : place + 1 + size], "little") * (-1 if head[place] else 1))
        place += 1 + size
    second, minute, hour, day, month, year = parts
    return _latest(dt.datetime(year + 1900, month + 1, day, hour, minute, min(second, 59)))  # noqa: DTZ001 -- unknown


def _latest(said: dt.datetime) -> float:
    return said.replace(tzinfo=dt.UTC).timestamp() + FARTHEST
