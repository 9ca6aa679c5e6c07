"""How credentials come to the service: by a file, or from the process that started it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from pytest_golive.demo.accounts.credentials import Credentials

STDIN = 0
LONGEST = 65_536


def credentials(source: str | None) -> Credentials:
    """Get the credentials.

    Args:
        source: ``-`` for one line of stdin, or a file; one that does not exist is made, with new credentials. None for
            new ones that nobody will know.

    Raises:
        ValueError: if they are none; the message quotes nothing of them.
        OSError: if the file cannot be read or made.
    """
    if source is None:
        return Credentials.fresh()
    if source == "-":
        return Credentials.from_json(_line())
    file = Path(source)
    if file.exists():
        return Credentials.from_json(file.read_text(encoding="utf-8"))
    made = Credentials.fresh()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(made.to_json() + "\n")
    return made


def _line() -> str:
    """One line of stdin. Not a byte more is read than is there, and none is kept by ``sys.stdin``."""
    read = b""
    while not read.endswith(b"\n") and len(read) < LONGEST:
        piece = os.read(STDIN, 4096)
        if not piece:
            break
        read += piece
    return read.decode("utf-8", "replace")


def when_parent_ends(do: Callable[[], None]) -> None:
    """Call *do*, in a thread, once stdin has ended: whoever held its other end is gone."""

    def watch() -> None:
        while os.read(STDIN, 4096):
            pass
        do()

    threading.Thread(target=watch, name="parent", daemon=True).start()
