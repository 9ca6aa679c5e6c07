"""Which processes are alive, and what a killed run leaves in the temporary folder."""

from __future__ import annotations

import os
import subprocess
import sys

from surviving import wait_for

from pytest_golive.keeping.alive import group_is_there, is_running, started_at
from pytest_golive.keeping.keepers import dismiss, keep_run
from pytest_golive.keeping.scope import SCOPE


def test_the_folder_of_a_run_that_is_gone_is_removed(tmp_path):
    folder = tmp_path / "run"
    (folder / "deep").mkdir(parents=True)
    code = (
        "import sys, time; from pathlib import Path; from pytest_golive.keeping.keepers import keep_run\n"
        "keep_run(Path(sys.argv[1])); print('kept', flush=True); time.sleep(600)"
    )
    run = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True)
    assert run.stdout.readline() == "kept\n"
    assert folder.is_dir()
    run.kill()
    wait_for(lambda: not folder.exists())
    run.wait()
    run.stdout.close()


def test_the_folder_of_a_run_that_takes_its_leave_is_its_own(tmp_path):
    dismiss(keep_run(tmp_path))
    assert tmp_path.is_dir()


def test_a_zombie_is_dead_and_a_number_given_anew_is_another():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    began = started_at(process.pid)
    assert began > 0
    assert is_running(process.pid, began)
    assert not is_running(process.pid, began - 1)
    process.kill()
    wait_for(lambda: not is_running(process.pid))  # not reaped: its number still exists
    os.kill(process.pid, 0)
    assert started_at(process.pid) == 0
    process.wait()


def test_a_group_is_gone_only_if_the_system_says_so(monkeypatch):
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    assert group_is_there(process.pid)

    def others(*_):
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as context:
        context.setattr(os, "killpg", others)  # all that is left belongs to another user
        assert group_is_there(process.pid)
    process.kill()
    process.wait()
    assert not group_is_there(process.pid)


def test_temporary_folders_lie_in_the_folder_of_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(SCOPE, "folder", tmp_path)
    with SCOPE.temporary_folder() as folder:
        assert folder.parent == tmp_path
        (folder / "file").write_text("")
    assert not folder.exists()
    monkeypatch.setattr(SCOPE, "folder", tmp_path / "gone")
    with SCOPE.temporary_folder() as folder:
        assert folder.is_dir()
