"""SQLite databases: checked, copied by SQLite itself, and counted."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pytest_golive.delivery.backups.ladder import Broken, Content, Table
from pytest_golive.delivery.backups.working.commands import Runner, short
from pytest_golive.delivery.backups.working.folder import need_room
from pytest_golive.errors import CannotMeasure

STEPS: Final = 100_000  # of SQLite's machine between two looks at the clock
PAGES: Final = 4_096
MODULUS: Final = 1 << 64
LARGEST: Final = 1 << 29  # bytes of a row, and of all its computed columns together
PIECE: Final = 1 << 20
COMPUTED: Final = 2  # of a generated column that is not stored
TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
)


class Database:
    """A backup that is an SQLite database; the file itself is only read.

    Args:
        path: the file.
        runner: the limits of the proof.
    """

    def __init__(self, path: Path, runner: Runner) -> None:
        self._path, self._runner = path, runner
        self._copy: Path | None = None

    def read(self) -> None:
        """Let SQLite check all pages of a copy.

        Raises:
            Broken: they do not fit together, or the last changes are missing.
        """
        with self._open(self._copied()) as database:
            for check in ("quick_check", "integrity_check", "foreign_key_check"):
                rows = database.execute(f"PRAGMA {check}").fetchmany(3)
                if check != "foreign_key_check" and rows != [("ok",)]:
                    raise Broken("damaged", f"SQLite's {check} says: {short('; '.join(str(row[0]) for row in rows))}")
                if check == "foreign_key_check" and rows:
                    raise Broken("rows missing", f"rows of {short(str(rows[0][0]))} refer to rows that are not there")

    def restore(self) -> Content:
        """Restore it by SQLite's own backup into a new database, and count there."""
        restored = self._runner.new("restored.sqlite")
        with self._open(self._copied()) as database, contextlib.closing(sqlite3.connect(restored)) as target:
            database.backup(target, pages=PAGES, progress=lambda *_: self._runner.grown(0))
        with self._open(restored) as database:
            return counted(database)

    def _copied(self) -> Path:
        """A copy, with its log of changes if the backup has one."""
        if self._copy is None:
            beside = [self._path, self._path.with_name(f"{self._path.name}-wal")]
            need_room(self._runner.folder, sum(2 * path.stat().st_size for path in beside if path.is_file()))
            copy = self._runner.new("copy.sqlite")
            for path in beside:
                if path.is_file():
                    shutil.copyfile(path, copy.with_name(copy.name + path.name.removeprefix(self._path.name)))
            self._copy = copy
        return self._copy

    @contextlib.contextmanager
    def _open(self, path: Path) -> Iterator[sqlite3.Connection]:
        try:
            with contextlib.closing(sqlite3.connect(path)) as database:
                database.set_progress_handler(lambda: int(self._is_late()), STEPS)
                database.execute("PRAGMA trusted_schema = OFF")
                yield database
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                _ = self._runner.left
            raise Broken("damaged", f"SQLite cannot read it: {short(str(error))}") from None
        except (sqlite3.DataError, MemoryError) as error:
            if isinstance(error, MemoryError) or error.sqlite_errorcode == sqlite3.SQLITE_TOOBIG:
                raise _too_large("a value of it is larger than SQLite or this machine can hold") from None
            raise Broken("damaged", f"SQLite cannot read it: {short(str(error))}") from None
        except sqlite3.DatabaseError as error:
            raise Broken("damaged", f"SQLite cannot read it: {short(str(error))}") from None

    def _is_late(self) -> bool:
        try:
            _ = self._runner.left
        except CannotMeasure:
            return True
        return False


def counted(database: sqlite3.Connection) -> Content:
    """The tables of *database*, with their rows and a checksum that does not depend on the order of the rows."""
    database.text_factory = bytes
    names = [name.decode("utf-8", "replace") for (name,) in database.execute(TABLES).fetchall()]
    return Content({name: _counted(database, name) for name in names})


def _counted(database: sqlite3.Connection, table: str) -> Table:
    """One table; SQLite refuses what is too large before it takes the memory, and computed columns share the bound.

    Raises:
        CannotMeasure: a value is too large for that.
    """
    quoted = table.replace('"', '""')
    computed = sum(column[6] == COMPUTED for column in database.execute(f'PRAGMA table_xinfo("{quoted}")'))
    most = LARGEST // (1 + computed)
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
    rows = total = 0
    try:
        for row in database.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 -- a name of the database itself  # nosec B608
            rows += 1
            total += int.from_bytes(_digest(row)[:8], "big")
    except (sqlite3.DataError, MemoryError) as error:
        if isinstance(error, MemoryError) or error.sqlite_errorcode == sqlite3.SQLITE_TOOBIG:
            bound = f"the {most >> 20:,} MiB that are read of a row or a computed column at once"
            raise _too_large(f"a row of {short(table)} has more than {bound}") from None
        raise
    return Table(rows, f"{total % MODULUS:016x}")


def _digest(row: tuple[object, ...]) -> bytes:
    """SHA-256 of how Python spells the row; a large value is spelled in pieces, which takes four times less memory."""
    if sum([len(value) for value in row if isinstance(value, bytes)]) <= PIECE:
        return hashlib.sha256(repr(row).encode()).digest()
    digest = hashlib.sha256(b"(")
    for number, value in enumerate(row):
        digest.update(b", " if number else b"")
        for piece in _spelled(value) if isinstance(value, bytes) else [repr(value)]:
            digest.update(piece.encode())
    digest.update(b",)" if len(row) == 1 else b")")
    return digest.digest()


def _spelled(value: bytes) -> Iterator[str]:
    """``repr(value)``, whose quotes depend on all of the value, in pieces."""
    quote, other = ('"', b"'") if b"'" in value and b'"' not in value else ("'", b'"')
    yield f"b{quote}"
    for start in range(0, len(value), PIECE):
        yield repr(other + value[start : start + PIECE])[3:-1]  # the first byte decides for the same quotes
    yield quote


def _too_large(what: str) -> CannotMeasure:
    return CannotMeasure(
        f"{what}, so its content cannot be counted",
        "keep values of that size in files, or compute that column where it is read; or demand less of the backup in "
        '[tool.golive.deployment.backup]: rung = "read"',
    )
