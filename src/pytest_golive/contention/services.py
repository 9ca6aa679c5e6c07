"""The processes that serve an address of this machine."""

from __future__ import annotations

import os
import socket
from functools import lru_cache
from pathlib import Path
from typing import Final

from pytest_golive.keeping import proc

TABLES: Final = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
LISTENS: Final = "0A"
ADDRESS, STATE, INODE = 1, 3, 9  # columns of the table


@lru_cache(maxsize=64)
def is_here(host: str) -> bool:
    """Whether *host* is this machine, by any of its names or addresses."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return any(_is_ours(str(address)) for address in found)


def serving(host: str, port: int) -> set[int]:
    """The processes that listen at *port*, if *host* is this machine and we may see them."""
    if not is_here(host):
        return set()
    sockets = {f"socket:[{inode}]" for table in TABLES for inode in _listening(table, port)}
    names = proc.names() if sockets else {}
    return {pid for pid, name in names.items() if not sockets.isdisjoint(_open_files(name))}


def _is_ours(address: str) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except (OSError, OverflowError):
        return False
    return True


def _listening(table: Path, port: int) -> list[str]:
    try:
        rows = [line.split() for line in table.read_text(encoding="ascii").splitlines()[1:]]
    except (OSError, ValueError):
        return []
    return [row[INODE] for row in rows if row[STATE] == LISTENS and int(row[ADDRESS].rpartition(":")[2], 16) == port]


def _open_files(name: str) -> set[str]:
    folder = f"{proc.PROC}/{name}/fd"
    found = set()
    try:
        for descriptor in os.listdir(folder):  # noqa: PTH208 -- there are thousands
            found.add(os.readlink(f"{folder}/{descriptor}"))  # noqa: PTH115
    except OSError:
        return found  # it has exited, or belongs to another user
    return found
