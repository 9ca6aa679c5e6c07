"""However a run ends, none of its processes keeps running."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time

import pytest

from pytest_golive.errors import CannotMeasure


def alive(marker):
    done = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if marker in line]


def test_a_run_that_takes_too_long_is_ended_with_all_it_started(make, run):
    marker = f"sleep 6{os.getpid()}"
    root = make(**{"test_it.py": f"import subprocess\ndef test_a():\n    subprocess.run({marker.split()})\n"})
    with pytest.raises(CannotMeasure, match=r"did not end within 10 s.*last said: .*collected 1 item") as caught:
        run(root, timeout=10)
    assert "timeout" in caught.value.cure
    assert alive(marker) == []


def test_a_test_that_ignores_the_polite_signal_is_killed(make, run, monkeypatch):
    monkeypatch.setattr("pytest_golive.processes.running.GRACE", 0.3)
    text = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ndef test_a(): time.sleep(60)\n"
    with pytest.raises(CannotMeasure, match="did not end"):
        run(make(**{"test_it.py": text}), timeout=1.5)


def test_ctrl_c_leaves_nothing_behind(make, run):
    # A job in a shell's background ignores the signal, and so do its children; here it must count.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    marker = f"sleep 7{os.getpid()}"
    root = make(**{"test_it.py": f"import subprocess\ndef test_a():\n    subprocess.run({marker.split()})\n"})

    def interrupt():
        while not alive(marker):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            run(root)
    finally:
        signal.signal(signal.SIGINT, before)
    assert alive(marker) == []


def test_a_server_that_a_test_forgets_neither_keeps_us_waiting_nor_stays(make, run):
    marker = f"sleep 5{os.getpid()}"
    text = f"import subprocess\ndef test_a():\n    subprocess.Popen({marker.split()}, start_new_session=True)\n"
    assert run(make(**{"test_it.py": text})).passed == 1
    assert alive(marker) == []


def test_a_test_that_asks_for_input_gets_none(make, run):
    root = make(**{"test_it.py": "import sys\ndef test_a(): assert sys.stdin.read() == ''\n"})
    assert run(root, "pytest", "-s").failures() == ()
