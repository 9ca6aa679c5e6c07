"""Requests are followed into a real Jaeger, by both of its interfaces, and into a real Zipkin; each fault has its reason."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import traces_written
from traced_shops import Pair

from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.scraping.source import ScrapedMetrics
from pytest_golive.observability.traces.backends.detecting import open_backend
from pytest_golive.observability.traces.delivery import Collector
from pytest_golive.observability.traces.flow import measure
from pytest_golive.observability.traces.following import Request
from pytest_golive.observability.traces.success import of_traces
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

pytestmark = pytest.mark.integration
LONG = 60.0  # until a trace must be whole
SHORT = 3.0  # for what never comes
PLACE = "[tool.golive.targets.staging.traces]"


def backend_of(server, kind="auto"):
    return open_backend(lambda name: Client(Api(name, server.url, PLACE)), kind)


def followed(url, backend, path, services, wait):
    request = Request(path, "GET", (), {}, services, wait, PLACE)
    return measure(Service(Target("staging", url)), backend, request)


def messages(findings):
    return "\n".join(finding.message for finding in findings)


@pytest.fixture
def faulty(demo_shop):
    yield demo_shop.faults
    demo_shop.faults()


@pytest.mark.parametrize("kind", ["jaeger", "jaeger-v3"])
def test_a_request_to_the_reference_service_is_found_in_jaeger(jaeger, demo_shop, kind):
    flow = followed(demo_shop.url, backend_of(jaeger, kind), "/availability", ("shop", "stock"), LONG)
    assert flow.found == 1
    assert flow.spans == 3
    assert flow.doubt() is None
    assert (flow.missing, flow.whole.orphans, flow.whole.beginnings, flow.whole.tangled) == ((), (), (), ())


def test_a_request_to_the_sdk_is_found_in_jaeger(jaeger, sdk_shop):
    flow = followed(sdk_shop.url, backend_of(jaeger), "/products", ("sdk-shop", "stock"), LONG)
    assert flow.found == 1
    assert flow.doubt() is None
    assert (flow.missing, flow.whole.orphans, flow.whole.beginnings, flow.whole.tangled) == ((), (), (), ())


@pytest.mark.parametrize("kind", ["jaeger", "jaeger-v3"])
def test_sampling_at_0_percent_leaves_nothing(jaeger, demo_shop, faulty, kind):
    backend = backend_of(jaeger, kind)
    followed(demo_shop.url, backend, "/availability", ("shop", "stock"), LONG)
    faulty("traces_unsampled")
    flow = followed(demo_shop.url, backend, "/availability", ("shop", "stock"), SHORT)
    assert flow.found == 0
    (reason,) = flow.absent
    assert reason.rule == "sampling" or "traces of shop that began while it was sent" in reason.message


def test_an_exporter_that_is_off_is_told_by_what_it_called(jaeger, demo_shop, faulty):
    faulty("traces_off")
    flow = followed(demo_shop.url, backend_of(jaeger), "/availability", ("shop", "stock"), SHORT)
    assert flow.found == 1
    said = "shop has no span in it (it has spans of stock), although it received the request and passed the context on"
    assert said in messages(flow.missing)


def test_a_span_that_is_lost_between_two_services_is_missed(jaeger, demo_shop, faulty):
    faulty("span_lost")
    flow = followed(demo_shop.url, backend_of(jaeger), "/availability", ("shop", "stock"), SHORT)
    assert not flow.missing
    assert "'GET /stock' of stock (span " in messages(flow.whole.orphans)
    assert "it is a span between stock and what called it (shop)" in messages(flow.whole.orphans)


def test_a_context_that_is_lost_between_two_services_is_told(jaeger, demo_shop, faulty):
    faulty("context_lost")
    flow = followed(demo_shop.url, backend_of(jaeger), "/availability", ("shop", "stock"), SHORT)
    assert not flow.whole.orphans
    assert "stock has no span in it (it has spans of shop), but it began a trace of its own" in messages(flow.missing)


def test_a_service_that_jaeger_has_never_heard_of_is_told(jaeger, demo_shop, serve):
    flow = followed(Pair(serve, lambda _: None).url, backend_of(jaeger), "/orders", ("nobody",), SHORT)
    assert "knows no service 'nobody'; it knows" in messages(flow.absent)


def test_the_share_of_traces_that_succeed_is_that_of_jaeger(jaeger, demo_shop):
    backend = backend_of(jaeger)
    followed(demo_shop.url, backend, "/availability", ("shop", "stock"), LONG)
    found = of_traces(backend, "shop", 3600.0, 500, 1)
    assert found.n >= 1
    assert 0.0 < found.percent <= 100.0


@pytest.fixture
def zipped(zipkin, serve):
    """Two services that export to Zipkin as its own libraries do."""

    def export(spans):
        with httpx.Client(timeout=60, trust_env=False) as client:
            answer = client.post(f"{zipkin.url}/api/v2/spans", json=traces_written.zipkin(spans))
        assert answer.status_code == 202, answer.text

    return Pair(serve, export)


@pytest.mark.parametrize(
    ("fault", "wait", "what", "said"),
    [
        ("", LONG, "missing", ""),
        ("client span lost", SHORT, "orphans", "its parent "),
        ("not propagated to orders", SHORT, "missing", "but it began a trace of its own meanwhile"),
        ("same id", SHORT, "tangled", "its id is also that of"),
    ],
)
def test_a_request_is_followed_into_zipkin(zipkin, zipped, fault, wait, what, said):  # noqa: PLR0917 -- a table
    zipped.faults = {fault}
    flow = followed(zipped.url, backend_of(zipkin), "/orders", ("shop", "Orders"), wait)
    assert flow.found == 1
    found = flow.missing if what == "missing" else getattr(flow.whole, what)
    assert said in messages(found)
    assert bool(found) == bool(said)


def test_zipkin_does_not_hide_what_it_does_not_have(zipkin, zipped):
    backend = backend_of(zipkin)
    followed(zipped.url, backend, "/orders", ("shop", "orders"), LONG)
    zipped.faults = {"sampled at 0 %"}
    flow = followed(zipped.url, backend, "/orders", ("shop", "orders"), SHORT)
    assert flow.found == 0
    zipped.faults = {"not propagated"}
    flow = followed(zipped.url, backend, "/orders", ("shop", "orders"), SHORT)
    assert flow.found == 0
    assert "the request made a trace of its own there" in messages(flow.absent)


def test_jaeger_counts_the_spans_that_it_keeps(jaeger, demo_shop):
    option = next(word for word in jaeger.process.command if "admin.http.host-port" in word)
    url = f"http://{option.rpartition('=')[2]}"
    scraped = ScrapedMetrics({url: Client(Api("Jaeger", url, PLACE))}, "/metrics", span=3.0, every=1.0)
    backend = backend_of(jaeger)
    with ThreadPoolExecutor(1) as pool:
        counting = pool.submit(Collector(scraped, 3.0).measure)
        while not counting.done():
            followed(demo_shop.url, backend, "/availability", ("shop", "stock"), LONG)
        found = counting.result()
    assert found.percent == 100.0
    assert found.spans > 0
