"""Dashboards show this service: passes, is breached, cannot measure."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest
from faked_grafana import NAN, TOKEN, dashboard, frame, panel

GATE = "post_deploy::dashboards_live"
FILE = "ops/dashboards/shop.json"
OWN = 'job=~"shop|"'


def test_dashboards_live_passes(shop, grafana):
    shop.passes(
        GATE,
        "*dashboards missing: 0, must be at most 0 (n = 1, Grafana at 127.0.0.1*, version 13.1.0)*",
        "*datasources that do not work: 0*",
        "*panels that show nothing: 0*",
        "*differences from the repository: 0*",
        "*panels with data: 1*",
    )
    series = f'http_requests_total{{job="shop",{OWN}}}'
    assert grafana.expressions == [f"sum(rate({series}[1m]))", f"max(timestamp({series}))"]


@pytest.mark.parametrize(
    ("series", "panels", "said"),
    [
        ({}, [panel()], "*panel 'Requests' (1): its query returns no data: sum(rate(http_requests_total*"),
        ({OWN: NAN}, [panel()], "*panel 'Requests' (1): its query returns nothing but NaN*"),
        ({"[1m]": "parse error: unexpected end"}, [panel()], "*query A fails: parse error: unexpected end*"),
        ({OWN: [], "http": frame(1)}, [panel()], "*its query returns data, but none of this service (job=shop)*"),
        ({OWN: frame(1)}, [panel(targets=[])], "*panel 'Requests' (1): it has no query*"),
        (
            {OWN: frame(1)},
            [panel(expr="up{x='$gone'}")],
            "*uses the variable $gone, which the dashboard does not define*",
        ),
        ({OWN: frame(1)}, [panel(datasource={"uid": "gone"})], "*the datasource 'gone' does not exist in Grafana*"),
        (
            {OWN: frame(1)},
            [panel(datasource="${DS_PROM}")],
            "*${DS_PROM}, which no variable of the dashboard defines: the*",
        ),
        (
            {OWN: frame(1)},
            [panel(libraryPanel={"uid": "lib"})],
            "*stands for the library panel 'lib', which is deleted*",
        ),
        ({OWN: frame(1)}, [panel(), {"id": 9, "type": "row", "panels": [panel(2, "In a row", "x")]}], None),
    ],
)
def test_dashboards_live_is_breached_by_a_panel(shop, grafana, series, panels, said):
    grafana.series = series
    body = dashboard(*panels)
    grafana.put(body)
    shop.write(FILE, json.dumps(body))
    if said is None:
        shop.passes(GATE, "*panels with data: 2*", "*panels without data of their own: 1*")
    else:
        shop.breaches(GATE, "*panels that show nothing: 1, must be at most 0*", said)


def test_dashboards_live_is_breached_by_a_panel_whose_series_ended(shop, grafana):
    grafana.ages["http_requests"] = 120
    shop.breaches(
        GATE,
        "*panels that show nothing: 1, must be at most 0*",
        "*panel 'Requests' (1): its series ended 2 min*ago*",
        "*correct the panel if a release renamed the metric or its labels*",
    )


def test_dashboards_live_is_breached_by_a_dashboard_that_is_gone(shop, grafana):
    grafana.dashboards.clear()
    shop.settings("")
    shop.breaches(GATE, "*dashboards missing: 1*", "*the dashboard 'Shop' with the uid 'shop' is not in Grafana*")


def test_dashboards_live_is_breached_by_a_sick_datasource(shop, grafana):
    grafana.checks["prom"] = 400, {"status": "ERROR", "message": "dial tcp: connection refused"}
    shop.breaches(
        GATE, "*datasources that do not work: 1*", "*the prometheus datasource 'Prometheus' does not work: dial*"
    )


def test_dashboards_live_is_breached_by_what_differs(shop, grafana):
    changed = panel(expr='sum(rate(http_requests_total{job="shop"}[5m]))', unit="s")
    grafana.put(dashboard(changed, panel(2, "Errors"), refresh="10s"))
    shop.breaches(
        GATE,
        "*differences from the repository: 4, must be at most 0*",
        "*shop.json: the dashboard: refresh is missing in the file, and '10s' in Grafana*",
        "*shop.json: panel 'Requests' (1): targets?0?.expr is *",
        "*shop.json: panel 'Requests' (1): unit is missing in the file, and 's' in Grafana*",
        "*shop.json: panel 'Errors' (2) is in Grafana, and not in the file*",
    )


def test_a_file_that_is_no_dashboard_is_a_fault(shop, grafana):
    for name, content in (
        ("html", "<html>"),
        ("deep", "[" * 5_000),
        ("binary", b"\x89PNG\r\n\x00\x00"),
        ("latin", b'{"panels": "\xff"}'),
        ("other", '{"name": "shop"}'),
        ("newest", '{"apiVersion": "dashboard.grafana.app/v2", "spec": {"elements": {}}}'),
    ):
        shop.write(f"ops/dashboards/{name}.json", content)
    shop.breaches(
        GATE,
        "*files that are no dashboard: 6*",
        "*binary.json: it is no text*",
        "*latin.json: it is no JSON: it is no text in UTF-8*",
        "*newest.json: it is in Grafana's newest form (v2), which is not read here*",
    )


def test_errors_may_be_absent_while_their_metric_has_data(shop, grafana):
    errors = panel(2, "Errors", 'sum(rate(http_requests_total{job="shop",code=~"5.."}[5m]))')
    firing = panel(3, "Firing", 'ALERTS{alertstate="firing"}')
    grafana.put(dashboard(panel(), errors, firing, panel(4, "Dead letters", "dead_letters_total")))
    grafana.series = {'code=~"5.."': [], "ALERTS": [], "dead_letters": [], OWN: frame(1)}
    shop.settings("")
    settings = (shop.path / "pyproject.toml").read_text()
    own = 'compare = false\nmay_be_empty = ["Dead*"]\ntoken_env'
    shop.write("pyproject.toml", settings.replace("token_env", own))
    shop.passes(
        GATE,
        "*panels with data: 1*",
        "*empty because nothing has gone wrong: *'Errors' (2); *'Firing' (3); *",
    )


def test_dashboards_of_the_newer_api_are_read(shop, grafana):
    grafana.newer["shop"] = grafana.dashboards.pop("shop")
    shop.passes(GATE, "*panels with data: 1*")
    assert "GET /apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards/shop" in grafana.asked


def test_a_viewer_learns_of_datasources_where_the_pages_do(shop, grafana):
    grafana.forbidden = {"/api/datasources"}
    shop.passes(GATE, "*panels with data: 1*")


def test_other_datasources_are_asked_through_grafana_and_not_proven(shop, grafana):
    logs = {"refId": "A", "expr": '{app="shop"} |= "error"', "datasource": {"type": "loki", "uid": "logs"}}
    grafana.put(dashboard(panel(1, "Logs", targets=[logs], datasource={"type": "loki", "uid": "logs"})))
    grafana.series = {"app=": frame("a line", kind="string")}
    shop.write(FILE, json.dumps(grafana.dashboards["shop"]))
    shop.passes(
        GATE,
        "*panels with data: 1*",
        "*not proven: *'Logs' (1): whose data query A shows is not proven: it is not PromQL, but loki*",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"token": "other"}, "*answers 401*Invalid API key*GRAFANA_TOKEN*"),
        ({"health": (503, {"database": "failing"})}, "*is not healthy: its database is 'failing'*"),
        ({"forbidden": {"/api/ds/query"}}, "*answers 403 to POST *Permission denied*"),
        ({"forbidden": {"/api/dashboards"}}, "*answers 403 to GET *Permission denied*"),
        (
            {"raw": (200, {"Content-Type": "text/html"}, b"<html><form><input type=password>")},
            "*a log-in page instead of data*",
        ),
        ({"raw": (302, {"Location": "/login"}, b"")}, "*redirects *which looks like a log-in page*"),
        ({"raw": (200, {"Content-Type": "application/json"}, b'{"database": "ok"')}, "*what is no JSON*"),
        ({"raw": (200, {"Content-Type": "application/json"}, b"[]")}, "*is not healthy: its database is 'not named*"),
        (
            {"raw": (200, {"Content-Type": "application/json"}, b'{"database": "ok", "version": 5}')},
            "*without 'dashboard'*",
        ),
    ],
)
def test_dashboards_live_cannot_measure(shop, grafana, change, said):
    for name, value in change.items():
        setattr(grafana, name, value)
    shown = shop.judge(GATE).stdout.str()
    assert "  ERROR " in shown
    assert fnmatchcase(" ".join(shown.split()), said), shown
    assert TOKEN not in shown


def test_a_dashboard_without_data_proves_nothing(shop, grafana):
    body = dashboard({"id": 1, "type": "text", "title": "Read me"})
    grafana.put(body)
    shop.write(FILE, json.dumps(body))
    shop.cannot_measure(GATE, "*none of the dashboards has a panel that shows data of a source*")


def test_dashboards_live_is_not_set_up(shop, live):
    shop.cannot_measure(
        GATE, "*set ?tool.golive.targets.staging.dashboards? url, and uids or files*", word="NOT SET UP"
    )
