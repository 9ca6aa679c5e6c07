"""Values of an SQLite database that are too large to be read are an error with its place, and no damage."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3

import pytest
from backed_up import doubt, proven, whole

from pytest_golive.delivery.backups.kinds import sqlite_files
from pytest_golive.delivery.backups.ladder import Rung

MIB = 1 << 20


def made(path, *statements):
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)
    return path


@pytest.mark.parametrize("column", ["zeroblob(900000000)", "hex(zeroblob(150000000))"])
def test_a_computed_column_of_hundreds_of_megabytes(tmp_path, column):
    path = made(tmp_path / "a", f"CREATE TABLE orders (x, y AS ({column}))", "INSERT INTO orders VALUES (1)")
    found = proven(path)
    said = doubt(found)
    assert "a row of orders has more than the 256 MiB that are read of a row or a computed column at once" in said
    assert 'rung = "read"' in found.doubt.cure
    assert whole(proven(path, rung=Rung.READ)).rung is Rung.READ


def test_a_stored_value_beyond_the_bound(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite_files, "LARGEST", MIB)
    path = made(tmp_path / "a", "CREATE TABLE orders (x)", "INSERT INTO orders VALUES (1), (zeroblob(2000000))")
    assert "a row of orders has more than the 1 MiB" in doubt(proven(path))
    path = made(tmp_path / "b", "CREATE TABLE orders (x)", "INSERT INTO orders VALUES (zeroblob(1000000))")
    assert whole(proven(path)).rung is Rung.RESTORED


@pytest.mark.parametrize("error", [MemoryError(), "too big"])
def test_what_this_machine_cannot_hold_is_no_damage(tmp_path, monkeypatch, error):
    def fails(database):
        if isinstance(error, MemoryError):
            raise error
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000)
        database.execute("SELECT zeroblob(2000)").fetchall()

    monkeypatch.setattr(sqlite_files, "counted", fails)
    path = made(tmp_path / "a", "CREATE TABLE orders (x)", "INSERT INTO orders VALUES (1)")
    assert "a value of it is larger than SQLite or this machine can hold" in doubt(proven(path))


@pytest.mark.parametrize(
    "value",
    [b"", b"plain", b"it's", b'say "x"', b"""it's "x\"""", bytes(range(256)), b"'" + bytes(9), b"a" * 9 + b"\"'"],
)
def test_the_sum_of_a_large_value_is_that_of_its_spelling(monkeypatch, value):
    monkeypatch.setattr(sqlite_files, "PIECE", 3)
    for row in ((value,), (1, value, None, 2.5), (value, b"x" * 7)):
        assert sqlite_files._digest(row) == hashlib.sha256(repr(row).encode()).digest()
