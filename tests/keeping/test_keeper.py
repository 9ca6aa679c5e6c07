"""No process of a run survives, whichever process is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from surviving import PATIENCE, kill_all, pids_in, wait_for

from pytest_golive.keeping.alive import descendants, is_running
from pytest_golive.keeping.child import NotStarted, start_child
from pytest_golive.keeping.scope import SCOPE

# A run: it starts a child that starts a daemon in a session of its own, and both ignore the polite signal.
RUN = """
import os, signal, subprocess, sys, time
from pathlib import Path
from pytest_golive.keeping.child import start_child
folder = Path(sys.argv[1])
start_child([sys.executable, "-c", sys.argv[2], sys.argv[1]], cwd=folder, env=dict(os.environ), log=folder / "log")
time.sleep(600)
"""
STUBBORN = """
import os, signal, subprocess, sys, time
from pathlib import Path
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if sys.argv[2:] == []:
    subprocess.Popen([sys.executable, "-c", sys.orig_argv[2], sys.argv[1], "daemon"], start_new_session=True)
name = Path(sys.argv[1], str(os.getpid()) + ".draft")
name.write_text("")
name.rename(name.with_suffix(".pid"))
time.sleep(600)
"""


@pytest.fixture
def start_run(tmp_path):
    """A run with a stubborn tree: the process of the run, and the numbers of the tree."""
    runs = []

    def start():
        run = subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path), STUBBORN])
        runs.append(run)
        wait_for(lambda: len(pids_in(tmp_path)) == 2)
        return run, pids_in(tmp_path)

    yield start
    for run in runs:
        run.kill()
        run.wait()
    kill_all(pids_in(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name)
@pytest.mark.parametrize("reaped", [True, False])
def test_a_run_that_is_killed_leaves_nothing(start_run, number, reaped):
    run, tree = start_run()
    os.kill(run.pid, number)
    if reaped:
        run.wait()
    wait_for(lambda: not any(map(is_running, tree)))


def test_what_a_run_forked_does_not_hide_that_it_is_gone(tmp_path, start_run, monkeypatch):
    # A fork has the run's end of the keeper's pipe, too, and keeps it open.
    forking = RUN.replace("time.sleep(600)", "os.fork()\ntime.sleep(600)")
    monkeypatch.setitem(globals(), "RUN", forking)
    run, tree = start_run()
    fork = wait_for(lambda: [pid for pid in descendants(run.pid) if f"{tmp_path}" in command_of(pid)])[0]
    run.kill()
    try:
        wait_for(lambda: not any(map(is_running, tree)))
        assert is_running(fork)
    finally:
        os.kill(fork, signal.SIGKILL)


def command_of(pid):
    line = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    return line if "start_child" in line else ""


def test_the_end_of_another_process_of_the_run_ends_the_child_too(tmp_path, monkeypatch):
    controller = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    monkeypatch.setattr(SCOPE, "pid", controller.pid)
    child = start_child(["sleep", "600"], cwd=tmp_path, env=dict(os.environ), log=tmp_path / "log")
    controller.kill()  # and nobody reaps it: a zombie is dead
    try:
        assert child.wait(PATIENCE) == -signal.SIGTERM
    finally:
        child.end()
        controller.wait()


def shell(tmp_path, script, **options):
    return start_child(["sh", "-c", script], cwd=tmp_path, env=dict(os.environ), log=tmp_path / "log", **options)


@pytest.mark.parametrize(("script", "status"), [("exit 0", 0), ("exit 7", 7), ("kill -9 $$", -9), ("kill -15 $$", -15)])
def test_the_status_is_the_childs(tmp_path, script, status):
    child = shell(tmp_path, f"echo said; {script}")
    assert child.wait(PATIENCE) == status
    assert (tmp_path / "log").read_text() == "said\n"
    child.end()


@pytest.mark.parametrize(
    ("command", "reason"),
    [(["/nowhere/to/be/found"], "No such file or directory"), (["a\0b"], "embedded null byte")],
)
def test_what_cannot_start_says_why(tmp_path, command, reason):
    child = start_child(command, cwd=tmp_path, env=dict(os.environ), log=tmp_path / "log")
    with pytest.raises(NotStarted, match=reason):
        child.wait(PATIENCE)
    child.end()


@pytest.mark.parametrize("leaves", [True, False])
def test_what_a_child_leaves_behind_stays_only_where_it_may(tmp_path, leaves):
    child = shell(tmp_path, "setsid sleep 600 & echo $! > left", leaves=leaves)
    assert child.wait(PATIENCE) == 0
    child.end()
    left = int((tmp_path / "left").read_text())
    assert is_running(left) is leaves
    if leaves:
        os.kill(left, signal.SIGKILL)


def test_a_child_that_is_told_to_end_may_end_well(tmp_path):
    child = shell(tmp_path, "trap 'echo well > end; exit 3' TERM; touch ready; while :; do sleep 0.05; done")
    wait_for((tmp_path / "ready").exists)
    child.end()
    assert (tmp_path / "end").read_text() == "well\n"


def test_a_keeper_that_is_killed_takes_its_child_along(tmp_path):
    child = shell(tmp_path, "echo $$ > me.draft; mv me.draft me.pid; exec sleep 600")
    wait_for((tmp_path / "me.pid").exists)
    child.keeper.kill()
    assert child.wait(PATIENCE) == -signal.SIGKILL
    child.end()
    me = int((tmp_path / "me.pid").read_text())
    wait_for(lambda: not is_running(me))


def test_the_interrupt_works_in_a_child_though_the_run_ignores_it(tmp_path):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        script = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"
        child = start_child([sys.executable, "-c", script], cwd=tmp_path, env=dict(os.environ), log=tmp_path / "log")
        assert child.wait(PATIENCE) == -signal.SIGINT
        child.end()  # a second time does no harm
        child.end()
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.security
def test_a_keeper_runs_nothing_of_the_project_and_shows_no_environment(tmp_path, monkeypatch):
    for name in ("alive", "subprocess", "json", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("A_TOKEN", "e1b5cd0aa1d0")  # pragma: allowlist secret
    child = shell(tmp_path, "touch ready; sleep 600")
    wait_for((tmp_path / "ready").exists)
    assert b"e1b5cd0aa1d0" not in Path(f"/proc/{child.keeper.pid}/environ").read_bytes()
    child.end()
