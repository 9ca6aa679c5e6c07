"""Backups made for tests, and how they are proven."""

from __future__ import annotations

import contextlib
import io
import os
import sqlite3
import tarfile
import zipfile
from pathlib import Path

from pytest_golive.delivery.backups.climbing import How
from pytest_golive.delivery.backups.ladder import Backup, Rung
from pytest_golive.delivery.backups.measuring import Means, Where, measure
from pytest_golive.delivery.backups.working.commands import environment_of

FILES = {"a/orders.csv": b"1,tea\n" * 400, "a/customers.csv": os.urandom(3_000), "readme": b"kept\n"}


def proven(path: Path, *, rung: Rung = Rung.RESTORED, scratch: Path | None = None, **how) -> Backup:
    """How far the backup at *path* is proven."""
    largest, env, timeout = how.pop("largest", 1 << 32), how.pop("env", ()), how.pop("timeout", 600.0)
    means = Means(rung, How(**how), environment_of(env), timeout, largest, scratch)
    return measure(path.parent, Where(files=path.name), means)


def whole(backup: Backup) -> Backup:
    """*backup*, which has no fault and leaves no doubt."""
    assert (backup.faults, backup.doubt) == ((), None)
    return backup


def fault(backup: Backup) -> str:
    """The fault of *backup*."""
    assert backup.doubt is None
    (found,) = backup.faults
    return found.message


def doubt(backup: Backup) -> str:
    """Why *backup* is not proven further."""
    assert backup.faults == ()
    assert backup.doubt is not None
    return str(backup.doubt)


def make_sqlite(path: Path, rows: int = 2_000) -> Path:
    """A database with rows in two tables."""
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, paid REAL, note BLOB)")
        database.execute('CREATE TABLE "od""d" (x)')
        database.execute('INSERT INTO "od""d" VALUES (1)')
        values = [(n, f"customer {n}", n / 3, bytes([n % 256]) * 5) for n in range(rows)]
        database.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", values)
    return path


def make_tar(path: Path, mode: str = "w", files: dict[str, bytes] | None = None) -> Path:
    """A tar archive."""
    with tarfile.open(path, mode) as archive:
        for name, content in (FILES if files is None else files).items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def make_zip(path: Path, files: dict[str, bytes] | None = None) -> Path:
    """A zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (FILES if files is None else files).items():
            archive.writestr(name, content)
    return path


def flip(path: Path, at: int) -> None:
    """Change one byte of *path*."""
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(bytes(content))


def cut(path: Path, to: float = 0.5) -> None:
    """Cut *path* off."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * to)])
