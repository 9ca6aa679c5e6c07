"""The text of a red row, and of tests outside the checklist, without a run."""

from __future__ import annotations

import pytest
from recorded import KEY, PLACE, Trial

from pytest_golive.findings import Finding
from pytest_golive.outcomes import recording, tallying


@pytest.fixture
def trial(monkeypatch):
    return Trial(monkeypatch)


def test_a_breach_without_places_says_what_and_how_to_mend_it(trial):
    judge = trial.judge(5)
    assert recording.breach_message(trial.item, judge) == "x: 5, must be at most 1\n  to fix: mend it"


def test_a_breach_says_where_first(trial):
    more = [Finding("src/a.py", line, "R", "bad") for line in range(1, recording.MOST_IN_MESSAGE + 3)]
    judge = trial.judge(5, where=more)
    first, *rest = recording.breach_message(trial.item, judge).splitlines()
    assert first == "x: 5, must be at most 1; first src/a.py:1: bad"
    assert rest[0] == "  src/a.py:1: bad"
    assert rest[-2:] == ["  … and 2 more", "  to fix: mend it"]
    judge = trial.judge(5, where=more[: recording.MOST_IN_MESSAGE])
    assert "more" not in recording.breach_message(trial.item, judge)


def test_a_row_without_a_cure_names_none(trial, monkeypatch):
    monkeypatch.setattr(recording, "cure_for", lambda *_args, **_how: "")
    assert recording.breach_message(trial.item, trial.judge(5)) == "x: 5, must be at most 1"


def test_a_finding_without_a_file_is_told_without_a_place():
    assert recording.tell(PLACE) == "src/a.py:3: bad"
    assert recording.tell(Finding("", 0, "R", "bad")) == "bad"


def test_a_row_that_fails_without_an_exception_is_told_too(trial):
    """A strict xfail that passes raises nothing."""
    report, record = trial.end("failed", None, "call")
    assert record["gate"] == KEY
    assert report.longrepr is None


def test_rows_that_fail_are_no_tests_beside_the_checklist():
    tally = object.__new__(tallying.Tally)
    red = pytest.TestReport("golive/x", ("a", 0, "x"), {}, "failed", None, "call")
    tally._due, tally._reports = {"golive/x": object()}, {"golive/x": [red]}
    assert (tally._foreign(), tally.has_foreign_failures) == ([], False)
    tally._reports["tests/a.py::b"] = [red]
    assert tally._foreign() == ["1 test outside the checklist failed, first tests/a.py::b"]
    assert tally.has_foreign_failures


@pytest.mark.parametrize("when", ["setup", "teardown"])
def test_a_row_that_breaks_outside_its_body_has_its_properties_too(trial, when):
    report, _ = trial.end("failed", OSError("gone"), when)
    assert dict(report.user_properties)["outcome"] == "error"
