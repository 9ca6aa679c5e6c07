"""The values of variables that a viewer of a dashboard sees first."""

from __future__ import annotations

import pytest
from chosen_values import chosen, query, unknown
from faked_grafana import FakeGrafana

from pytest_golive.observability.dashboards.variables.formatting import Value


@pytest.fixture
def grafana(serve):
    made = FakeGrafana(serve)
    yield made
    assert made.faults == []


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
    assert unknown(made) == {}
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
    assert unknown(made) == {}
    assert {name: made.values[name].texts for name in ("job", "pod", "saved", "cut")} == {
        "job": ("shop",),
        "pod": ("a", "b"),
        "saved": ("till",),
        "cut": ("s",),
    }
    assert made.values["__range"] == Value(("900s",))


def test_variables_without_values_are_told(grafana):
    made = chosen(
        grafana,
        query("job", "label_values(up, job)", "shop"),
        query("odd", "label_names()"),
        {"name": "ds", "type": "datasource", "query": "mysql"},
    )
    assert unknown(made) == {
        "odd": "the value of the variable $odd is not known: label_names is not followed here; "
        "say it in dashboards of the target: variable_values.odd",
        "ds": "the variable $ds needs a datasource of the type 'mysql': there is none",
    }
    assert made.values["job"] == Value(("",))
    assert made.lacking == {"job": "the variable $job has no values: no series has the label job"}


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ({}, Value(("",))),
        ({"multi": True}, Value((), is_multiple=True)),
        ({"includeAll": True}, Value((), is_multiple=True)),
        ({"includeAll": True, "allValue": ".*"}, Value((".*",), is_multiple=True, is_raw=True)),
    ],
)
def test_a_label_that_no_series_has_leaves_nothing_to_choose(grafana, more, value):
    for saved in ((), ("prod",), ("$__all",)[: 1 if "includeAll" in more else 0]):
        made = chosen(grafana, query("cluster", "label_values(up, cluster)", *saved, **more))
        assert (made.values["cluster"], unknown(made)) == (value, {})


@pytest.mark.parametrize(
    ("more", "meant"),
    [
        ({}, "prom"),
        ({"regex": "/sec/i"}, "second"),
        ({"regex": "Sec"}, None),
        ({"regex": "/prod/"}, None),
        ({"regex": "/Sec/", "current": {"value": "prom"}}, "second"),
        ({"current": {"value": "default"}}, "prom"),
        ({"regex": "/Sec/", "current": {"value": "default"}}, "second"),
    ],
)
def test_a_datasource_is_one_that_its_variable_offers(grafana, more, meant):
    made = chosen(grafana, {"name": "ds", "type": "datasource", "query": "prometheus", **more})
    assert made.sources.get("ds") == meant
    if meant is None:
        assert unknown(made)["ds"].startswith(
            "the variable $ds offers no datasource: of the type 'prometheus' there are Prometheus, Second, and none fits "
        )


def test_grafanas_own_variables_have_values_or_are_asked_of_the_settings(grafana):
    made = chosen(grafana, given={"__org.name": "Shops"})
    known = ("__dashboard", "__dashboard.name", "__timezone", "__range", "__rate_interval", "__org.name")
    assert [made.values[name].texts[0] for name in known] == ["shop", "Shop", "UTC", "900s", "1m", "Shops"]
    assert sorted(made.unknown) == [
        *("__all_variables", "__org", "__org.id", "__url", "__user", "__user.email", "__user.id", "__user.login")
    ]
    assert 'variable_values."__user.login"' in str(made.unknown["__user.login"])


def test_settings_choose_first(grafana):
    made = chosen(
        grafana,
        query("job", "label_values(up, job)", "shop"),
        {"name": "ds", "type": "datasource", "query": "prometheus"},
        given={"job": "till", "ds": "second"},
    )
    assert (made.values["job"].texts, made.sources) == (("till",), {"ds": "second"})
    assert grafana.asked == []
