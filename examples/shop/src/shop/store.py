"""The database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (name TEXT PRIMARY KEY, salt BLOB NOT NULL, digest BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (token TEXT PRIMARY KEY, name TEXT NOT NULL, ends REAL NOT NULL);
CREATE TABLE IF NOT EXISTS orders (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, product TEXT NOT NULL, count INTEGER NOT NULL,
    cents INTEGER NOT NULL
);
"""


class Store:
    """One SQLite database; each statement is its own transaction unless `changes` spans several."""

    def __init__(self, path: str = ":memory:") -> None:
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._connection.executescript(SCHEMA)

    @contextmanager
    def changes(self) -> Iterator[sqlite3.Connection]:
        """Commit at the end, or roll back on an error."""
        with self._connection:
            yield self._connection

    def one(self, query: str, *values: object) -> tuple[object, ...] | None:
        """The first row, or None."""
        row: tuple[object, ...] | None = self._connection.execute(query, values).fetchone()
        return row

    def all(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """All rows."""
        rows: list[tuple[object, ...]] = self._connection.execute(query, values).fetchall()
        return rows

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
