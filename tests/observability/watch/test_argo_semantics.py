"""A watch ends as an AnalysisRun of Argo Rollouts does, and is stricter where Argo would not look."""

from __future__ import annotations

import pytest
from pretended_time import Machine, Script

from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.standing import Ending
from pytest_golive.observability.watch.telling import doubt
from pytest_golive.observability.watch.watching import Watching


def held(phases, policy, take=None, signals=("a", "b"), viewer=None):
    machine = Machine()
    more = {"viewer": viewer} if viewer else {}
    return Watching(policy, signals, take or Script(phases, machine), clock=machine, **more).hold()


def policy(count=5, success=0, **tolerance):
    return Policy(30.0, count, consecutive_success_limit=success, tolerance=Tolerance(**tolerance))


@pytest.mark.parametrize(
    ("phases", "how", "ending", "samples"),
    [
        ("g", {}, "successful", 5),
        ("ggf", {}, "failed", 3),
        ("gfg", {"failure_limit": 1}, "successful", 5),
        ("gfgfg", {"failure_limit": 1}, "failed", 4),
        ("ggggf", {}, "failed", 5),  # the last one counts, too
        ("gi", {}, "inconclusive", 2),
        ("gig", {"inconclusive_limit": 1}, "successful", 5),
        ("gigi", {"inconclusive_limit": 1}, "inconclusive", 4),
        ("iiiii", {"inconclusive_limit": 5}, "inconclusive", 5),  # nothing was ever proven
        ("fffff", {"failure_limit": 5}, "inconclusive", 5),
        ("iiiig", {"inconclusive_limit": 4}, "successful", 5),
        ("eeeeg", {}, "successful", 9),  # four in succession are tolerated, and use up nothing of the count
        ("eeeee", {}, "error", 5),
        ("geeeegeeeeg", {"count": 6}, "stopped", 12),  # never more than four in succession, but twice the time
        ("ge", {"consecutive_error_limit": 0}, "error", 2),
        ("gegegegg", {"consecutive_error_limit": 1}, "successful", 8),
        ("gggf", {"success": 3}, "successful", 3),
        ("gggf", {"success": 4}, "failed", 4),
        ("ggegg", {"success": 3, "count": 4}, "successful", 5),  # an error breaks the succession
        ("gfggf", {"success": 3, "failure_limit": 1}, "failed", 5),
        ("ef", {}, "failed", 2),
        ("eeeef", {"consecutive_error_limit": 4}, "failed", 5),
    ],
)
def test_a_watch_ends_as_argo_does(phases, how, ending, samples):
    watched = held(phases, policy(**how))
    assert (watched.ending.value, watched.total) == (ending, samples)
    assert watched.is_proven == (ending == "successful")
    assert len(watched.samples) == samples


def test_one_signal_may_have_a_tolerance_of_its_own():
    how = Policy(30.0, 4, of_signals={"a": Tolerance(failure_limit=1)})
    assert held("gfg", how).ending is Ending.SUCCESSFUL
    assert held("gfg", how, Script("gfg", signals=("b", "a"))).ending is Ending.FAILED


def test_what_is_forgiven_is_shown():
    watched = held("gfg", policy(failure_limit=1))
    count = watched.counts["a"]
    assert (count.good, count.failed, count.first_failed) == (4, 1, 2)


def test_a_signal_that_is_missing_in_a_sample_is_an_error():
    only = iter([True, False, False, True, True, True, True])
    watched = held("", policy(), lambda: [Measurement(s, Phase.GOOD) for s in ("a", "b") if s == "a" or next(only)])
    assert (watched.ending, watched.total) == (Ending.SUCCESSFUL, 7)
    assert (watched.counts["b"].errors, watched.counts["b"].good, watched.counts["a"].good) == (2, 5, 7)
    assert watched.samples[1].of("b").said == "it is missing in this sample"


def test_a_watch_over_nothing_is_an_error_and_never_good():
    watched = held("g", policy(), list, signals=())
    assert (watched.ending, watched.total, watched.is_proven) == (Ending.ERROR, 0, False)


def test_the_first_sample_waits_for_its_delay_and_all_keep_to_their_schedule():
    machine = Machine()
    how = Policy(30.0, 3, initial_delay=60.0)
    watched = Watching(how, ("a", "b"), Script("g", machine, takes=7.5), clock=machine).hold()
    assert [each.since for each in watched.samples] == [60.0, 90.0, 120.0]
    assert [each.took for each in watched.samples] == [7.5] * 3
    assert watched.lasted == pytest.approx(127.5)
    assert [each.at - watched.began for each in watched.samples] == pytest.approx([60.0, 90.0, 120.0])


class Seen:
    def __init__(self, fails_at=0):
        self.shown, self.closed, self.fails_at = [], 0, fails_at

    def begin(self, standing, wait):
        self.waited = wait

    def show(self, sample, standing, left_seconds):
        self.shown.append((sample.number, standing.ending.value, left_seconds))
        if sample.number == self.fails_at:
            raise BrokenPipeError(32, "Broken pipe")

    def close(self):
        self.closed += 1


def test_each_sample_is_shown_with_the_time_that_is_left():
    seen = Seen()
    held("geg", policy(count=2), viewer=seen)
    assert seen.shown == [(1, "running", 30.0), (2, "running", 30.0), (3, "successful", 0.0)]
    assert (seen.waited, seen.closed) == (0.0, 1)


def test_what_makes_samples_take_long_is_said_with_a_cure():
    machine = Machine()
    script = Script("g", machine, takes=lambda number: 95.0 if number > 1 else 1.0)
    how = Policy(30.0, 60, tolerance=Tolerance(consecutive_error_limit=1))
    watched = Watching(how, ("a", "b"), script, clock=machine).hold()
    assert watched.ending is Ending.ERROR
    assert "sample 2 took 1 min 35 s" in doubt(watched).what
    assert "choose a longer interval" in doubt(watched).cure


def test_a_view_that_is_lost_does_not_end_the_watch():
    seen = Seen(fails_at=1)
    watched = held("g", policy(count=3), viewer=seen)
    assert (watched.ending, len(seen.shown)) == (Ending.SUCCESSFUL, 1)
    assert watched.notes == [("view", "it ended with sample 1: Broken pipe")]
