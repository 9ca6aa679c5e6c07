"""The command of `golive probe` ends with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from surviving import PATIENCE, kill_all, pids_in, wait_for

from pytest_golive.keeping.alive import is_running

RUN = "import sys; from pytest_golive.cli import main; sys.exit(main(sys.argv[1:]))"
# The command starts another process in a session of its own; both ignore the polite signal.
COMMAND = "trap '' TERM HUP; cd {folder}; setsid sh -c 'echo > $$.pid; sleep 600' & echo > $$.pid; sleep 600"


@pytest.fixture
def start(server, tmp_path):
    """Start the command, `golive probe` around it, and perhaps another program around that."""
    made = []

    def run(script, *before):
        words = ["probe", "--url", server.url, "--settle", "600ms", "--", "sh", "-c", script.format(folder=tmp_path)]
        command = [*before, sys.executable, "-c", RUN, *words]
        made.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return made[-1]

    yield run
    for process in made:
        process.kill()
        process.communicate()
    kill_all(pids_in(tmp_path))


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL], ids=lambda number: number.name
)
def test_nothing_of_the_command_stays(start, tmp_path, number):
    # A shell's background has programs ignore the interrupt; here it must count.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = start(COMMAND)
    finally:
        signal.signal(signal.SIGINT, before)
    wait_for(lambda: len(pids_in(tmp_path)) == 2)
    process.send_signal(number)
    _, said = process.communicate(timeout=PATIENCE)
    wait_for(lambda: not any(map(is_running, pids_in(tmp_path))))
    assert process.returncode == (-signal.SIGKILL if number == signal.SIGKILL else 2)
    assert ("golive: broken off" in said) is (number != signal.SIGKILL)


def test_what_a_deployment_has_started_stays_when_it_has_ended(start, tmp_path):
    process = start("cd {folder}; setsid sh -c 'echo > $$.pid; exec sleep 600' >/dev/null 2>&1 & sleep 1; echo said")
    out, said = process.communicate(timeout=PATIENCE)
    assert out == "said\n"
    assert "golive: the command ended" not in said
    assert "broken off" not in said
    assert all(map(is_running, wait_for(lambda: pids_in(tmp_path))))


def test_the_command_has_our_terminals_group_and_our_input(server):
    script = "import os; print(os.getpgrp(), input())"
    words = ["probe", "--url", server.url, "--settle", "600ms", "--", sys.executable, "-c", script]
    command = [sys.executable, "-c", RUN, *words]
    done = subprocess.run(
        command, input="from outside\n", capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.stdout == f"{os.getpgrp()} from outside\n", done.stderr


def test_under_nohup_a_terminal_that_closes_ends_nothing(start, tmp_path):
    process = start("cd {folder}; echo > $$.pid; while [ ! -e done ]; do sleep 0.1; done; exit 0", "nohup")
    pid = wait_for(lambda: pids_in(tmp_path))[0]
    for receiver in (process.pid, pid):
        os.kill(receiver, signal.SIGHUP)
    (tmp_path / "done").touch()
    _, said = process.communicate(timeout=PATIENCE)
    assert "golive: the command ended" not in said
    assert "broken off" not in said
