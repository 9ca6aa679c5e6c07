"""Where the service gets its credentials: from a file, or from the process that started it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

from pytest_golive.demo.accounts.credentials import Credentials

STDIN = 0
LONGEST = 65_536


def credentials(source: str | None) -> Credentials:
    """Read or create the credentials.

    Args:
        source: ``-`` for one line of stdin, or a file, which is created with new credentials if it does not exist. None
            for new credentials that nobody else will know.

    Raises:
        ValueError: they are invalid; the message quotes nothing of them.
        OSError: the file cannot be read or created.
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
    """One line of stdin. It reads no further byte, and ``sys.stdin`` buffers none."""
    read = b""
    while not read.endswith(b"\n") and len(read) < LONGEST:
        piece = os.read(STDIN, 4096)
        if not piece:
            break
        read += piece
    return read.decode("utf-8", "replace")


def when_parent_ends(do: Callable[[], None]) -> None:
    """Call *do*, in a thread, at the end of stdin: the process at its other end is gone."""

    def watch() -> None:
        while os.read(STDIN, 4096):
            pass
        do()

    threading.Thread(target=watch, name="parent", daemon=True).start()
