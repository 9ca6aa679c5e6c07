"""A run that was killed between or in batches: what has finished is not repeated, and what nobody saw is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from rollouts import DEPLOYED, SHARES, rollout, said

__all__ = ["rollout"]  # a fixture with a file of its own
pytestmark = pytest.mark.usefixtures("quiet")
PATIENCE = 240


def killed(rollout, step):
    """Kill a run with all that it has started as soon as its journal says that *step* has begun."""
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-m", "deploy", "--golive-execute"]
    run = subprocess.Popen(command, cwd=rollout.shop.path, stdout=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + PATIENCE
    while not begun(rollout, step) and run.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait(PATIENCE)
    assert begun(rollout, step)


def begun(rollout, step):
    file = rollout.shop.path / ".git/golive/journal/staging.jsonl"
    return file.exists() and f'"{step}"' in file.read_text()


def test_a_run_that_was_killed_after_a_batch_goes_on_with_its_watch(rollout):
    rollout.describe()
    rollout.commit(*DEPLOYED)
    killed(rollout, "deployment::batch_50_watched")
    assert rollout.done == ["10", "50"]
    result = rollout.again()
    words = said(result)
    slow = "could not keep its schedule" in words  # on a busy machine zero_downtime proves nothing, and the rest does
    assert result.ret == int(slow), words
    assert rollout.done == [*SHARES], "no batch is deployed twice"
    assert "watched by " in words, "the watch of the first batch is known"
    assert "batch of 50 % by " in words
    assert "what happened between these runs was not probed" in words
    steps = [line["step"] for line in rollout.journal if line["event"] == "step started"]
    assert steps.count("deployment::batch_10_watched") == 1
    assert steps.count("deployment::batch_50_watched") == 2


def test_a_batch_that_was_cut_short_is_not_repeated_blindly(rollout):
    rollout.describe()
    rollout.commit(*DEPLOYED)
    killed(rollout, "deployment::batch_10")
    before = rollout.done
    words = said(rollout.again())
    assert "deployment::batch_10 was begun by " in words
    assert "and cut short, so nobody knows how far it came; it was not done again" in words
    assert "not run, because a step before it does not hold: deployment::batch_10 (error)" in words
    assert [one for one in rollout.done if one != "0"] == before, "it was rolled back, and nothing else"


def test_one_that_may_be_repeated(rollout):
    rollout.describe(deployment="repeatable = true")
    rollout.commit("deployment::deployed")
    killed(rollout, "deployment::batch_50")
    result = rollout.again()
    assert result.ret == 0, result.stdout.str()
    assert [one for one in rollout.done if one != "50"] == ["10", "100"], (
        "only the batch that was cut short is repeated"
    )
    third = rollout.again()
    assert third.ret == 0, third.stdout.str()
    assert rollout.done[-1] == "100", "a batch that has finished is never repeated"
    assert rollout.done.count("10") == 1
