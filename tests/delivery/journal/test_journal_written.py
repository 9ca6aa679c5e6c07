"""The journal of a target: what is written is read, by one writer at a time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from pytest_golive.delivery.journal.bounding import LARGEST
from pytest_golive.delivery.journal.entries import Event, Release, Result
from pytest_golive.delivery.journal.holding import Held, is_held
from pytest_golive.delivery.journal.lines import LONGEST
from pytest_golive.delivery.journal.reading import read
from pytest_golive.delivery.journal.writing import Journal
from pytest_golive.masking.known import MASK

STEP = "deployment::deployed"
WRITER = """
import sys, time
from pathlib import Path
from pytest_golive.delivery.journal.entries import Release
from pytest_golive.delivery.journal.writing import Journal
with Journal.opened(Path(sys.argv[1]), "prod", Release("sha256:b", "1.4.3")) as journal:
    journal.begin("deployment::deployed")
    print("begun", flush=True)
    sys.stdin.readline()
"""


def test_what_is_written_is_read(opened, release):
    with opened() as journal:
        journal.begin(STEP, {"command": ["./deploy", "1.4.2"]})
        journal.end(STEP, Result.PASSED, {"status": 0, "instances": 2})
        journal.tell(Event.ENDED, result=Result.PASSED)
        head = journal.head
    entries = read(journal.path)
    assert [entry.event.value for entry in entries.entries] == [
        "created", "begun", "step started", "step ended", "ended"]  # fmt: skip
    ended = entries.entries[3]
    assert (ended.step, ended.result, ended.evidence) == (STEP, Result.PASSED, {"status": 0, "instances": 2})
    assert (ended.release, ended.target, ended.who) == (release, "prod", "ann@build-1 4711")
    assert ended.took is not None
    assert entries.head == head == entries.entries[-1].hash
    assert (entries.torn, entries.lacks_newline, entries.size) == (b"", False, journal.path.stat().st_size)
    assert entries.last_run.number == 2


def test_each_line_is_json_that_names_the_one_before_it(deployed):
    import hashlib
    import zlib

    lines = deployed.read_bytes().splitlines()
    for number, line in enumerate(lines, 1):
        fields = json.loads(line)
        assert fields["number"] == number
        assert fields["crc"] == f"{zlib.crc32(line[: line.rindex(b',')]):08x}"
        if number > 1:
            assert fields["before"] == hashlib.sha256(lines[number - 2]).hexdigest()


def test_a_second_run_goes_on_in_the_same_file(deployed, opened):
    with opened() as journal:
        assert len(journal.before.entries) == 6
        journal.tell(Event.NOTED, evidence={"what": "again"})
    assert [entry.event.value for entry in read(deployed).entries[6:]] == ["begun", "noted"]


def test_a_second_writer_is_refused_and_told_who_writes(path):
    with subprocess.Popen([sys.executable, "-c", WRITER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        try:
            assert other.stdout.readline() == b"begun\n"
            assert is_held(path)
            with pytest.raises(Held, match=rf"@\S+, process {other.pid}, since 2\d\d\d-.* UTC, writes the journal"):
                Journal.opened(path, "prod", Release("sha256:b"))
        finally:
            other.kill()
    assert not is_held(path)
    with Journal.opened(path, "prod", Release("sha256:b")) as journal:
        assert journal.before.entries[-1].event is Event.STEP_STARTED


def test_two_at_once_one_is_refused(path):
    both = [
        subprocess.Popen([sys.executable, "-c", WRITER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=2)
        for _ in range(2)
    ]
    assert sorted(one.stdout.readline() for one in both) == [b"", b"begun\n"]
    assert sorted(one.communicate(b"\n", timeout=600) and one.returncode for one in both) == [0, 1]
    assert [entry.event.value for entry in read(path).entries] == ["created", "begun", "step started"]


def test_whoever_looks_does_not_keep_a_writer_out(deployed, opened):
    done = threading.Event()

    def look():
        while not done.is_set():
            is_held(deployed)

    looker = threading.Thread(target=look)
    looker.start()
    try:
        for _ in range(5):
            opened().close()
    finally:
        done.set()
        looker.join()


def test_a_step_that_an_exception_ends_is_interrupted(opened, path):
    def interrupted():
        with opened() as journal:
            journal.begin(STEP)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [(entry.event, entry.result) for entry in read(path).entries[-1:]] == [
        (Event.STEP_ENDED, Result.INTERRUPTED)
    ]


def test_ctrl_c_at_any_moment_of_a_line_leaves_it_whole_and_the_journal_usable(opened, path, monkeypatch):
    calls = []

    def interrupted(what):
        real = getattr(os, what)

        def call(*args):
            calls.append(what)
            if len(calls) == at:
                signal.raise_signal(signal.SIGINT)
            return real(*args)

        return call

    with opened() as journal:
        from pytest_golive.delivery.journal import appending

        monkeypatch.setattr(os, "write", interrupted("write"))
        monkeypatch.setattr(os, "fstat", interrupted("fstat"))
        monkeypatch.setattr(os, "pread", interrupted("pread"))
        monkeypatch.setattr(
            appending, "sync", lambda handle, real=appending.sync: (interrupted("fstat")(handle), real(handle))
        )
        for at in range(1, 9):
            calls.clear()
            with pytest.raises(KeyboardInterrupt):
                journal.tell(Event.NOTED, evidence={"at": at})
            calls.extend([""] * 99)
            journal.tell(Event.NOTED, evidence={"after": at})
    notes = [entry.evidence for entry in read(path).entries if entry.event is Event.NOTED]
    assert notes == [{key: at} for at in range(1, 9) for key in ("at", "after")]


def test_secrets_and_huge_evidence_are_never_written(opened, path):
    MASK.add("hunter-2-of-the-shop")
    evidence = {
        "said": "token=abcdefghijk hunter-2-of-the-shop",
        "many": list(range(1_000)),
        "deep": [[[[[[[[1]]]]]]]],
        "number": float("nan"),
        "great": 10**5_000,
        "bytes": b"\xff",
        "control": "\x1b[2J\x7f\x9b\n",
    }
    with opened() as journal:
        journal.begin(STEP, evidence)
        journal.end(STEP, Result.FAILED, {f"{number}": "y" * 3_000 for number in range(90)})
    content = path.read_bytes()
    assert b"hunter-2" not in content
    assert b"abcdefghijk" not in content
    assert set(content) - set(range(32, 127)) == {10}  # nothing moves a cursor
    assert max(map(len, content.splitlines())) < LARGEST < LONGEST
    started, ended = read(path).entries[-2:]
    assert started.evidence["many"][-1] == "… 900 more"
    assert started.evidence["number"] == "nan"
    assert "(the first of" in ended.evidence["cut"]
