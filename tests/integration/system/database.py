"""PostgreSQL of Debian on a socket in a folder of its own, with one database for each target."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from servers.components import INSTALL
from servers.databases import Database


class ShopDatabase(Database):
    """The server. What it has acknowledged is on the disk."""

    user = "postgres"

    def start(self, names: Iterable[str]) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parent.parent.name))
        if not found:
            pytest.fail(f"PostgreSQL is not installed: {INSTALL}", pytrace=False)
        programs, data = found[-1].parent, self.folder / "data"
        self.run(programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-N", "--locale=C.UTF-8")
        options = [
            word
            for setting in ("listen_addresses=", f"unix_socket_directories={self.folder}", "shared_buffers=16MB")
            for word in ("-c", setting)
        ]
        self.serve(programs / "postgres", "-D", data, *options)
        self.await_it("psql", "-h", str(self.folder), "-U", "postgres", "-c", "SELECT 1")
        for name in names:
            self.sql(f"CREATE DATABASE {name}", "postgres")

    def sql(self, text: str, database: str) -> str:
        """What psql prints."""
        words = ["psql", "-h", self.folder, "-U", "postgres", "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run([*map(str, words), "-c", text], capture_output=True, text=True, check=True, timeout=600)
        return done.stdout

    def numbers(self, database: str) -> set[int]:
        """The purchases that are kept."""
        return {int(line) for line in self.sql("SELECT number FROM purchases", database).split()}
