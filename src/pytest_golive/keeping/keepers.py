"""Starts and ends keeper processes."""

from __future__ import annotations

import contextlib
import marshal
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pytest_golive.keeping.alive import started_at
from pytest_golive.keeping.scope import SCOPE

NEEDED: Final = frozenset({"PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH"})  # to run Python and decode names
Keeper = subprocess.Popen[bytes]
END: Final = b"end\n"
PROGRAM: Final = str(Path(__file__).with_name("keeper.py"))


def keep_run(folder: Path) -> Keeper:
    """Start a keeper that cleans up after this process, should it be killed.

    It removes *folder*, which may not exist yet, and ends what this run started; `dismiss` tells it that all is done.
    """
    job = {"command": [], "mark": f"{folder}/", "folder": str(folder), "ends": [], "holds": True}
    return start_keeper({**job, "watched": watched(os.getpid())}, answers=False)


def keep_worker() -> Keeper:
    """Start a keeper that ends this worker's helpers if the worker is gone, and the worker if the user's process is."""
    here = watched(os.getpid())
    job = {"command": [], "mark": SCOPE.mark, "folder": "", "ends": here, "holds": True}
    return start_keeper({**job, "watched": [*here, *watched(SCOPE.pid)]}, answers=False)


def start_keeper(job: Mapping[str, object], *, answers: bool = True, streams: Sequence[int] = ()) -> Keeper:
    """Start a keeper process for *job*; see `keeper`.

    Args:
        job: the job description.
        answers: whether it reports how the child ended.
        streams: descriptors for the child; with some, the keeper stays at our terminal.
    """
    process = subprocess.Popen(
        # Without packages it starts in some 20 ms, and no module of the project can replace its own.
        (sys.executable, "-I", "-S", *(("-X", "utf8") if sys.flags.utf8_mode else ()), PROGRAM),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if answers else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={name: value for name, value in os.environ.items() if name in NEEDED},
        start_new_session=not streams,
        pass_fds=streams,
    )
    written = marshal.dumps(dict(job))
    _write(process, b"%d\n" % len(written) + written, closes=not job["holds"])
    return process


def tell_to_end(process: Keeper) -> None:
    """Tell a keeper to end, without waiting."""
    _write(process, END, closes=True)


def dismiss(process: Keeper) -> None:
    """Tell a keeper to end, and wait until it has."""
    tell_to_end(process)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def watched(*pids: int) -> list[tuple[int, int]]:
    """Process ids and start times, as a keeper needs them."""
    return [(pid, started_at(pid)) for pid in sorted(set(pids)) if pid]


def _write(process: Keeper, text: bytes, *, closes: bool) -> None:
    assert process.stdin is not None  # noqa: S101 -- it is a pipe  # nosec B101
    with contextlib.suppress(OSError, ValueError):  # it has exited, or has been told already
        process.stdin.write(text)
        process.stdin.flush()
    if closes:
        with contextlib.suppress(OSError):
            process.stdin.close()
