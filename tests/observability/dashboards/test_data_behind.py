"""What a panel shows must stand on series of this service: no constants, no stand-ins, no series of anybody."""

from __future__ import annotations

import time

import pytest
from faked_grafana import TOKEN, FakeGrafana, dashboard, frame, panel

from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.measuring import Wanted, measure
from pytest_golive.observability.dashboards.querying import Asking
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

OWN = 'job=~"shop|"'


@pytest.fixture
def look(serve):
    def looked(series, *panels, **wanted):
        grafana = FakeGrafana(serve)
        grafana.series = series
        grafana.put(dashboard(*panels))
        client = Client(Api("Grafana", grafana.url, credentials={"Authorization": f"Bearer {TOKEN}"}))
        now = time.time()
        return measure(Asking(Grafana(client), {"job": "shop"}, now - 900, now), Wanted(("shop",), **wanted))

    return looked


@pytest.mark.parametrize(
    "query", ["vector(1)", "time()", "sum(rate(gone_total[5m])) or vector(0)", "absent(gone_total)"]
)
def test_a_value_without_series_is_no_data(look, query):
    (finding,) = look({"count(": [], "": frame(1.0)}, panel(1, "P", query)).broken
    assert "its query has a value although no series of this service is behind it" in finding.message


def test_a_value_that_stands_in_for_series_that_are_there_is_data(look):
    found = look({"": frame(1.0)}, panel(1, "P", "sum(rate(here_total[5m])) or vector(0)"))
    assert (found.broken, found.doubt()) == ((), None)


def test_a_condition_for_a_label_that_the_metric_does_not_have_is_broken(look):
    errors = panel(2, "Errors", 'sum(rate(http_requests_total{job="shop",status="500"}[5m]))')
    found = look({"status": [], "": frame(1.0)}, panel(), errors)
    assert len(found.broken) == 1


def test_panels_that_are_all_empty_prove_nothing(look):
    found = look({}, panel(), may_be_empty=["*"])
    assert "none of 1 panels shows data" in str(found.doubt())


def test_series_without_the_labels_of_the_service_prove_nothing_alone(look):
    series = {'job="shop"': [], OWN: frame(1.0)}
    found = look(series, panel(1, "P", "sum(rate(http_requests_total[5m]))"))
    assert "its series lack job" in dict(found.remarks)["not proven"]
    assert "of series without the labels of this service" in str(found.doubt())


def test_queries_without_data_are_named(look):
    targets = [{"refId": ref, "expr": f'{name}{{job="shop"}}'} for ref, name in (("A", "here"), ("B", "gone"))]
    found = look({"gone": [], OWN: frame(1.0)}, panel(targets=targets))
    assert dict(found.remarks)["queries without data in panels that show data"].endswith(": B")
