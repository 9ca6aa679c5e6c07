"""Starts a service on this machine for the run, if the settings say how."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.alive import is_running, started_at
from pytest_golive.keeping.child import job_of
from pytest_golive.keeping.keepers import start_keeper, watched
from pytest_golive.masking.foreign import quotable
from pytest_golive.processes import children
from pytest_golive.service.target import bracketed

GRACE = 12.0
TAIL = 2_000
KEPT = "*.keeper"


@dataclass(frozen=True, slots=True)
class Started:
    """A service that was started for this run.

    Attributes:
        url: its URL.
        keeper: the process that keeps it.
        log: its output.
        command: its program, for messages.
        line: for a shell, starts it again at the same address; "" if it was fed what no shell has.
    """

    url: str
    keeper: int
    log: Path
    command: str
    line: str = ""

    def check(self) -> None:
        """Raise if it has exited.

        Raises:
            CannotMeasure: it has; with its last output.
        """
        if not _is_running(self.keeper):
            raise CannotMeasure(
                f"{self.command} ended before it answered at {self.url}; it last said: {_last(self.log)}",
                f"see {self.log}; run the target's start command by hand",
            )


def start_service(  # noqa: PLR0913 -- all are named
    command: Sequence[str],
    url: str,
    *,
    name: str,
    root: Path,
    folder: Path,
    log: Path,
    environment: Mapping[str, str],
    parent: int,
    feed: str = "",
) -> Started:
    """Start *command* and return at once; users of the service wait for its response.

    Args:
        command: program and arguments; ``{port}`` and ``{python}``, this interpreter, are replaced.
        url: where it will respond; port 0 stands for a free one.
        name: of the target.
        root: where it runs.
        folder: private to this run; `end_services` uses it.
        log: file for its output.
        environment: without credentials; PORT is added.
        parent: process that it must not outlive.
        feed: text for its standard input, such as credentials.

    Raises:
        CannotMeasure: the port is in use, or it cannot be started.
    """
    parts = urlsplit(url)
    port = parts.port or _free_port()
    if parts.port and _listens(parts.hostname or "", port):
        raise CannotMeasure(
            f"something already answers at {url}, so {command[0]} was not started",
            f"end it, or write port 0 in the url of [tool.golive.targets.{name}], which stands for a free one",
        )
    address = urlunsplit((parts.scheme, f"{bracketed(parts.hostname or '')}:{port}", parts.path.rstrip("/"), "", ""))
    words = [word.replace("{port}", str(port)).replace("{python}", sys.executable) for word in command]
    job = job_of(
        words,
        cwd=root,
        env={**children.environment(environment, for_all=True), "PORT": str(port)},
        log=log,
        lasts=True,
        feed=feed,
    )
    # It serves all processes of the run, so it depends only on the process that the user started, by its id.
    keeper = start_keeper({**job, "watched": watched(parent), "holds": False}, answers=False)
    (folder / KEPT.replace("*", str(keeper.pid))).write_text(f"{keeper.pid} {started_at(keeper.pid)}")
    keeper.returncode = 0  # another process may end it by its id; this object must not warn about that
    line = "" if feed else f"PORT={port} {shlex.join(words)}"
    return Started(address, keeper.pid, log, " ".join(command[:3]).replace("{python}", "python"), line)


def end_services(folder: Path) -> None:
    """End every service of the run that *folder* belongs to, and wait until they are gone."""
    keepers = [tuple(map(int, file.read_text().split())) for file in folder.glob(KEPT)]
    for keeper, began in keepers:
        if _is_running(keeper, began):
            os.kill(keeper, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while any(_is_running(*keeper) for keeper in keepers) and time.monotonic() < deadline:
        time.sleep(0.02)


def _is_running(pid: int, began: int = 0) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)  # a child of this process: else it would stay a zombie
    return is_running(pid, began)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def _last(log: Path) -> str:
    try:
        text = log.read_bytes()[-TAIL:].decode("utf-8", "replace")
    except OSError:
        text = ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return quotable(" | ".join(lines[-3:])) or "nothing"
