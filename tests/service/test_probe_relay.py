"""A probe that goes from step to step: each has observations of its own, and nothing lies between them."""

from __future__ import annotations

import threading
import time

import pytest
from shaky import Shaky

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.probe import Probe
from pytest_golive.service.probing.relay import Relay
from pytest_golive.service.target import Target

pytestmark = pytest.mark.usefixtures("quiet")
THREAD = "golive-probe"


@pytest.fixture
def server():
    made = Shaky()
    yield made
    made.stop()


@pytest.fixture
def relay(server):
    made = Relay(Probe(Endpoint(Target("shop", server.url), ""), interval=0.05, timeout=2.0))
    yield made
    made.close()
    assert not [one for one in threading.enumerate() if one.name == THREAD]


def test_each_step_begins_before_the_one_before_it_ends(relay):
    first = relay.take()
    time.sleep(0.3)
    relay.pass_on(first)
    second = relay.take()
    time.sleep(0.3)
    relay.pass_on(second)
    before, after = first.so_far, second.so_far
    assert before.samples
    assert after.samples
    assert after.start <= before.start + before.seconds, "no moment lies between the two"


def test_a_gap_is_told_of_the_step_in_which_it_was(relay, server):
    first = relay.take()
    relay.pass_on(first)
    second = relay.take()
    server.mode = "status 502"
    time.sleep(0.4)
    server.mode = "ok"
    time.sleep(0.4)
    relay.pass_on(second)
    assert not first.so_far.gaps
    assert second.so_far.gaps


def test_a_service_that_is_down_at_the_end_of_a_step_is_told_of_it_and_before_the_next(relay, server, monkeypatch):
    monkeypatch.setattr("pytest_golive.service.probing.probe.LEAD_PATIENCE", 1.0)
    first = relay.take()
    server.mode = "status 502"
    time.sleep(0.3)
    relay.pass_on(first)
    assert not all(gap.ended for gap in first.so_far.gaps)
    with pytest.raises(CannotMeasure, match="did not serve steadily"):
        relay.take()


def test_a_step_that_came_to_no_end(relay):
    relay.drop(relay.take())
    assert not [one for one in threading.enumerate() if one.name == THREAD]
    anew = relay.take()
    assert anew.so_far.start, "the next begins anew"
    relay.pass_on(anew)
    assert [one for one in threading.enumerate() if one.name == THREAD], "and the one after it is there already"
