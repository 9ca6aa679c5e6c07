"""A MariaDB server to restore into: our own, started for this and gone afterwards, or one that the team names."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from pytest_golive.delivery.backups.kinds.clusters import NAMED, PAUSE, START, as_user, hand_over
from pytest_golive.delivery.backups.working.commands import Done, Runner, hide, short
from pytest_golive.delivery.backups.working.confining import confined
from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.child import start_child
from pytest_golive.processes.running import quote_tail

SYSTEM: Final = "/usr/sbin:/usr/local/sbin:/sbin"
PLAIN: Final = ("--batch", "--skip-column-names", "--default-character-set=utf8mb4")
# The client reads a dump as its input, where this mode leaves it no commands of its own, such as one for a shell.
READING: Final = ("--binary-mode", "--local-infile=0")
FEED: Final = 'exec < "$1"; shift; exec "$@"'
INSTALL: Final = (
    "install MariaDB's server programs (mariadbd, mariadb-install-db) here, or let scratch_url_env name the variable "
    'that holds the URL of a scratch server; or be content with less: rung = "read" in [tool.golive.deployment.backup]'
)
FORM: Final = "write mysql://USER:PASSWORD@HOST:PORT/DATABASE"


@dataclass(frozen=True, slots=True)
class MySqlServer:
    """A server to restore into.

    Attributes:
        client: the program that talks to it.
        options: how it reaches the server.
        variables: of its environment, a password among them.
        is_ours: whether it was started for this backup and holds nothing else.
    """

    client: str
    options: tuple[str, ...]
    variables: Mapping[str, str] = field(default_factory=dict)
    is_ours: bool = True

    def run(self, runner: Runner, statement: str, database: str = "") -> Done:
        """Run *statement*."""
        named = (f"--database={database}",) if database else ()
        args = [self.client, "--no-defaults", *self.options, *PLAIN, *named, f"--execute={statement}"]
        return runner.run(args, variables=self.variables)

    def restore(self, runner: Runner, dump: Path, database: str) -> Done:
        """Read *dump* into *database*; the first error ends that."""
        args = [self.client, "--no-defaults", *self.options, *PLAIN, *READING, f"--database={database}"]
        shown = f"{Path(self.client).name} --database={database} < {dump.name}"
        return runner.run(["/bin/sh", "-c", FEED, "sh", str(dump), *args], variables=self.variables, shown=shown)

    def said(self, runner: Runner, statement: str, database: str = "") -> list[list[str]]:
        """The rows that *statement* gives, as texts.

        Raises:
            CannotMeasure: it fails.
        """
        done = self.run(runner, statement, database)
        if done.status:
            raise CannotMeasure(f"{done.end}: {short(done.last)}", "see whether MariaDB's client works here")
        return [line.split("\t") for line in done.out.read_text(encoding="utf-8", errors="replace").splitlines()]


@contextlib.contextmanager
def mysql_server(runner: Runner, url: str, variable: str) -> Iterator[MySqlServer]:
    """A server to restore into.

    Raises:
        CannotMeasure: there is none, or it does not start.
    """
    path = f"{runner.environment.get('PATH', '')}:{SYSTEM}"
    client = shutil.which("mariadb", path=path) or shutil.which("mysql", path=path)
    if client is None:
        raise CannotMeasure("nothing here can restore a dump of MySQL: MariaDB's client is missing", INSTALL)
    if url:
        yield named_server(client, url, variable)
        return
    server, install = (shutil.which(name, path=path) for name in ("mariadbd", "mariadb-install-db"))
    if server is None or install is None:
        raise CannotMeasure("nothing here can restore a dump of MySQL: mariadbd is missing", INSTALL)
    with _started(client, server, install, runner) as started:
        yield started


@contextlib.contextmanager
def mysql_database(server: MySqlServer, runner: Runner) -> Iterator[str]:
    """A new database on *server*, dropped at the end; a server of ours is gone with all of its own."""
    name = f"golive_scratch_{secrets.token_hex(6)}"
    server.said(runner, f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    try:
        yield name
    finally:
        if not server.is_ours:
            with contextlib.suppress(CannotMeasure):
                server.run(runner, f"DROP DATABASE IF EXISTS {name}")


def named_server(client: str, url: str, variable: str, *, scratch: bool = True) -> MySqlServer:
    """The server of *url*; its password goes by the environment and never by an argument.

    Raises:
        CannotMeasure: it is no such URL, or its database is not called scratch although it must be.
    """
    hide(url, variable)
    try:
        parts = urlsplit(url)
        port = parts.port or 3306
    except ValueError:
        raise CannotMeasure(f"{variable} holds no URL", FORM) from None
    if parts.scheme not in {"mysql", "mariadb"} or not parts.path.strip("/") or not parts.hostname:
        raise CannotMeasure(f"{variable} holds no URL of a MySQL database", FORM)
    if scratch and NAMED not in parts.path:
        raise CannotMeasure(
            f"the database in {variable} is not called scratch, so nothing is restored on its server",
            "name a database whose name holds the word scratch, on a server that holds nothing else",
        )
    options = (
        f"--host={parts.hostname}",
        f"--port={port}",
        f"--user={unquote(parts.username or '')}",
        "--protocol=tcp",
    )
    password = unquote(parts.password or "")
    return MySqlServer(client, options, {"MYSQL_PWD": password} if password else {}, is_ours=False)


@contextlib.contextmanager
def _started(client: str, program: str, install: str, runner: Runner) -> Iterator[MySqlServer]:
    """A server of our own: reached only by a socket in a folder that nobody else may enter."""
    data, socket = runner.new("mysql"), runner.new("m")
    before = as_user("mysql")
    for folder in (data, socket):
        folder.mkdir(mode=0o700)
    hand_over(before, runner.folder, data, socket)
    made = runner.run(
        [
            *before, install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
            "--skip-test-db", "--skip-log-bin",
        ],
        cwd=Path("/"),
    )  # fmt: skip
    if made.status:
        raise CannotMeasure(f"{made.end}, so nothing could be restored; it last said: {short(made.last)}", INSTALL)
    log, address = runner.new("server"), socket / "s"
    command = [
        *before, program, "--no-defaults", f"--datadir={data}", f"--socket={address}", f"--pid-file={socket / 'pid'}",
        "--skip-networking", "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0", f"--tmpdir={data}",
        "--event-scheduler=DISABLED", "--max-allowed-packet=1G", "--innodb-buffer-pool-size=64M",
        f"--secure-file-priv={data}",
    ]  # fmt: skip
    child = start_child(confined(command, write=(data, socket)), cwd=Path("/"), env=runner.environment, log=log)
    server = MySqlServer(client, (f"--socket={address}", "--user=root", "--max-allowed-packet=1G"))
    try:
        deadline = time.monotonic() + min(START, runner.left)
        while server.run(runner, "SELECT 1").status:
            if child.poll() is not None or time.monotonic() > deadline:
                what = f"MariaDB does not start to restore into; it last said: {quote_tail(log)}"
                raise CannotMeasure(what, "see whether mariadbd of this machine works")
            time.sleep(PAUSE)
        yield server
    finally:
        child.end()
