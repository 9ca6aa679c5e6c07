"""Server processes: started on loopback, waited for, and ended by process id together with their children."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

START_LIMIT = 120.0
STOP_LIMIT = 5.0
LOG_TAIL = 3000


def free_port() -> int:
    """A port that is free at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ports(names: Iterable[str]) -> dict[str, int]:
    """A free port for each name, no two alike."""
    found: dict[str, int] = {}
    for name in names:
        while (port := free_port()) in found.values():
            pass
        found[name] = port
    return found


def listens(port: int) -> bool:
    """Whether something accepts connections there."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class ServerProcess:
    """A program that serves until it is stopped."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        port: int,
        log: Path,
        environment: Mapping[str, str] | None = None,
        patience: float = START_LIMIT,
    ) -> None:
        self.command = [*self._dies_with_us(), *command]
        self.port = port
        self.log = log
        self._patience = patience
        self._environment = {**os.environ, **(environment or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        assert self._process is not None, f"{self.command} was not started"
        return self._process.pid

    def start(self) -> None:
        """Start, and wait until the port accepts connections."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + self._patience
        while not listens(self.port):
            if self._process.poll() is not None or time.monotonic() > end:
                status = self._process.poll()
                self.stop()
                raise AssertionError(self._trouble(f"did not listen on port {self.port}; exit status {status}"))
            time.sleep(0.02)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End the server and the processes it started; the second call does nothing."""
        if self._process is None:
            return
        self._send(number)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_LIMIT)
        self._send(signal.SIGKILL)  # also what a dead master left behind
        self._process.wait(STOP_LIMIT)
        self._process = None

    def _send(self, number: signal.Signals) -> None:
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return

    def _trouble(self, what: str) -> str:
        tail = self.log.read_text(errors="replace")[-LOG_TAIL:]
        return f"{' '.join(self.command)} {what}; its log ends:\n{tail}"

    @staticmethod
    def _dies_with_us() -> list[str]:
        """A killed test run must not leave servers behind; Linux can see to that."""
        setpriv = shutil.which("setpriv")
        return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
