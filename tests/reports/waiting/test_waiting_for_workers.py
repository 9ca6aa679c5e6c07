"""With workers: the process that the user started says what takes longer than two seconds."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace as Fake

import pytest
from screens import Screen, in_a_terminal

from pytest_golive.reports.waiting.below import Below
from pytest_golive.reports.waiting.terminals import can_draw, moves_cursor
from pytest_golive.reports.waiting.workers import Waited, WorkersLine, slow_rows

SLOW_GATE = """\
import time

def test_slow(judge):
    time.sleep(4.5)
    judge("sheep", 25, equals=25)
"""
ANSI = re.compile(r"\x1b\[[0-9;]*[a-zA-Z]")
DRAWN = re.compile(r"gates/test_shop\.py::test_slow \d+ s")


@pytest.fixture
def slow(project):
    pytest.importorskip("xdist")
    project.write("gates/test_shop.py", SLOW_GATE)
    return project


def test_what_takes_long_is_told_with_what_it_took_the_last_time(slow):
    first = in_a_terminal(slow.path, "-n", "2")
    assert DRAWN.search(ANSI.sub("", first))
    assert "of about" not in first
    second = in_a_terminal(slow.path, "-n", "2", NO_COLOR="1")
    assert re.search(r"test_slow \d+ s of about \d+ s", second)
    assert not re.search(r"\x1b\[[\d;]*m", second)
    left = Screen().feed(second).text
    assert not DRAWN.search(left)
    assert "GO  3 passed" in left


@pytest.mark.parametrize("surroundings", [{"TERM": "dumb"}, {"CI": "true"}], ids=["dumb", "ci"])
def test_a_log_has_no_such_line(slow, surroundings):
    said = in_a_terminal(slow.path, "-n", "2", **surroundings)
    assert "GO  3 passed" in ANSI.sub("", said)
    assert not DRAWN.search(said)
    assert "\x1b[1A" not in said


def test_a_file_has_no_such_line(slow):
    said = slow.phase("-n", "2").stdout.str()
    assert "GO  3 passed" in said
    assert not DRAWN.search(said)


def waited(name, began, expected=0.0):
    return Waited(name, began, expected)


def test_the_longest_comes_first_and_who_has_no_room_is_counted():
    rows = [waited("b", 10.0, 41), waited("a", 3.0), waited("quick", 19.0), waited("c", 12.0)]
    assert slow_rows(rows, 20.0, 80) == "a 17 s, b 10 s of about 41 s, c 8 s"
    assert slow_rows(rows, 20.0, 34) == "a 17 s, and 2 more"
    assert slow_rows(rows, 20.0, 18) == "a 17 s, and 2 more"
    assert slow_rows([waited("a_very_long_name", 0.0)], 20.0, 12) == "a_very… 20 s"
    assert slow_rows(rows[2:3], 20.0, 80) == ""
    assert slow_rows([], 20.0, 80) == ""


def test_a_row_whose_worker_died_is_no_longer_waited_for():
    line = WorkersLine(Fake(cache=None, pluginmanager=Fake(get_plugin=lambda _: None)))
    line.pytest_runtest_logstart("golive/a::b")
    line.pytest_runtest_logreport(Fake(when="call", nodeid="golive/a::b"))
    assert [one.name for one in line._running.values()] == ["a::b"]
    line.pytest_runtest_logreport(Fake(when="???", nodeid="golive/a::b"))
    assert line._running == {}


def seen(text):
    """What stands on a terminal of 20 columns, which begins a line where a line ends."""
    return Screen(columns=20).feed(text.replace("\n", "\r\n")).text.rstrip()


@pytest.mark.parametrize("before", ["", "..", "x" * 20, "y" * 27, "line\n", "a\nbc"])
def test_what_pytest_writes_stays_as_it_is(before):
    stream = io.StringIO()
    writer = Fake(_file=stream, fullwidth=20, width_of_current_line=0, hasmarkup=True)
    below = Below(writer)
    writer._file.write(before)
    below.draw("waiting 2 s")
    below.draw("waiting 3 s")
    writer._file.write(".F")
    below.draw("waiting 4 s")
    below.end()
    writer._file.write("s\nend\n")
    assert writer._file is stream
    assert seen(stream.getvalue()) == seen(f"{before}.Fs\nend\n")


def test_where_a_line_can_be_drawn():
    assert moves_cursor({"TERM": "xterm", "CI": "false"})
    assert not moves_cursor({"TERM": "dumb"})
    assert not moves_cursor({"TERM": "xterm", "BUILD_NUMBER": "7"})

    def config(verbosity=0, *, isatty=True):
        return Fake(pluginmanager=Fake(get_plugin=lambda _: Fake(isatty=isatty)), get_verbosity=lambda: verbosity)

    assert can_draw(config(), {})
    assert not can_draw(config(-1), {})
    assert not can_draw(config(isatty=False), {})
