"""A generator may raise its priority, but takes no CPU that the service needs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

BEGIN = """
import os, time
import gevent
from pytest_golive.load.child import punctual

def policy():
    return os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK

def burn(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass

punctual.be_punctual(RATE)
print(policy())
"""
WITHOUT_A_PAUSE = "burn(1.0)"
MORE_THAN_ITS_SHARE = """
for _ in range(100):
    burn(0.03)
    gevent.sleep(0.001)
"""
LITTLE = """
for _ in range(20):
    burn(0.001)
    gevent.sleep(0.05)
"""


def policies(work, rate=100):
    code = f"{BEGIN.replace('RATE', str(rate))}\n{work}\nprint(policy())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    return [int(line) for line in done.stdout.split()]


@pytest.mark.parametrize("work", [WITHOUT_A_PAUSE, MORE_THAN_ITS_SHARE], ids=["without a pause", "too much"])
def test_a_generator_that_takes_too_much_steps_back(work):
    before, after = policies(work)
    assert before == (os.SCHED_RR if os.geteuid() == 0 else os.SCHED_OTHER)
    assert after == os.SCHED_OTHER


def test_one_that_takes_little_stays_before_others():
    before, after = policies(LITTLE)
    assert before == after


def test_at_a_high_rate_it_never_is():
    assert policies(LITTLE, rate=2_000) == [os.SCHED_OTHER] * 2
