"""Waits for something that happens sooner or later, with a limit that only a fault reaches."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from pytest_golive.keeping.alive import is_running

PATIENCE = 60


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
    return found


def pids_in(folder):
    """The processes that have written their number into a file NUMBER.pid."""
    return [int(file.stem) for file in Path(folder).glob("*.pid")]


def kill_all(pids):
    for pid in filter(is_running, pids):
        os.kill(pid, signal.SIGKILL)
