"""If a probe proves nothing, it says so."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from shaky import Shaky

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.probing.checks import check_result
from pytest_golive.service.probing.connections import Endpoint
from pytest_golive.service.probing.probe import Probe
from pytest_golive.service.probing.result import KINDS, ProbeResult, Sample
from pytest_golive.service.target import Target

NOW = dt.datetime(2026, 11, 25, 14, 3, 7, tzinfo=dt.UTC)


@pytest.fixture
def server():
    made = Shaky()
    yield made
    made.stop()


def seen(count=100, *, late=0.0, what="", skip=()):
    """A result of *count* requests of each kind, 50 ms apart."""
    samples = [
        Sample(kind, n * 0.05, n * 0.05 + late, n * 0.05 + late + 0.002, what)
        for n in range(count)
        for kind in KINDS
        if n not in skip
    ]
    return ProbeResult(
        "http://127.0.0.1/", NOW, 0.0, count * 0.05, 0.05, 1.0, tuple(samples), (), skipped=2 * len(skip)
    )


def test_a_good_result_is_handed_on():
    for result in (seen(), seen(late=0.03), seen(skip=range(40, 42))):
        assert check_result(result) is result


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (seen(0), "only 0 requests were sent over fresh connections"),
        (seen(9), "only 9 requests"),
        (seen(late=0.06), "could not keep its schedule of one request every 50 ms: 200 of 200 were late"),
        (seen(skip=range(0, 100, 16)), "14 were not sent"),
        (seen(skip=range(40, 46)), "saw nothing for 350 ms; this machine was too slow, not the service"),
        (seen(what="status 429"), "limits the rate of the probe"),
        (seen(what="this machine"), "could not open the probe's connections"),
    ],
    ids=["none", "few", "late", "holes", "blind", "throttled", "ours"],
)
def test_what_proves_nothing_is_no_result(result, why):
    with pytest.raises(CannotMeasure, match=why):
        check_result(result)


def test_a_service_that_limits_the_probe(server):
    with Probe(Endpoint(Target("shop", server.url), ""), interval=0.02).watching(settle=0.3) as watch:
        server.mode = "status 429"
    with pytest.raises(CannotMeasure, match="limits the rate"):
        _ = watch.result


def test_a_watch_that_is_not_over_has_no_result(server):
    with (
        Probe(Endpoint(Target("shop", server.url), "")).watching(settle=0) as watch,
        pytest.raises(CannotMeasure, match="not over"),
    ):
        _ = watch.result


def test_a_short_watch_proves_nothing(server):
    with Probe(Endpoint(Target("shop", server.url), "")).watching(settle=0) as watch:
        time.sleep(0.1)
    with pytest.raises(CannotMeasure, match="fewer than 10 prove nothing"):
        _ = watch.result


@pytest.mark.parametrize(
    ("mode", "why"), [("gone", "refused"), ("status 404", "status 404"), ("not HTTP/1.1", "not HTTP/1.1")]
)
def test_what_is_down_already_cannot_be_seen_going_down(server, mode, why, monkeypatch):
    monkeypatch.setattr("pytest_golive.service.probing.probe.LEAD_PATIENCE", 0.5)
    if mode == "gone":
        server.stop()
    server.mode = mode
    with (
        pytest.raises(CannotMeasure, match=f"did not serve steadily within 0.5 s before .*; last: {why}"),
        Probe(Endpoint(Target("shop", server.url), "")).watching(),
    ):
        pytest.fail("the body must not run")


@pytest.mark.security
@pytest.mark.parametrize(
    "url",
    [
        "http://user:secret@127.0.0.1/",
        "ftp://127.0.0.1/",
        "http:///x",
        "http://127.0.0.1/a b",
        "http://h/\r\nX: y",
        "x",
    ],
)
def test_only_a_plain_url_is_asked(url):
    with pytest.raises(CannotMeasure) as caught:
        Endpoint(Target("shop", url), "")
    assert "secret" not in str(caught.value)


@pytest.mark.security
def test_clear_text_never_leaves_this_machine():
    with (
        pytest.raises(CannotMeasure, match=r"nothing was sent to .* plain http"),
        Probe(Endpoint(Target("shop", "http://192.0.2.1"), "/")).watching(),
    ):
        pytest.fail("the body must not run")


def test_a_name_that_nobody_knows():
    with (
        pytest.raises(CannotMeasure, match="does not resolve"),
        Probe(Endpoint(Target("shop", "https://nowhere.invalid"), "/")).watching(),
    ):
        pytest.fail("the body must not run")


@pytest.mark.parametrize(("interval", "timeout"), [(0.001, 1), (61, 1), (0.05, 0), (0.05, 11), (1, 31)])
def test_a_probe_stays_light(interval, timeout):
    with pytest.raises(CannotMeasure, match="a probe"):
        Probe(Endpoint(Target("shop", "http://127.0.0.1"), "/"), interval=interval, timeout=timeout)
