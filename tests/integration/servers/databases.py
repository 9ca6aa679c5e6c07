"""Real databases whose backups are judged: PostgreSQL and MariaDB of Debian, each on a socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from servers.components import INSTALL, program

# Tests have a folder of temporary files that nobody else may enter, but servers run as another user than root.
SCRATCH = Path(tempfile.gettempdir())
ROWS = """
CREATE SCHEMA "odd name";
CREATE TABLE orders (id int PRIMARY KEY, customer text, paid numeric, at timestamptz, body bytea);
INSERT INTO orders SELECT g, 'customer ' || g, g / 3.0, timestamptz '2026-01-01' + g * interval '1 hour', decode(md5(g::text), 'hex')
  FROM generate_series(1, 3000) g;
CREATE TABLE "odd name"."Tab'le" (x jsonb);
INSERT INTO "odd name"."Tab'le" VALUES ('{"a": 1}'), (NULL);
CREATE ROLE app;
ALTER TABLE orders OWNER TO app;
"""
MYSQL_ROWS = """
CREATE DATABASE shop; USE shop;
CREATE TABLE orders (id INT PRIMARY KEY, customer TEXT, paid DECIMAL(12,4), at DATETIME, body BLOB);
INSERT INTO orders SELECT seq, CONCAT('customer ', seq), seq / 3, '2026-01-01' + INTERVAL seq HOUR, UNHEX(MD5(seq)) FROM seq_1_to_3000;
CREATE TABLE `od``d` (x VARCHAR(10)); INSERT INTO `od``d` VALUES (NULL), ('N');
"""


class Database:
    """What both have in common: a folder that the server's user may enter, and a process."""

    user = ""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="golive-db-", dir=SCRATCH))
        self.process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            found = pwd.getpwnam(self.user)
            os.chown(self.folder, found.pw_uid, found.pw_gid)
            self.before = ["setpriv", f"--reuid={found.pw_uid}", f"--regid={found.pw_gid}", "--clear-groups"]
        else:
            self.before = []

    def run(self, *args: str, **more) -> subprocess.CompletedProcess[str]:
        """Run a program as the server's user; it must end well."""
        done = subprocess.run(
            [*self.before, *map(str, args)], capture_output=True, text=True, check=False, timeout=600, cwd="/", **more
        )
        assert done.returncode == 0, f"{args}: {done.stdout[-2_000:]}{done.stderr[-2_000:]}"
        return done

    def serve(self, *args: str) -> None:
        """Start the server."""
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [*self.before, *map(str, args)], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/"
            )

    def await_it(self, *args: str) -> None:
        """Wait until *args* end well."""
        deadline = time.monotonic() + 120
        while subprocess.run(args, capture_output=True, check=False, cwd="/").returncode:
            if time.monotonic() > deadline or (self.process and self.process.poll() is not None):
                pytest.fail(f"{args[0]} does not answer: {(self.folder / 'log').read_text()[-2_000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End it, and remove all of it."""
        if self.process:
            self.process.terminate()
            self.process.wait(60)
        subprocess.run(["rm", "-rf", self.folder], check=True)


class Startable(Protocol):
    """What is started, and stopped."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


S = TypeVar("S", bound=Startable)


@contextmanager
def running(made: S) -> Iterator[S]:
    """*made*, which is started, and removed at the end, also if it does not start."""
    try:
        made.start()
        yield made
    finally:
        made.stop()


class PostgresServer(Database):
    """PostgreSQL of Debian, the newest that is installed, on a socket in its folder."""

    user = "postgres"

    def begin(self, **settings: object) -> None:
        """Make an empty cluster, start its server with these settings, and wait until it answers."""
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parent.parent.name))
        if not found:
            pytest.fail(f"PostgreSQL is not installed: {INSTALL}", pytrace=False)
        self.programs, data = found[-1].parent, self.folder / "data"
        self.run(self.programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-N", "--locale=C.UTF-8")
        settings = {"listen_addresses": "", "unix_socket_directories": self.folder, **settings}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.serve(self.programs / "postgres", "-D", data, *options)
        self.await_it("psql", "-h", str(self.folder), "-U", "postgres", "-c", "SELECT 1")


class Postgres(PostgresServer):
    """PostgreSQL with a database ``shop``, and a stanza ``shop`` of pgBackRest."""

    def start(self) -> None:
        data = self.folder / "data"
        self.config = self.folder / "pgbackrest.conf"
        self.config.write_text(
            f"[global]\nrepo1-path={self.folder}/repo\nlog-path={self.folder}\nlock-path={self.folder}/lock\n"
            f"log-level-file=off\nstart-fast=y\n[shop]\npg1-path={data}\npg1-socket-path={self.folder}\n"
        )
        push = f"{program('pgbackrest')} --config={self.config} --stanza=shop archive-push %p"
        self.begin(fsync="off", archive_mode="on", archive_command=push, wal_level="replica")
        self.sql("CREATE DATABASE shop", "postgres")
        self.sql(ROWS)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/shop?host={self.folder}"

    def sql(self, text: str, database: str = "shop") -> str:
        """What psql prints."""
        args = [
            "psql",
            "-h",
            self.folder,
            "-U",
            "postgres",
            "-d",
            database,
            "-qAtX",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            text,
        ]
        return self.run(*args).stdout

    def dump(self, to: Path, *options: str, program: str = "pg_dump") -> Path:
        """A dump of ``shop``."""
        named = [] if program == "pg_dumpall" else ["-d", "shop"]
        args = [self.programs / program, "-h", self.folder, "-U", "postgres", *named, *options, "-f", to]
        subprocess.run(list(map(str, args)), check=True, timeout=600)
        return to

    def pgbackrest(self, *args: str) -> str:
        """Run pgBackRest."""
        return self.run(program("pgbackrest"), f"--config={self.config}", "--stanza=shop", *args).stdout


class MariaDb(Database):
    """MariaDB with a database ``shop``."""

    user = "mysql"

    def start(self) -> None:
        data, self.socket = self.folder / "data", self.folder / "s"
        install = [program("mariadb-install-db"), "--no-defaults", f"--datadir={data}", "--skip-test-db"]
        self.run(*install, "--auth-root-authentication-method=normal")
        self.serve(
            program("mariadbd"), "--no-defaults", f"--datadir={data}", f"--socket={self.socket}", "--skip-networking",
            f"--pid-file={self.folder / 'pid'}", f"--tmpdir={data}", "--innodb-flush-log-at-trx-commit=0",
        )  # fmt: skip
        self.await_it("mariadb", f"--socket={self.socket}", "-u", "root", "-e", "SELECT 1")
        subprocess.run(["mariadb", f"--socket={self.socket}", "-u", "root"], input=MYSQL_ROWS, text=True, check=True)

    def dump(self, to: Path, *options: str) -> Path:
        """A dump of ``shop``."""
        args = [program("mariadb-dump"), "--no-defaults", f"--socket={self.socket}", "-u", "root"]
        with to.open("wb") as out:
            subprocess.run(
                [*args, "--single-transaction", *(options or ("shop",))], stdout=out, check=True, timeout=600
            )
        return to
