"""A trace is that of our request: a span of the service serves it, at its time and its path."""

from __future__ import annotations

from dataclasses import replace

import pytest
from following import Following

DECADE = 10 * 365 * 86400 * 10**9


def flow_of(serve, change, wait=0.0):
    """What becomes of a request whose spans are changed on their way."""
    one = Following(serve)
    one.pair.export = lambda spans: one.store.take([change(span) for span in spans])
    return one.flow(wait=wait)


def only_root(span, **more):
    return replace(span, **more) if span.service == "shop" and span.kind == "server" else span


def test_a_span_of_ten_years_ago_does_not_answer_the_request(serve):
    flow = flow_of(serve, lambda span: only_root(span, start=span.start - DECADE, end=span.end - DECADE))
    (finding,) = flow.beginnings
    assert "s before the request was sent, so it is not of this request" in finding.message


def test_a_service_that_only_calls_others_does_not_serve_the_request(serve):
    flow = flow_of(serve, lambda span: only_root(span, kind="client"))
    (finding,) = flow.beginnings
    assert "shop has no span of kind server or consumer in it, only client" in finding.message
    assert flow.whole is not None
    assert not flow.whole.is_complete


@pytest.mark.parametrize("kind", ["server", "consumer", "internal"])
def test_a_span_that_answers_serves_the_request(serve, kind):
    assert flow_of(serve, lambda span: only_root(span, kind=kind)).beginnings == ()


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"url.path": "/other"}, "the request was for /orders, and the span that answers it names /other"),
        ({"http.target": "/other?a=b"}, "names /other"),
        ({"url.path": "/api/v1/orders"}, ""),
        ({"http.url": "http://shop.example/orders?a=b"}, ""),
        ({"http.route": "/{name}"}, ""),
        ({"url.path": "/"}, ""),
        ({}, ""),
    ],
)
def test_another_path_than_that_of_the_request_is_told(serve, attributes, said):
    flow = flow_of(serve, lambda span: only_root(span, attributes=attributes))
    assert said in dict(flow.notes()).get("not proven", "")
    assert said or "not proven" not in dict(flow.notes())
