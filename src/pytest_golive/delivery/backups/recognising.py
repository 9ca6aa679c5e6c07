"""What a backup is, by its first bytes; its name never counts."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

HEAD: Final = 4_096  # bytes
TAR_MAGIC: Final = slice(257, 262)
# A packet of OpenPGP that begins an encrypted message: a key for a session, old and new format.
PGP: Final = frozenset(b"\x84\x85\x86\x8c\x8d\xc1\xc3")
MYSQL: Final = re.compile(rb"^-- (?:MySQL|MariaDB) dump", re.MULTILINE)
POSTGRES: Final = re.compile(rb"^-- PostgreSQL database (cluster )?dump", re.MULTILINE)


class Kind(StrEnum):
    """What a file is, in words for the evidence."""

    PG_CUSTOM = "dump of PostgreSQL, custom format"
    PG_FOLDER = "dump of PostgreSQL, directory format"
    PG_TAR = "dump of PostgreSQL, tar format"
    PG_SQL = "dump of PostgreSQL, plain SQL"
    PG_CLUSTER = "dump of a whole PostgreSQL cluster, plain SQL"
    MYSQL_SQL = "dump of MySQL or MariaDB, plain SQL"
    SQLITE = "SQLite database"
    TAR = "tar archive"
    ZIP = "zip archive"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    ZSTD = "zstd"
    AGE = "encrypted by age"
    GPG = "encrypted by OpenPGP"
    OPENSSL = "encrypted by openssl"
    UNKNOWN = ""


PACKED: Final = frozenset({Kind.GZIP, Kind.BZIP2, Kind.XZ, Kind.ZSTD})
ENCRYPTED: Final = frozenset({Kind.AGE, Kind.GPG, Kind.OPENSSL})
DUMPS: Final = frozenset({Kind.PG_CUSTOM, Kind.PG_FOLDER, Kind.PG_TAR, Kind.PG_SQL, Kind.PG_CLUSTER, Kind.MYSQL_SQL})
BEGINNINGS: Final = (
    (b"PGDMP", Kind.PG_CUSTOM),
    (b"SQLite format 3\0", Kind.SQLITE),
    (b"\x1f\x8b", Kind.GZIP),
    (b"BZh", Kind.BZIP2),
    (b"\xfd7zXZ\0", Kind.XZ),
    (b"\x28\xb5\x2f\xfd", Kind.ZSTD),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"age-encryption.org/v1", Kind.AGE),
    (b"-----BEGIN AGE ENCRYPTED FILE-----", Kind.AGE),
    (b"-----BEGIN PGP MESSAGE-----", Kind.GPG),
    (b"Salted__", Kind.OPENSSL),
    (b"U2FsdGVkX1", Kind.OPENSSL),
)


def recognise(path: Path) -> Kind:
    """What the file or folder at *path* is; `Kind.UNKNOWN` for everything else, also for an empty file.

    Raises:
        CannotMeasure: it cannot be read.
    """
    try:
        if path.is_dir():
            return Kind.PG_FOLDER if _head(path / "toc.dat").startswith(b"PGDMP") else Kind.UNKNOWN
        head = _head(path)
    except OSError as error:
        raise CannotMeasure(f"{path.name} cannot be read: {error.strerror}", "see its permissions") from None
    for beginning, kind in BEGINNINGS:
        if head.startswith(beginning):
            return kind
    return _by_content(head)


def _by_content(head: bytes) -> Kind:
    if head[TAR_MAGIC] == b"ustar":
        return Kind.PG_TAR if head.startswith(b"toc.dat\0") else Kind.TAR
    if found := POSTGRES.search(head):
        return Kind.PG_CLUSTER if found[1] else Kind.PG_SQL
    if MYSQL.search(head):
        return Kind.MYSQL_SQL
    return Kind.GPG if head[:1] and head[0] in PGP else Kind.UNKNOWN


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(HEAD)
