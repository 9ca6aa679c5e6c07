"""The result of a watch is not that of another day, nor of what ran before the deployment."""

from __future__ import annotations

import pytest
from pretended_time import WALL, Machine, Script

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.resuming import resume, start
from pytest_golive.observability.watch.policy import Policy
from pytest_golive.observability.watch.standing import Ending
from pytest_golive.observability.watch.watching import Watching

POLICY = Policy(30.0, 3)
ABOUT = About("1.4.2", "c" * 40, "prod", POLICY, ("a", "b"))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "samples.jsonl"


def ended(file, machine, phases="g", deployed=None, begin=resume):
    journal = begin(file, ABOUT, machine, deployed) if begin is resume else begin(file, ABOUT, machine)
    return Watching(POLICY, ("a", "b"), Script(phases, machine), journal, clock=machine).hold().ending


def test_a_good_result_is_of_now_for_an_hour(file):
    machine = Machine()
    assert ended(file, machine, begin=start) is Ending.SUCCESSFUL
    machine.run(3500)
    assert ended(file, machine) is Ending.SUCCESSFUL
    machine.run(200)
    before = file.read_bytes()
    with pytest.raises(CannotMeasure, match="ended 1 h 1 min ago, so it says nothing of now; begin a new watch"):
        ended(file, machine)
    assert file.read_bytes() == before


def test_a_bad_result_stays_one(file):
    machine = Machine()
    assert ended(file, machine, "f", begin=start) is Ending.FAILED
    machine.restart(86_400)
    assert ended(file, machine) is Ending.FAILED


def test_what_was_watched_before_the_deployment_is_not_resumed(file):
    machine = Machine()
    assert ended(file, machine, begin=start) is Ending.SUCCESSFUL
    assert ended(file, machine, deployed=WALL + 59) is Ending.SUCCESSFUL
    with pytest.raises(CannotMeasure, match="began 2 min before the release was deployed"):
        ended(file, machine, deployed=WALL + 120)
