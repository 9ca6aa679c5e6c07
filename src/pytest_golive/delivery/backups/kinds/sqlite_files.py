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
    tables = {}
    for (name,) in database.execute(TABLES).fetchall():
        table = name.decode("utf-8", "replace")
        quoted = table.replace('"', '""')
        rows = total = 0
        for row in database.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 -- a name of the database itself  # nosec B608
            rows += 1
            total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[:8], "big")
        tables[table] = Table(rows, f"{total % MODULUS:016x}")
    return Content(tables)
