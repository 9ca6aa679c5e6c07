"""The private folder of a run is removed with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pytest_golive.keeping.alive import descendants, is_keeper
from pytest_golive.keeping.child import start_child
from pytest_golive.keeping.keepers import keep_run
from pytest_golive.running import starting

PATIENCE = 30
# Tests that run a checklist of their own, as ours do: a private folder within the run that is killed.
INNER = """
import os, signal, sys, time
from pathlib import Path
from pytest_golive.running.starting import begin_run
if sys.argv[2] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
folder = begin_run()
Path(sys.argv[1], "draft").write_text(str(folder))
Path(sys.argv[1], "draft").rename(Path(sys.argv[1], "inner"))
time.sleep(600)
"""


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("manner", ["polite", "stubborn"])
def test_the_folder_of_a_run_inside_a_run_that_is_ended_does_not_stay(tmp_path, manner):
    command = [sys.executable, "-c", INNER, str(tmp_path), manner]
    child = start_child(command, cwd=tmp_path, env=dict(os.environ), log=tmp_path / "log", grace=0.5)
    wait_for((tmp_path / "inner").exists)
    folder = Path((tmp_path / "inner").read_text())
    assert folder.is_dir()
    child.end()  # all that it started is gone then, the keeper of that folder too
    assert not folder.exists()


def test_whoever_ends_all_keepers_too_does_not_save_the_folder_of_the_run(tmp_path):
    run = subprocess.Popen([sys.executable, "-c", INNER, str(tmp_path), "polite"])
    wait_for((tmp_path / "inner").exists)
    folder = Path((tmp_path / "inner").read_text())
    (keeper,) = filter(is_keeper, descendants(run.pid))
    wait_for(lambda: ignores(keeper, signal.SIGTERM))
    os.kill(keeper, signal.SIGTERM)
    run.terminate()
    run.wait()
    wait_for(lambda: not folder.exists())


def ignores(pid, number):
    (mask,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigIgn:"))
    return int(mask.split()[1], 16) >> (number - 1) & 1


def test_the_folder_of_a_run_is_kept_before_it_is_made(monkeypatch):
    seen = []

    def keep(folder):
        seen.append(folder.exists())
        return keep_run(folder)

    monkeypatch.setattr(starting, "keep_run", keep)
    folder = starting.begin_run()
    assert folder.is_dir()
    assert folder.stat().st_mode & 0o777 == 0o700
    starting.end_run(folder)
    assert seen == [False]
    assert not folder.exists()
