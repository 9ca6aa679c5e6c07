"""A shop of two instances and a database, as its customers have it, outside of any repository."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread

OLD, NEW = "1.1.0", "1.2.0"
INSTANCES = (1, 2)


class Server(ThreadingHTTPServer):
    """Whose clients may be killed at any moment."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass


class World:
    """The shop as customers and its database have it.

    Args:
        folder: for all of it; it must not be in a repository.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "backups").mkdir()
        for number in INSTANCES:
            (folder / f"instance-{number}").write_text(OLD)
        with contextlib.closing(sqlite3.connect(folder / "shop.sqlite")) as database, database:
            database.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT)")
            database.execute("CREATE TABLE migrated (version TEXT, how TEXT)")
            database.executemany("INSERT INTO orders VALUES (?, ?)", [(n, f"customer {n}") for n in range(500)])

    @property
    def versions(self) -> set[str]:
        """The versions that the instances serve."""
        return {(self.folder / f"instance-{number}").read_text() for number in INSTANCES}

    @property
    def migrated(self) -> list[str]:
        """What the migrations of the new version have done to the database."""
        with contextlib.closing(sqlite3.connect(self.folder / "shop.sqlite")) as database:
            return [how for (how,) in database.execute("SELECT how FROM migrated ORDER BY rowid")]

    @property
    def ledger(self) -> list[tuple[str, str]]:
        """What the commands wrote down: "began" or "ended", and the step."""
        file = self.folder / "ledger"
        return [tuple(line.split()) for line in file.read_text().splitlines()] if file.exists() else []

    @contextlib.contextmanager
    def serving(self) -> Iterator[str]:
        """Serve the shop, each request by the next instance; yields its address."""
        turns, folder = count(), self.folder

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                number = INSTANCES[next(turns) % len(INSTANCES)]
                version = (folder / f"instance-{number}").read_text()
                said = {"version": version, "instance": f"shop-{number}", "status": "ok"}
                body = json.dumps([said] if self.path == "/products" else said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = Server(("127.0.0.1", 0), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
