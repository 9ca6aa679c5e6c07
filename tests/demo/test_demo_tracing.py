"""Contexts as W3C defines them, spans as OTLP has them, and an exporter that never harms the service."""

from __future__ import annotations

import json
import re
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from demo_measuring import CALLER, PARENT, TRACE
from test_demo_process import KNOWN, get, started

from pytest_golive.demo.asking import ask
from pytest_golive.demo.tracing import exporting
from pytest_golive.demo.tracing.exporting import Exporter
from pytest_golive.demo.tracing.spans import SERVER, Span, context_in

PATIENCE = 60


@contextmanager
def collecting():
    """A collector; yields its URL and the spans that it was sent, each with the service that sent it."""
    spans, has_more = [], threading.Condition()

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with has_more:
                for group in body["resourceSpans"]:
                    named = {pair["key"]: pair["value"].get("stringValue") for pair in group["resource"]["attributes"]}
                    spans.extend((named["service.name"], span) for span in group["scopeSpans"][0]["spans"])
                has_more.notify_all()
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    def wait(count):
        with has_more:
            assert has_more.wait_for(lambda: len(spans) >= count, PATIENCE), spans
        return spans

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/traces", wait
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("header", "sampled"),
    [
        (f"00-{TRACE}-{CALLER}-01", True),
        (f" 00-{TRACE}-{CALLER}-00 ", False),
        (f"00-{TRACE}-{CALLER}-03", True),
        (f"cc-{TRACE}-{CALLER}-01-what-comes-later", True),
    ],
)
def test_a_context_is_read_and_handed_on(header, sampled):
    context = context_in(header)
    assert (context.trace_id, context.span_id, context.sampled) == (TRACE, CALLER, sampled)
    below = Span.below(context, "GET /", SERVER)
    assert (below.parent, below.context.trace_id, below.context.sampled) == (CALLER, TRACE, sampled)
    assert re.fullmatch(rf"00-{TRACE}-[0-9a-f]{{16}}-0{int(sampled)}", str(below.context))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "garbage",
        f"ff-{TRACE}-{CALLER}-01",
        f"00-{TRACE}-{CALLER}-01-more",
        f"00-{'0' * 32}-{CALLER}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{CALLER}-01",
        f"00-{TRACE}-{CALLER}-1",
        f"00-{TRACE[1:]}-{CALLER}-01",
    ],
)
def test_an_invalid_context_starts_a_new_trace_that_is_sampled(header):
    assert context_in(header) is None
    made = Span.below(context_in(header), "GET /", SERVER)
    assert (made.parent, made.context.sampled, made.context.trace_id != TRACE) == ("", True, True)


def test_an_exporter_keeps_a_bounded_number_and_sends_the_rest_at_its_end(monkeypatch):
    monkeypatch.setattr(exporting, "MOST", 3)
    goes_on, sent = threading.Event(), []
    exporter = Exporter({"service.name": "shop"}, lambda body: goes_on.wait(PATIENCE) and sent.append(body))
    for number in range(20):
        exporter.put(Span.below(None, str(number), SERVER))
    goes_on.set()
    exporter.close()
    exporter.put(Span.below(None, "too late", SERVER))
    names = [span["name"] for body in sent for span in json.loads(body)["resourceSpans"][0]["scopeSpans"][0]["spans"]]
    assert names[0] == "0"
    assert 3 <= len(names) < 20
    assert "too late" not in names


def test_an_exporter_without_spans_has_no_thread():
    before = threading.active_count()
    Exporter({}, print).close()
    assert threading.active_count() == before


def test_who_does_not_answer_is_503_and_redirects_are_not_followed(demo):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert ask("GET", f"http://127.0.0.1:{port}/", {}) == 503
    assert ask("GET", f"{demo.url}/catalogue", {}) == 301


def test_two_services_export_one_trace():
    with (
        collecting() as (collector, wait),
        started("--service", "stock", "--traces", collector, "--credentials", "-", known=KNOWN) as (_, stock),
        started("--stock", stock, "--traces", collector, "--credentials", "-", known=KNOWN) as (_, shop),
    ):
        assert get(shop, "/availability", headers=PARENT).json() == {"available": ["Teapot", "Cup"], "by": "stock"}
        found = {span["name"]: (service, span) for service, span in wait(3)}
    assert {name: service for name, (service, _) in found.items()} == {
        "GET /stock": "stock",
        "GET": "shop",
        "GET /availability": "shop",
    }
    parents = [found[name][1]["parentSpanId"] for name in ("GET /availability", "GET", "GET /stock")]
    assert parents == [CALLER, found["GET /availability"][1]["spanId"], found["GET"][1]["spanId"]]
    assert {span["traceId"] for _, span in found.values()} == {TRACE}
    assert all(span["kind"] in {2, 3} and span["status"] == {} for _, span in found.values())


def test_a_service_without_its_collector_and_its_neighbour_works():
    nowhere = "http://127.0.0.1:1/"
    with started("--traces", nowhere, "--stock", nowhere) as (process, shop):
        assert get(shop, "/availability").status_code == 502
        assert get(shop, "/products").status_code == 200
        process.terminate()
        _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, "")
