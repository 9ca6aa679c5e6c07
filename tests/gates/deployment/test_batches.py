"""A deployment in batches: each a row with a short watch after it, in order, to the first that is red."""

from __future__ import annotations

import pytest
from rollouts import DEPLOYED, ROWS, SHARES, rollout, said

__all__ = ["rollout"]  # a fixture with a file of its own
pytestmark = pytest.mark.usefixtures("quiet")
GAPS = "gaps in service: 0, must be at most 0"


def test_all_batches_in_their_order(rollout):
    rollout.describe()
    result = rollout.execute(*DEPLOYED)
    words = said(result)
    slow = "could not keep its schedule" in words  # on a busy machine zero_downtime proves nothing, and the rest does
    assert result.ret == int(slow), words
    assert rollout.done == [*SHARES]
    order = [line.partition(" ")[0].rpartition("golive/")[2] for line in result.stdout.lines if " PASSED" in line]
    assert order == [*ROWS, *DEPLOYED[: 1 if slow else None]]
    for text in (
        *(() if slow else (GAPS, "(the first of 6 parts, of which watches were probed less often)")),
        "answers of neither release: 0, must be at most 0",
        "releases seen: 1.1.0 (",
        "watched: smoke::healthy, smoke::critical_endpoints, releases; ",
        "not watched: smoke::version: both releases may answer until the last batch",
        "by the batch of 10 % of this run",
        "watched: smoke::healthy, smoke::version, smoke::critical_endpoints; ",
    ):
        assert text in words, words
    steps = [(line["event"], line["step"]) for line in rollout.journal if line.get("step")]
    named = [row for row in ROWS for _ in range(2)]
    # The deployment as a whole is written down once all of its batches are there.
    assert [step for _, step in steps] == [*named, "deployment::deployed", "deployment::deployed"]
    again = rollout.again()
    assert again.ret == int(slow), again.stdout.str()
    assert rollout.done == [*SHARES]


def test_a_dry_run_shows_each_batch(rollout):
    rollout.describe()
    rollout.commit(*DEPLOYED)
    words = said(rollout.shop.run("-m", "deploy"))
    assert rollout.done == []
    for share in SHARES:
        assert f"deployment::batch_{share}: a dry run: staging was not touched; it would run " in words
        assert f"deploy.py {share} 1.2.0" in words
        assert (
            f"deployment::batch_{share}_watched: a dry run: staging was not touched; it would run a watch of 4s"
            in words
        )
    assert "a dry run: 8 steps were shown and checked, and nothing was executed" in words


def test_a_stranger_in_the_second_batch_is_red_and_rolled_back(rollout):
    rollout.stranger = "0.9.0"
    rollout.describe()
    result = rollout.execute(*DEPLOYED)
    words = said(result)
    assert "answers came from 0.9.0, neither from 1.2.0" in words
    assert "rolled back to v1.1.0 in " in words
    assert "because of deployment::batch_50 (failed)" in words
    assert rollout.done == ["10", "50", "0"]
    assert rollout.serves == (0, "1.1.0")


def test_a_watch_that_is_red_stops_and_rolls_back(rollout, live):
    rollout.describe()
    live.answers["/products"] = lambda: (500, {}) if rollout.serves[0] == 50 else (200, [{"id": 1}])
    result = rollout.execute(*DEPLOYED)
    result.stdout.fnmatch_lines(["*  FAIL *Stable for 4 seconds with 50 %*"])
    result.stdout.fnmatch_lines(["*  NOT RUN *Batch of 100 % deployed*"])
    words = said(result)
    assert "not run, because a step before it does not hold: deployment::batch_50_watched (failed)" in words
    assert "because of deployment::batch_50_watched (failed)" in words
    assert rollout.done == ["10", "50", "0"]


def test_a_batch_that_serves_nobody(rollout):
    rollout.describe(brings="1.1.0")
    words = said(rollout.execute(*DEPLOYED))
    assert "releases that should answer, and do not: 1, must be at most 0" in words
    assert "none of 132 answers came from 1.2.0" in words
    assert rollout.done == ["10", "0"]


def test_a_watch_that_cannot_be_held_stops_and_rolls_nothing_back(rollout):
    """Too little is known: nobody goes on, and nobody goes back for want of metrics."""
    rollout.describe()
    rollout.commit(*DEPLOYED)
    table = rollout.shop.path / "pyproject.toml"
    table.write_text(table.read_text().replace('"monitoring::latency" = "not tried in this test"\n', ""))
    rollout.shop.commit()
    result = rollout.again()
    words = said(result)
    assert "deployment::batch_10_watched" in words
    assert "nobody would see whether customers are served" in words
    assert "rolled back" not in words
    assert rollout.done == ["10"]
    assert rollout.serves == (10, "1.2.0")
