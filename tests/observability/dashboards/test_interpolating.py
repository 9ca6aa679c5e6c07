"""Variables in queries, as Grafana puts their values there; and what a viewer sees first."""

from __future__ import annotations

import pytest
from faked_grafana import PROMETHEUS, TOKEN, FakeGrafana

from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.sources import Datasources, NotThere
from pytest_golive.observability.dashboards.variables.choosing import Chooser
from pytest_golive.observability.dashboards.variables.interpolating import UnknownVariable, Value, deeply, interpolate
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

VALUES = {
    "job": Value(("shop",)),
    "odd": Value(('a"b\\c',)),
    "one": Value(("a.b",), is_multiple=True),
    "two": Value(("a.b", "c|d"), is_multiple=True),
    "all": Value((".*",), is_multiple=True, is_raw=True),
    "__range": Value(("900s",)),
}
PROM, SECOND, LOKI = (
    Datasource("prom", "Prometheus", "prometheus", is_default=True),
    Datasource("second", "Second", "prometheus"),
    Datasource("logs", "Loki", "loki"),
)


@pytest.mark.parametrize(
    ("text", "promql", "filled"),
    [
        ('up{job="$job"}', True, 'up{job="shop"}'),
        ('up{job="${job}"}[$__range]', True, 'up{job="shop"}[900s]'),
        ('up{job="[[job]]"}', True, 'up{job="shop"}'),
        ('up{job="$odd"}', True, r'up{job="a\"b\\c"}'),
        ('up{job=~"$one"}', True, r'up{job=~"a\\.b"}'),
        ('up{job=~"$two"}', True, r'up{job=~"(a\\.b|c\\|d)"}'),
        ('up{job=~"$all"}', True, 'up{job=~".*"}'),
        ("${two:pipe} ${two:csv} ${two:raw} ${two:glob}", True, "a.b|c|d a.b,c|d a.b,c|d {a.b,c|d}"),
        ("${two:regex} ${one:regex}", True, r"(a\.b|c\|d) a\.b"),
        ("${two:doublequote} ${job:text}", True, '"a.b","c|d" shop'),
        ("x IN ($two) AND y = '$job'", False, "x IN ('a.b','c|d') AND y = 'shop'"),
        ("${two:singlequote}", False, "'a.b','c|d'"),
        ('label_replace(a, "b", "$1", "c", "(.*)")', True, 'label_replace(a, "b", "$1", "c", "(.*)")'),
        ("a $ b $$", True, "a $ b $$"),
    ],
)
def test_values_are_put_into_queries(text, promql, filled):
    assert interpolate(text, VALUES, promql=promql) == filled


def test_what_is_not_defined_is_told():
    with pytest.raises(UnknownVariable, match=r"\$gone, which the dashboard does not define"):
        interpolate("up{job='$gone'}", VALUES, promql=True)
    with pytest.raises(UnknownVariable, match="in the format 'percentencode', which is not known here"):
        interpolate("${two:percentencode}", VALUES, promql=True)


def test_every_text_of_a_query_is_filled():
    query = {"rawSql": "$job", "deep": [{"x": "${job}"}, 1, None], "expr": "a"}
    assert deeply(query, VALUES, promql=False) == {"rawSql": "shop", "deep": [{"x": "shop"}, 1, None], "expr": "a"}


@pytest.fixture
def grafana(serve):
    made = FakeGrafana(serve)
    yield made
    assert made.faults == []


def chosen(grafana, *variables, given=None):
    client = Client(Api("Grafana", grafana.url, credentials={"Authorization": f"Bearer {TOKEN}"}))
    made = Chooser(Grafana(client), [PROM, SECOND, LOKI], given or {}, 1_800_000_000.0, 1_800_000_900.0)
    made.choose(variables)
    return made


def query(name, definition, *current, **more):
    value = list(current) if len(current) > 1 else next(iter(current), None)
    source = {"type": "prometheus", "uid": "prom"}
    return {
        "name": name,
        "type": "query",
        "datasource": source,
        "query": definition,
        "current": {"value": value},
        **more,
    }


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ({"type": "constant", "query": "x"}, Value(("x",))),
        ({"type": "textbox", "query": "x", "current": {"value": "y"}}, Value(("y",))),
        ({"type": "textbox", "query": "x"}, Value(("x",))),
        ({"type": "interval", "current": {"value": "5m"}}, Value(("5m",))),
        ({"type": "interval", "current": {"value": "$__auto_interval_i"}}, Value(("1m",))),
        ({"type": "custom", "query": "a, b : c", "current": {"value": "c"}}, Value(("c",))),
        ({"type": "custom", "query": "a, Bee : b"}, Value(("a",))),
        (
            {"type": "custom", "query": "a,b", "current": {"value": ["gone"]}, "multi": True},
            Value(("a",), is_multiple=True),
        ),
        (
            {"type": "custom", "query": "a,b", "current": {"value": "$__all"}, "includeAll": True},
            Value(("a", "b"), is_multiple=True),
        ),
        (
            {"type": "custom", "query": "a,b", "current": {"value": ["$__all"]}, "includeAll": True, "allValue": ".+"},
            Value((".+",), is_multiple=True, is_raw=True),
        ),
        ({"type": "datasource", "query": "prometheus", "current": {"value": "second"}}, Value(("second",))),
        ({"type": "datasource", "query": "prometheus", "current": {"value": "gone"}}, Value(("prom",))),
        ({"type": "datasource", "query": "loki"}, Value(("logs",))),
    ],
)
def test_what_a_viewer_sees_first(grafana, variable, value):
    made = chosen(grafana, {"name": "v", **variable})
    assert made.unknown == {}
    assert made.values["v"] == value


def test_labels_are_asked_for(grafana):
    grafana.labels = {"job": ["shop", "till"], "pod": ["a", "b"]}
    made = chosen(
        grafana,
        query("job", "label_values(up, job)", "gone"),
        query("pod", {"query": 'label_values(up{job="$job"}, pod)'}, "$__all", includeAll=True),
        query("saved", "label_values(job)", "till"),
        query("cut", "label_values(up, job)", "x", regex="/(.)/"),
    )
    assert made.unknown == {}
    assert {name: made.values[name].texts for name in ("job", "pod", "saved", "cut")} == {
        "job": ("shop",),
        "pod": ("a", "b"),
        "saved": ("till",),
        "cut": ("x",),
    }
    assert made.values["__range"] == Value(("900s",))


def test_variables_without_values_are_told(grafana):
    made = chosen(
        grafana,
        query("job", "label_values(up, job)", "shop"),
        query("odd", "query_result(up)"),
        {"name": "ds", "type": "datasource", "query": "mysql"},
        {"name": "filters", "type": "adhoc"},
    )
    assert made.unknown == {
        "job": "the variable $job has no values: no series has the label job",
        "odd": "the variable $odd has no values",
        "ds": "the variable $ds needs a datasource of the type 'mysql': there is none",
    }


def test_settings_choose_first(grafana):
    made = chosen(
        grafana,
        query("job", "label_values(up, job)", "shop"),
        {"name": "ds", "type": "datasource", "query": "prometheus"},
        given={"job": "till", "ds": "second"},
    )
    assert (made.values["job"].texts, made.sources) == (("till",), {"ds": "second"})
    assert grafana.asked == []


@pytest.mark.parametrize(
    ("named", "around", "meant"),
    [
        (None, None, PROM),
        ("default", None, PROM),
        ("Second", None, SECOND),
        ({"uid": "second"}, None, SECOND),
        ({"uid": "second"}, {"uid": "-- Mixed --"}, SECOND),
        (None, {"uid": "-- Mixed --"}, PROM),
        ({"uid": "second"}, {"uid": "logs"}, LOKI),
        ({"type": "__expr__", "uid": "__expr__"}, {"uid": "prom"}, "__expr__"),
        (None, {"uid": "-- Dashboard --"}, "-- Dashboard --"),
        (None, {"type": "grafana", "uid": "grafana"}, "Grafana itself"),
        (None, {"uid": "${ds}"}, SECOND),
        (None, "$ds", SECOND),
        (None, "[[ds]]", SECOND),
        (None, {"uid": "${DS_X}"}, NotThere("its datasource is ${DS_X}, which no variable of the dashboard defines: the "
                                            "placeholder of an export that was never imported")),
        (None, "gone", NotThere("the datasource 'gone' does not exist in Grafana")),
    ],
)  # fmt: skip
def test_which_datasource_is_meant(named, around, meant):
    assert Datasources([PROM, SECOND, LOKI], {"ds": "second"}).of(named, around) == meant


def test_without_a_default_datasource_nothing_is_meant():
    assert Datasources([SECOND], {}).of(None) == NotThere("Grafana has no default datasource")
    assert PROMETHEUS["isDefault"]
