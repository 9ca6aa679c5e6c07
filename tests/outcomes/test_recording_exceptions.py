"""How a broken glass or a trial changes one row, without a run."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Fake

import pytest
from recorded import Trial, fails

from pytest_golive.errors import NotSetUp, Rejected
from pytest_golive.outcomes import waiving
from pytest_golive.signing.glass.glass import Glass

pytestmark = pytest.mark.security
NOW = dt.datetime.now(dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def row(monkeypatch):
    return Trial(monkeypatch)


@pytest.fixture
def broken(row, monkeypatch):
    """Break a glass for the row, or for another."""

    def breaking(name="", expires=NOW + DAY):
        gate = name or waiving.key_of(row.item)
        glass = Glass("prod", "0" * 40, (gate,), "nobody can pay", "ann", "bob", NOW, expires)
        monkeypatch.setattr(waiving, "glass_of", lambda _: glass)
        return glass

    return breaking


def test_a_broken_glass_passes_the_row_that_it_names_and_tells_the_truth(row, broken):
    glass = broken()
    row.judge(2)
    report, record = row.end("failed", fails())
    words = f"BREAK-GLASS, {glass.sentence}; in truth it is failed: x: 2, must be at most 1"
    assert (record["outcome"], record["message"], report.outcome) == ("not proven", words, "skipped")
    assert report.longrepr == ("gates/security.py", 1, f"Skipped: {words}")
    assert len(record["evidence"]) == 1


def test_a_row_that_it_does_not_name_stays_red(row, broken):
    broken("other::row")
    row.judge(2)
    assert row.end("failed", fails())[1]["outcome"] == "failed"


def test_an_expired_one_passes_nothing(row, broken):
    broken(expires=NOW - DAY)
    row.judge(2)
    record = row.end("failed", fails())[1]
    assert record["outcome"] == "failed"
    assert "(the glass that would have passed it expired at " in record["message"]


def test_nobody_passes_over_a_no(row, broken):
    broken()
    assert row.end("failed", Rejected("bob says no", "ask him"))[1]["outcome"] == "rejected"
    assert row.end("skipped", pytest.skip.Exception("no"), "setup")[1]["outcome"] == "skipped"


def test_a_row_that_holds_needs_no_glass(row, broken):
    broken()
    row.judge(1)
    assert row.end()[1]["outcome"] == "passed"


@pytest.fixture
def tried(row):
    """Put the row on trial."""

    def trying(until=TODAY):
        trial = Fake(until=until, owner="ann", approver="bob", reason="it is new")
        row.run.settings.trial = {waiving.key_of(row.item): trial}
        row.run.loaded = Fake(place_of=lambda *_: "pyproject.toml:9")

    return trying


def test_a_row_on_trial_blocks_nothing_until_its_last_day_is_over(row, tried):
    tried()
    row.judge(2)
    report, record = row.end("failed", fails())
    words = f"on trial: it is new (owner ann, approved by bob, until {TODAY} UTC); in truth it is failed: x: 2, must be"
    assert (record["outcome"], report.outcome) == ("on trial", "skipped")
    assert record["message"].startswith(words)
    tried(TODAY - DAY)
    report, record = row.end("failed", fails())
    assert (record["outcome"], report.outcome) == ("failed", "failed")
    assert record["message"].endswith(f"(its trial ended on {TODAY - DAY})")
    assert record["cure"].endswith("take the trial out of the settings")


def test_a_trial_that_has_ended_is_red_although_the_row_holds(row, tried):
    tried()
    row.judge(1)
    assert row.end()[1]["outcome"] == "passed"
    tried(TODAY - DAY)
    report, record = row.end()
    words = f"its trial (pyproject.toml:9) ended on {TODAY - DAY}, and the row holds; remove the trial"
    assert (record["outcome"], record["message"], report.outcome) == ("failed", words, "failed")
    assert record["place"] == ["pyproject.toml:9", 0]


@pytest.mark.parametrize(
    ("error", "outcome"), [(NotSetUp("nobody says where", "say it"), "not set up"), (Rejected("no", "ask"), "rejected")]
)
def test_what_is_not_measured_is_not_tried(row, tried, error, outcome):
    tried()
    assert row.end("failed", error)[1]["outcome"] == outcome
