"""Keeps one child for one run, and not a moment longer: whatever is killed, nothing of it stays.

A process of its own, in an interpreter without any packages. It starts the child, adopts what that leaves behind, and
ends the whole tree when the child has ended, when it is told to, and when one of the processes it works for is gone,
however that ended. Without a child it keeps a folder, and removes it when the run is gone.

It reads its job, one JSON object, from its standard input, and writes how the child ended to its standard output. A
further word there, or SIGTERM, tells it to end; an input that closes without a word means that the run is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_golive.keeping.alive import descendants, group_is_there, is_running
else:  # run by its path, where nothing of ours is a package
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- pathlib would double the start
    from alive import descendants, group_is_there, is_running

HURRY = 3.0  # seconds between the polite signal and the certain one, where nobody waits for a good end
POLL = 0.2  # seconds, where the system cannot wake us
REMOVING = 6.0  # seconds to remove a folder that the dying still write to
SET_CHILD_SUBREAPER, SET_DEATH_SIGNAL = 36, 1  # prctl's numbers


class Tree:
    """The child and all it started."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.status: int | None = None
        self._leaves = bool(job["leaves"])
        self._grace = float(job["grace"])
        with open(job["log"], "wb") as log:  # noqa: PTH123
            self._process = subprocess.Popen(
                job["command"],
                cwd=job["cwd"],
                env=job["env"],
                stdin=subprocess.DEVNULL if job["feed"] is None else subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_in_the_child,  # noqa: PLW1509 -- this process has no other thread
            )
        if self._process.stdin is not None and job["feed"]:
            # What must not stand in arguments or environment; the pipe stays open as long as we live.
            with contextlib.suppress(OSError):
                self._process.stdin.write(job["feed"].encode() + b"\n")
                self._process.stdin.flush()

    def reap(self) -> None:
        """Take leave of whoever has ended: the child, and the orphans that became ours."""
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if ended[0] == self._process.pid:
                    self.status = self._process.returncode = os.waitstatus_to_exitcode(ended[1])

    def end(self, *, hurry: bool) -> None:
        """End what is left: politely first, then for certain."""
        if self.status is not None and self._leaves:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            deadline = time.monotonic() + (min(HURRY, self._grace) if hurry else self._grace)
            self._tell(number)
            while self._is_left() and time.monotonic() < deadline:
                time.sleep(0.02)
                if number == signal.SIGKILL:
                    self._tell(number)  # they may have started more
            self.reap()

    def _tell(self, number: int) -> None:
        others = [] if self._leaves else descendants(os.getpid())
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)
        for pid in others:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if os.getpgid(pid) != self._process.pid:
                    os.kill(pid, number)

    def _is_left(self) -> bool:
        self.reap()
        if not self._leaves and descendants(os.getpid()):
            return True
        return self.status is None or group_is_there(self._process.pid)


class Watch:
    """Wakes up when there may be a reason to end."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.told = self._closed = False
        self._watched = [tuple(one) for one in job["watched"]]
        self._poll, self._holds = select.poll(), job["holds"]
        ours, woken = os.pipe()
        os.set_blocking(ours, False)
        os.set_blocking(woken, False)
        signal.set_wakeup_fd(woken)
        signal.signal(signal.SIGTERM, self._tell)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGHUP):  # they are for the run, which then tells us
            signal.signal(number, signal.SIG_IGN)
        self._wakes = ours
        self._poll.register(ours, select.POLLIN)
        if self._holds:
            self._poll.register(0, select.POLLIN | select.POLLHUP)
        for pid, _ in self._watched:
            with contextlib.suppress(OSError, AttributeError):  # no such process; or a system without it
                self._poll.register(os.pidfd_open(pid), select.POLLIN)

    def is_over(self) -> bool:
        """Wait a moment; whether the run is gone or has told us to end."""
        for descriptor, _ in self._poll.poll(POLL * 1000):
            if descriptor == self._wakes:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wakes, 4096)
            elif descriptor != 0:
                continue  # a process that we watch has ended
            elif os.read(0, 4096):
                self.told = True
            else:
                self._closed = True
        return self.told or self._closed or not all(is_running(pid, began) for pid, began in self._watched)

    def _tell(self, *_: object) -> None:
        self.told = True


def main() -> int:
    """Do the job."""
    job: dict[str, Any] = json.loads(_line())
    watch = Watch(job)
    return _keep_child(job, watch) if job["command"] else _keep_folder(job["folder"], watch)


def _keep_child(job: dict[str, Any], watch: Watch) -> int:
    _prctl(SET_CHILD_SUBREAPER, 1)
    try:
        tree = Tree(job)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        _answer(error=str(getattr(error, "strerror", None) or error))
        return 1
    try:
        while tree.status is None and not watch.is_over():
            tree.reap()
    finally:
        tree.end(hurry=not watch.told)
    _answer(status=tree.status)
    return 0


def _keep_folder(folder: str, watch: Watch) -> int:
    while not watch.is_over():
        pass
    deadline = time.monotonic() + REMOVING
    while not watch.told and os.path.lexists(folder) and time.monotonic() < deadline:
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(0.05)
    return 0


def _line() -> bytes:
    """The first line of our input, and not a byte more: what follows is only its end."""
    line = b""
    while not line.endswith(b"\n") and (piece := os.read(0, 1 << 16)):
        line += piece
    return line


def _answer(**facts: object) -> None:
    with contextlib.suppress(OSError):  # whoever asked is gone
        os.write(1, json.dumps(facts).encode() + b"\n")


def _in_the_child() -> None:
    _prctl(SET_DEATH_SIGNAL, signal.SIGKILL)  # should we be killed
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # we, or a shell that started the run in its background, ignore it
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
