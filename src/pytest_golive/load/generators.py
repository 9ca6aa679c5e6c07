"""The processes that send: how they are started, watched and ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.members import Member
from pytest_golive.pythons import python_of_ours, without_paths

INSTALL: Final = "pip install 'pytest-golive[load]'"
# Longer than it takes to write down what was recorded last.
GRACE: Final = 0.6
PROGRAM: Final = "pytest_golive.load.child.start"


class Generators:
    """The processes of one run; a context that leaves none of them behind.

    Args:
        members: what to start.
        folder: private folder of the run, for logs.
        env: their whole environment.
    """

    def __init__(self, members: Sequence[Member], folder: Path, env: Mapping[str, str]) -> None:
        self._members, self._folder, self._env = members, folder, env
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        """Start them."""
        if find_spec("locust") is None:
            raise CannotMeasure("locust is not installed, and it sends the load", INSTALL)
        try:
            for member in self._members:
                self._start(member)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @property
    def running(self) -> bool:
        """Whether any of them is."""
        return any(process.poll() is None for process in self._processes.values())

    def failed(self) -> str:
        """Which of them ended otherwise than well, and how; "" if none did."""
        for name, process in self._processes.items():
            status = process.poll()
            if status:
                how = f"by signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
                return f"{name} ended {how}"
        return ""

    def log(self, name: str) -> Path:
        """Where a process' output goes."""
        return self._folder / f"{name}.log"

    def logs(self) -> list[Path]:
        """The output of all, the one that failed first."""
        bad_first = sorted(self._processes.items(), key=lambda item: not item[1].poll())
        return [self.log(name) for name, _ in bad_first]

    def _start(self, member: Member) -> None:
        plan = member.plan
        cwd = Path(plan.locustfile).parent if plan.locustfile else self._folder
        theirs = self._env.get("PYTHONPATH", "")  # a scenario of the team's may import from there
        # The log stays closed to others: a scenario of the team's may print what it likes.
        with open(self.log(member.name), "wb", opener=_private) as output:
            process = subprocess.Popen(
                python_of_ours(cwd, PROGRAM, *member.options, also=filter(None, theirs.split(os.pathsep))),
                cwd=cwd,
                env=without_paths(self._env),
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes[member.name] = process
        assert process.stdin is not None  # noqa: S101 -- asked for above  # nosec B101
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(plan.as_json().encode() + b"\n")
            # It stays open: when we are gone, however we went, it closes, and they end.
            process.stdin.flush()

    def _end(self) -> None:
        # A second Ctrl-C must not keep us from ending what we started.
        before = signal.getsignal(signal.SIGINT)
        in_main = _ignore_interrupts()
        try:
            for number in (signal.SIGTERM, signal.SIGKILL):
                for process in self._processes.values():
                    # The second time also for what a scenario of the team's may have started and left.
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(process.pid, number)
                deadline = time.monotonic() + GRACE
                for process in self._processes.values():
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        process.wait(max(0.01, deadline - time.monotonic()))
            for process in self._processes.values():
                if process.stdin is not None:
                    with contextlib.suppress(OSError):
                        process.stdin.close()
        finally:
            if in_main and before is not None:
                signal.signal(signal.SIGINT, before)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _ignore_interrupts() -> bool:
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:
        return False  # not the main thread: it gets none
    return True
