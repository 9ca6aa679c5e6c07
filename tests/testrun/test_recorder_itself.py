"""The recorder in this process, so that its own coverage is measured; otherwise it runs in the project's."""

from __future__ import annotations

import io
import json
import unittest

import pytest

from pytest_golive.testrun.recorder import pytest_plugin as recorder
from pytest_golive.testrun.recorder import unittest_runner as recorder_unittest
from pytest_golive.testrun.recorder import writing as recorder_writing

PLUGIN = ("-p", recorder.__name__, "-p", "no:randomly", "-p", "no:cacheprovider")


@pytest.fixture
def events(monkeypatch):
    """Everything that is written, as the reader gets it."""
    lines = []
    monkeypatch.setattr(recorder_writing, "_append", lines.append)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p none_of_ours")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    return lambda: [json.loads(line) for line in lines]


def test_a_session_as_it_is_written(events, pytester):
    pytester.makepyfile(
        test_it="import pytest\n@pytest.mark.skip(reason='later')\ndef test_a(): pass\ndef test_b(): assert 0, 'no'\n",
        test_no="import nothing_of_that_name\n",
    )
    result = pytester.runpytest_inprocess(*PLUGIN, "--continue-on-collection-errors")
    assert result.ret == 1
    written = events()
    assert [event["event"] for event in written[:3]] == ["start", "uncollected", "collected"]
    assert written[-1]["event"] == "end"
    assert len({event["session"] for event in written}) == 1
    reports = {(event["id"], event["when"]): event for event in written if event["event"] == "report"}
    skipped = reports["test_it.py::test_a", "setup"]
    assert (skipped["message"], skipped["markers"], skipped["line"]) == ("later", ["skip"], 2)
    failed = reports["test_it.py::test_b", "call"]
    assert (failed["outcome"], failed["message"]) == ("failed", "AssertionError: no\nassert 0")


def test_without_a_record_it_is_silent(pytester, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:doctest")
    assert not recorder_writing.recording()
    pytester.makepyfile(test_it="def test_a(): pass\n")
    pytester.runpytest_inprocess(*PLUGIN).assert_outcomes(passed=1)


def test_unittest_as_it_is_written(events):
    class Cases(unittest.TestCase):
        def test_fails(self):
            self.fail("no")

        @unittest.skip("later")
        def test_skipped(self):
            pass

    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Cases)
    recorder_unittest.Runner(stream=io.StringIO()).run(suite)
    written = events()
    # Python 3.12.1 does not begin a test that it skips.
    kinds = [event["event"] for event in written if event["event"] not in {"report", "begin"}]
    assert kinds == ["start", "collected", "end"]
    assert [(event["outcome"], event["message"]) for event in written if event.get("when") == "call"] == [
        ("failed", "AssertionError: no"),
        ("skipped", "later"),
    ]


def test_a_record_is_only_added_to(tmp_path):
    file = tmp_path / "record"
    append = recorder_writing._open(str(file))
    append(b"one\n")
    recorder_writing._open(str(file))(b"two\n")
    append(b"three\n")
    assert file.read_bytes() == b"one\ntwo\nthree\n"
    assert file.stat().st_mode & 0o777 == 0o600
