"""Variables in queries, as Grafana puts their values there; and which datasources they name."""

from __future__ import annotations

import pytest
from faked_grafana import PROMETHEUS

from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.sources import Datasources, NotThere
from pytest_golive.observability.dashboards.variables.formatting import Value
from pytest_golive.observability.dashboards.variables.interpolating import UnknownVariable, deeply, interpolate

VALUES = {
    "job": Value(("shop",)),
    "odd": Value(('a"b\\c',)),
    "one": Value(("a.b",), is_multiple=True),
    "two": Value(("a.b", "c|d"), is_multiple=True),
    "all": Value((".*",), is_multiple=True, is_raw=True),
    "none": Value((), is_multiple=True),
    "blank": Value(("",)),
    "__range": Value(("900s",)),
    "__from": Value(("1800000000000",)),
    "__dashboard": Value(("uid",)),
    "__dashboard.name": Value(("Name",)),
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
        ("${two:nonsense} ${two:percentencode}", True, "{a.b,c|d} %7Ba.b%2Cc%7Cd%7D"),
        ("${two:json} ${job:json} ${two:join:;}", True, '["a.b", "c|d"] "shop" a.b;c|d'),
        (
            "${two:queryparam} ${two:distributed} ${two:lucene}",
            True,
            'var-two=a.b&var-two=c%7Cd a.b,two=c|d ("a.b" OR "c|d")',
        ),
        ("up{job=~'$none'} up{job='$blank'}", True, "up{job=~'()'} up{job=''}"),
        (
            "${__from:date} ${__from:date:seconds} ${__from:date:YYYY-MM}",
            False,
            "2027-01-15T08:00:00.000Z 1800000000 2027-01",
        ),
        ("$__dashboard ${__dashboard.name}", False, "uid Name"),
        ('label_replace(a, "b", "$1", "c", "(.*)")', True, 'label_replace(a, "b", "$1", "c", "(.*)")'),
        ("a $ b $$", True, "a $ b $$"),
    ],
)
def test_values_are_put_into_queries(text, promql, filled):
    assert interpolate(text, VALUES, promql=promql) == filled


def test_what_is_not_defined_is_told():
    with pytest.raises(UnknownVariable, match=r"\$gone, which the dashboard does not define"):
        interpolate("up{job='$gone'}", VALUES, promql=True)
    assert interpolate("$gone ${gone:csv} [[gone]]", VALUES, promql=False, strict=()) == "$gone ${gone:csv} [[gone]]"
    with pytest.raises(UnknownVariable):
        interpolate("$gone", VALUES, promql=False, strict={"gone"})


def test_every_text_of_a_query_is_filled():
    query = {"rawSql": "$job", "deep": [{"x": "${job}"}, 1, None], "expr": "a"}
    assert deeply(query, VALUES, promql=False) == {"rawSql": "shop", "deep": [{"x": "shop"}, 1, None], "expr": "a"}


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
