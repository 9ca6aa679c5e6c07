"""A request that was not answered in time while this machine stood still says nothing of the service."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pytest_golive.service.http.unreachable import HALF, if_standing
from pytest_golive.service.pulse import LATE, PERIOD, Pulse


class Hands:
    """A clock that a test moves."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def asking(speak):
    """A process that asks a server which never answers, within so many seconds."""

    def start(timeout):
        ended, is_asked = threading.Event(), threading.Event()
        url = speak(lambda _: (is_asked.set(), ended.wait(600)))
        command = [sys.executable, str(Path(__file__).with_name("standing.py")), url, str(timeout)]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append((run, ended))
        assert is_asked.wait(600)
        return run

    started = []
    yield start
    for run, ended in started:
        ended.set()
        run.kill()
        run.communicate()


def test_a_service_that_does_not_answer_has_failed(asking):
    kind, _, _, is_of_service = json.loads(asking(4).communicate(timeout=600)[0])
    assert (kind, is_of_service) == ("timeout", True)


def test_a_process_that_was_paused_meanwhile_knows_nothing_of_it(asking):
    run = asking(4)
    run.send_signal(signal.SIGSTOP)
    time.sleep(4)
    run.send_signal(signal.SIGCONT)
    kind, what, cure, is_of_service = json.loads(run.communicate(timeout=600)[0])
    assert (kind, is_of_service) == ("stood still", False)
    assert "(timeout), but this machine stood still for " in what
    assert cure.startswith("measure again: ")


def test_what_was_seen_and_what_is_not_over_yet_are_added():
    clock = Hands()
    pulse = Pulse(clock)
    with pulse.beating() as stood:
        pulse._last = clock.now
        with pulse._lock:
            clock.now += 3
            pulse._take(clock.now)
        assert stood() == pytest.approx(3 - PERIOD)
        with pulse._lock:
            clock.now += PERIOD + LATE / 2
            pulse._take(clock.now)
        assert stood() == pytest.approx(3 - PERIOD)
    with pulse.beating() as later:
        assert later() == 0


def test_it_beats_only_while_somebody_asks():
    with Pulse().beating():
        assert "golive-pulse" in [one.name for one in threading.enumerate()]
    assert "golive-pulse" not in [one.name for one in threading.enumerate()]


@pytest.mark.parametrize(
    ("kind", "stood", "becomes"),
    [
        ("timeout", 5.0 * HALF, "stood still"),
        ("timeout", 5.0 * HALF - 0.1, "timeout"),
        ("cut off", 5.0, "stood still"),
        ("no connection", 5.0, "stood still"),
        ("refused", 5.0, "refused"),
        ("certificate", 5.0, "certificate"),
    ],
)
def test_only_what_a_pause_can_cause_is_doubted(kind, stood, becomes):
    assert if_standing(kind, "it failed", stood, 5.0)[0] == becomes
