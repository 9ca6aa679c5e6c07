"""Dumps of MySQL and MariaDB: their closing line, restored into a scratch database, and counted there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pytest_golive.delivery.backups.kinds.mysql_servers import MySqlServer, mysql_database, mysql_server
from pytest_golive.delivery.backups.kinds.postgres import check_end
from pytest_golive.delivery.backups.ladder import Broken, Content, Table
from pytest_golive.delivery.backups.working.commands import Runner
from pytest_golive.delivery.backups.working.folder import need_room
from pytest_golive.errors import CannotMeasure

END: Final = b"\n-- Dump completed"
ELSEWHERE: Final = re.compile(rb"^(?:CREATE DATABASE |USE `|DROP DATABASE )")
NOT_ITS_FAULT: Final = re.compile(
    r"No space left on device|errno: 28|Unknown collation|Unknown (?:storage engine|character set)|Can't connect"
    r"|Unknown system variable|GTID_PURGED cannot be changed"
)
GTID: Final = "GTID"
WITHOUT_GTID: Final = (
    "dump with --set-gtid-purged=OFF: what is restored elsewhere must not say which transactions it has"
)
SYSTEM: Final = "('mysql', 'information_schema', 'performance_schema', 'sys')"
COLUMNS: Final = (
    "SELECT c.table_schema, c.table_name, c.column_name FROM information_schema.columns c "
    "JOIN information_schema.tables t USING (table_schema, table_name) "
    "WHERE t.table_type = 'BASE TABLE' AND {where} ORDER BY 1, 2, c.ordinal_position"
)
# The combination of parts of digests does not depend on the order of the rows. MySQL 9.6 and later have no MD5.
CHECKSUM: Final = (
    "SELECT COUNT(*), IF(COUNT(*) = 0, '0', LOWER(HEX(SUM(CAST(CONV(LEFT(SHA2(CONCAT_WS('|', {columns}), 256), 10), "
    "16, 10) AS DECIMAL(20))) MOD 1152921504606846976))) FROM {table}"
)
NOTHING: Final = "NULL"  # what the client prints where a server that was built without SSL has no SHA2


class MySqlDump:
    """A dump.

    Args:
        path: its file.
        runner: runs MariaDB's programs.
        url: of a scratch server of the team's; "" for one of our own.
        variable: that holds the URL.
    """

    def __init__(self, path: Path, runner: Runner, url: str = "", variable: str = "") -> None:
        self._path, self._runner, self._url, self._variable = path, runner, url, variable

    def read(self) -> None:
        """Look for its closing line.

        Raises:
            Broken: it is missing.
        """
        check_end(self._path, END)

    def restore(self) -> Content:
        """Restore it into a new, empty database, and count there.

        Raises:
            Broken: it cannot be restored.
            CannotMeasure: there is no server to restore into.
        """
        need_room(self._runner.folder, 3 * self._path.stat().st_size)
        with mysql_server(self._runner, self._url, self._variable) as server:
            if not server.is_ours and self._leaves():
                raise CannotMeasure(
                    "the dump names its databases, which may be live ones on the scratch server",
                    "dump without --databases, or leave scratch_url_env out: a server is then started for it",
                )
            with mysql_database(server, self._runner) as database:
                done = server.restore(self._runner, self._path, database)
                if done.status:
                    raise _cannot(f"{done.end}: {done.reason}", done.said)
                return counted(server, self._runner, "" if server.is_ours else database)

    def _leaves(self) -> bool:
        return any(ELSEWHERE.match(line) for line in self._lines())

    def _lines(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while line := file.readline(1 << 16):
                _ = self._runner.left
                yield line


def counted(server: MySqlServer, runner: Runner, database: str = "") -> Content:
    """The tables of *database*, or of all of them, with their rows and checksums.

    A table is named without its database if only one of them holds tables.
    """
    where = f"c.table_schema = '{database}'" if database else f"c.table_schema NOT IN {SYSTEM}"
    columns: dict[tuple[str, str], list[str]] = {}
    for schema, table, column in server.said(runner, COLUMNS.format(where=where)):
        columns.setdefault((schema, table), []).append(column)
    only = len({schema for schema, _ in columns}) == 1
    tables = {}
    for (schema, table), names in columns.items():
        parts = ", ".join(f"COALESCE(HEX({_quoted(name)}), 'N')" for name in names)
        statement = CHECKSUM.format(columns=parts, table=f"{_quoted(schema)}.{_quoted(table)}")
        ((rows, checksum),) = server.said(runner, statement)
        if checksum == NOTHING:
            raise CannotMeasure(
                f"{table} has no checksum: the server does not know SHA2", "take a server that was built with SSL"
            )
        tables[table if only else f"{schema}.{table}"] = Table(int(rows), checksum)
    return Content(tables)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _cannot(what: str, said: str) -> Broken | CannotMeasure:
    if NOT_ITS_FAULT.search(said):
        cure = "install what is missing, or a server at least as new as the one that wrote the dump"
        cure = WITHOUT_GTID if GTID in said else cure
        return CannotMeasure(f"the dump was not restored, which need not be its fault: {what}", cure)
    return Broken("cannot be restored", f"the dump cannot be restored: {what}")
