"""A probe beside something long: each request is told once, and what is not the service's fault is told as that."""

from __future__ import annotations

import threading
import time

import pytest
from shaky import Shaky

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.measured import Phase
from pytest_golive.service.probing.beside import ProbeBeside, Seen
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.loop import ProbeLoop
from pytest_golive.service.probing.probe import Probe
from pytest_golive.service.probing.result import Sample
from pytest_golive.service.target import Target
from pytest_golive.targets.observing.beside_gates.probed import measurement_of

PATIENCE = 60.0


@pytest.fixture
def server():
    made = Shaky()
    yield made
    made.stop()


def beside(url, timeout=4.0):
    return ProbeBeside(Probe(Endpoint(Target("shop", url), ""), 0.02, timeout))


def until(probe, is_seen):
    """What was seen at last, once it is as wanted."""
    deadline = time.monotonic() + PATIENCE
    while not is_seen(seen := probe.since()):
        assert time.monotonic() < deadline, seen
    return seen


def told(probe, seen):
    return measurement_of(seen, probe.probe, "http://shop")


def probes():
    return [one for one in threading.enumerate() if one.name == "golive-watch-probe"]


def test_each_request_is_told_once_over_both_kinds_of_connection(server):
    probe = beside(server.url)
    with probe.running():
        found = [probe.since() for _ in range(20)]
        assert all(seen.requests and not seen.failed for seen in found)
    assert not probes()
    assert sum(seen.requests for seen in found) <= len(server.requests)
    connections = {b"close" in request.lower() for request in server.requests}
    assert connections == {True, False}
    sent = len(server.requests)
    time.sleep(0.2)
    assert len(server.requests) == sent


@pytest.mark.parametrize("mode", ["status 502", "truncated body", "reset", "not HTTP/1.1"])
def test_failures_are_told_with_their_kind_and_first_moment_and_not_again(server, mode):
    probe = beside(server.url)
    with probe.running():
        server.mode = mode
        seen = until(probe, lambda one: one.failed)
        assert set(seen.failed) == {mode}
        assert abs(time.time() - seen.first_at) < PATIENCE
        said = told(probe, seen)
        assert (said.phase, said.value, said.n) == (Phase.FAILED, seen.failed.total(), seen.requests)
        assert f"failed ({mode} x" in said.said
        server.mode = "ok"
        assert told(probe, until(probe, lambda one: not one.failed)).phase is Phase.GOOD


def test_a_service_that_is_gone_has_failed_and_is_good_when_it_is_back(server):
    probe = beside(server.url)
    with probe.running():
        probe.since()
        server.stop()
        assert told(probe, until(probe, lambda one: one.failed["refused"])).phase is Phase.FAILED
        server.start()
        assert told(probe, until(probe, lambda one: not one.failed)).phase is Phase.GOOD


def test_a_limit_of_the_rate_says_nothing_of_the_service(server):
    probe = beside(server.url)
    with probe.running():
        server.mode = "status 429"
        said = told(probe, until(probe, lambda one: one.failed))
    assert (said.phase, said.cure[:22]) == (Phase.ERROR, "exempt the health path")


def test_a_name_without_an_address_is_an_error_of_each_sample_and_no_end(server):
    probe = beside("http://nowhere.invalid/healthz")
    with probe.running():
        for _ in range(2):
            with pytest.raises(CannotMeasure):
                probe.since()
        assert len(probes()) == 1
    assert not probes()


def test_it_ends_with_whatever_ends_the_body(server):
    with pytest.raises(KeyboardInterrupt), beside(server.url).running():
        raise KeyboardInterrupt
    assert not probes()


def test_no_request_at_all_is_an_error(server):
    said = told(beside(server.url), Seen())
    assert (said.phase, said.n) == (Phase.ERROR, None)


@pytest.mark.parametrize(("late", "phase"), [(0.0, Phase.FAILED), (3.0, Phase.ERROR)])
def test_timeouts_while_this_machine_stood_still_say_nothing(server, late, phase):
    seen = Seen()
    seen.add(Sample("fresh", 10.0, 10.0 + late, 14.0 + late, "timeout"))
    assert told(beside(server.url), seen).phase is phase


def test_a_day_needs_no_more_memory_than_a_minute(server):
    seen = Seen()
    loop = ProbeLoop(Endpoint(Target("shop", server.url), ""), 1.0, 1.0, seen.add)
    for number in range(200_000):
        loop._keep(Sample("fresh", number, number, number + 0.5, "reset" if number % 2 else ""))
    assert (seen.requests, dict(seen.failed), loop.samples) == (200_000, {"reset": 100_000}, [])
    assert seen.first.due == 1
