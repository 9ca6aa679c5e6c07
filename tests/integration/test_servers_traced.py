"""What services export arrives: spans of OpenTelemetry's SDK and of the reference service in one trace, and their metrics."""

from __future__ import annotations

from secrets import token_hex

import pytest
from servers.prometheus import job
from servers.traced import SdkShop
from servers.watching import until

pytestmark = pytest.mark.integration


def asked(server, path, sampled="01"):
    """Ask for *path* as the caller of a new trace; its id."""
    trace = token_hex(16)
    headers = {"traceparent": f"00-{trace}-{token_hex(8)}-{sampled}"}
    assert server.send("GET", path, headers=headers).status_code == 200
    return trace


def chain(trace):
    """Service and operation of each span, from the first to the last below it; orphans at the end."""
    spans = {span["spanID"]: span for span in trace["spans"]}
    parents = {
        span["spanID"]: reference["spanID"] for span in trace["spans"] for reference in span.get("references", ())
    }

    def depth(span):
        return 0 if parents.get(span) not in spans else 1 + depth(parents[span])

    ordered = sorted(spans, key=depth)
    named = [
        (trace["processes"][spans[one]["processID"]]["serviceName"], spans[one]["operationName"]) for one in ordered
    ]
    return named, [depth(one) for one in ordered]


def test_the_reference_service_and_its_neighbour_make_one_trace(jaeger, demo_shop):
    named, depths = chain(jaeger.trace(asked(demo_shop, "/availability"), spans=3))
    assert named == [("shop", "GET /availability"), ("shop", "GET"), ("stock", "GET /stock")]
    assert depths == [0, 1, 2]


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ("span_lost", [("shop", "GET /availability"), ("stock", "GET /stock")]),
        ("context_lost", [("shop", "GET /availability"), ("shop", "GET")]),
    ],
)
def test_a_fault_leaves_a_trace_that_is_not_whole(jaeger, demo_shop, fault, named):
    demo_shop.faults(fault)
    try:
        trace = asked(demo_shop, "/availability")
        found, depths = chain(jaeger.trace(trace, spans=2))
    finally:
        demo_shop.faults()
    assert sorted(found) == sorted(named)
    assert depths == ([0, 0] if fault == "span_lost" else [0, 1])


def test_what_is_not_sampled_is_nowhere(jaeger, demo_shop):
    faults = {"traces_off", "traces_unsampled"}
    traces = [asked(demo_shop, "/availability", "00")]
    for fault in faults:
        demo_shop.faults(fault)
        traces.append(asked(demo_shop, "/products"))
    demo_shop.faults()
    jaeger.trace(asked(demo_shop, "/availability"), spans=3)  # which was exported later
    assert [jaeger.send("GET", f"/api/traces/{trace}").status_code for trace in traces] == [404, 404, 404]


def test_the_sdk_and_the_reference_service_understand_each_other(jaeger, sdk_shop):
    trace = asked(sdk_shop, "/products")
    # The first span ends, and arrives, last.
    until(lambda: ("sdk-shop", "GET /products") in chain(jaeger.trace(trace, spans=3))[0], "the first span is there")
    named, depths = chain(jaeger.trace(trace))
    assert {service for service, _ in named} == {"sdk-shop", "stock"}
    assert named[0] == ("sdk-shop", "GET /products")
    assert named[-1] == ("stock", "GET /stock")
    assert depths[-1] == 2


def test_metrics_of_the_sdk_and_of_the_reference_service_are_scraped(prometheus, sdk_shop, demo_shop):
    prometheus.configure(job("sdk-new", sdk_shop.address, path="/metrics/"), job("demo", demo_shop.address))
    for job_, metric in (("sdk-new", "http_server_request_duration_seconds_count"), ("demo", "http_requests_total")):
        until(lambda job_=job_, metric=metric: prometheus.query(f'{metric}{{job="{job_}"}}'), f"{metric} is scraped")
    for metric in ("process_resident_memory_bytes", "process_cpu_seconds_total", "queue_depth"):
        until(lambda metric=metric: prometheus.query(f'{metric}{{job="demo"}}'), f"{metric} is scraped")


def test_the_old_names_of_the_sdk_are_milliseconds(tmp_path, start_server):
    shop = start_server(SdkShop(tmp_path))
    assert shop.send("GET", "/products").status_code == 200
    said = shop.send("GET", "/metrics/").text
    assert "http_server_duration_milliseconds_count{" in said
    assert 'http_status_code="200"' in said
