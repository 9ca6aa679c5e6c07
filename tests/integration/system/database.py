"""PostgreSQL of Debian on a socket in a folder of its own, with one database for each target."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable

from servers.databases import PostgresServer


class ShopDatabase(PostgresServer):
    """The server. What it has acknowledged is on the disk."""

    def start(self, names: Iterable[str]) -> None:
        self.begin(shared_buffers="16MB")
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
