"""A probe of real servers that fail in every way; whether it can be trusted is tested in test_probe_doubts."""

from __future__ import annotations

import threading
import time

import pytest
from shaky import Shaky

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.probe import Probe
from pytest_golive.service.target import Target

pytestmark = pytest.mark.usefixtures("quiet")

# What a busy machine may add between what happened and the clock that noted it.
SLACK = 0.05
QUICK = {"interval": 0.02, "timeout": 0.4}


@pytest.fixture
def server():
    made = Shaky()
    yield made
    made.stop()


def probe_of(server, **settings):
    return Probe(Endpoint(Target("shop", server.url), ""), **{**QUICK, **settings})


def watched(server, *modes, seconds=0.3, settle=0.4):
    """The probe's result while the server went through *modes*."""
    with probe_of(server).watching(settle=settle) as watch:
        for mode in modes:
            server.mode = mode
            time.sleep(seconds)
    return watch


def test_a_healthy_service_has_no_gap(server):
    result = watched(server, "ok").so_far
    assert result.gaps == result.failures == ()
    assert {sample.kind for sample in result.samples} == {"fresh", "kept-alive"}
    assert result.reused > 10
    assert result.reconnects == 0
    assert 0 < result.worst_latency < result.timeout
    assert result.down == 0


def test_requests_are_light_and_carry_nothing_secret(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://user:secret@127.0.0.1:9")
    watched(server, "ok")
    request = server.requests[-1].decode()
    assert request.startswith("GET /healthz HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{server.port}\r\n" in request
    assert not {"authorization", "cookie", "secret"} & set(request.lower().replace(":", " ").split())


@pytest.mark.parametrize(
    "mode",
    [
        "status 502",
        "status 404",
        "status 302",
        "truncated body",
        "truncated head",
        "reset",
        "closed without an answer",
        "not HTTP/1.1",
    ],
)
def test_what_went_wrong_is_named_with_its_time(server, mode):
    result = watched(server, mode, "ok").so_far
    assert {gap.kind for gap in result.gaps} == {"fresh", "kept-alive"}
    assert len(result.gaps) == 2
    for gap in result.gaps:
        assert gap.what.startswith(f"{mode} x")
        assert gap.ended
        assert gap.seconds > 0
    failure = result.failures[0]
    assert failure.what == mode
    assert result.start <= failure.monotonic <= result.start + result.seconds
    assert abs((failure.at - result.at).total_seconds() - (failure.monotonic - result.start)) < 1e-5
    assert 0 < failure.seconds <= max(gap.seconds for gap in result.gaps) + 2 * result.interval


def test_a_server_that_is_gone_refuses(server):
    with probe_of(server).watching(settle=0.4) as watch:
        stopped = server.stop()
        time.sleep(0.5)
        started = server.start()
    result = watch.so_far
    assert len(result.gaps) == 2
    for gap in result.gaps:
        assert "refused x" in gap.what
        assert gap.start <= stopped - result.start + result.interval + result.worst_lateness
        assert abs(gap.seconds - (started - stopped)) <= gap.within + SLACK


def test_requests_go_on_at_their_times_while_a_server_hangs(server):
    with probe_of(server).watching(settle=0.4) as watch:
        server.mode = "hang"
        began = time.monotonic()
        time.sleep(1.2)
        ended = time.monotonic()
        server.mode = "ok"
    result = watch.so_far
    during = [sample for sample in result.samples if began < sample.due < ended]
    assert len(during) + result.skipped >= 2 * (1.2 / result.interval - 2)
    assert {failure.what for failure in result.failures} == {"timeout"}
    assert len(result.gaps) == 2
    for gap in result.gaps:
        assert abs(gap.seconds - (ended - began)) <= gap.within + SLACK


def test_an_idle_connection_may_be_closed(server):
    with probe_of(server).watching(settle=0.2) as watch:
        until = time.monotonic() + 60
        while watch.so_far.reconnects < 5 and time.monotonic() < until:
            time.sleep(0.03)
            server.drop()
    result = watch.so_far
    assert result.reconnects >= 5
    assert [gap for gap in result.gaps if gap.kind == "kept-alive"] == []


def test_a_request_that_crosses_with_the_close_is_sent_again(server):
    result = watched(server, "drop reused", seconds=2).so_far
    assert result.gaps == ()
    assert result.reconnects >= 5


def test_a_request_that_was_taken_and_dropped_is_lost(server):
    result = watched(server, "swallow", "ok").so_far
    assert {gap.kind for gap in result.gaps} == {"kept-alive"}
    assert result.gaps[0].what.startswith("closed without an answer")


def test_a_gap_that_does_not_end_says_so(server):
    result = watched(server, "status 502", settle=0).so_far
    assert [gap.ended for gap in result.gaps] == [False, False]
    assert "still when the watch ended" in result.gaps[0].sentence


def test_a_body_that_does_not_end_is_not_read_to_its_end(server):
    result = watched(server, "endless", "ok").so_far
    assert {failure.what for failure in result.failures} <= {"body too large", "timeout"}


@pytest.mark.parametrize("mode", ["hang", "ok"])
def test_a_body_that_raises_ends_the_probe_at_once(server, mode):
    def interrupted(watching):
        with watching as watch:
            seen.append(watch)
            server.mode = mode
            time.sleep(0.2)
            raise KeyboardInterrupt

    seen = []
    with pytest.raises(KeyboardInterrupt):
        interrupted(probe_of(server, timeout=4.0).watching(settle=600))
    assert not [thread for thread in threading.enumerate() if thread.name == "golive-probe"]
    if mode == "ok":
        assert seen[0].so_far.samples
        return
    assert seen[0].so_far.unanswered > 0
    with pytest.raises(CannotMeasure, match="broken off"):
        _ = seen[0].result
