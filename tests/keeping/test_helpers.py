"""Helper processes without a keeper carry the mark of their run, and end with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from surviving import kill_all, pids_in, wait_for

from pytest_golive.keeping.alive import MARK, is_running, marked
from pytest_golive.keeping.scope import SCOPE, Scope
from pytest_golive.processes import children
from pytest_golive.running.starting import begin_run, end_run

# A run with one helper in a session of its own, in a folder of its own.
RUN = """
import os, subprocess, sys, time
from pathlib import Path
from pytest_golive.processes import children
from pytest_golive.running.starting import begin_run
folder = begin_run()
helper = subprocess.Popen(["sleep", "600"], env=children.environment(os.environ), start_new_session=True)
Path(sys.argv[1], "folder").write_text(str(folder))
Path(sys.argv[1], f"{helper.pid}.pid").touch()
time.sleep(600)
"""
# A worker of a run whose controller is the process that started it.
WORKER = """
import os, subprocess, sys, time
from pathlib import Path
from pytest_golive.processes import children
from pytest_golive.keeping.keepers import keep_worker
from pytest_golive.keeping.scope import SCOPE
SCOPE.pid, SCOPE.folder = int(sys.argv[2]), Path(sys.argv[1])
keep_worker()
helper = subprocess.Popen(["sleep", "600"], env=children.environment(os.environ))
Path(sys.argv[1], f"{helper.pid}.pid").touch()
time.sleep(600)
"""


@pytest.fixture
def start(tmp_path):
    """Start a program of these; the process, and what it started."""
    made = []

    def run(code, *words):
        made.append(subprocess.Popen([sys.executable, "-c", code, str(tmp_path), *words]))
        wait_for(lambda: pids_in(tmp_path))
        return made[-1], pids_in(tmp_path)

    yield run
    for process in made:
        process.kill()
        process.wait()
    kill_all(pids_in(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name)
def test_a_run_that_is_killed_leaves_no_helper_and_no_folder(start, tmp_path, number):
    run, helpers = start(RUN)
    folder = tmp_path / (tmp_path / "folder").read_text()
    assert folder.is_dir()
    run.send_signal(number)
    wait_for(lambda: not folder.exists() and not any(map(is_running, helpers)))


def test_a_worker_that_is_killed_leaves_no_helper(start):
    worker, helpers = start(WORKER, str(os.getpid()))
    worker.kill()
    wait_for(lambda: not any(map(is_running, helpers)))


def test_a_worker_whose_controller_is_killed_ends_with_its_helpers(start, tmp_path):
    controller = subprocess.Popen(["sleep", "600"])
    worker, helpers = start(WORKER, str(controller.pid))
    controller.kill()
    try:
        assert worker.wait(60) == -signal.SIGTERM
        wait_for(lambda: not any(map(is_running, helpers)))
        assert tmp_path.is_dir(), "the folder is the controller's"
    finally:
        controller.wait()


def sleeper(environment):
    return subprocess.Popen(["sleep", "600"], env=environment)


def test_what_a_run_forgets_ends_with_it_and_what_may_stay_stays(monkeypatch):
    monkeypatch.setattr(SCOPE, "folder", None)
    folder = begin_run()
    forgotten = sleeper(children.environment(os.environ))
    agent = sleeper(children.environment(os.environ, may_stay=True))
    deployed = sleeper(children.unmarked(os.environ))
    try:
        end_run(folder)
        assert not is_running(forgotten.pid)
        assert is_running(agent.pid)
        assert is_running(deployed.pid)
    finally:
        for process in (forgotten, agent, deployed):
            process.kill()
            process.wait()


def test_a_run_within_a_run_bears_both_marks(tmp_path):
    outer, inner = Scope(0, tmp_path / "outer"), Scope(4711, tmp_path / "inner")
    environment = inner.marked(outer.marked({"PATH": "/bin"}))
    assert environment == {"PATH": "/bin", MARK: f"{tmp_path}/outer/;{tmp_path}/inner/{os.getpid()}/"}
    assert inner.marked(environment) == environment
    assert Scope().marked(environment) == environment
    process = sleeper({**os.environ, **environment})
    try:
        wait_for(lambda: marked(f"{tmp_path}/outer/", exactly=True) == [process.pid])
        assert marked(f"{tmp_path}/inner/", exactly=False) == [process.pid]
        assert marked(f"{tmp_path}/inner/", exactly=True) == []
        assert marked(f"{tmp_path}/inner/471", exactly=True) == []
    finally:
        process.kill()
        process.wait()
    assert marked(f"{tmp_path}/outer/", exactly=True) == []


def test_workers_end_with_a_run_that_is_killed_and_a_deployment_bears_no_mark_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(SCOPE, "folder", tmp_path / "run")
    variables = {"PATH": "/bin", MARK: "/outer/"}
    undo = children.mark_workers(variables)
    assert variables == {"PATH": "/bin", MARK: f"/outer/;{tmp_path}/run/stays"}
    assert children.unmarked(variables) == {"PATH": "/bin", MARK: "/outer/"}
    assert children.environment(variables)[MARK] == f"/outer/;{tmp_path}/run/stays;{tmp_path}/run/"
    undo()
    assert variables == {"PATH": "/bin", MARK: "/outer/"}
    del variables[MARK]
    undo = children.mark_workers(variables)
    assert children.unmarked(variables) == {"PATH": "/bin"}
    undo()
    assert variables == {"PATH": "/bin"}


def test_what_serves_all_processes_of_the_run_does_not_end_with_the_worker_that_started_it(tmp_path):
    scope = Scope(pid=1, folder=tmp_path)
    assert scope.marked({})[MARK] == f"{tmp_path}/{os.getpid()}/"
    assert scope.marked({MARK: f"{tmp_path}/stays"}, for_all=True)[MARK] == f"{tmp_path}/stays;{tmp_path}/"
