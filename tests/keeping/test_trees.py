"""Which descendants of a child may stay, and which outlive it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from surviving import PATIENCE, kill_all, pids_in, wait_for

from pytest_golive.keeping.alive import descendants, is_running
from pytest_golive.keeping.child import job_of, start_child
from pytest_golive.keeping.keepers import start_keeper, watched

# It puts itself into the background as daemons do: two forks, and a session of its own.
DAEMON = """
import os, sys, time
from pathlib import Path
if os.fork():
    time.sleep(0.2)
    os._exit(int(sys.argv[2]))
os.setsid()
if os.fork():
    os._exit(0)
name = Path(sys.argv[1], f"{os.getpid()}.draft")
name.touch()
name.rename(name.with_suffix(".pid"))
time.sleep(600)
"""
# A run in the middle of its deployment, which has started a daemon already.
DEPLOYING = """
import os, sys, time
from pathlib import Path
from pytest_golive.keeping.child import start_child
folder = Path(sys.argv[1])
words = ["sh", "-c", '"$1" -c "$2" "$3" 0; sleep 600', "sh", sys.executable, sys.argv[2], sys.argv[1]]
start_child(words, cwd=folder, env=dict(os.environ), log=folder / "log", leaves=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def nothing_stays(tmp_path):
    yield
    kill_all(pids_in(tmp_path))


def serve(folder, status):
    """Start the daemon as a service is started, for this process."""
    command = [sys.executable, "-c", DAEMON, str(folder), str(status)]
    job = job_of(command, cwd=folder, env=dict(os.environ), log=folder / "log", lasts=True)
    return start_keeper({**job, "watched": watched(os.getpid()), "holds": False}, answers=False)


def test_a_service_that_puts_itself_into_the_background_lasts_until_its_end(tmp_path):
    keeper = serve(tmp_path, 0)
    daemon = wait_for(lambda: pids_in(tmp_path))[0]
    wait_for(lambda: descendants(keeper.pid) == [daemon])  # the command itself has ended
    assert keeper.poll() is None
    assert is_running(daemon)
    keeper.terminate()
    keeper.wait(PATIENCE)
    assert not is_running(daemon)


def test_a_keeper_ends_when_the_service_does(tmp_path):
    keeper = serve(tmp_path, 0)
    daemon = wait_for(lambda: pids_in(tmp_path))[0]
    wait_for(lambda: descendants(keeper.pid) == [daemon])
    os.kill(daemon, signal.SIGKILL)
    assert keeper.wait(PATIENCE) == 0


def test_what_a_service_that_failed_has_started_ends(tmp_path):
    keeper = serve(tmp_path, 3)
    assert keeper.wait(PATIENCE) == 0
    assert not any(map(is_running, pids_in(tmp_path)))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_a_deployment_that_is_broken_off_leaves_nothing(tmp_path, number):
    run = subprocess.Popen([sys.executable, "-c", DEPLOYING, str(tmp_path), DAEMON])
    daemon = wait_for(lambda: pids_in(tmp_path))[0]
    run.send_signal(number)
    run.wait()
    wait_for(lambda: not is_running(daemon))


@pytest.mark.parametrize(
    ("ending", "stays"), [("exit 0", True), ("exit 7", True), ("exit 130", False), ("kill -9 $$", False)]
)
def test_what_ended_by_itself_leaves_what_it_started_and_what_was_ended_does_not(tmp_path, ending, stays):
    script = f"setsid sleep 600 & echo > $!.pid; {ending}"
    child = start_child(["sh", "-c", script], cwd=tmp_path, env=dict(os.environ), log=tmp_path / "log", leaves=True)
    child.wait(PATIENCE)
    assert is_running(pids_in(tmp_path)[0]) is stays
    child.end()


def test_a_feed_that_nobody_reads_does_not_keep_the_keeper_from_its_work(tmp_path):
    child = start_child(
        ["sh", "-c", "echo > $$.pid; exec sleep 600"],
        cwd=tmp_path,
        env=dict(os.environ),
        log=tmp_path / "log",
        feed="x" * 1_000_000,
        private=True,
    )
    wait_for(lambda: pids_in(tmp_path))
    child.end()
    assert not any(map(is_running, pids_in(tmp_path)))
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0


def test_a_child_can_be_looked_at_while_it_runs(tmp_path):
    child = start_child(
        ["sh", "-c", "read line; exit 5"], cwd=tmp_path, env=dict(os.environ), log=tmp_path / "log", feed=""
    )
    assert [child.wait(PATIENCE), child.poll(), child.wait()] == [5, 5, 5]
    child.end()
    child = start_child(["sleep", "600"], cwd=tmp_path, env=dict(os.environ), log=Path(os.devnull))
    assert child.poll() is None
    child.tell_to_end()
    assert child.wait(PATIENCE) == -signal.SIGTERM
    child.end()


@pytest.mark.parametrize("leaves", [True, False])
def test_a_keeper_that_is_killed_is_noticed_and_what_its_child_has_started_ends(tmp_path, leaves):
    script = "setsid sleep 600 & echo > $!.pid; sleep 600"
    child = start_child(["sh", "-c", script], cwd=tmp_path, env=dict(os.environ), log=tmp_path / "log", leaves=leaves)
    orphan = wait_for(lambda: pids_in(tmp_path))[0]
    child.keeper.kill()
    assert child.wait(PATIENCE) == -signal.SIGKILL
    assert not is_running(orphan)
    child.end()
