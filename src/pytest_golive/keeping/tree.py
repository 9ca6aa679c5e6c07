"""The child of a keeper with all its descendants: starts them, ends them, and knows when they are gone.

Loaded by the keeper in an interpreter without any packages: standard library only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

TYPE_CHECKING = False  # importing typing takes longer than most of a keeper
if TYPE_CHECKING:
    from typing import Any

if TYPE_CHECKING or __package__:
    from pytest_golive.keeping.alive import descendants, group_is_there, is_keeper
    from pytest_golive.keeping.sweeping import HURRY
else:
    from alive import descendants, group_is_there, is_keeper
    from sweeping import HURRY

PARTING = 2.0  # seconds that the keeper of an inner run has to notice that its run is gone, and to clean up
SET_CHILD_SUBREAPER, SET_DEATH_SIGNAL = 36, 1  # constants of prctl
SHELLS_SIGNAL = 128  # a shell exits with this plus the number of the signal that ended its command
BROKEN_OFF = {SHELLS_SIGNAL + number for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGKILL)}
# Signals that a keeper ignores, and whether the process that started the run ignored them (nohup, background jobs).
IGNORED = {number: signal.getsignal(number) == signal.SIG_IGN for number in (signal.SIGINT, signal.SIGHUP)}


class Tree:
    """The child and all its descendants.

    Attributes:
        status: the child's exit status, negative for a signal; None while it runs.
    """

    def __init__(self, job: dict[str, Any]) -> None:
        self.status: int | None = None
        self._is_childless = False
        self._leaves, self._lasts = bool(job["leaves"]), bool(job["lasts"])
        self._grace, self._alone = float(job["grace"]), not job["streams"]
        _prctl(SET_CHILD_SUBREAPER, 1)
        with contextlib.ExitStack() as opened:
            self._process = subprocess.Popen(
                job["command"],
                cwd=job["cwd"],
                env=job["env"],
                **_streams(job, opened),
                start_new_session=self._alone,
                preexec_fn=self._prepare_child,  # noqa: PLW1509 -- this process has no other thread yet
            )
        if job["feed"] is not None:
            threading.Thread(target=self._feed, args=(job["feed"].encode() + b"\n",), daemon=True).start()

    @property
    def is_there(self) -> bool:
        """Whether the child runs, or a service that it left in the background."""
        self._reap()
        return self.status is None or (self._lasts and self.status == 0 and not self._is_childless)

    def end(self, *, hurry: bool) -> None:
        """End what is left: SIGTERM first, then SIGKILL."""
        if self._leaves and self.status is not None and self.status >= 0 and self.status not in BROKEN_OFF:
            return
        deadline = time.monotonic() + (min(HURRY, self._grace) if hurry else self._grace)
        self._send_signal(signal.SIGTERM)
        while self._is_left() and time.monotonic() < deadline:
            time.sleep(0.02)
        deadline = time.monotonic() + 2 * PARTING
        while self._is_left() and (seconds_left := deadline - time.monotonic()) > 0:
            # Repeatedly: they may have started more.
            self._send_signal(signal.SIGKILL, spares_keepers=seconds_left > PARTING)
            time.sleep(0.02)

    def _feed(self, text: bytes) -> None:
        """Write what must not be in arguments or environment; the pipe stays open as long as this process lives."""
        with contextlib.suppress(OSError):
            self._process.stdin.write(text)  # type: ignore[union-attr]  # a pipe, as there is something to feed
            self._process.stdin.flush()  # type: ignore[union-attr]

    def _reap(self) -> None:
        """Collect the exit statuses of the child and of the orphans that this process adopted."""
        try:
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if ended[0] == self._process.pid:
                    self.status = self._process.returncode = os.waitstatus_to_exitcode(ended[1])
        except ChildProcessError:
            self._is_childless = True  # no descendant is left either: this process adopts orphans immediately

    def _send_signal(self, number: int, *, spares_keepers: bool = True) -> None:
        pids = [pid for pid in descendants(os.getpid()) if not (spares_keepers and is_keeper(pid))]
        if self._alone:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)
        elif self.status is None:
            pids.append(self._process.pid)
        for pid in set(pids):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if not self._alone or os.getpgid(pid) != self._process.pid:
                    os.kill(pid, number)

    def _is_left(self) -> bool:
        self._reap()
        return not self._is_childless or (self._alone and group_is_there(self._process.pid))

    def _prepare_child(self) -> None:
        _prctl(SET_DEATH_SIGNAL, signal.SIGKILL)  # if the keeper is killed
        for number, is_ignored in IGNORED.items():
            if self._alone or not is_ignored:
                signal.signal(number, signal.SIG_DFL)


def _streams(job: dict[str, Any], opened: contextlib.ExitStack) -> dict[str, Any]:
    """The child's standard streams; files opened for it are closed with *ours*."""
    if job["streams"]:
        for descriptor in job["streams"]:
            opened.callback(os.close, descriptor)  # else readers at the other end would wait for this process, too
        return dict(zip(("stdin", "stdout", "stderr"), job["streams"], strict=True))
    # Not readable by others: a scenario of a load test, or a deployment, may print secrets.
    log = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600 if job["private"] else 0o666)
    opened.callback(os.close, log)
    errors = subprocess.STDOUT
    if job["errors"]:
        errors = os.open(job["errors"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        opened.callback(os.close, errors)
    stdin = subprocess.DEVNULL if job["feed"] is None else subprocess.PIPE
    return {"stdin": stdin, "stdout": log, "stderr": errors}


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
