"""The share of traces that succeed, as each backend has it; too few, cut and misread ones say nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faked_backends import KINDS, FakedBackend
from following import Following, backend_at

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.traces.ids import Context
from pytest_golive.observability.traces.reading.attributes import failure_of
from pytest_golive.observability.traces.success import of_traces


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("failed", "percent"), [(0, 100.0), (1, 98.0), (50, 0.0)])
def test_the_share_is_the_same_in_each_backend(serve, kind, failed, percent):
    store = FakedBackend(serve, kind)
    store.filled("shop", 50, failed)
    found = of_traces(backend_at(store.url), "shop", 3600.0, 500, 20)
    assert (found.percent, found.n, len(found.failed)) == (percent, 50, min(failed, 1))


def test_traces_that_failed_in_the_same_way_are_told_once(serve):
    store = FakedBackend(serve, "jaeger")
    store.filled("shop", 30, 12)
    store.spans[0] = replace(store.spans[0], error="out of stock")
    many, one = of_traces(backend_at(store.url), "shop", 3600.0, 500, 20).failed
    assert many.message.startswith("11 traces, such as 0000")
    assert many.message.endswith(": 'GET': boom")
    assert one.message == f"trace {1:032x}: 'GET': out of stock"


@pytest.mark.parametrize("kind", KINDS)
def test_a_failure_of_a_service_that_is_called_is_its_own(serve, kind):
    """The caller's answer was well, so its trace succeeded."""
    one = Following(serve, kind)
    one.flow("orders fails")
    backend = backend_at(one.store.url)
    assert of_traces(backend, "shop", 3600.0, 500, 1).percent == 100.0
    assert of_traces(backend, "orders", 3600.0, 500, 1).percent == 0.0


def test_only_the_latest_are_read_and_that_is_said(serve):
    store = FakedBackend(serve, "jaeger")
    store.filled("shop", 60, 60)
    found = of_traces(backend_at(store.url), "shop", 3600.0, 30, 20)
    assert found.n == 30
    assert "the newest 30" in dict(found.notes())["not all were read"]


def test_as_many_failures_as_tempo_was_asked_for_may_be_more(serve):
    store = FakedBackend(serve, "tempo")
    store.filled("shop", 60, 40)
    with pytest.raises(CannotMeasure, match="finds 30 failed traces of shop, as many as were asked for"):
        of_traces(backend_at(store.url), "shop", 3600.0, 30, 20)


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_requests_say_nothing_of_customers(serve, kind):
    store = FakedBackend(serve, kind)
    store.filled("shop", 40, agent="pytest-golive")
    store.filled("shop", 30, 3, agent="curl/8")
    backend = backend_at(store.url)
    found = of_traces(backend, "shop", 3600.0, 500, 20, customers=True)
    assert (found.percent, found.n) == (90.0, 30)
    assert dict(found.notes())["requests of our own"] == "40 traces, which do not count"
    everything = of_traces(backend, "shop", 3600.0, 500, 20)
    assert (everything.n, dict(everything.notes())["requests of our own"]) == (70, "40 traces, which do count")
    said = (
        "has 30 traces of shop in the last 60 min, besides 40 of our own requests, which say nothing of customers, and"
    )
    with pytest.raises(CannotMeasure, match=said):
        of_traces(backend, "shop", 3600.0, 500, 31, customers=True)


def test_a_trace_that_we_began_is_known_by_its_id(serve):
    store = FakedBackend(serve, "jaeger")
    store.filled("shop", 20)
    store.spans = [replace(span, trace=Context.fresh().trace.hex()) for span in store.spans]
    with pytest.raises(CannotMeasure, match="has 0 traces of shop in the last 60 min, besides 20 of our own requests"):
        of_traces(backend_at(store.url), "shop", 3600.0, 500, 1, customers=True)


@pytest.mark.parametrize("kind", KINDS)
def test_too_few_say_nothing(serve, kind):
    store = FakedBackend(serve, kind)
    store.filled("shop", 19)
    backend = backend_at(store.url)
    with pytest.raises(CannotMeasure, match="has 19 traces of shop in the last 60 min, and a share of fewer than 20"):
        of_traces(backend, "shop", 3600.0, 500, 20)
    with pytest.raises(CannotMeasure, match="0 traces of stock in the last 60 min; it does not know the service, but"):
        of_traces(backend, "stock", 3600.0, 500, 20)


def test_traces_older_than_the_window_do_not_count(serve):
    store = FakedBackend(serve, "zipkin")
    store.filled("shop", 30)
    with pytest.raises(CannotMeasure, match="has 0 traces of shop in the last 0 min, and a share of fewer than 20"):
        of_traces(backend_at(store.url), "shop", 10.0, 500, 20)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("tempo")])
@pytest.mark.parametrize(
    ("name", "value"),
    [("http.status_code", "500"), ("http.response.status_code", "503"), ("rpc.grpc.status_code", "13")],
)
def test_a_server_that_answers_a_failure_has_failed_without_saying_error(serve, kind, name, value):
    store = FakedBackend(serve, kind)
    store.filled("shop", 20)
    store.spans = [replace(span, attributes={name: value}) for span in store.spans]
    assert of_traces(backend_at(store.url), "shop", 3600.0, 500, 20).percent == 0.0


def test_tempo_is_asked_for_answers_that_are_failures(serve):
    store = FakedBackend(serve, "tempo")
    store.filled("shop", 20)
    of_traces(backend_at(store.url), "shop", 3600.0, 500, 20)
    asked = " ".join(store.asked)
    assert all(name in asked for name in ("http.status_code", "http.response.status_code", "rpc.grpc.status_code"))


@pytest.mark.parametrize(
    ("attributes", "kind", "failed"),
    [
        ({"error": "TRUE"}, "internal", True),
        ({"error": 1}, "server", True),
        ({"error": "False"}, "server", False),
        ({"otel.status_code": "error"}, "client", True),
        ({"http.status_code": 404}, "server", False),
        ({"http.status_code": 500}, "client", False),
        ({"http.status_code": 500}, "", True),
        ({"rpc.grpc.status_code": 5}, "server", False),
        ({"rpc.response.status_code": "UNAVAILABLE"}, "server", True),
        ({"http.status_code": "five hundred"}, "server", False),
    ],
)
def test_what_attributes_say_of_a_failure(attributes, kind, failed):
    assert bool(failure_of(attributes, kind)) is failed


@pytest.mark.parametrize("kind", ["jaeger", "zipkin"])
def test_traces_of_another_time_are_left_out_whoever_sends_them(serve, kind, monkeypatch):
    store = FakedBackend(serve, kind)
    store.filled("shop", 30)
    store.spans = [replace(span, start=946684800 * 10**9, end=946684801 * 10**9) for span in store.spans]
    monkeypatch.setattr(store, "_traces", lambda *_: [[span] for span in store.spans])
    with pytest.raises(CannotMeasure, match="has 0 traces of shop in the last 60 min"):
        of_traces(backend_at(store.url, kind), "shop", 3600.0, 500, 20)


def test_a_trace_that_is_sent_many_times_counts_once(serve, monkeypatch):
    store = FakedBackend(serve, "jaeger")
    store.filled("shop", 1)
    monkeypatch.setattr(store, "_traces", lambda *_: [store.spans] * 40)
    with pytest.raises(CannotMeasure, match="has 1 traces of shop in the last 60 min"):
        of_traces(backend_at(store.url), "shop", 3600.0, 500, 20)


def test_as_many_of_our_own_as_tempo_was_asked_for_may_be_all(serve):
    store = FakedBackend(serve, "tempo")
    store.filled("shop", 30, agent="pytest-golive")
    store.filled("shop", 30)
    with pytest.raises(CannotMeasure, match=r"has 0 traces of shop .* besides 30 of our own requests"):
        of_traces(backend_at(store.url), "shop", 3600.0, 30, 20, customers=True)
