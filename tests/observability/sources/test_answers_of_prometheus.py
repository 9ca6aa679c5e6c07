"""What a server with the API of Prometheus says, and what it leaves out: each a clear outcome, nothing is ever zero."""

from __future__ import annotations

import copy
import math

import pytest
from metric_apis import JSON, PLACE, api_of, said, success, vector

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.prometheus.refusing import Refused


def fault_of(api, ask=lambda api: api.query("up")):
    with pytest.raises(CannotMeasure) as caught:
        ask(api)
    return caught.value


def test_numbers_that_are_none_are_kept(serve):
    api, _ = api_of(serve, vector(({"a": "1"}, "NaN", 1.5), ({"a": "2"}, "+Inf", 2), ({}, "-Inf", 3), ({}, "1e-3", 4)))
    values = [one.value for one in api.query("x").samples]
    assert math.isnan(values[0])
    assert values[1:] == [math.inf, -math.inf, 0.001]


def test_nothing_is_nothing_and_not_zero(serve):
    api, _ = api_of(serve, vector())
    assert api.query("x").samples == ()


def test_native_histograms_are_counted_apart(serve):
    native = {"metric": {}, "histogram": [1, {"count": "3", "sum": "4"}]}
    api, _ = api_of(serve, success({"resultType": "vector", "result": [native, {"metric": {}, "value": [1, "2"]}]}))
    found = api.query("x")
    assert (found.native, [one.value for one in found.samples]) == (1, [2.0])


def test_warnings_about_the_query_leave_the_data_whole(serve):
    api, _ = api_of(serve, vector(warnings=["PromQL warning: quantile"], infos=["PromQL info: no counter"]))
    answered = api.query("x").answered
    assert (answered.partial, answered.warnings, answered.infos) == (
        False,
        ("PromQL warning: quantile",),
        ("PromQL info: no counter",),
    )


@pytest.mark.parametrize(
    "more",
    [
        {"isPartial": True},  # VictoriaMetrics in a cluster
        {"warnings": ["No StoreAPIs matched for this query"]},  # Thanos
        {"warnings": ["receive series from Addr: store: context deadline exceeded"]},
        {"warnings": ["remote_read: remote server http://old.example returned 500"]},  # Prometheus
        {"warnings": [*(f"PromQL warning: {n}" for n in range(12)), "a store did not answer"]},
    ],
)
def test_partial_data_is_called_so(serve, more):
    api, _ = api_of(serve, vector(({}, "1", 1), **more))
    assert api.query("x").answered.partial


@pytest.mark.parametrize(
    ("status", "kind", "words", "expected"),
    [
        (200, "execution", "found duplicate series", ("execution", "correct the expression")),
        (400, "bad_data", "1:5: parse error: unclosed left parenthesis", ("syntax", "correct the expression")),
        (422, "422", 'singleExpr: unexpected token ""', ("syntax", "correct the expression")),
        (422, "execution", "query processing would load too many samples into memory", ("limit", "ask for less")),
        (400, "bad_data", "exceeded maximum resolution of 11,000 points per timeseries.", ("limit", "larger step")),
        (422, "422", "the maximum number of points is 30000", ("limit", "ask for less")),
        (422, "execution", "the query exceeded the maximum number of series (err-mimir-max-series)", ("limit", "ask")),
        (503, "timeout", "query timed out in expression evaluation", ("timeout", "busy")),
        (422, "timeout", "timeout", ("timeout", "busy")),
        (500, "internal", "block corrupted", ("server", "log of Prometheus")),
        (400, "bad_data", "no org id", ("tenant", f"{PLACE} tenant")),
        (404, "not_found", "page", ("not found", "without /api")),
        (200, "", "", ("execution", "correct")),
    ],
)
def test_reported_errors_are_errors_whatever_the_status(serve, status, kind, words, expected):
    reason, cure = expected
    api, server = api_of(serve, said({"status": "error", "errorType": kind, "error": words}, status))
    fault = fault_of(api)
    assert isinstance(fault, Refused)
    assert (fault.reason, words in fault.what, cure in fault.cure) == (reason, True, True)
    again = copy.copy(fault)  # as pickle copies it between the processes of a run
    assert (again.reason, str(again)) == (fault.reason, str(fault))
    assert len(server.requests) == 2  # the one about its version, and no query is asked for again


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"resultType": "vector"},
        {"resultType": "vector", "result": [{"metric": {}}]},
        {"resultType": "vector", "result": [{"metric": {"a": 1}, "value": [1, "1"]}]},
        {"resultType": "vector", "result": [{"metric": {}, "value": [1, 1]}]},
        {"resultType": "vector", "result": [{"metric": {}, "value": ["1", "1"]}]},
        {"resultType": "vector", "result": [{"metric": {}, "value": [1, "\u0661"]}]},
        {"resultType": "vector", "result": [{"metric": {}, "value": [1, "1_0"]}]},
        {"resultType": "vector", "result": [{"metric": {}, "value": [1, ""]}]},
        {"resultType": "matrix", "result": [{"metric": {}, "values": {}}]},
        {"resultType": "scalar", "result": "1"},
        {"resultType": "table", "result": []},
    ],
)
def test_another_shape_is_never_a_value(serve, data):
    api, _ = api_of(serve, success(data))
    assert "differs from the description of its API" in fault_of(api).what


@pytest.mark.parametrize("body", [{"status": "fine", "data": {}}, {"data": {}}, {"status": "success"}, []])
def test_only_success_is_success(serve, body):
    api, _ = api_of(serve, said(body))
    assert "differs from the description" in fault_of(api).what


@pytest.mark.parametrize(("status", "body"), [(503, b"<html>down</html>"), (400, b"unsupported path"), (422, b"[]")])
def test_a_proxy_that_answers_instead_is_told(serve, status, body):
    api, _ = api_of(serve, (status, {"Content-Type": "text/plain"}, body))
    assert f"answers {status}" in fault_of(api).what


def test_fifty_megabytes_are_too_much(serve):
    body = b'{"status":"success","data":"' + b"x" * 50_000_000 + b'"}'
    api, _ = api_of(serve, (200, JSON, body))
    assert "max_body" in fault_of(api).cure


def test_a_hundred_thousand_series_are_too_many(serve):
    one = '{"metric":{"instance":"10.0.0.%d"},"value":[1,"1"]}'
    many = ",".join(one % number for number in range(100_000))
    api, _ = api_of(
        serve, (200, JSON, f'{{"status":"success","data":{{"resultType":"vector","result":[{many}]}}}}'.encode())
    )
    fault = fault_of(api)
    assert "100,000 series" in fault.what
    assert "aggregate" in fault.cure
