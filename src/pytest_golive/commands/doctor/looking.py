"""Runs the checklist as far as its settings reach, in a process of its own that starts nothing and asks nobody.

Each row itself says what it lacks, as in any run. Where a row would start a program, or connect to a service, it is set
up, and ends there. Only git runs, and only for what it knows without a network.

    python -m pytest_golive.commands.doctor.looking FILE NETWORK [TARGET]
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pytest

from pytest_golive.activation import PHASES
from pytest_golive.collecting.chain import LOOKED_AT
from pytest_golive.errors import CannotMeasure

MEASURES: Final = "measured in a run, and not here"
SOCKETS: Final = frozenset(("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"))
PROGRAMS: Final = frozenset(("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.system"))
# The commands of git that ask another machine.
FAR: Final = frozenset(("fetch", "pull", "push", "clone", "ls-remote", "remote-https", "submodule"))
# With a network, rows that only ask; none that sends many requests or tries credentials.
ASKING: Final = frozenset(("smoke::healthy", "infrastructure::pipeline_green", "infrastructure::staging_deployed"))


class Guard:
    """Ends a row where it would measure, and keeps how each row ended."""

    def __init__(self, *, network: bool) -> None:
        self.rows: dict[str, dict[str, str]] = {}
        self._network = network
        self._closed: frozenset[str] = frozenset()
        sys.addaudithook(self._audit)

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if event in self._closed and not (event == "subprocess.Popen" and is_near_git(args)):
            raise CannotMeasure(MEASURES, "run the checklist: pytest -m pre_deploy")

    def pytest_configure(self, config: pytest.Config) -> None:
        """Look past the records of earlier phases, which a run has and a look has not: what is set up shows behind."""
        config.stash[LOOKED_AT] = True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Close what a row measures with, while it runs."""
        is_asking = self._network and any(item.nodeid.endswith(gate) for gate in ASKING)
        self._closed = PROGRAMS if is_asking else PROGRAMS | SOCKETS
        try:
            return (yield)
        finally:
            self._closed = frozenset()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the outcome of a row."""
        record: dict[str, Any] | None = getattr(report, "golive", None)
        if record and (report.when == "call" or not report.passed):
            kept = {name: str(record[name]) for name in ("outcome", "message", "cure")}
            self.rows.setdefault(record["gate"], kept)


def is_near_git(args: tuple[Any, ...]) -> bool:
    """Whether a program about to start is git, with a command that needs no other machine."""
    if not isinstance(args[1], list | tuple) or not args[1]:
        return False  # a line for a shell, which may do anything
    words = [os.fsdecode(word) for word in args[1]]
    return Path(os.fsdecode(args[0] or words[0])).name in {"git", "git.exe"} and not FAR & set(words)


def main(argv: list[str]) -> int:
    """Write how each row ended, as JSON, into the file named; the exit status is pytest's."""
    file, network, *target = argv
    guard = Guard(network=network == "network")
    args = ["-m", " or ".join(PHASES), "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=no", "-q"]
    args += [f"--golive-target={name}" for name in target]
    with contextlib.redirect_stdout(sys.stderr):
        status = int(pytest.main(args, plugins=[guard]))
    Path(file).write_text(json.dumps({"status": status, "rows": guard.rows}), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
