"""Starts, watches and ends the processes that send the load."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Self

from pytest_golive.errors import CannotMeasure
from pytest_golive.keeping.child import Child, NotStarted, start_child
from pytest_golive.load.sending.members import Member
from pytest_golive.processes.pythons import python_of_ours, without_paths

INSTALL: Final = "pip install 'pytest-golive[load]'"
# Longer than writing the last records takes.
GRACE: Final = 0.6
PROGRAM: Final = "pytest_golive.load.child.start"


class Generators:
    """The processes of one run; the context manager ends all of them.

    Args:
        members: what to start.
        folder: private folder of the run, for logs.
        env: their complete environment.
    """

    def __init__(self, members: Sequence[Member], folder: Path, env: Mapping[str, str]) -> None:
        self._members, self._folder, self._env = members, folder, env
        self._children: dict[str, Child] = {}

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
        """Whether any of them is running."""
        return any(status is None for status in self._statuses().values())

    @property
    def pids(self) -> list[int]:
        """Their keepers: the processes that those started are the generators."""
        return [child.keeper.pid for child in self._children.values()]

    def failed(self) -> str:
        """Which of them failed, and how; "" if none did."""
        for name, status in self._statuses().items():
            if status:
                how = f"by signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
                return f"{name} ended {how}"
        return ""

    def log(self, name: str) -> Path:
        """The file for a process' output."""
        return self._folder / f"{name}.log"

    def logs(self) -> list[Path]:
        """The output of all, beginning with the one that failed first."""
        bad_first = sorted(self._statuses().items(), key=lambda item: not item[1])
        return [self.log(name) for name, _ in bad_first]

    def _start(self, member: Member) -> None:
        plan = member.plan
        cwd = Path(plan.locustfile).parent if plan.locustfile else self._folder
        inherited_path = self._env.get("PYTHONPATH", "")  # the team's scenario may import from there
        self._children[member.name] = start_child(
            python_of_ours(cwd, PROGRAM, *member.options, also=filter(None, inherited_path.split(os.pathsep))),
            cwd=cwd,
            env=without_paths(self._env),
            log=self.log(member.name),
            grace=GRACE,
            feed=plan.as_json(),
            private=True,  # the team's scenario may print secrets
        )

    def _statuses(self) -> dict[str, int | None]:
        try:
            return {name: child.poll() for name, child in self._children.items()}
        except NotStarted as error:
            raise CannotMeasure(f"locust does not start: {error}", "free some memory, or see who owns Python") from None

    def _end(self) -> None:
        # A second Ctrl-C must not keep us from ending the processes.
        before = signal.getsignal(signal.SIGINT)
        in_main = _ignore_interrupts()
        try:
            for child in self._children.values():
                child.tell_to_end()
            for child in self._children.values():
                child.end()
        finally:
            if in_main and before is not None:
                signal.signal(signal.SIGINT, before)


def _ignore_interrupts() -> bool:
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:
        return False  # not the main thread, which alone gets interrupts
    return True
