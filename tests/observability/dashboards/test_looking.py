"""Panels of every kind, frames of every content, and what differs from a file."""

from __future__ import annotations

import json
import time

import pytest
from faked_grafana import TOKEN, FakeGrafana, dashboard, frame, panel

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.measuring import Wanted, measure
from pytest_golive.observability.dashboards.querying.asking import Asking
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.metrics import Sample, Values

OWN = 'job=~"shop|"'
VARIABLE = {"name": "zone", "type": "custom", "query": "a,b", "multi": True, "current": {"value": ["a", "b"]}}


@pytest.fixture
def grafana(serve):
    made = FakeGrafana(serve)
    made.series |= {OWN: frame(1.0), 'job="shop"': frame(1.0)}
    yield made
    assert made.faults == []


def look(grafana, *panels, metrics=None, variables=(), **wanted):
    if panels:
        grafana.put(dashboard(*panels, variables=variables))
    client = Client(Api("Grafana", grafana.url, credentials={"Authorization": f"Bearer {TOKEN}"}))
    now = time.time()
    asking = Asking(Grafana(client), {"job": "shop"}, now - 900, now, metrics)
    return measure(asking, Wanted(("shop",), **wanted))


def broken(found):
    return [one.message.partition("): ")[2] or one.message for one in found.broken]


def remarks(found):
    return dict(found.remarks)


def test_panels_of_all_places_are_asked(grafana):
    nested = {"id": 5, "type": "row", "collapsed": True, "panels": [panel(6, "Inner", "inner")]}
    old = {"title": "old", "panels": [panel(8, "Old", "old")]}
    grafana.library["lib"] = panel(0, "Shared", "shared")
    stands = {"id": 7, "title": "Lib", "libraryPanel": {"uid": "lib"}}
    text = {"id": 9, "type": "text", "title": "Read me"}
    grafana.put(dashboard(panel(), nested, stands, text, rows=[old]))
    found = look(grafana)
    assert (broken(found), remarks(found)) == ([], {"panels with data": "4", "panels without data of their own": "2"})
    assert [text.partition("{")[0] for text in grafana.expressions[:1]] == ["old"]


def test_a_repeated_panel_is_asked_for_each_value(grafana):
    grafana.series = {'zone="b"': [], **grafana.series}
    found = look(grafana, panel(1, "Zone $zone", 'up{zone="$zone"}', repeat="zone"), variables=[VARIABLE])
    asked = [text.partition(",")[0] for text in grafana.expressions if text.startswith("up")]
    assert asked[:2] == ['up{zone="a"', 'up{zone="b"']
    assert broken(found) == ['its query returns no data: up{zone="b"}']


def test_many_repeats_are_cut_and_said(grafana):
    many = {**VARIABLE, "query": ",".join(map(str, range(30))), "current": {"value": list(map(str, range(30)))}}
    found = look(grafana, panel(1, "Zone", 'up{zone="$zone"}', repeat="zone"), variables=[many])
    assert remarks(found)["panels with data"] == "20"
    assert "is repeated 30 times: 10 were not looked at" in remarks(found)["not proven"]


def test_expressions_are_sent_with_what_they_compute_with(grafana):
    hidden = {"refId": "A", "expr": "a", "hide": True}
    computed = {
        "refId": "B",
        "type": "math",
        "expression": "$A * 2",
        "datasource": {"type": "__expr__", "uid": "__expr__"},
    }
    grafana.series["$A"] = frame(2.0)
    found = look(grafana, panel(targets=[hidden, computed]))
    assert broken(found) == []
    assert grafana.expressions == [f"a{{{OWN}}}", "$A * 2", 'count(a{job="shop"})', f"max(timestamp(a{{{OWN}}}))"]


def test_a_panel_that_shows_another_needs_it(grafana):
    other = {"type": "datasource", "uid": "-- Dashboard --"}
    found = look(
        grafana,
        panel(),
        panel(2, "Same", datasource=other, targets=[{"refId": "A", "panelId": 1}]),
        panel(3, "Gone", datasource=other, targets=[{"refId": "A", "panelId": 99}]),
        panel(4, "Hidden", targets=[{"refId": "A", "expr": "a", "hide": True}]),
    )
    assert broken(found) == ["it shows what panel 99 has, which does not exist", "it has no query that is not hidden"]


def test_where_grafana_lets_nobody_query_the_source_is_asked(grafana):
    class Told:
        said = "Prometheus 3.5.3 at metrics.example"

        def __init__(self, age=0):
            self.age = age

        def ask(self, query):
            return Values((Sample({}, time.time() - self.age, 0.0),) if OWN in query else (), 0.0)

    grafana.forbidden = {"/api/ds/query"}
    found = look(grafana, panel(), metrics=Told())
    assert (broken(found), found.doubts) == ([], ())
    assert (
        "was asked at Prometheus 3.5.3 at metrics.example, since Grafana does not let us query"
        in remarks(found)["not proven"]
    )
    assert "its series ended 10 min" in look(grafana, panel(), metrics=Told(600)).broken[0].message
    assert "answers 403" in str(look(grafana, panel()).doubt())


def test_a_file_without_uid_is_found_by_its_title(grafana):
    body = dashboard()
    del body["uid"]
    content = json.dumps({"dashboard": body}).encode()
    grafana.put(dashboard())
    assert look(grafana, files=[("a.json", content)]).unequal == ()
    grafana.put(dashboard(uid="twin"))
    assert "2 dashboards in Grafana are called 'Shop'" in str(look(grafana, files=[("a.json", content)]).doubt())
    grafana.dashboards.clear()
    assert [one.message for one in look(grafana, files=[("a.json", content)]).missing] == [
        "the dashboard 'Shop' is not in Grafana",
        "the dashboard with the uid 'shop' is not in Grafana",
    ]


def test_what_only_the_newest_form_has_is_no_answer(grafana):
    grafana.newer["shop"] = {**dashboard(), "status": {"conversion": {"failed": True, "error": "no v1 of it"}}}
    assert "cannot turn the dashboard 'shop' into the classic form: no v1 of it" in str(look(grafana).doubt())


@pytest.mark.parametrize(
    "body", [{"panels": "x", "templating": 5}, {"panels": [1, None, {"targets": 3}]}, {"rows": {}}]
)
def test_a_strange_dashboard_is_no_crash(grafana, body):
    grafana.dashboards["shop"] = {"uid": "shop", "title": "Shop", "version": 1, "schemaVersion": 1, **body}
    found = look(grafana)
    grafana.faults.clear()
    assert found.missing == ()
    assert broken(found) in ([], ["it has no query"])


def test_an_ill_grafana_is_an_error(grafana):
    grafana.health = (200, {"database": "locked"})
    with pytest.raises(CannotMeasure, match="is not healthy: its database is 'locked'"):
        look(grafana, panel())


def test_after_a_few_unanswered_questions_no_more_are_put(grafana):
    grafana.forbidden = {"/api/ds/query"}
    found = look(grafana, *(panel(n, f"P{n}") for n in range(30)))
    assert grafana.asked.count("POST /api/ds/query") == 5
    assert "25 panels were not looked at, since 5 questions had no usable answer" in str(found.doubts[-1])
