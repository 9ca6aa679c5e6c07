"""A sample of the points at which a deployment is crashed; ``benchmarks/journal_crashes.py`` tries all of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from servers.components import program

from pytest_golive.delivery.journal.entries import Release
from pytest_golive.delivery.journal.writing import Journal

pytestmark = pytest.mark.integration
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def campaign(monkeypatch):
    program("strace")
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    import journal_crashes

    return journal_crashes


@pytest.mark.parametrize(
    ("fault", "call", "numbers"),
    [
        ("kill", "fdatasync", (1, 2, 5)),
        ("kill", "write", (1, 3, 6)),
        ("kill", "fsync", (1, 3)),
        ("kill", "mkdir", (2,)),
        ("EIO", "fdatasync", (2, 6)),
        ("EIO", "write", (2,)),
        ("ENOSPC", "write", (1, 5)),
        ("ENOSPC", "fsync", (1,)),
    ],
)
def test_whatever_fails_when_what_was_acknowledged_is_there(campaign, fault, call, numbers):
    for number in numbers:
        is_reached, wrong = campaign.crash(campaign.Point("new", fault, call, number))
        assert (is_reached, wrong) == (True, []), number


@pytest.mark.parametrize(
    ("fault", "call"), [("kill", "ftruncate"), ("kill", "fsync"), ("ENOSPC", "write"), ("EIO", "fsync")]
)
def test_a_crash_while_a_torn_line_is_set_aside_loses_nothing(campaign, fault, call):
    is_reached, wrong = campaign.crash(campaign.Point("torn", fault, call, 1))
    assert (is_reached, wrong) == (True, [])


def test_what_a_power_loss_leaves_is_never_less_than_was_acknowledged(campaign):
    states, wrong = campaign.lose("torn")
    assert wrong == []
    assert states > 300


def test_on_a_full_disk_it_stops_and_loses_nothing(campaign):
    program("unshare")
    full, wrong = campaign.fill(every=10)
    assert wrong == []
    assert full > 2


def test_a_journal_that_loses_or_invents_entries_would_be_seen(campaign, tmp_path):
    path = campaign.prepare(tmp_path, "older")
    before = campaign.known(path)
    assert campaign.problems(path, "", before, "older") == []
    assert "1 acknowledged entries are lost" in campaign.problems(path, "ack 12ab\n", before, "older")[0]
    assert campaign.problems(path, "unsound a line\n", before, "older") == ["unsound a line"]
    with Journal.opened(path, "prod", Release("sha256:c")) as journal:
        journal.begin("a")
        journal.begin("b")
    assert campaign.problems(path, "", before, "older") == ["2 entries are there that nobody was told of"]
    path.unlink()
    assert campaign.problems(path, "", before, "older")[0] == "the journal is gone"
