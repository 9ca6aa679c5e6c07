"""The metrics of a service at a server with the API of Prometheus: its clock, its kind, its names, its targets."""

from __future__ import annotations

import math
import re
import time
from email.utils import formatdate
from urllib.parse import parse_qs, urlsplit

import pytest
from metric_apis import client_for, success, vector

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.growing import duration
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.sources.selecting import Matcher, Selector

SHOP = (Matcher("job", "=", "shop"),)
BUILDS = {
    "Prometheus 3.5.3": success({"version": "3.5.3", "revision": "x", "goVersion": "go1.26"}),
    "VictoriaMetrics": success({"version": "2.24.0"}),
    "VictoriaMetrics behind a proxy": success({"version": "2.24.0"}),
    "Thanos 0.39.2": success({"version": "0.39.2", "revision": "x"}),
    "Mimir 2.17.0": success({"application": "Grafana Mimir", "version": "2.17.0"}),
    "a server with the API of Prometheus": (404, {}, b"404 page not found"),
}
VICTORIA = "VictoriaMetrics"


class Fake:
    """Answers by path, and queries by a part of their expression; it is *ahead* of our clock."""

    def __init__(self, serve, kind="Prometheus 3.5.3", ahead=0.0) -> None:
        self.kind, self.ahead = kind, ahead
        self.paths: dict[str, object] = {}
        self.queries: dict[str, list] = {}
        self.asked: list[str] = []
        self.server = serve(self.answer)
        self.metrics = PrometheusMetrics(client_for(self.server.url), SHOP)

    def now(self):
        return time.time() + self.ahead

    def answer(self, request):
        url = urlsplit(request[1])
        path = url.path.removeprefix("/api/v1/")
        status, headers, body = self.of(path, parse_qs(url.query))
        more = {"X-Server-Hostname": "vm"} if self.kind == VICTORIA else {}
        return status, {**headers, **more}, body

    def of(self, path, query):
        if path == "status/buildinfo":
            return BUILDS[self.kind]
        if path != "query":
            found = self.paths.get(path)
            return success(found) if found is not None else (404, {}, b"")
        expression = query["query"][0]
        self.asked.append(request_text(query))
        if expression == "time()":
            return success({"resultType": "scalar", "result": [self.now(), str(self.now())]})
        part = next((part for part in self.queries if part in expression), None)
        found = self.queries[part] if part else []
        return found if isinstance(found, tuple) else vector(*[(labels, value, self.now()) for labels, value in found])


def request_text(query):
    return " ".join(f"{name}={values[0]}" for name, values in query.items())


@pytest.fixture
def fake(serve):
    return Fake(serve)


@pytest.mark.parametrize("kind", BUILDS)
def test_servers_are_told_apart(serve, kind):
    fake = Fake(serve, kind)
    server = fake.metrics.api.server
    assert fake.metrics.said == f"{kind.removesuffix(' behind a proxy')} at {fake.server.url.removeprefix('http://')}"
    assert server.holds_rules == (kind.partition(" ")[0] in {"Prometheus", "Mimir"})
    fake.metrics.ask("up")
    assert ("latency_offset=1ms" in fake.asked[-1]) == kind.startswith(VICTORIA)


def test_a_server_that_only_errs_has_no_kind(serve):
    server = serve(lambda _: (500, {}, b"broken"))
    with pytest.raises(CannotMeasure, match="answers 500"):
        _ = PrometheusMetrics(client_for(server.url)).said


@pytest.mark.parametrize("ahead", [600, -600])
def test_a_clock_ten_minutes_off_measures_nothing(serve, ahead):
    metrics = Fake(serve, ahead=ahead).metrics
    for ask in (lambda: metrics.ask("up"), metrics.names, metrics.instances, lambda: metrics.rates(Selector("a"), 60)):
        with pytest.raises(CannotMeasure) as caught:
            ask()
        assert re.search(r"(10 min|9 min 5\d s|10 min \d s) (ahead of|behind) this machine's", caught.value.what)
        assert "by its Date header" in caught.value.what
        assert "NTP" in caught.value.cure


def test_its_date_header_is_told_beside(serve):
    fake = Fake(serve, ahead=600)
    before = fake.of
    fake.of = lambda path, query: (200, {"Date": formatdate(fake.now(), usegmt=True)}, before(path, query)[2])
    with pytest.raises(CannotMeasure, match=r"\(by its Date header, (10 min|9 min 5\d s|10 min \d s) ahead\)"):
        fake.metrics.ask("up")


@pytest.mark.parametrize(("off", "where"), [(3600, "in the future"), (-3600, "in the past")])
def test_values_of_another_time_are_none(fake, off, where):
    fake.queries["up"] = vector(({}, "1", time.time() + off))
    with pytest.raises(CannotMeasure, match=where):
        fake.metrics.ask("up")


def test_questions_are_aggregated_for_the_labels_of_the_service(fake):
    fake.queries["rate("] = [({"code": "200"}, "1.5")]
    found = fake.metrics.rates(Selector("x_total", (Matcher("code", "=~", "2.."),)), 90.5, ("code",))
    assert [(one.labels, one.value) for one in found.samples] == [({"code": "200"}, 1.5)]
    assert 'query=sum by (code) (rate(x_total{code=~"2..",job="shop"}[90500ms]))' in fake.asked[-1]
    fake.metrics.values(Selector("up", SHOP), how="sum")
    assert 'query=sum (up{job="shop"})' in fake.asked[-1]


def test_what_is_no_number_in_one_series_is_none_in_its_group(fake):
    fake.queries["!="] = [({"pod": "b"}, "1")]
    fake.queries["max"] = [({"pod": "a"}, "7"), ({"pod": "b"}, "5")]
    found = fake.metrics.values(Selector("memory"), ("pod",))
    assert found.samples[0].value == 7
    assert math.isnan(found.samples[1].value)


def test_partial_data_and_warnings_go_along(fake):
    fake.queries["up"] = vector(({}, "1", time.time()), warnings=["store unreachable"])
    found = fake.metrics.ask("up")
    assert (found.partial, found.warnings) == (True, ("store unreachable",))


@pytest.mark.parametrize(
    ("result", "what"),
    [
        ({"resultType": "matrix", "result": []}, "values over time"),
        ({"resultType": "string", "result": [1, "x"]}, "a text"),
        ({"resultType": "vector", "result": [{"metric": {}, "histogram": [1, {}]}]}, "native histograms"),
    ],
)
def test_only_numbers_are_values(fake, result, what):
    fake.queries["x"] = success(result)
    with pytest.raises(CannotMeasure, match=what):
        fake.metrics.ask("x")


def test_an_absent_series_a_stale_one_and_a_single_sample_are_told_apart(fake):
    selector = Selector("x_total")
    fake.paths["series"] = []
    assert fake.metrics.why_empty(selector, 60) == 'no series matches x_total{job="shop"}, now or within 6h'
    fake.paths["series"] = [{"__name__": "x_total"}]
    assert "are stale: they ended within 6h" in fake.metrics.why_empty(selector)
    fake.queries["max_over_time(timestamp("] = [({}, "1700000000")]
    assert "are stale: the newest sample is of 2023-11-14 22:13:20 UTC" in fake.metrics.why_empty(selector)
    fake.queries["count_over_time"] = [({}, "1")]
    assert "only one sample in 60 s" in fake.metrics.why_empty(selector, 60)


def test_families_are_known_by_metadata_or_by_their_names(fake):
    fake.paths["label/__name__/values"] = [
        "a_seconds_bucket", "a_seconds_sum", "a_seconds_count", "b_total", "c", "d_sum", "d_count", "d", "e_count",
        "native_seconds", "odd", "open_total", "shop:rate5m",
    ]  # fmt: skip
    fake.paths["metadata"] = {
        "c": [{"type": "gauge", "unit": "bytes", "help": "C"}],
        "native_seconds": [{"type": "histogram", "unit": "", "help": ""}],
        "odd": [{"type": "gauge", "help": "", "unit": ""}, {"type": "counter", "help": "", "unit": ""}],
        "open": [{"type": "counter", "unit": "", "help": ""}],
    }
    found = {name: meta.kind for name, meta in fake.metrics.names().items()}
    assert found == {
        "a_seconds": "histogram",
        "b_total": "counter",
        "c": "gauge",
        "d": "summary",
        "e_count": "unknown",
        "native_seconds": "native histogram",
        "odd": "unknown",
        "open_total": "counter",
        "shop:rate5m": "unknown",
    }
    assert fake.metrics.names()["c"].unit == "bytes"


def test_spans_are_written_as_promql():
    assert (duration(300), duration(0.5), duration(90.25)) == ("300s", "500ms", "90250ms")
