"""A PostgreSQL server to restore into: our own, started for this and gone afterwards, or one that the team names."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.delivery.backups.kinds.postgres_programs import (
    OPTIONS,
    QUIET,
    connection_of,
    program_of,
    programs_here,
)
from pytest_golive.delivery.backups.working.commands import Done, Runner, short
from pytest_golive.delivery.backups.working.confining import confined
from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.child import start_child
from pytest_golive.processes.running import quote_tail

OWNER: Final = "golive_scratch_owner"
NAMED: Final = "scratch"
PAUSE: Final = 0.1
START: Final = 120.0  # seconds
INSTALL: Final = (
    "install PostgreSQL's server programs (initdb) here, or let scratch_url_env name the variable that holds the URL "
    'of a scratch server; or be content with less: rung = "read" in [tool.golive.deployment.backup]'
)


@dataclass(frozen=True, slots=True)
class Server:
    """A server to restore into.

    Attributes:
        programs: folder of psql and pg_restore; None for those on the PATH.
        variables: how they reach it.
        is_ours: whether it was started for this backup and holds nothing else.
        words: what it is, for the evidence.
    """

    programs: Path | None
    variables: Mapping[str, str]
    is_ours: bool
    words: str

    def run(self, runner: Runner, program: str, *args: str, database: str = "") -> Done:
        """Run one of PostgreSQL's programs on it."""
        found = program_of(self.programs, program)
        chosen = {"PGDATABASE": database} if database else {}
        return runner.run([found, *args], variables={**self.variables, **chosen})


@contextlib.contextmanager
def scratch_server(runner: Runner, url: str, variable: str) -> Iterator[Server]:
    """A server to restore into; with *url*, in a new database there.

    Args:
        runner: runs its programs, and gives it its folder.
        url: of a scratch server of the team's; "" for our own.
        variable: that holds the URL.

    Raises:
        CannotMeasure: there is none, or it does not start.
    """
    programs = programs_here(runner.environment.get("PATH"))
    if url:
        yield _named(programs, url, variable)
        return
    if programs is None:
        raise CannotMeasure("nothing here can restore a dump of PostgreSQL: initdb is missing", INSTALL)
    with _started(programs, runner) as server:
        yield server


@contextlib.contextmanager
def scratch_database(server: Server, runner: Runner) -> Iterator[str]:
    """A new database on *server*, dropped at the end; a server of ours is gone with all of its own."""
    name = f"golive_scratch_{secrets.token_hex(6)}"
    _must(server.run(runner, "psql", *QUIET, "--command", f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8'))
    try:
        yield name
    finally:
        if not server.is_ours:
            with contextlib.suppress(CannotMeasure):
                server.run(runner, "psql", *QUIET, "--command", f'DROP DATABASE IF EXISTS "{name}"')


def _named(programs: Path | None, url: str, variable: str) -> Server:
    variables = connection_of(url, variable)
    if NAMED not in variables["PGDATABASE"]:
        raise CannotMeasure(
            f"the database in {variable} is not called scratch, so nothing is restored on its server",
            "name a database whose name holds the word scratch, on a server that holds nothing else",
        )
    return Server(programs, variables, is_ours=False, words="a database of its own on the scratch server")


@contextlib.contextmanager
def _started(programs: Path, runner: Runner) -> Iterator[Server]:
    """A server of our own: reached only by a socket in a folder that nobody else may enter."""
    data, socket = runner.new("cluster"), runner.new("s")
    before = as_user("postgres")
    for folder in (data, socket):
        folder.mkdir(mode=0o700)
    hand_over(before, runner.folder, data, socket)
    init = ["--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    _must(runner.run([*before, str(programs / "initdb"), "--pgdata", str(data), *init], cwd=Path("/")))
    settings = {
        "listen_addresses": "", "unix_socket_directories": str(socket), "fsync": "off", "full_page_writes": "off",
        "autovacuum": "off", "max_wal_size": "4GB", "max_connections": "10", "wal_level": "minimal",
        "max_wal_senders": "0", "shared_preload_libraries": "", "max_logical_replication_workers": "0",
    }  # fmt: skip
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log = runner.new("server")
    command = [*before, str(programs / "postgres"), "-D", str(data), *options]
    child = start_child(confined(command, write=(data, socket)), cwd=Path("/"), env=runner.environment, log=log)
    variables = {**OPTIONS, "PGHOST": str(socket), "PGUSER": OWNER, "PGDATABASE": "template1"}
    server = Server(programs, variables, is_ours=True, words="a server of its own, started for it")
    try:
        deadline = time.monotonic() + min(START, runner.left)
        while server.run(runner, "psql", *QUIET, "--command", "SELECT 1").status:
            if child.poll() is not None or time.monotonic() > deadline:
                what = f"PostgreSQL does not start to restore into; it last said: {quote_tail(log)}"
                raise CannotMeasure(what, "see whether initdb and postgres of this machine work")
            time.sleep(PAUSE)
        yield server
    finally:
        child.end()


def as_user(name: str) -> list[str]:
    """What makes a program run as another user where we are root, whom database servers refuse."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return []
    import pwd

    for user in (name, "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(user)
            return ["setpriv", f"--reuid={found.pw_uid}", f"--regid={found.pw_gid}", "--clear-groups"]
    raise CannotMeasure(f"there is neither a user {name} nor nobody, as whom a server could run", "run as another user")


def hand_over(before: list[str], *folders: Path) -> None:
    """Give *folders* to the user of `as_user`.

    Raises:
        CannotMeasure: that user may not enter the folder around them.
    """
    if before:
        closed = [str(one) for one in folders[0].parents if not one.stat().st_mode & stat.S_IXOTH]
        if closed:
            what = f"a server cannot run as root, and the user that it runs as may not enter {closed[-1]}"
            raise CannotMeasure(what, "let [tool.golive.deployment.backup] scratch name a folder that all may enter")
        user, group = (int(word.partition("=")[2]) for word in before[1:3])
        for folder in folders:
            os.chown(folder, user, group)


def _must(done: Done) -> None:
    if done.status:
        raise CannotMeasure(f"{done.end}, so nothing could be restored; it last said: {short(done.last)}",
                            "see whether PostgreSQL's programs work here")  # fmt: skip
