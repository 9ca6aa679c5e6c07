"""Steps in a small repository, and processes that must be gone afterwards."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pytest_golive.delivery.steps.context import StepContext
from pytest_golive.delivery.steps.filling.placeholders import Values
from pytest_golive.delivery.steps.running import run_step
from pytest_golive.delivery.steps.step import Step
from pytest_golive.masking.known import MASK

VALUES = {
    "version": "1.2.0", "tag": "v1.2.0", "commit": "c0ffee", "previous": "v1.1.0", "previous_tag": "v1.1.0",
    "previous_version": "1.1.0", "previous_commit": "beef", "target": "staging", "url": "http://127.0.0.1:1",
}  # fmt: skip
PATIENCE = 60


class Shop:
    """A committed project in which steps run."""

    def __init__(self, root, git):
        self.root, self._git = root, git
        self.told: list[str] = []
        root.mkdir()
        git(root, "init", "--quiet")
        (root / "shop.py").write_text("PRICE = 1\n", encoding="utf-8")
        git(root, "add", "shop.py")
        git(root, "commit", "--quiet", "--message", "the shop")

    def git(self, *args):
        return self._git(self.root, *args).strip()

    def context(self, *, target=None, values=VALUES, **environment):
        variables = {"PATH": os.environ["PATH"], "HOME": str(self.root), **environment}
        folder = self.root.parent / "output"
        return StepContext(self.root, folder, Values(values), target, variables, self.told.append)

    def run(self, *command, given=None, variables=(), **options):
        step = Step("roll_out", command=command, after=("deployed",), environment=variables, **options)
        return run_step(step, self.context(**(given or {})))

    def shell(self, text, given=None, **options):
        return self.run(shell=text, given=given, **options)  # nosec B604 -- a step, not subprocess


@pytest.fixture
def shop(tmp_path, git):
    MASK.reset()
    yield Shop(tmp_path / "shop", git)
    MASK.reset()


def is_gone(pid):
    """Whether the process *pid* ends within a minute; a zombie has ended."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def gone():
    return is_gone
