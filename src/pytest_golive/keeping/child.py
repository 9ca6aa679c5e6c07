"""Start a child that is gone, with all it started, when it has ended or whoever started it has."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pytest_golive.keeping import keeper
from pytest_golive.keeping.alive import started_at
from pytest_golive.keeping.scope import SCOPE

GRACE: Final = 5.0  # seconds between the polite signal and the certain one, when we ask for the end
NEEDED: Final = frozenset({"PATH", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH"})  # to run Python, and read names
Keeper = subprocess.Popen[bytes]
END: Final = b"end\n"


class NotStarted(Exception):
    """The system could not start the command; the text is its reason."""


@dataclass(frozen=True, slots=True)
class Child:
    """A command with a keeper.

    Attributes:
        keeper: the process that keeps it, and is there as long as it is.
    """

    keeper: Keeper

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, negative for a signal.

        Raises:
            NotStarted: it never ran.
            subprocess.TimeoutExpired: it still runs after *timeout* seconds.
        """
        status = self.keeper.wait(timeout)
        assert self.keeper.stdout is not None  # noqa: S101 -- asked for below  # nosec B101
        with self.keeper.stdout as answers:
            said = answers.read()
        answer = json.loads(said) if said else {"status": status}  # somebody has killed the keeper
        if "error" in answer:
            raise NotStarted(answer["error"])
        return int(answer["status"])

    def end(self) -> None:
        """End it and all it started, and wait until they are gone."""
        dismiss(self.keeper)


def start_child(  # noqa: PLR0913 -- all named
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    log: Path,
    leaves: bool = False,
    grace: float = GRACE,
) -> Child:
    """Start *command* in a session of its own, with its input closed.

    Args:
        command: program and arguments; no shell.
        cwd: where it runs.
        env: its whole environment.
        log: file for all it prints, made anew.
        leaves: whether what it started may stay when it has ended by itself, as what a deployment starts must.
        grace: seconds between SIGTERM and SIGKILL.
    """
    job = job_of(command, cwd=cwd, env=env, log=log, leaves=leaves, grace=grace)
    return Child(start_keeper({**job, "watched": _identities({os.getpid(), SCOPE.pid})}))


def job_of(  # noqa: PLR0913 -- all named
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    log: Path,
    leaves: bool = False,
    grace: float = GRACE,
    feed: str | None = None,
) -> dict[str, object]:
    """What a keeper is told of its child; *feed* goes to its standard input, which stays open, or is closed if None."""
    return {
        "command": list(command),
        "cwd": str(cwd),
        "env": dict(env),
        "log": str(log),
        "leaves": leaves,
        "grace": grace,
        "feed": feed,
        "holds": True,
    }


def keep_folder(folder: Path) -> Keeper:
    """Have *folder* removed when this process is gone without a word; `dismiss` says one."""
    job = {"command": [], "folder": str(folder), "watched": _identities({os.getpid()}), "holds": True}
    return start_keeper(job, answers=False)


def start_keeper(job: Mapping[str, object], *, answers: bool = True) -> Keeper:
    """Start the process that does *job*; see `keeper`. With *answers*, it says how the child ended."""
    process = subprocess.Popen(
        # Without packages it starts in some 30 ms, and nothing of the project can take the place of its modules.
        (sys.executable, "-I", "-S", *(("-X", "utf8") if sys.flags.utf8_mode else ()), keeper.__file__),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if answers else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={name: value for name, value in os.environ.items() if name in NEEDED},
        start_new_session=True,
    )
    _write(process, json.dumps(job).encode("ascii") + b"\n", closes=not job["holds"])
    return process


def dismiss(process: Keeper) -> None:
    """Tell a keeper to end, and wait until it has."""
    _write(process, END, closes=True)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def watched(*pids: int) -> list[tuple[int, int]]:
    """Processes as a keeper knows them."""
    return _identities(set(pids))


def _identities(pids: set[int]) -> list[tuple[int, int]]:
    return [(pid, started_at(pid)) for pid in sorted(pids) if pid]


def _write(process: Keeper, text: bytes, *, closes: bool) -> None:
    assert process.stdin is not None  # noqa: S101 -- asked for above  # nosec B101
    with contextlib.suppress(OSError, ValueError):  # it has ended, or been told before
        process.stdin.write(text)
        process.stdin.flush()
    if closes:
        with contextlib.suppress(OSError):
            process.stdin.close()
