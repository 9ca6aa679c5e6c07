"""A watch in a process that is stopped, whose clock is set, or that is asked to end, by the system itself."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pretended_time import Script

from pytest_golive.observability.watch.journal.reading import read
from pytest_golive.observability.watch.policy import Policy
from pytest_golive.observability.watch.standing import Ending
from pytest_golive.observability.watch.watching import Watching
from pytest_golive.processes.stopping import POLITE, Terminated, stoppable

CHILD = Path(__file__).parent / "held_watch.py"
PATIENCE = 600.0  # seconds
ENDLESS = 100_000  # samples


class Child:
    """A process that holds a watch."""

    def __init__(self, file, count, *how, env=None, ignored=()):
        self.file = file

        def prepare():
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)

        self.process = subprocess.Popen(
            [sys.executable, str(CHILD), str(file), str(count), *how],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(env or {})},
            preexec_fn=prepare,  # noqa: PLW1509
        )

    def await_samples(self, number):
        deadline = time.monotonic() + PATIENCE
        while not self.file.exists() or self.file.read_bytes().count(b'"sample":') < number:
            assert time.monotonic() < deadline
            assert self.process.poll() is None
            time.sleep(0.05)

    def send(self, number):
        self.process.send_signal(number)

    def found(self):
        return json.loads(self.process.communicate(timeout=PATIENCE)[0])


@pytest.fixture
def held(tmp_path):
    children = []

    def begin(count, *how, **more):
        children.append(Child(tmp_path / "samples.jsonl", count, *how, **more))
        return children[-1]

    yield begin
    for child in children:
        child.process.kill()
        child.process.communicate(timeout=PATIENCE)


def test_a_process_that_was_stopped_says_so(held):
    child = held(40)
    child.await_samples(2)
    child.send(signal.SIGSTOP)
    time.sleep(7)
    child.send(signal.SIGCONT)
    ending, _, gaps, _ = child.found()
    assert "the process stood still for " in " ".join(gaps)
    assert ending in {"successful", "stopped"}  # stopped if a busy machine let it take too few samples


@pytest.mark.integration
@pytest.mark.parametrize(("offset", "said"), [("+300", "was set forward by "), ("-300", "was set back by ")])
def test_a_clock_that_is_set_in_mid_watch_is_told(held, tmp_path, offset, said):
    moved = tmp_path / "offset"
    moved.write_text("+0", encoding="ascii")
    where = subprocess.run([shutil.which("faketime"), "-f", "+0", "env"], capture_output=True, text=True, check=True)
    library = next(line for line in where.stdout.splitlines() if line.startswith("LD_PRELOAD="))
    child = held(
        20,
        env={
            "LD_PRELOAD": library.partition("=")[2],
            "FAKETIME_TIMESTAMP_FILE": str(moved),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        },
    )
    child.await_samples(3)
    moved.with_name("next").write_text(offset, encoding="ascii")
    moved.with_name("next").replace(moved)
    ending, _, gaps, _ = child.found()
    assert said in " ".join(gaps)
    assert ending in {"successful", "stopped"}
    assert read(child.file).kept.standing.counts["a"].errors >= 1


@pytest.mark.parametrize(
    ("number", "said"),
    [(signal.SIGTERM, "by SIGTERM"), (signal.SIGHUP, "by SIGHUP"), (signal.SIGINT, "by Ctrl-C")],
)
def test_a_watch_that_is_asked_to_end_proves_nothing_and_can_go_on(held, number, said):
    child = held(ENDLESS)
    child.await_samples(2)
    child.send(number)
    kind = "KeyboardInterrupt" if number == signal.SIGINT else "Terminated"
    assert child.found() == [kind, "stopped", False, True]
    last = json.loads(child.file.read_text(encoding="utf-8").splitlines()[-1])
    assert (last["event"], last["why"]) == ("stopped", said)
    assert not read(child.file).is_over

    again = held(ENDLESS, "resume")
    again.await_samples(read(child.file).kept.standing.samples + 2)
    again.send(signal.SIGKILL)
    assert [event.name for event in read(child.file).events] == ["stopped", "resumed"]


def test_signals_that_are_ignored_stay_so(held):
    child = held(8, ignored=(signal.SIGINT, signal.SIGTERM, signal.SIGHUP))
    child.await_samples(1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        child.send(number)
    ending, why, _, notes = child.found()
    assert (ending in {"successful", "stopped"}, notes) == (True, [])
    assert "SIG" not in why


def test_handlers_of_signals_are_as_they_were():
    numbers = [getattr(signal, name) for name in POLITE]
    before = [signal.getsignal(number) for number in numbers]
    try:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)
        with pytest.raises(Terminated, match="by SIGTERM"), stoppable():
            signal.raise_signal(signal.SIGTERM)
        assert [signal.getsignal(number) for number in numbers] == [signal.SIG_DFL] * len(numbers)
        signal.signal(signal.SIGTERM, print)
        with stoppable():
            assert signal.getsignal(signal.SIGTERM) is print
            assert signal.getsignal(signal.SIGHUP) is not signal.SIG_DFL
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def test_a_watch_can_be_held_by_any_thread():
    found = []
    watching = Watching(Policy(0.01, 3), ("a", "b"), Script("g"))
    thread = threading.Thread(target=lambda: found.append(watching.hold()))
    thread.start()
    thread.join(timeout=PATIENCE)
    assert found[0].ending in {Ending.SUCCESSFUL, Ending.STOPPED}
