"""How a waiver or the ratchet changes one row, without a run."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from recorded import PAST, PLACE, Trial, fails, waiver

from pytest_golive.outcomes import recording

pytestmark = pytest.mark.security


@pytest.fixture
def trial(monkeypatch):
    return Trial(monkeypatch)


def test_a_waiver_of_the_row_makes_of_red_a_skip(trial):
    trial.waivers = [waiver()]
    trial.judge(2)
    report, record = trial.end("failed", fails())
    words = f"waived: {waiver().sentence}; x: 2, must be at most 1"
    assert (record["outcome"], record["message"], report.outcome) == ("waived", words, "skipped")
    assert report.longrepr == ("gates/security.py", 1, f"Skipped: {words}")
    report, record = trial.end("skipped", pytest.skip.Exception("no"), "setup")
    assert (record["outcome"], record["message"]) == ("skipped", "no")
    assert record["cure"] == recording.SKIPPED


def test_an_expired_waiver_of_the_row_is_told_and_waives_nothing(trial):
    trial.waivers = [waiver(PAST), waiver(PAST - dt.timedelta(days=1), "src/a.py")]
    trial.judge(2)
    report, record = trial.end("failed", fails())
    assert (record["outcome"], report.outcome) == ("failed", "failed")
    assert record["message"] == "x: 2, must be at most 1 (its waiver expired on 2020-01-01)"


def test_a_waiver_of_a_row_that_passes_is_of_no_use(trial):
    trial.waivers = [waiver(match="a.py"), waiver()]
    trial.judge(1)
    report, record = trial.end()
    words = "the gate passes, so its waiver (pyproject.toml:7) is unnecessary; remove it"
    assert (record["outcome"], record["message"], record["cure"]) == ("failed", words, "remove the waiver")
    assert (record["place"], report.outcome, report.longrepr) == (["pyproject.toml:7", 0], "failed", words)
    trial.waivers = [waiver(match="a.py")]
    assert trial.end()[1]["outcome"] == "passed"


def test_what_is_excused_has_not_passed(trial):
    trial.judge(2, where=[PLACE], waivers=[waiver(match="src/a.py")])
    report, record = trial.end()
    assert (record["outcome"], report.outcome) == ("waived", "skipped")
    assert record["message"] == f"x: 1 waived: {waiver().sentence}"
    assert report.longrepr == ("gates/security.py", 1, f"Skipped: waived: {record['message']}")
    judge = trial.judge(1)
    judge.evidence[0] = dataclasses.replace(judge.evidence[0], is_excused=True, known=(PLACE,))
    assert trial.end()[1]["outcome"] == "known"
