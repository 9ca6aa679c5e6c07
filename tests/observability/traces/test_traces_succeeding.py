"""The share of traces that succeed, as each backend has it; too few, cut and misread ones say nothing."""

from __future__ import annotations

import pytest
from faked_backends import KINDS, FakedBackend
from following import Following, backend_at

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.traces.success import of_traces


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("failed", "percent"), [(0, 100.0), (1, 98.0), (50, 0.0)])
def test_the_share_is_the_same_in_each_backend(serve, kind, failed, percent):
    store = FakedBackend(serve, kind)
    store.filled("shop", 50, failed)
    found = of_traces(backend_at(store.url), "shop", 3600.0, 500, 20)
    assert (found.percent, found.n, len(found.failed)) == (percent, 50, failed)


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
