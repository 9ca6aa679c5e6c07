"""Ctrl-C and signals end the step under way with all that it has started, and the run says how to go on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.keeping import proc
from pytest_golive.keeping.alive import is_running

pytestmark = pytest.mark.usefixtures("quiet")
PATIENCE = 600
TAG = "STOPPED_BY_PEOPLE"
# It ignores SIGTERM, and leaves a daemon behind that does so, too, in a session of its own.
STUBBORN = """
import os, signal, sys, time

signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setsid()
    time.sleep(900)
open("BEGUN", "a").write("begun ")
time.sleep(900)
"""
# A shell that starts a run in the background has it ignore Ctrl-C.
RUN = "import signal, sys, pytest; signal.signal(signal.SIGINT, signal.default_int_handler); sys.exit(pytest.main())"
LOCK = "[tool.golive.deployment]\nlock = {{ file = '{lock}' }}\n"
WHERE = {
    "deployment::deployed": f"{LOCK}command = {{command}}\n",
    "deployment::migrate": f"{LOCK}[tool.golive.deployment.steps.migrate]\ncommand = {{command}}\n"
    f"environment = ['{TAG}']\nafter = 'backup_created'\nbefore = 'deployed'\n",
}


@pytest.fixture
def stopped(shop, live, monkeypatch):
    """Stop a run by a signal as soon as the step is under way; gives its status and what it said."""

    def stop(step, number, tag):
        monkeypatch.setenv(TAG, tag)
        monkeypatch.setenv("COLUMNS", "1000")
        shop.write("stubborn.py", STUBBORN)
        shop.write(".gitignore", "__pycache__/\n.coverage\nBEGUN\nlock*\n.golive/\n.pytest_cache/\n")
        shop.settings(WHERE[step].format(command=[sys.executable, "stubborn.py"], lock="lock-{target}"))
        names = [one.id.removeprefix("golive/") for one in built_in_entries() if "deploy" in one.phases]
        away = "".join(f'"{name}" = "not tried in this test"\n' for name in names if name != step)
        shop.settings(f"[tool.golive.not_applicable]\n{away}")
        shop.commit()
        command = [sys.executable, "-c", RUN, "-p", "no:randomly", "-m", "deploy", "--golive-execute"]
        run = subprocess.Popen(command, cwd=shop.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        until = time.monotonic() + PATIENCE
        while not (shop.path / "BEGUN").exists() and run.poll() is None and time.monotonic() < until:
            time.sleep(0.05)
        run.send_signal(number)
        said, _ = run.communicate(timeout=PATIENCE)
        return run.returncode, " ".join(said.split())

    return stop


def alive(tag):
    names = proc.names().items()
    return [pid for pid, name in names if f"{TAG}={tag}" in proc.environment(name) and is_running(pid)]


@pytest.mark.parametrize(
    ("step", "number"),
    [
        ("deployment::deployed", signal.SIGINT),
        ("deployment::deployed", signal.SIGTERM),
        ("deployment::migrate", signal.SIGHUP),
    ],
)
def test_a_step_that_is_stopped_leaves_nothing_behind_but_the_truth(shop, stopped, monkeypatch, step, number):
    tag = f"{shop.path}-{step}-{number}"
    status, said = stopped(step, number, tag)
    monkeypatch.setenv(TAG, "over")
    assert status == pytest.ExitCode.INTERRUPTED, said
    assert alive(tag) == []
    text = (shop.path / ".git/golive/journal/staging.jsonl").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(one["event"], one["step"], one["result"]) for one in lines[-3:]] == [
        ("step started", step, ""),
        ("step ended", step, "interrupted"),
        ("ended", "", "failed"),
    ]
    assert not (shop.path / "lock-staging").exists(), "nobody else has to wait"
    how = "by Ctrl-C" if number == signal.SIGINT else f"by {signal.Signals(number).name}"
    assert how in said
    assert f"staging: {step} was stopped, and ended with all that it had started" in said
    assert "golive journal --target=staging shows what was done" in said
    assert "to roll back: golive rollback --target=staging" in said
    assert "is repeatable: pytest -m deploy --target=staging --golive-execute" in said
    words = " ".join(shop.run("-m", "deploy", "--golive-execute").stdout.str().split())
    assert f"{step} was begun by " in words
    assert "it was not done again" in words
    assert (shop.path / "BEGUN").read_text() == "begun "
