"""What is no file of a watch, or contradicts itself, is refused, with the line and what to do."""

from __future__ import annotations

import json
import os

import pytest
from pretended_time import Machine, Script

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.reading import LONGEST_LINE, read
from pytest_golive.observability.watch.journal.resuming import resume, start
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.watching import Watching

POLICY = Policy(30.0, 5, 10.0, tolerance=Tolerance(1))
ABOUT = About("1.4.2", "c" * 40, "prod", POLICY, ("a", "b"))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "samples.jsonl"


def watch(file, phases):
    machine = Machine()
    Watching(POLICY, ("a", "b"), Script(phases, machine), start(file, ABOUT, machine), clock=machine).hold()


BAD = {
    b"": "has no complete first line",
    b'{"golive":"watch"': "has no complete first line",
    b"\x00\xff\xfe\n": "line 1: the line is not JSON",
    b"\xff{}\n": "line 1: the line is not JSON",
    b"[" * 100_000 + b"\n": "line 1: the line is (nested too deeply|not JSON)",
    b"[]\n": "line 1: the line is not an object",
    b"{}\n": "line 1: it is not the file of a watch",
    b'{"golive":"watch","version":2}\n': "line 1: its format is of version 2",
    b'{"golive":"watch","version":true}\n': "line 1: version is not a whole number",
    b'{"golive":"watch","version":1}\n': "line 1: others is not an object",
    b"x" * (LONGEST_LINE + 2): "line 1: the line is longer than 1 MiB",
}


@pytest.mark.parametrize("content", BAD, ids=[str(n) for n in range(len(BAD))])
def test_what_is_no_file_of_a_watch_is_said(file, content):
    file.write_bytes(content)
    with pytest.raises(CannotMeasure, match=BAD[content]) as caught:
        resume(file, ABOUT, Machine())
    assert "begin a new watch" in str(caught.value)
    assert file.read_bytes() == content


def sample(number=1, since=10.0, **more):
    return json.dumps({"sample": number, "at": 1.0, "since": since, "took": 1.0, "measurements": [], **more})


BAD_LINES = {
    "{": "line 2: the line is not JSON",
    "7": "line 2: the line is not an object",
    "{}": "line 2: event is missing",
    '{"event":"born","at":1}': "line 2: an event is 'born'",
    sample(2): "line 2: sample 2 stands where sample 1 is due",
    sample(since="x"): "line 2: since is not a number",
    sample(since=1e12): "line 2: since is longer than any watch",
    sample(took=1e308): "line 2: took is longer than any watch",
    sample(at=1e300): "line 2: at is no moment",
    sample(at=-1e15): "line 2: at is no moment",
    sample(since=10**400): "line 2: since is not finite",
    sample().replace("10.0", "NaN"): "line 2: since is not finite",
    sample() + "\n" + sample(2): "line 3: sample 2 was taken before the one before it",
    sample(measurements=7): "line 2: measurements is not a list",
    sample(measurements=[7]): r"line 2: measurements\[0\] is not an object",
    sample(measurements=[{"phase": "fine"}]): "line 2: a phase is 'fine'",
    sample(measurements=[{"phase": "good", "signal": "a", "value": "0"}]): r"measurements\[0\].value is not a number",
    '{"event":"ended","at":1,"ending":"successful"}': "line 2: the end of the watch is 'successful', and its samples",
}


@pytest.mark.parametrize("line", BAD_LINES, ids=[str(n) for n in range(len(BAD_LINES))])
def test_a_line_that_is_not_ours_is_named(file, line):
    start(file, ABOUT, Machine()).close()
    with file.open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    with pytest.raises(CannotMeasure, match=BAD_LINES[line]):
        read(file)


def test_a_sample_that_was_added_after_the_end_is_seen(file):
    watch(file, "ff")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(lines) == 4
    file.write_text("".join([*lines, sample(3, 70.0), "\n"]), encoding="utf-8")
    with pytest.raises(CannotMeasure, match="line 5: a sample follows the end of the watch"):
        read(file)
    file.write_text("".join([*lines[:3], sample(3, 70.0), "\n"]), encoding="utf-8")
    with pytest.raises(CannotMeasure, match="line 4: a sample follows the one that ended the watch"):
        read(file)
    file.write_text("".join([*lines[:3], lines[3].replace("failed", "successful")]), encoding="utf-8")
    with pytest.raises(CannotMeasure, match="the end of the watch is 'successful', and its samples show 'failed'"):
        read(file)


def test_what_is_no_file_is_said(file, tmp_path):
    with pytest.raises(CannotMeasure, match="cannot be read: No such file or directory; begin a new watch"):
        resume(file, ABOUT, Machine())
    with pytest.raises(CannotMeasure, match="cannot be read: Is a directory; check what it is"):
        resume(tmp_path, ABOUT, Machine())
    os.mkfifo(file)
    with pytest.raises(CannotMeasure, match="it is no regular file"):
        resume(file, ABOUT, Machine())
    for odd in (file, tmp_path):
        with pytest.raises(CannotMeasure, match="is not the file of a watch, so it is left as it is"):
            start(odd, ABOUT, Machine())
    with pytest.raises(CannotMeasure, match="cannot be written: No such file or directory"):
        start(tmp_path / "none" / "samples.jsonl", ABOUT, Machine())
