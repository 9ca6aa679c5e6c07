"""MySQL's own server, of Debian's sid, on loopback and with a database ``shop``."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from servers.databases import SCRATCH, Database
from servers.processes import free_port
from servers.watching import fetched

COUNT = 3_000
TABLES = """
CREATE DATABASE shop; CREATE DATABASE scratch; USE shop;
CREATE USER 'root'@'127.0.0.1'; GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
CREATE TABLE orders (id INT PRIMARY KEY, customer TEXT, paid DECIMAL(12,4), at DATETIME, body BLOB, more JSON);
CREATE TABLE `od``d` (x VARCHAR(10)); INSERT INTO `od``d` VALUES (NULL), ('N');
INSERT INTO orders VALUES {rows};
"""
ROW = "({n}, 'customer {n}', {n} / 3, '2026-01-01' + INTERVAL {n} HOUR, UNHEX(SHA2({n}, 256)), JSON_OBJECT('a', {n}))"


class MySql(Database):
    """MySQL; its programs lie where root alone may enter, so it runs as the user that starts it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="golive-db-", dir=SCRATCH))
        self.process, self.before = None, []

    def start(self) -> None:
        found = fetched("mysql")
        self.programs, share, self.socket = found / "bin", found / "usr/share/mysql", self.folder / "s"
        common = [
            self.programs / "mysqld", "--no-defaults", "--user=root", f"--basedir={found / 'usr'}",
            f"--datadir={self.folder / 'data'}", f"--lc-messages-dir={share}", "--secure-file-priv=NULL",
            f"--character-sets-dir={share / 'charsets'}", f"--plugin-dir={found / 'usr/lib/mysql/plugin'}",
            f"--tmpdir={self.folder}", f"--pid-file={self.folder / 'pid'}", "--mysqlx=OFF",
        ]  # fmt: skip
        self.run(*common, "--initialize-insecure")
        self.port = free_port()
        self.serve(
            *common, f"--socket={self.socket}", f"--port={self.port}", "--bind-address=127.0.0.1",
            "--innodb-flush-log-at-trx-commit=0",
        )  # fmt: skip
        self.await_it(*map(str, self.client("-e", "SELECT 1")))
        rows = ", ".join(ROW.format(n=n) for n in range(1, COUNT + 1))
        subprocess.run(self.client(), input=TABLES.format(rows=rows), text=True, check=True, timeout=600)

    @property
    def url(self) -> str:
        return f"mysql://root@127.0.0.1:{self.port}/scratch"

    def client(self, *args: str) -> list[str | Path]:
        """MySQL's own client."""
        return [self.programs / "mysql", "--no-defaults", f"--socket={self.socket}", "-u", "root", *args]

    def databases(self) -> set[str]:
        """The names of all databases."""
        return set(self.run(*map(str, self.client("-N", "-e", "SHOW DATABASES"))).stdout.split())

    def dump(self, to: Path, *options: str) -> Path:
        """A dump of ``shop`` by MySQL's own mysqldump."""
        args = [
            "--no-defaults",
            f"--socket={self.socket}",
            "-u",
            "root",
            "--single-transaction",
            "--hex-blob",
            *options,
        ]
        with to.open("wb") as out:
            subprocess.run([self.programs / "mysqldump", *args, "shop"], stdout=out, check=True, timeout=600)
        return to
