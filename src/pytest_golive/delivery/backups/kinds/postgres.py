"""Dumps of PostgreSQL: read whole by pg_restore, restored into a scratch database, and counted there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pytest_golive.delivery.backups.kinds.client_commands import check_commands
from pytest_golive.delivery.backups.kinds.clusters import Server, scratch_database, scratch_server
from pytest_golive.delivery.backups.kinds.postgres_counts import counted, said_by
from pytest_golive.delivery.backups.kinds.postgres_programs import QUIET, program_of, programs_here
from pytest_golive.delivery.backups.ladder import Broken, Content
from pytest_golive.delivery.backups.recognising import Kind
from pytest_golive.delivery.backups.working.commands import Done, Runner
from pytest_golive.delivery.backups.working.folder import need_room
from pytest_golive.errors import CannotMeasure

PLAIN: Final = frozenset({Kind.PG_SQL, Kind.PG_CLUSTER})
TAIL: Final = 4_096
ENDS: Final = {
    Kind.PG_SQL: b"\n-- PostgreSQL database dump complete",
    Kind.PG_CLUSTER: b"\n-- PostgreSQL database cluster dump complete",
}
NOT_ITS_FAULT: Final = re.compile(
    r"unsupported version \(|could not open extension control file|extension \"[^\"]{1,99}\" is not available"
    r"|No space left on device|out of memory|unrecognized configuration parameter|could not connect"
    r"|connection to server"
    r"|could not access file \"|compression method .{1,40} not supported|not built with|unrecognized data block type"
)
OWNERS: Final = re.compile(
    rb"^(?:ALTER [^\n]{1,400} OWNER TO|GRANT [^\n]{1,400} TO|REVOKE [^\n]{1,400} FROM) ([^\n;]{1,130});"
)
ELSEWHERE: Final = re.compile(rb"^\\(?:c|connect)\b")
RESTORE: Final = (
    "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-subscriptions",
    "--no-publications", "--no-tablespaces",
)  # fmt: skip
DATABASES: Final = "SELECT json_agg(datname) FROM pg_database WHERE datallowconn AND datname <> 'template0'"


class Dump:
    """A dump.

    Args:
        path: its file, or its folder.
        kind: its format.
        runner: runs PostgreSQL's programs.
        url: of a scratch server of the team's; "" for one of our own.
        variable: that holds the URL.
    """

    def __init__(self, path: Path, kind: Kind, runner: Runner, url: str = "", variable: str = "") -> None:
        self._path, self._kind, self._runner, self._url, self._variable = path, kind, runner, url, variable

    def read(self) -> None:
        """Read all of it; the list of its contents (pg_restore --list) stands at its beginning and proves nothing.

        Raises:
            Broken: it is damaged or cut off.
            CannotMeasure: pg_restore is missing, or too old.
        """
        if self._kind in PLAIN:
            check_end(self._path, ENDS[self._kind])
            return
        programs = programs_here(self._runner.environment.get("PATH"))
        _judge(self._runner.run([program_of(programs, "pg_restore"), "-f", "/dev/null", str(self._path)]), "read")

    def restore(self) -> Content:
        """Restore it into a new, empty database, and count there.

        Raises:
            Broken: it cannot be restored.
            CannotMeasure: there is no server to restore into.
        """
        need_room(self._runner.folder, 3 * _size(self._path))
        if self._kind in PLAIN:
            check_commands(self._path, self._runner)
        with scratch_server(self._runner, self._url, self._variable) as server:
            if self._kind is Kind.PG_CLUSTER:
                return self._cluster(server)
            with scratch_database(server, self._runner) as database:
                if self._kind is Kind.PG_SQL:
                    return self._plain(server, database)
                done = server.run(self._runner, "pg_restore", *RESTORE, f"--dbname={database}", str(self._path))
                _judge(done, "restored")
                return counted(server, self._runner, database)

    def _plain(self, server: Server, database: str) -> Content:
        if self._leaves():
            if not server.is_ours:
                raise CannotMeasure(
                    "the dump connects to a database by its name, which may be a live one on the scratch server",
                    "dump without --create, or leave scratch_url_env out: a server is then started for it",
                )
            return self._cluster(server)
        self._make_roles(server)
        done = server.run(
            self._runner,
            "psql",
            *QUIET,
            "--single-transaction",
            "--output=/dev/null",
            f"--file={self._path}",
            database=database,
        )
        _judge(done, "restored")
        return counted(server, self._runner, database)

    def _cluster(self, server: Server) -> Content:
        """Restore a dump that makes its databases by itself: only on a server that holds nothing else."""
        if not server.is_ours:
            cure = "leave scratch_url_env out: a server is then started for it"
            raise CannotMeasure("a dump of a whole cluster would change the whole scratch server", cure)
        if self._kind is Kind.PG_SQL:
            self._make_roles(server)
        _judge(server.run(self._runner, "psql", *QUIET, "--output=/dev/null", f"--file={self._path}"), "restored")
        names = json.loads(said_by(server.run(self._runner, "psql", *QUIET, "--command", DATABASES)))
        found = {name: counted(server, self._runner, name) for name in names}
        holding = {name: content for name, content in found.items() if content.tables}
        if len(holding) == 1:
            return next(iter(holding.values()))
        return Content(
            {f"{name}.{table}": one for name, content in holding.items() for table, one in content.tables.items()}
        )

    def _leaves(self) -> bool:
        return any(ELSEWHERE.match(line) for line in self._lines())

    def _make_roles(self, server: Server) -> None:
        """A plain dump names the owners of its tables, and does not make them."""
        if not server.is_ours:
            return
        names = {found[1].strip() for line in self._lines() if (found := OWNERS.match(line))}
        for name in sorted(names - {b"PUBLIC", b"CURRENT_USER", b"SESSION_USER"}):
            role = name.decode("utf-8", "replace").replace(" WITH GRANT OPTION", "")
            server.run(self._runner, "psql", *QUIET, "--command", f"CREATE ROLE {role}")

    def _lines(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while line := file.readline(1 << 16):
                _ = self._runner.left
                yield line


def check_end(path: Path, end: bytes) -> None:
    """A dump in plain SQL has its closing line.

    Raises:
        Broken: it has not.
    """
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - TAIL))
        if end not in file.read():
            closing = end.strip().decode()
            raise Broken("cut off", f"the dump does not end with its closing line, {closing!r}: it is cut off")


def _judge(done: Done, what: str) -> None:
    if not done.status:
        return
    if NOT_ITS_FAULT.search(done.said):
        raise CannotMeasure(
            f"the dump was not {what}, which need not be its fault: {done.reason}",
            "install what is missing, or a PostgreSQL at least as new as the one that wrote the dump",
        )
    cure = "make a new backup; pg_restore --list would say nothing, for it reads only the beginning of a dump"
    raise Broken(f"cannot be {what}", f"the dump cannot be {what}: {done.end}: {done.reason}", cure)


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else (path,)
    return sum(file.stat().st_size for file in files if file.is_file())
