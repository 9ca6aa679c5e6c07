"""The progress line of a long gate: visible on a terminal, absent from a log file."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest

ANSI = re.compile(r"\x1b\[[0-9;]*[a-zA-Z]")
SLOW_GATE = """\
import time

def test_slow(golive, judge):
    for done in range(12):
        golive.progress("counting sheep", done, 12)
        time.sleep(0.1)
    judge("sheep", 12, equals=12)
"""


def in_a_terminal(folder, *args):
    """Run pytest with a pseudo-terminal and give all that was written to it."""
    primary, secondary = pty.openpty()
    command = [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-p", "no:randomly", *args]
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm"}
    with subprocess.Popen(command, cwd=folder, stdout=secondary, stderr=secondary, env=environment) as process:
        os.close(secondary)
        said = b""
        while True:
            try:
                piece = os.read(primary, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        process.wait(timeout=600)
    os.close(primary)
    return said.decode()


@pytest.mark.parametrize("args", [(), ("-v",)], ids=["plain", "verbose"])
def test_a_long_gate_says_how_far_it_is_and_takes_the_line_away(project, args):
    project.write("gates/test_shop.py", SLOW_GATE)
    said = in_a_terminal(project.path, *args)
    assert "counting sheep 7 of 12" in said
    last = said.rindex("counting sheep")
    assert "\x1b[K\x1b[1A" in said[last:]
    assert "GO" in ANSI.sub("", said[last:])


def test_no_live_line_in_a_log_file(project):
    project.write("gates/test_shop.py", SLOW_GATE)
    assert "counting sheep" not in project.phase().stdout.str()
