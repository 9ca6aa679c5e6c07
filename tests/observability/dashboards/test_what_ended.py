"""Panels whose series ended are dead from now on, though a window holds their last samples; what comes and goes is not."""

from __future__ import annotations

import time

import pytest
from faked_grafana import TOKEN, FakeGrafana, dashboard, frame, panel

from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.measuring import Wanted, measure
from pytest_golive.observability.dashboards.querying.asking import Asking
from pytest_golive.observability.dashboards.querying.ending import Past
from pytest_golive.observability.dashboards.variables.interpolating import Value
from pytest_golive.observability.dashboards.variables.pacing import Pace, length_of, seconds_of
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

NOW = 1_800_000_000.0
HOUR = 3_600


def ages(*seconds):
    """Samples of so many seconds ago."""
    return Past(tuple(sorted(NOW - age for age in seconds)))


@pytest.mark.parametrize(
    ("past", "ended"),
    [
        (ages(*range(5, 900, 15)), 0),
        (ages(*range(120, 900, 15)), 120),
        (ages(*range(59, 900, 15)), 0),
        (ages(*range(170, 900, 60)), 0),  # a scrape each minute, of which one failed just now
        (ages(*range(190, 900, 60)), 190),
        (ages(*range(350, 900, 120)), 0),
        (ages(*range(250, 900, 300)), 0),  # a recording rule
        (ages(250), 0),
        (ages(310), 310),
        (ages(600, 615, 630, 630 + HOUR, 645 + HOUR), 0),  # a job each hour
        (ages(), float("inf")),
    ],
)
def test_what_ended_is_older_than_its_samples_ever_were_apart(past, ended):
    assert past.ended(NOW) == ended


@pytest.fixture
def look(serve):
    def looked(series, old, *panels, **wanted):
        grafana = FakeGrafana(serve)
        grafana.series, grafana.ages = series, old
        grafana.put(dashboard(*panels))
        client = Client(Api("Grafana", grafana.url, credentials={"Authorization": f"Bearer {TOKEN}"}))
        now = time.time()
        found = measure(Asking(Grafana(client), {"job": "shop"}, now - 900, now), Wanted(("shop",), **wanted))
        assert grafana.faults == []
        return found, grafana

    return looked


DATA = {"": frame(1.0)}
RATE = 'sum(rate(old_total{job="shop"}[5m]))'


def reasons(found):
    return [one.message.partition("): ")[2].partition(", so that")[0] for one in found.broken]


@pytest.mark.parametrize(
    "query", [RATE, 'old_total{job="shop"} offset 1d', 'sum(old_total{job="shop"}) / sum(old_total{job="shop",x="1"})']
)
def test_a_panel_of_what_ended_is_broken_and_says_when(look, query):
    found, _ = look(DATA, {"old_total": 240}, panel(1, "P", query))
    assert reasons(found) == ["its series ended 4 min"] or reasons(found)[0].startswith("its series ended 4 min ")
    assert "may_be_empty" in found.broken[0].cure


def test_one_series_that_goes_on_keeps_a_panel_alive(look):
    both = 'sum(rate(old_total{job="shop"}[5m])) or sum(rate(new_total{job="shop"}[5m]))'
    found, _ = look(DATA, {"old_total": 240}, panel(1, "P", both))
    assert (found.broken, found.doubt()) == ((), None)


def test_values_that_ended_with_one_of_their_series_are_broken(look):
    old = frame(1.0, 1.0)
    old["data"]["values"][0] = [round(time.time() * 1000) - age for age in (255_000, 240_000)]
    found, _ = look({"new_total": old, "": frame(1.0)}, {"old_total": 240}, panel(1, "P", "old_total / new_total"))
    assert reasons(found)[0].startswith("its series ended 4 min")


def test_series_whose_past_cannot_be_asked_for_are_not_proven_to_go_on(look):
    found, _ = look({"timestamp(": "query timed out", "": frame(1.0)}, {}, panel(1, "P", RATE))
    assert (found.broken, found.doubt()) == ((), None)
    said = "whether the series of query A go on is not proven: query timed out"
    assert any(said in text for _, text in found.notes()), list(found.notes())


def test_what_may_be_empty_may_end(look):
    found, _ = look(DATA, {"old_total": 240}, panel(), panel(2, "P", RATE), may_be_empty=["P"])
    assert (found.broken, found.doubt()) == ((), None)


def test_failures_that_ended_with_a_restart_are_quiet_while_their_metric_goes_on(look):
    errors = panel(2, "Errors", 'sum(rate(here_total{job="shop",code=~"5.."}[5m])) or vector(0)')
    found, _ = look(DATA, {'code=~"5': 240}, panel(), errors)
    assert (found.broken, found.doubt()) == ((), None)
    found, _ = look(DATA, {"here_total": 240}, panel(), errors)
    assert reasons(found)[0].startswith("its series ended 4 min")


def test_zero_in_place_of_failures_of_a_metric_that_is_gone_is_not_quiet(look):
    errors = panel(2, "Errors", 'sum(rate(gone_total{job="shop",code=~"5.."}[5m])) or vector(0)')
    found, _ = look({"count(": [], "": frame(1.0)}, {}, errors)
    assert reasons(found)[0].startswith("its query has a value although no series of this service is behind it")


def test_what_an_expression_computes_of_what_ended_ended_too(look):
    hidden = {"refId": "A", "expr": RATE, "hide": True}
    computed = {"refId": "B", "type": "math", "expression": "$A * 2", "datasource": {"uid": "__expr__"}}
    found, _ = look(DATA, {"old_total": 240}, panel(targets=[hidden, computed]))
    assert reasons(found)[0].startswith("its series ended 4 min")


def test_a_window_and_a_panel_that_reach_back_are_looked_at_as_far(look):
    _, grafana = look(DATA, {"old_total": 600}, panel(1, "P", 'increase(old_total{job="shop"}[2h])'))
    assert 6 * HOUR in {round(span) for span in grafana.spans}
    _, grafana = look(DATA, {}, panel(1, "P", RATE, timeFrom="24h"))
    assert {round(span) for span in grafana.spans} == {24 * HOUR}


def test_grafanas_pace_is_that_of_the_datasource_the_panel_and_the_query(look):
    assert Pace.of("", "", "").values["__rate_interval"] == Value(("1m",))
    assert Pace.of("2m", "", "").values["__rate_interval"] == Value(("8m",))
    assert Pace.of("30s", "", "").values["__interval"] == Value(("30s",))
    assert Pace.of("30s", "5m", "").values["__rate_interval"] == Value(("330s",))
    assert Pace.of("30s", "", "10s").values["__interval_ms"] == Value(("10000",))
    assert Pace.of("$x", ">1m", "junk").milliseconds == 60_000
    _, grafana = look(DATA, {}, panel(interval="2m"))
    assert "[135s]" in grafana.expressions[0]


def test_lengths_as_grafana_writes_them():
    assert [seconds_of(text) for text in ("250ms", "1h", "1M", "x", "")] == [0.25, HOUR, 31 * 24 * HOUR, 0, 0]
    told = ("24h", "now-24h", "now/d", "now-1d/d", "now-1d/fQ", "", "soon")
    assert [length_of(text) / HOUR for text in told] == [24, 24, 24, 48, 24 + 92 * 24, 0, 0]
