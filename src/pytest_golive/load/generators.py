"""The processes that send: how they are started, watched and ended."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.plan import Plan

INSTALL: Final = "pip install 'pytest-golive[load]'"
# Longer than it takes to write down what was recorded last.
GRACE: Final = 0.6
PROGRAM: Final = "pytest_golive.load.child.start"
SCENARIO: Final = Path(__file__).with_name("child") / "scenario.py"
QUIET: Final = ("--headless", "--only-summary", "--loglevel", "INFO", "--exit-code-on-error", "0")
WAIT_FOR_WORKERS: Final = 120


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where workers elsewhere find the master.

    Attributes:
        host: address that the master listens on.
        port: its port.
        expected: how many workers come from elsewhere.
    """

    host: str = "127.0.0.1"
    port: int = 0
    expected: int = 0


class Generators:
    """The processes of one run; a context that leaves none of them behind.

    Args:
        plan: what to send; `workers` counts those elsewhere, too.
        folder: private folder of the run, for records and logs.
        env: their whole environment.
        meeting: for workers elsewhere; None if all are here.
    """

    def __init__(self, plan: Plan, folder: Path, env: Mapping[str, str], meeting: Meeting | None = None) -> None:
        self._plan, self._folder, self._env, self._meeting = plan, folder, env, meeting
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        """Start them."""
        if find_spec("locust") is None:
            raise CannotMeasure("locust is not installed, and it sends the load", INSTALL)
        try:
            self._start_all()
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

    def _start_all(self) -> None:
        plan, meeting = self._plan, self._meeting
        options = _options(plan)
        if plan.workers == 1 and meeting is None:
            self._start("generator", replace(plan, index=0, records=self._records("generator")), options)
            return
        meeting = meeting or Meeting(port=_free_port())
        here = plan.workers - meeting.expected
        bound = ("--master-bind-host", meeting.host, "--master-bind-port", str(meeting.port))
        master = ("--master", *bound, "--expect-workers", str(plan.workers))
        patience = ("--expect-workers-max-wait", str(WAIT_FOR_WORKERS))
        without_secrets = replace(plan, headers={}, endpoints=(), records=self._records("master"))
        self._start("master", without_secrets, (*options, *master, *patience))
        host = "127.0.0.1" if meeting.host in {"0.0.0.0", "*"} else meeting.host  # noqa: S104 -- compared, not bound
        for number in range(here):
            name = f"worker-{number + 1}"
            place = ("--worker", "--master-host", host, "--master-port", str(meeting.port))
            self._start(name, replace(plan, records=self._records(name)), (*worker_options(plan), *place))

    def _records(self, name: str) -> str:
        return str(self._folder / f"records-{name}.tsv")

    def _start(self, name: str, plan: Plan, options: Sequence[str]) -> None:
        # The log stays closed to others: a scenario of the team's may print what it likes.
        with open(self.log(name), "wb", opener=_private) as output:
            process = subprocess.Popen(
                (sys.executable, "-m", PROGRAM, *options),
                cwd=Path(plan.locustfile).parent if plan.locustfile else self._folder,
                env=self._env,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes[name] = process
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
            if in_main:
                signal.signal(signal.SIGINT, before)


def worker_options(plan: Plan) -> tuple[str, ...]:
    """The options of locust that every process of a run has."""
    return ("-f", plan.locustfile or str(SCENARIO), "--host", plan.url, *QUIET)


def _options(plan: Plan) -> tuple[str, ...]:
    users = plan.users or plan.workers
    spawn = users / plan.ramp_up if plan.users and plan.ramp_up else users
    return (
        *worker_options(plan),
        *("--users", str(users), "--spawn-rate", f"{spawn:g}"),
        *("--stop-timeout", str(math.ceil(plan.timeout) + 1)),  # it takes whole seconds
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _ignore_interrupts() -> bool:
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:
        return False  # not the main thread: it gets none
    return True
