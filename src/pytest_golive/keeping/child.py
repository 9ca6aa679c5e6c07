"""Starts a child process that is ended, with everything it started, when it exits or when its starter is gone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from pytest_golive.keeping.alive import MARK, marked
from pytest_golive.keeping.keepers import Keeper, dismiss, start_keeper, tell_to_end, watched
from pytest_golive.keeping.scope import SCOPE

GRACE: Final = 5.0  # seconds between SIGTERM and SIGKILL when we end a child


class NotStarted(Exception):
    """The system could not start the command; the text says why."""


@dataclass(slots=True)
class Child:
    """A command with a keeper.

    Attributes:
        keeper: the keeper process, which lives as long as the child.
        mark: an environment variable of the child and all it starts; used if the keeper is killed.
    """

    keeper: Keeper
    mark: str
    _answer: dict[str, Any] = field(default_factory=dict, repr=False)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, negative for a signal.

        Raises:
            NotStarted: it never ran.
            subprocess.TimeoutExpired: it still runs after *timeout* seconds.
        """
        status = self.keeper.wait(timeout)
        if not self._answer:
            assert self.keeper.stdout is not None  # noqa: S101 -- it is a pipe  # nosec B101
            with self.keeper.stdout as answers:
                output = answers.read()
            self._answer = json.loads(output) if output else {"status": status}
            if not output:  # someone killed the keeper and with it the child, but not what the child started
                _end_marked(self.mark)
        if "error" in self._answer:
            raise NotStarted(self._answer["error"])
        return int(self._answer["status"])

    def poll(self) -> int | None:
        """The exit status, or None while it runs; raises as `wait` does."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def tell_to_end(self) -> None:
        """Ask the keeper to end it with everything it started, without waiting for it."""
        tell_to_end(self.keeper)

    def end(self) -> None:
        """End it with everything it started, and wait until all is gone."""
        dismiss(self.keeper)


def start_child(  # noqa: PLR0913 -- all are named
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    log: Path,
    leaves: bool = False,
    grace: float = GRACE,
    feed: str | None = None,
    private: bool = False,
    errors: Path | None = None,
) -> Child:
    """Start *command* in a session of its own, with its input closed.

    Args:
        command: program and arguments; no shell.
        cwd: where it runs.
        env: its complete environment.
        log: file for its output, truncated first.
        leaves: whether what it started may keep running after it exits, as a deployment needs.
        grace: seconds between SIGTERM and SIGKILL.
        feed: one line for its standard input, which then stays open as long as the keeper runs.
        private: whether other users may not read the log.
        errors: file for its standard error, truncated first; None for the log.
    """
    mark, job = _marked(job_of(command, cwd=cwd, env=env, log=log, leaves=leaves, grace=grace, feed=feed))
    return Child(
        start_keeper(
            {**job, "private": private, "errors": str(errors or ""), "watched": watched(os.getpid(), SCOPE.pid)}
        ),
        mark,
    )


def start_attached(command: Sequence[str], *, grace: float = GRACE) -> Child:
    """Start *command* in our place: with our input and output, our environment, and at our terminal.

    What it started may keep running after it exits.
    """
    with ExitStack() as opened:
        streams = [_copy(descriptor, opened) for descriptor in (0, 1, 2)]
        mark, job = _marked(job_of(command, cwd=Path.cwd(), env=os.environ, leaves=True, grace=grace))
        return Child(start_keeper({**job, "streams": streams, "watched": watched(os.getpid())}, streams=streams), mark)


def job_of(  # noqa: PLR0913 -- all are named
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    log: Path | None = None,
    leaves: bool = False,
    lasts: bool = False,
    grace: float = GRACE,
    feed: str | None = None,
) -> dict[str, Any]:
    """The job description for a keeper; see `start_child`.

    With *lasts*, the keeper stays while anything is left of a child that exited with 0: a service may put itself into
    the background.
    """
    return {
        "command": list(command),
        "cwd": str(cwd),
        "env": dict(env),
        "log": str(log or os.devnull),
        "errors": "",
        "private": False,
        "streams": [],
        "leaves": leaves,
        "lasts": lasts,
        "grace": grace,
        "feed": feed,
        "holds": True,
    }


def _marked(job: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A mark for the child of *job* only, and the job with that mark."""
    mark = f"child-{uuid4().hex}/"
    before = job["env"].get(MARK, "")
    return mark, {**job, "env": {**job["env"], MARK: f"{before};{mark}" if before else mark}}


def _end_marked(mark: str) -> None:
    deadline = time.monotonic() + GRACE
    while (remaining := marked(mark, exactly=True)) and time.monotonic() < deadline:
        for pid in remaining:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def _copy(descriptor: int, opened: ExitStack) -> int:
    """A duplicate of one of our standard streams; of the null device if it is closed."""
    try:
        copy = os.dup(descriptor)
    except OSError:
        copy = os.open(os.devnull, os.O_RDWR)
    opened.callback(_close, copy)
    return copy


def _close(descriptor: int) -> None:
    with suppress(OSError):
        os.close(descriptor)
