"""When a process of a load test is killed, no sender survives, and no process of the team's scenario."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from surviving import kill_all, pids_in, wait_for

from pytest_golive.keeping.alive import descendants, is_running

SCENARIO = """\
import os, signal, subprocess, sys
from pathlib import Path
from locust import HttpUser, constant, task

FOLDER = Path(__file__).parent
helper = subprocess.Popen(["sleep", "600"], start_new_session=True, preexec_fn=lambda: signal.signal(15, signal.SIG_IGN))

class Shopper(HttpUser):
    wait_time = constant(0.05)

    @task
    def look(self):
        self.client.get("/look")
        for pid in (os.getpid(), helper.pid):
            FOLDER.joinpath(f"{pid}.pid").touch()
"""
RUN = """
import os, pathlib, sys
from pytest_golive.load.plan import Plan
from pytest_golive.load.sending.running import run_load

plan = Plan(sys.argv[1], users=2, duration=600.0, locustfile=sys.argv[3])
run_load(plan, pathlib.Path(sys.argv[2]), dict(os.environ))
"""


@pytest.fixture
def run(server, tmp_path):
    """A run under way, the process that sends, and one that the scenario started."""
    scenario = tmp_path / "scenario.py"
    scenario.write_text(SCENARIO)
    words = [sys.executable, "-c", RUN, server.url, str(tmp_path / "load"), str(scenario)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: len(pids_in(tmp_path)) == 2 or process.poll() is not None)
    yield process, pids_in(tmp_path)
    process.kill()
    process.wait()
    kill_all(pids_in(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda number: number.name)
def test_a_run_that_is_killed_leaves_nothing_that_sends(run, number):
    process, senders = run
    assert len(senders) == 2
    process.send_signal(number)
    wait_for(lambda: not any(map(is_running, senders)))


def test_a_generator_that_is_killed_leaves_nothing_that_it_started(run):
    process, senders = run
    os.kill(next(pid for pid in senders if b"start" in command_of(pid)), signal.SIGKILL)
    wait_for(lambda: not any(map(is_running, senders)))
    assert process.wait(60) == 1  # it says that the run cannot be believed


def test_a_keeper_that_is_killed_takes_its_generator_along(run):
    process, senders = run
    generator = next(pid for pid in senders if b"start" in command_of(pid))
    keeper = next(pid for pid in descendants(process.pid) if generator in descendants(pid))
    os.kill(keeper, signal.SIGKILL)
    wait_for(lambda: not is_running(generator))


def command_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes().partition(b"load.child.")[2]
