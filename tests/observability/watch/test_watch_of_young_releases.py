"""Samples whose windows reach back before the deployment are tolerated, and alone they prove nothing."""

from __future__ import annotations

from pretended_time import Machine

from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.replaying import replayed
from pytest_golive.observability.watch.journal.resuming import start
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.policy import Policy
from pytest_golive.observability.watch.standing import Ending
from pytest_golive.observability.watch.telling import doubt, notes
from pytest_golive.observability.watch.watching import Watching

EARLY = Measurement("a", Phase.INCONCLUSIVE, said="not proven yet", cure="measure again", is_early=True)
GOOD = Measurement("a", Phase.GOOD, 1.0)
FEW = Measurement("a", Phase.INCONCLUSIVE, said="too few")


def held(*found, journal=None, count=5):
    left = list(found)
    machine = Machine()
    return Watching(Policy(30.0, count), ("a",), lambda: [left.pop(0)], journal, clock=machine).hold()


def test_they_are_tolerated_and_use_up_the_count():
    watched = held(EARLY, EARLY, GOOD, GOOD, GOOD)
    assert (watched.ending, watched.total) == (Ending.SUCCESSFUL, 5)
    assert ("not proven", "a: 2 samples proved nothing") in list(notes(watched))


def test_too_little_traffic_after_them_is_not():
    assert held(EARLY, EARLY, GOOD, FEW).ending is Ending.INCONCLUSIVE


def test_alone_they_prove_nothing():
    watched = held(*[EARLY] * 5)
    assert watched.ending is Ending.INCONCLUSIVE
    assert "not proven that the service is stable: a: not proven yet" in doubt(watched).what
    assert doubt(watched).cure == "measure again"


def test_the_file_says_which_they_were(tmp_path):
    about = About("1.0.0", "", "here", Policy(30.0, 5), ("a",))
    path = tmp_path / "watch.jsonl"
    held(EARLY, GOOD, GOOD, GOOD, GOOD, journal=start(path, about, Machine()))
    stored, samples = replayed(path)
    assert [each.measurements[0].is_early for each in samples] == [True, False, False, False, False]
    assert stored.kept.standing.counts["a"].early == 1
    assert stored.kept.standing.ending is Ending.SUCCESSFUL
