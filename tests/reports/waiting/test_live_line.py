"""The progress line of a long gate: visible on a terminal, absent from a log file."""

from __future__ import annotations

import re

import pytest
from screens import Screen, in_a_terminal

ANSI = re.compile(r"\x1b\[[0-9;]*[a-zA-Z]")
SLOW_GATE = """\
import time

def test_slow(golive, judge):
    for done in range(12):
        golive.progress("counting sheep", done, 12)
        time.sleep(0.1)
    judge("sheep", 12, equals=12)
"""


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


@pytest.mark.parametrize("columns", [50, 120])
def test_it_fits_the_terminal_and_its_end_says_how_long_it_takes(project, columns):
    project.write("gates/test_shop.py", SLOW_GATE.replace("counting sheep", "counting sheep " + "baa " * 40))
    drawn = re.findall(r"[\r\n]\S*  (counting[^\r\n]*)", ANSI.sub("", in_a_terminal(project.path, columns=columns)))
    assert drawn
    assert all(len(line) == columns - 4 for line in drawn), drawn
    assert all(re.search(r"…, \d s$", line) for line in drawn), drawn


def test_without_colours_it_is_not_even_faint(project):
    project.write("gates/test_shop.py", SLOW_GATE)
    said = in_a_terminal(project.path, NO_COLOR="1")
    assert "counting sheep" in said
    assert not re.search(r"\x1b\[[\d;]*m", said)


SILENT_GATE = """\
import time

def test_slow(judge):
    time.sleep(4.5)
    judge("sheep", 25, equals=25)
"""
SILENT_FIXTURE = """\
import time, pytest

@pytest.fixture
def sheep():
    time.sleep(4.5)
    return 25

def test_slow(judge, sheep):
    judge("sheep", sheep, equals=25)
"""


@pytest.mark.parametrize(
    ("text", "args"), [(SILENT_GATE, ()), (SILENT_FIXTURE, ("-v",))], ids=["gate, plain", "fixture, verbose"]
)
def test_a_row_that_reports_nothing_is_seen_to_go_on(project, args, text):
    project.write("gates/test_shop.py", text)
    first = in_a_terminal(project.path, *args)
    assert re.search(r"gates/test_shop\.py::test_slow, [2-9] s\x1b", first)
    second = in_a_terminal(project.path, *args, NO_COLOR="1")
    assert re.search(r"test_slow, \d+ s of about \d+ s", second)
    left = Screen().feed(second).text
    assert not re.search(r"test_slow, \d+ s", left)
    assert "GO  3 passed" in left


@pytest.mark.parametrize("args", [("-s",), ("-q",)], ids=["uncaptured", "quiet"])
def test_where_rows_write_themselves_or_nobody_looks_nothing_is_drawn(project, args):
    project.write("gates/test_shop.py", SILENT_GATE)
    assert not re.search(r"test_slow, \d+ s", in_a_terminal(project.path, *args))
