"""Batches of a production of ten real instances: good to the end, held where nothing is proven, and rolled back."""

from __future__ import annotations

import sys

import pytest
from fleets import DEPLOY, NEW, OLD, fleet

__all__ = ["fleet"]  # a fixture with a file of its own
pytestmark = pytest.mark.usefixtures("quiet")
TOLD = f"""
[tool.golive.deployment.steps.tell]
command = ["{sys.executable}", "-c", "open('STEPS', 'a').write('told ')"]
after = "batch_10_watched"
before = "batch_50"
targets = ["prod"]
"""


def said(result):
    return " ".join(result.stdout.str().split())


def test_a_good_release_goes_to_all_with_a_step_of_the_teams_between_batches(fleet):
    fleet.release(TOLD)
    result = fleet.deploy()
    words = said(result)
    slow = "could not keep its schedule" in words  # on a busy machine zero_downtime proves nothing, and the rest does
    assert result.ret == int(slow), words
    assert fleet.done == ["10", "told", "50", "100"]
    assert fleet.serves == {OLD: 0, NEW: 10}
    assert fleet.passed == [
        "batch_10",
        "batch_10_watched",
        "tell",
        "batch_50",
        "batch_50_watched",
        "batch_100",
        "batch_100_watched",
        "deployed",
    ]
    for text in (
        "watched: monitoring::error_rate, monitoring::latency, smoke::healthy, releases; ",
        "watched: monitoring::error_rate, monitoring::latency, smoke::healthy, smoke::version; ",
        "instances that answered: 10, must be at least 10",
    ):
        assert text in words, words


def test_a_batch_that_reaches_everybody_is_none(fleet):
    fleet.shop.write("deploy.py", DEPLOY.replace('number * 10 <= int(share) or share == "0"', "True"))
    fleet.release()
    result = fleet.deploy()
    words = said(result)
    result.stdout.fnmatch_lines(["*  FAIL *Batch of 10 % deployed*", "*  NOT RUN *Batch of 50 % deployed*"])
    assert f"answers came from {NEW}, " in words
    assert "it has reached everybody" in words
    assert fleet.done == ["10", "0"]
    assert fleet.serves == {OLD: 10, NEW: 0}


def test_too_little_traffic_after_a_batch_holds_the_rest(fleet):
    """Nobody goes on as if it were good, and nobody goes back: nothing says that it is bad."""
    fleet.bought_until = 50
    fleet.release(TOLD)
    result = fleet.deploy()
    words = said(result)
    assert result.ret == 1, words
    result.stdout.fnmatch_lines(["*  ERROR *Stable for 8 seconds with 50 %*", "*  NOT RUN *Batch of 100 % deployed*"])
    assert fleet.done == ["10", "told", "50"]
    assert fleet.serves == {OLD: 5, NEW: 5}
    assert fleet.passed == ["batch_10", "batch_10_watched", "tell", "batch_50"]
    assert "rolled back" not in words
    again = fleet.deploy()
    assert again.ret == 1, said(again)
    assert fleet.done == ["10", "told", "50"], "also the next run goes on only once the watch has proven something"
    fleet.bought_until = 1_000
    third = said(fleet.deploy())
    assert fleet.done == ["10", "told", "50", "100"], third
    assert fleet.serves == {OLD: 0, NEW: 10}


def test_a_release_that_answers_with_errors_is_rolled_back_by_its_first_batch(fleet):
    fleet.bad.add(NEW)
    fleet.release(TOLD)
    result = fleet.deploy()
    words = said(result)
    assert result.ret == 1, words
    assert "because of deployment::batch_10_watched (failed)" in words
    assert f"rolled back to v{OLD} in " in words
    assert fleet.done == ["10", "0"]
    assert fleet.serves == {OLD: 10, NEW: 0}
