"""A run whose watch is asked to end ends as an interrupted one, and never in GO."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

GATE = """
from pathlib import Path

from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.resuming import start
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.policy import Policy
from pytest_golive.observability.watch.watching import Watching


class Viewer:
    def begin(self, standing, wait):
        pass

    def show(self, sample, standing, left):
        print("ready" if sample.number == 2 else "", flush=True)

    def close(self):
        print("closed", flush=True)


def test_watch():
    policy = Policy(0.2, 100_000)
    journal = start(Path("samples.jsonl"), About("1.0.0", "", "here", policy, ("a",)))
    Watching(policy, ("a",), lambda: [Measurement("a", Phase.GOOD)], journal, viewer=Viewer()).hold()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_whose_watch_is_asked_to_end_is_a_no_go(project, number):
    project.write("gates/test_shop.py", GATE)

    def listen():
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)

    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-s", "-p", "no:randomly"],
        cwd=project.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=listen,  # noqa: PLW1509
    )
    said = ""
    while "ready" not in said and (line := process.stdout.readline()):
        said += line
    os.kill(process.pid, number)
    rest, _ = process.communicate(timeout=900)
    assert process.returncode == 2, said + rest
    assert "closed" in rest
    assert "the run was interrupted" in rest
    assert "NO-GO" in rest
    lines = (project.path / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    why = "by SIGTERM" if number == signal.SIGTERM else "by Ctrl-C"
    assert {key: json.loads(lines[-1])[key] for key in ("event", "why")} == {"event": "stopped", "why": why}
