"""Panels with variables, filters and datasources as a viewer sees them who opens the dashboard now."""

from __future__ import annotations

import time

import pytest
from faked_grafana import PROMETHEUS, TOKEN, FakeGrafana, dashboard, frame, panel

from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.measuring import Wanted, measure
from pytest_golive.observability.dashboards.querying.asking import Asking
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

OWN = 'job=~"shop|"'
PROM = {"type": "prometheus", "uid": "prom"}


@pytest.fixture
def grafana(serve):
    made = FakeGrafana(serve)
    made.series = {OWN: frame(1.0), "count(": frame(1.0)}
    yield made
    assert made.faults == []


def look(grafana, *panels, variables=(), given=None, **more):
    grafana.put(dashboard(*panels, variables=variables, **more))
    client = Client(Api("Grafana", grafana.url, credentials={"Authorization": f"Bearer {TOKEN}"}))
    now = time.time()
    wanted = Wanted(("shop",), variables=given or {})
    return measure(Asking(Grafana(client), {"job": "shop"}, now - 900, now), wanted)


def asked(query, name="v", **more):
    source = more.pop("datasource", PROM)
    return {"name": name, "type": "query", "datasource": source, "query": {"query": query}, "current": {}, **more}


def reasons(found):
    return [one.message.partition("): ")[2] for one in found.broken]


def test_a_cluster_that_no_series_names_is_no_condition(grafana):
    cluster = asked("label_values(up, cluster)", "cluster", hide=2, allValue=".*")
    found = look(grafana, panel(expr='up{cluster="$cluster"}'), variables=[cluster])
    assert (reasons(found), found.doubt()) == ([], None)
    assert grafana.expressions[0] == f'up{{cluster="",{OWN}}}'


def test_a_variable_without_values_may_explain_an_empty_panel(grafana):
    grafana.series = {}
    found = look(grafana, panel(expr='up{job="$v"}'), panel(2, "P", "up"), variables=[asked("label_values(up, job)")])
    lack = "the variable $v has no values: no series has the label job"
    assert reasons(found) == [f'its query returns no data: up{{job=""}}; {lack}', "its query returns no data: up"]


def test_a_panel_that_is_repeated_for_nothing_is_there_once(grafana):
    one = panel(expr='up{x=~"$v"}', repeat="v")
    found = look(grafana, one, variables=[asked("label_values(up, x)", multi=True)])
    assert (reasons(found), found.panels) == ([], 1)


def test_a_value_that_only_the_page_knows_is_asked_of_the_settings(grafana):
    found = look(grafana, panel(expr="up{x='$v'}"), panel(2, "P", "up"), variables=[asked("label_names()")])
    assert (reasons(found), len(found.doubts)) == ([], 1)
    assert "the value of the variable $v is not known: label_names is not followed here" in found.doubts[0].what
    assert found.doubts[0].cure == "say it in dashboards of the target: variable_values.v"
    given = look(grafana, panel(expr="up{x='$v'}"), variables=[asked("label_names()")], given={"v": "x"})
    assert given.doubt() is None


@pytest.mark.parametrize("name", ["${__org.name}", "$__user", "${__user.login}"])
def test_who_looks_is_asked_of_the_settings(grafana, name):
    found = look(grafana, panel(expr=f"up{{x='{name}'}}"), panel(2, "P", "up"))
    assert (reasons(found), found.doubts[0].cure[:33]) == ([], "say it in dashboards of the targe")
    given = {name.strip("${}"): "x"}
    assert look(grafana, panel(expr=f"up{{x='{name}'}}"), given=given).doubt() is None


def test_grafanas_own_variables_have_values(grafana):
    text = "up{a='$__dashboard',b='${__dashboard.name}',c='${__timezone}',d='${__from:date:YYYY}'}"
    found = look(grafana, panel(expr=text), timezone="Europe/Paris")
    assert (reasons(found), found.doubt()) == ([], None)
    assert "a='shop',b='Shop',c='Europe/Paris',d='20" in grafana.expressions[0]


def test_words_of_other_languages_and_legends_are_left_as_they_stand(grafana):
    grafana.datasources = [PROMETHEUS, {"id": 3, "uid": "sql", "name": "SQL", "type": "mysql", "isDefault": False}]
    grafana.series["SELECT"] = frame(1.0)
    rows = "SELECT n FROM orders WHERE $__timeFilter(at) AND $timeFilter AND shop = '${v}'"
    target = {"refId": "A", "rawSql": rows, "datasource": {"type": "mysql", "uid": "sql"}}
    legend = {"refId": "A", "expr": "up", "legendFormat": "${__field.name} $gone"}
    constant = {"name": "v", "type": "constant", "query": "x"}
    sql = panel(1, "SQL", targets=[target], datasource=target["datasource"])
    found = look(grafana, sql, panel(2, "P", targets=[legend]), variables=[constant])
    assert (reasons(found), found.doubt()) == ([], None)
    assert "SELECT n FROM orders WHERE $__timeFilter(at) AND $timeFilter AND shop = 'x'" in grafana.expressions
    of_page = asked("SELECT 1", datasource={"uid": "sql"})
    assert "the value of the variable $v is not known" in str(look(grafana, sql, variables=[of_page]).doubt())


def adhoc(*filters, **more):
    keys = ("key", "operator", "value")
    listed = [{**dict(zip(keys, one[:3], strict=True)), **(one[3] if len(one) > len(keys) else {})} for one in filters]
    return {"name": "Filters", "type": "adhoc", "datasource": PROM, "filters": listed, **more}


@pytest.mark.parametrize(
    ("filters", "put"),
    [
        ([("job", "=", "nothing")], 'job="nothing"'),
        ([("a", "!=", "x"), ("b", "=~", 'y".*')], r'a!="x",b=~"y\".*"'),
        ([("a", "=|", "x", {"values": ["x.y", "z"]})], r'a=~"x\\.y|z"'),
    ],
)
def test_filters_that_a_dashboard_is_saved_with_count(grafana, filters, put):
    grafana.series = {put: [], **grafana.series}
    found = look(grafana, panel(expr="up"), variables=[adhoc(*filters)])
    assert grafana.expressions[0] == f"up{{{put},{OWN}}}"
    assert "the dashboard is saved with the filter " in reasons(found)[0]


def test_filters_of_another_datasource_do_not_count(grafana):
    other = adhoc(("job", "=", "nothing"), datasource={"type": "loki", "uid": "logs"})
    assert look(grafana, panel(expr="up"), variables=[other, adhoc()]).doubt() is None
    assert grafana.expressions[0] == f"up{{{OWN}}}"


@pytest.mark.parametrize(("expr", "op"), [("up", "<"), ("rollup_rate(up[5m])", "=")])
def test_a_filter_that_cannot_be_put_in_is_not_proven(grafana, expr, op):
    found = look(grafana, panel(expr=expr), panel(2, "P", "up"), variables=[adhoc(("a", op, "5"))])
    assert reasons(found) == []
    assert f'what it shows with the filter a{op}"5", which the dashboard has, is not proven' in found.doubts[0].what


def test_a_datasource_that_no_variable_offers_breaks_its_panels(grafana):
    variable = {"name": "ds", "type": "datasource", "query": "prometheus", "regex": "/prod/", "current": {}}
    found = look(grafana, panel(datasource={"type": "prometheus", "uid": "${ds}"}), variables=[variable])
    assert reasons(found) == [
        "the variable $ds offers no datasource: of the type 'prometheus' there are Prometheus, and none fits /prod/"
    ]
    assert "variable_values" in found.broken[0].cure
