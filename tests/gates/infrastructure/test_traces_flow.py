"""The gate about traces: it passes, is breached, cannot measure; its reasons are tested where traces are followed."""

from __future__ import annotations

import json

import pytest
from faked_backends import FakedBackend
from traced_shops import Pair

GATE = "infrastructure::traces_flow"
WAIT = "1500ms"


class Traced:
    """A project, its two services, and the backend of their traces."""

    def __init__(self, shop, serve, kind="jaeger"):
        self.shop = shop
        self.backend = FakedBackend(serve, kind)
        self.pair = Pair(serve, self.backend.take)

    def described(self, more='path = "/orders"', *, url="", wait=WAIT, services='["shop", "orders"]', target=""):
        self.shop.settings(
            f'[tool.golive.targets.staging]\nurl = "{self.pair.url}"\n{target}\n'
            f'[tool.golive.targets.staging.traces]\nurl = "{url or self.backend.url}"\nservices = {services}\n'
            f'wait = "{wait}"\n{more}\n'
        )
        return self.shop


def says(shop, word, *said):
    """Judge the row, and find these texts in its report, wherever lines are wrapped."""
    result = shop.judge(GATE)
    result.stdout.fnmatch_lines([f"*  {word} *"])
    text = " ".join(result.stdout.str().split())
    for words in said:
        assert words in text, text
    assert "Traceback" not in text


@pytest.fixture
def traced(shop, serve):
    return lambda kind="jaeger": Traced(shop, serve, kind)


def test_traces_flow_passes(traced):
    one = traced("tempo")
    one.backend.hidden = {"shop": 1, "orders": 3}
    says(
        one.described(wait="60s"),
        "PASS",
        "traces found of the requests: 8, must be at least 8 (Tempo at 127.0.0.1:",
        "services without a span: 0, must be at most 0",
        "spans whose parent is missing: 0, must be at most 0",
        "services in it: orders, shop",
        "requests without a context: 4 of 4 left a trace",
    )
    assert one.pair.requests.count("/orders") == 8 + 4, "they are sent once, and their traces are waited for"


def test_traces_flow_passes_with_the_first_endpoint_and_without_a_second_service(traced):
    one = traced()
    one.pair.status = 202
    target = 'endpoints = [{ path = "/orders", status = 202 }]'
    says(
        one.described("", services='["shop"]', target=target, wait="60s"),
        "PASS",
        "request: GET http",
        "/orders, trace ",
    )


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("exporter off", ["traces found of the requests: 0, must be at least 8", "knows no service 'shop'"]),
        ("sampled at 0 %", ["traces found of the requests: 0, must be at least 8", "the request was sampled out"]),
        ("not propagated to orders", ["services without a span: 1", "it began a trace of its own meanwhile ("]),
        ("client span lost", ["spans whose parent is missing: 1, must be at most 0", "'GET /list' of orders (span "]),
        ("two roots", ["wrong beginnings: 2, must be at most 0"]),
        ("circle", ["spans with impossible ids: 2, must be at most 0"]),
    ],
)
def test_traces_flow_is_breached(traced, fault, said):
    one = traced()
    one.backend.filled("shop" if fault.startswith("sampled") else "old", 1)
    one.pair.faults = {fault}
    says(one.described(), "FAIL", *said, "to fix: ")


def test_traces_flow_is_not_set_up(traced):
    one = traced()
    one.shop.settings(f'[tool.golive.targets.staging]\nurl = "{one.pair.url}"\n')
    says(one.shop, "NOT SET UP", "the settings do not say where the traces of staging are")


def test_traces_flow_is_not_set_up_without_a_request(traced):
    says(traced().described(""), "NOT SET UP", "the settings name no request to staging whose trace could be followed")


def test_traces_flow_cannot_measure_a_request_that_fails(traced):
    one = traced()
    one.pair.status = 503
    says(one.described(), "ERROR", "/orders answers 503, so its trace says nothing of a request that works")


def test_traces_flow_cannot_measure_when_the_trace_goes_on_changing(traced, monkeypatch):
    one = traced()
    known = one.backend._trace

    def growing(trace):
        spans = known(trace)
        return [*spans, *(spans[:1] * len(one.backend.asked))]

    monkeypatch.setattr(one.backend, "_trace", growing)
    says(one.described(), "ERROR", " still changed after ", "raise the target's traces.wait")


def test_traces_flow_cannot_measure_what_is_no_backend(traced, serve):
    server = serve(lambda _: (200, {}, b'<html><form><input type="password"></form></html>'))
    one = traced()
    says(one.described(url=server.url), "ERROR", "with a log-in page instead of data")
    assert "/orders" not in one.pair.requests, "nothing is sent whose trace could not be found"


def test_traces_flow_cannot_measure_a_trace_that_is_not_understood(traced, serve):
    def answer(request):
        body = {"data": ["shop"]} if request[1] == "/api/services" else {"data": [{"spans": "none"}]}
        return 200, {"Content-Type": "application/json"}, json.dumps(body).encode()

    says(traced().described(url=serve(answer).url), "ERROR", "is not understood: a list 'spans' is expected")


def test_what_becomes_of_requests_without_a_context_is_told(traced):
    """A sampler that heeds its caller records ours, which ask for it, and may record nothing of customers."""
    one = traced()
    one.pair.faults = {"customers sampled at 0 %"}
    said = "not proven: whether requests without a context are recorded, as customers send them: none of 4 left a trace"
    says(one.described(), "PASS", said, "OTEL_TRACES_SAMPLER_ARG")
