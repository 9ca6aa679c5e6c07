"""What a panel shows must stand on series of this service: no constants, no stand-ins, no series of anybody."""

from __future__ import annotations

import time

import pytest
from faked_grafana import TOKEN, FakeGrafana, dashboard, frame, panel

from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.measuring import Wanted, measure
from pytest_golive.observability.dashboards.querying.asking import Asking
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

OWN = 'job=~"shop|"'


@pytest.fixture
def look(serve):
    def looked(series, *panels, labels=None, **wanted):
        grafana = FakeGrafana(serve)
        grafana.labels = labels or {}
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


ERRORS = panel(2, "Errors", 'sum(rate(http_requests_total{job="shop",status=~"5.."}[5m]))')
QUIET = {'status=~"': [], "": frame(1.0)}


def test_a_panel_for_errors_of_which_there_are_none_is_quiet(look):
    found = look(QUIET, panel(), ERRORS, labels={"status": ["200", "404"]})
    assert (found.broken, found.doubt()) == ((), None)
    assert "Errors" in dict(found.remarks)["panels that are empty because nothing has gone wrong"]


@pytest.mark.parametrize("series", [QUIET, {"": frame(0.0)}])
def test_a_status_that_nobody_has_is_broken(look, series):
    found = look(series, panel(), ERRORS, labels={"status": ["2xx", "Success"]})
    assert found.broken == ()
    wrong = {
        **ERRORS,
        "targets": [{**ERRORS["targets"][0], "expr": ERRORS["targets"][0]["expr"].replace("5..", "50.")}],
    }
    found = look(series, panel(), wrong, labels={"status": ["2xx", "Success"]})
    assert 'status=~"50." can match nothing, for the values of status are 2xx, Success' in found.broken[0].message
    assert look(series, panel(), wrong, labels={"status": ["2xx"]}, may_be_empty=["Errors"]).broken == ()


def test_a_word_that_may_come_is_not_proven(look):
    wrong = panel(2, "Errors", 'sum(rate(http_requests_total{job="shop",status="error"}[5m]))')
    empty = look({'status="': [], "": frame(1.0)}, panel(), wrong, labels={"status": ["200"]})
    assert "query A shows nothing" in str(empty.doubt())
    found = look({"": frame(1.0)}, panel(), wrong, labels={"status": ["200"]})
    assert (found.broken, found.doubt()) == ((), None)
    assert "can show something is not proven" in dict(found.remarks)["not proven"]


UNREAD = panel(3, "Rolled up", 'rollup_rate(http_requests_total{job="shop"}[5m])')


def test_a_query_that_is_not_understood_is_not_proven(look):
    doubt = look({"": frame(1.0)}, panel(), UNREAD).doubt()
    assert "whose data query A shows is not proven, for it is not understood: unknown func" in doubt.what
    assert "rollup_rate(http_requests_total" in doubt.what
    assert doubt.cure.endswith("trusted = ['Rolled up']")
    found = look({"": frame(1.0)}, panel(), UNREAD, trusted=["Rolled*"])
    assert (found.broken, found.doubt()) == ((), None)
    assert "you answer for it, by trusted: unknown func" in dict(found.remarks)["not proven"]


def test_a_condition_that_is_not_understood_is_not_proven(look):
    strange = panel(3, "P", 'http_requests_total{job="shop",status=~"a{2000}|5.."}')
    doubt = look({"": frame(1.0)}, panel(), strange, labels={"status": ["200"]}).doubt()
    assert "whether query A can show something is not proven" in doubt.what


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
