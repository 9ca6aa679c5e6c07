"""A container whose first process does not reap children, with its own /proc or the host's."""

from __future__ import annotations

import subprocess
import sys

import pytest
from surviving import wait_for

# The first process: it starts the run, and never waits for anybody. The run starts a daemon below a keeper, and a helper.
FIRST = "import subprocess, sys, time; subprocess.Popen(sys.argv[1:]); time.sleep(600)"
RUN = """
import os, subprocess, sys, time
from pathlib import Path
from pytest_golive.processes import children
from pytest_golive.keeping.alive import is_running, started_at
from pytest_golive.keeping.child import start_child
from pytest_golive.running.starting import begin_run
folder, private = Path(sys.argv[1]), begin_run()
variables = children.environment(os.environ)
start_child(["sh", "-c", "setsid sh -c 'trap \\"\\" TERM; echo > daemon; sleep 600' & sleep 600"],
            cwd=folder, env=variables, log=folder / "log")
subprocess.Popen(["sleep", "600"], env=variables)
while not (folder / "daemon").exists():
    time.sleep(0.02)
if not is_running(os.getpid(), started_at(os.getpid())):
    sys.exit("we take ourselves for dead")
(folder / "folder").write_text(str(private))
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("options", [("--mount-proc",), ()], ids=["its own /proc", "the machine's /proc"])
def test_in_a_container_that_reaps_nobody_nothing_stays(tmp_path, options):
    command = ("unshare", "--pid", "--fork", "--kill-child", *options)
    first = subprocess.Popen([*command, sys.executable, "-c", FIRST, sys.executable, "-c", RUN, str(tmp_path)])
    try:
        folder = wait_for(lambda: (tmp_path / "folder").exists() and (tmp_path / "folder").read_text())
        marks = f"PYTEST_GOLIVE_RUN={folder}/"
        wait_for(lambda: not bearing(marks))
        wait_for(lambda: not (tmp_path / folder).exists())
    finally:
        first.kill()
        first.wait()


def bearing(mark):
    """Processes of all namespaces that were started with *mark*."""
    from pathlib import Path

    found = []
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            variables = file.read_text(errors="replace").split("\0")
        except OSError:
            continue
        found += [file] if mark in variables else []
    return found
