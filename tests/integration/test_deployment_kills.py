"""A sample of the moments at which whole deployments are killed; ``benchmarks/deployment_kills.py`` tries fifty."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def campaign(monkeypatch):
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    import deployment_kills

    return deployment_kills


@pytest.mark.parametrize("after", [1.0, 3.0])  # seconds from the lock: in or about the migration, and the deployment
def test_whenever_a_deployment_is_killed_the_journal_tells_the_truth_and_the_next_run_ends_well(campaign, after):
    kill = campaign.end(campaign.Kill(after))
    assert kill.wrong == []
    assert kill.under_way != "before the first step"


def test_moments_are_spread_over_the_whole_deployment(campaign):
    moments = [kill.after for kill in campaign.drawn(50, 10.0)]
    assert [int(moment / 0.2) for moment in moments] == list(range(50))
    assert moments == [kill.after for kill in campaign.drawn(50, 10.0)]


def entry(event, step="", result=""):
    return {"event": event, "step": step, "result": result}


@pytest.mark.parametrize(
    ("entries", "ledger", "lie"),
    [
        ([], [("began", "migrate")], "began, and the journal does not know"),
        (
            [entry("step started", "deployment::migrate"), entry("step ended", "deployment::migrate", "passed")],
            [("began", "migrate")],
            "says that deployment::migrate passed, and it did not end",
        ),
        (
            [entry("step started", "deployment::migrate"), entry("step ended", "deployment::migrate", "failed")],
            [("began", "migrate"), ("ended", "migrate")],
            "says neither that it has ended",
        ),
        (
            [entry("step started", "deployment::migrate")],
            [("began", "migrate"), ("began", "migrate")],
            "was done 2 times",
        ),
    ],
)
def test_a_journal_that_lies_would_be_seen(campaign, entries, ledger, lie):
    found = campaign.lies(campaign.Lines(entries), ledger)
    assert any(lie in one for one in found), found


def test_a_journal_that_says_what_was_cut_short_does_not_lie(campaign):
    entries = [entry("step started", "deployment::migrate")]
    for ledger in ([], [("began", "migrate")], [("began", "migrate"), ("ended", "migrate")]):
        assert campaign.lies(campaign.Lines(entries), ledger) == []
