"""Runs of the shop's deployment: left alone, or killed with all their processes."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import IO

from deployment_project import FILE, TAG, git, project
from deployment_world import NEW, OLD, World

from pytest_golive.keeping import proc
from pytest_golive.keeping.alive import descendants, is_running

PATIENCE = 600.0  # seconds, for whatever a busy machine does
DEPLOY = ("-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider", "-m", "deploy", "--target=prod")
ALLOWED = ("--golive-execute", "--golive-allow=deploy", f"--golive-confirm={NEW}")
COMMAND = (sys.executable, "-c", "import sys; from pytest_golive.cli import main; sys.exit(main(sys.argv[1:]))")
BACK = (*COMMAND, "rollback", "--target=prod", "--execute", f"--confirm=v{OLD}")
NUMBERS = count(1)


class Shop:
    """One shop, and all that is run against it."""

    def __init__(self, folder: Path, world: World, url: str, lock: str = FILE) -> None:
        self.folder, self.world = folder / "project", world
        self.tag = f"{os.getpid()}-{next(NUMBERS)}"
        self.lock = world.folder / "prod.lock"
        project(self.folder, world.folder, url, lock)

    @property
    def variables(self) -> dict[str, str]:
        return {**os.environ, TAG: self.tag, "COLUMNS": "4000"}  # so that no path is wrapped

    def run(self, *command: str) -> tuple[int, str]:
        """Exit status and output of a run that nobody disturbs."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.variables, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
        return done.returncode, re.sub(r"={9,}", "", done.stdout + done.stderr)

    def deploy(self) -> tuple[int, str]:
        return self.run(sys.executable, *DEPLOY, *ALLOWED)

    def commit(self) -> None:
        """Make what is there the release."""
        for words in (("add", "-A"), ("commit", "-qm", "Another release")):
            git(self.folder, *words)

    def begun(self, checkout: Path, said: IO[str] | int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        """A deployment from *checkout*, under way."""
        return subprocess.Popen(
            (sys.executable, *DEPLOY, *ALLOWED), cwd=checkout, env=self.variables, stdin=subprocess.DEVNULL,
            stdout=said, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    def killed(self, after: float) -> None:
        """Deploy, and kill all of that *after* seconds from its lock."""
        run = self.begun(self.folder)
        deadline = time.monotonic() + PATIENCE
        while not self.lock.exists() and run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(after)
        kill_all(run.pid, self.tag)
        run.wait(PATIENCE)


def kill_all(run: int, tag: str) -> None:
    """Stop all processes of a run, and those that it starts meanwhile; then kill them: none sees another end."""
    stopped: set[int] = set()
    while found := ({run, *descendants(run), *tagged(tag)} - stopped):
        stopped |= found
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
    for pid in stopped:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while any(is_running(pid) for pid in stopped - {run}) and time.monotonic() < deadline:
        time.sleep(0.01)


def tagged(tag: str) -> set[int]:
    return {pid for pid, name in proc.names().items() if f"{TAG}={tag}" in proc.environment(name)}
