"""Takes the manifest of a backup when it is made: counts what the backup must hold."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pytest_golive.delivery.backups.kinds.archives import digest_of
from pytest_golive.delivery.backups.kinds.clusters import PAUSE, Server
from pytest_golive.delivery.backups.kinds.mysql import counted as mysql_counted
from pytest_golive.delivery.backups.kinds.mysql_servers import named_server
from pytest_golive.delivery.backups.kinds.postgres_counts import counted as postgres_counted
from pytest_golive.delivery.backups.kinds.postgres_programs import QUIET, connection_of, program_of, programs_here
from pytest_golive.delivery.backups.kinds.sqlite_files import counted as sqlite_counted
from pytest_golive.delivery.backups.ladder import Content
from pytest_golive.delivery.backups.working.commands import Runner, short
from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.child import Child, start_child
from pytest_golive.processes.running import last_lines, quote_tail, run_to_end

EXPORTED: Final = re.compile(r"[0-9A-F-]{8,60}", re.ASCII)
HOLD: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_export_snapshot();"
LONGEST: Final = 60.0  # seconds until a snapshot is there


def of_postgres(url: str, variable: str, runner: Runner, dump: Callable[[str], None] | None = None) -> Content:
    """The tables of a live PostgreSQL database, which is only read.

    Args:
        url: of the database.
        variable: that holds it.
        runner: runs psql.
        dump: makes the backup in a snapshot, by its name, so that both see the database as it is at one moment.

    Raises:
        CannotMeasure: the database cannot be read, or the command fails.
    """
    programs = programs_here(runner.environment.get("PATH"))
    server = Server(programs, connection_of(url, variable), is_ours=False, words="the live database")
    if dump is None:
        return postgres_counted(server, runner)
    with _snapshot(server, runner) as snapshot:
        dump(snapshot)
        return postgres_counted(server, runner, snapshot=snapshot)


def of_mysql(url: str, variable: str, runner: Runner) -> Content:
    """The tables of a live MySQL or MariaDB database, which is only read.

    Raises:
        CannotMeasure: it cannot be read.
    """
    client = shutil.which("mariadb", path=runner.environment.get("PATH"))
    if client is None:
        raise CannotMeasure("MariaDB's client is missing, so the tables cannot be counted", "install mariadb-client")
    server = named_server(client, url, variable, scratch=False)
    database = url.rpartition("/")[2].partition("?")[0]
    if not re.fullmatch(r"[\w-]{1,64}", database):
        raise CannotMeasure(f"{variable} names a database whose name is not plain", "write mysql://USER@HOST/DATABASE")
    return mysql_counted(server, runner, database)


def of_sqlite(path: Path) -> Content:
    """The tables of an SQLite database, in one transaction that only reads.

    Raises:
        CannotMeasure: it cannot be read.
    """
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("BEGIN")
            return sqlite_counted(database)
    except sqlite3.Error as error:
        raise CannotMeasure(f"{path.name} cannot be counted: {short(str(error))}", "name an SQLite database") from None


def of_files(folder: Path, prefix: str, runner: Runner) -> Content:
    """The files below *folder*, by their paths with *prefix* before them.

    Raises:
        CannotMeasure: there is none, or one cannot be read.
    """
    try:
        files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        found = {f"{prefix}{path.relative_to(folder).as_posix()}": digest_of(path, runner) for path in files}
    except OSError as error:
        raise CannotMeasure(f"{folder} cannot be read: {error.strerror}", "see its permissions") from None
    if not found:
        raise CannotMeasure(f"{folder} holds no file", "name the folder that is backed up")
    return Content(files=found)


def run_backup(command: Sequence[str], runner: Runner, cwd: Path, env: Mapping[str, str]) -> None:
    """Run the command that makes the backup.

    Raises:
        CannotMeasure: it fails.
    """
    log = runner.new("backup")
    status = run_to_end(command, cwd=cwd, env=env, log=log, timeout=runner.left)
    if status:
        raise CannotMeasure(
            f"the backup {short(command[0])} failed with exit status {status}; it last said: {quote_tail(log)}",
            "correct the command; no manifest was written",
        )


@contextlib.contextmanager
def _snapshot(server: Server, runner: Runner) -> Iterator[str]:
    """A view of the database that others can share as long as this lasts."""
    log = runner.new("snapshot")
    child = start_child(
        [program_of(server.programs, "psql"), *QUIET],
        cwd=runner.folder,
        env={**runner.environment, **server.variables},
        log=log,
        feed=HOLD,
    )
    try:
        yield _exported(child, log)
    finally:
        child.end()


def _exported(child: Child, log: Path) -> str:
    deadline = time.monotonic() + LONGEST
    while True:
        lines = last_lines(log)
        if lines and EXPORTED.fullmatch(lines[-1]):
            return lines[-1]
        if child.poll() is not None or time.monotonic() > deadline:
            raise CannotMeasure(
                f"PostgreSQL gives no snapshot of the database: {quote_tail(log)}", "see whether psql can reach it"
            )
        time.sleep(PAUSE)
