"""The metrics of a service at real servers: Prometheus of two generations, and VictoriaMetrics."""

from __future__ import annotations

import math
import time

import pytest
from metric_apis import client_for
from metric_instances import Instance
from servers.prometheus import Prometheus, job
from servers.watching import CLERK, Web, until

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.metrics import Matcher, Selector
from pytest_golive.observability.sources.prometheus.http_api import Span, aligned
from pytest_golive.observability.sources.prometheus.refusing import Refused
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.service.credentials.identity import ClientCertificate
from pytest_golive.service.credentials.reading import basic

pytestmark = pytest.mark.integration
SHOP = (Matcher("job", "=", "sources"),)
DEAD = "127.0.0.1:1"
TEXT = """\
# TYPE sources_total counter
sources_total {}
# TYPE sources_odd gauge
sources_odd{{kind="nan"}} NaN
sources_odd{{kind="inf"}} +Inf
# TYPE sources_seconds histogram
sources_seconds_bucket{{le="0.5"}} 1
sources_seconds_bucket{{le="+Inf"}} 2
sources_seconds_sum 1
sources_seconds_count 2
"""


def metrics_at(server, **more):
    return PrometheusMetrics(client_for(server.url, **more), SHOP)


@pytest.fixture
def instance(standing):
    def serve(answer):
        standing.answer = answer
        return standing

    return Instance(serve, *(TEXT.format(10 * number) for number in range(3000)))


@pytest.fixture
def scraping(prometheus, instance):
    """Prometheus that scrapes an instance, and one that is not there; the next test finds them scraped."""
    place = instance.server.url.removeprefix("http://")
    prometheus.configure(job("sources", place, DEAD))
    counted = f'count_over_time(sources_total{{job="sources",instance="{place}"}}[1m]) and sources_total'
    until(lambda: float(prometheus.query(counted)[0]["value"][1]) > 2, "it is scraped")
    return metrics_at(prometheus)


def test_a_service_at_prometheus(scraping, instance, generation):
    place = instance.server.url.removeprefix("http://")
    assert scraping.said.startswith(f"Prometheus {'2.42' if generation == 'old' else '3.'}")
    assert scraping.api.server.holds_rules
    assert abs(scraping.api.clock.ahead) < 30
    kinds = {name: meta.kind for name, meta in scraping.names().items()}
    assert (kinds["sources_total"], kinds["sources_odd"], kinds["sources_seconds"]) == ("counter", "gauge", "histogram")
    assert scraping.values(Selector("up"), ("instance",), "min").samples[0].at == pytest.approx(time.time(), abs=60)
    states = {one.name: one for one in scraping.instances()}
    assert (states[place].up, states[DEAD].up) == (True, False)
    assert "connection refused" in states[DEAD].error
    assert states[place].age < 60
    assert scraping.rates(Selector("sources_total"), 60).samples[0].value > 0
    assert scraping.ages(Selector("sources_total")).samples[0].value < 60


def test_numbers_that_are_none_at_prometheus(scraping):
    odd = {one.labels["kind"]: one.value for one in scraping.values(Selector("sources_odd"), ("kind",)).samples}
    assert math.isnan(odd["nan"])
    assert odd["inf"] == math.inf
    assert math.isnan(scraping.values(Selector("sources_odd")).samples[0].value)


def test_what_is_absent_and_what_is_stale_at_prometheus(scraping, instance):
    assert "no series matches nowhere" in scraping.why_empty(Selector("nowhere"))
    instance.texts = ["other 1\n"]
    place = instance.server.url.removeprefix("http://")
    gone = Selector("sources_total", (Matcher("instance", "=", place),))
    until(lambda: not scraping.values(gone).samples, "the series has ended")
    assert "are stale: the newest sample is of" in scraping.why_empty(gone)


def test_errors_of_prometheus(scraping):
    for expression, reason in (("sum(", "syntax"), ("up + on() group_left() {job=~'.+'}", "execution")):
        with pytest.raises(Refused) as caught:
            scraping.ask(expression)
        assert caught.value.reason == reason
    with pytest.raises(Refused) as caught:
        scraping.api.query_range("up", Span(0, 1_000_000, 1))
    assert caught.value.reason == "limit"
    now = time.time()
    assert scraping.api.query_range('up{job="sources"}', aligned(now - 10_000, now, 1)).series


def test_ranges_series_labels_and_the_state_of_the_server(scraping):
    api, now = scraping.api, time.time()
    chosen = [Selector("up", SHOP)]
    assert {one["instance"] for one in api.series(chosen, now - 60, now)} >= {DEAD}
    assert "instance" in api.labels(chosen, now - 60, now)
    assert api.label_values("job", chosen, now - 60, now) == ["sources"]
    assert api.flags()["web.enable-lifecycle"] == "true"
    assert api.runtime().text("startTime")
    assert (api.rules(), api.alerts(), api.alertmanagers()) == ([], [], [])


def test_warnings_of_prometheus_are_no_missing_data(scraping, generation):
    found = scraping.ask("histogram_quantile(2, sources_seconds_bucket)")
    assert not found.partial
    assert bool(found.warnings) == (generation == "new")


def test_limits_credentials_mutual_tls_and_a_prefix_of_prometheus(start_server, tmp_path, certificates):
    web = Web(people=True, tls=certificates, client=True)
    server = start_server(Prometheus(tmp_path, "new", prefix="/prom", web=web, options=["--query.max-samples=2"]))
    pem = ClientCertificate(certificates.pem("client"))
    ours = {"ca_file": certificates.ca_file, "client_certificate": pem}
    credentials = {"credentials": {"Authorization": basic(*CLERK)}, "credential": "PROM_PASSWORD"}
    metrics = metrics_at(server, **ours, **credentials)
    assert "/prom" in metrics.said
    with pytest.raises(Refused) as caught:
        metrics.api.query_range("vector(1)", Span(0, 100, 1))
    assert caught.value.reason == "limit"
    wrong = {**credentials, "credentials": {"Authorization": basic("clerk", "wrong-word")}}
    astray = {"ca_file": certificates.ca_file, **credentials}
    for url, known, what, cure in (
        (server.url, ours, "answers 401", "username_env"),
        (server.url, {**ours, **wrong}, "answers 401", "renew"),
        (server.url.removesuffix("/prom"), {**ours, **credentials}, "", "prefix"),
        (server.url, astray, "certificate", "client_certificate"),
        (server.url, {**credentials, "client_certificate": pem}, "certificate", "ca_file"),
    ):
        with pytest.raises(CannotMeasure) as refused:
            PrometheusMetrics(client_for(url, **known)).ask("up")
        assert what in refused.value.what, refused.value
        assert cure in refused.value.cure, refused.value


def test_a_service_at_victoriametrics(victoria):
    now = int(time.time() * 1000)
    lines = [f'sources_total{{job="sources"}} {100 + number} {now - 1000 * (60 - number)}' for number in range(61)]
    victoria.fill("\n".join(lines) + "\n")
    metrics = metrics_at(victoria)
    found = until(lambda: metrics.values(Selector("sources_total")).samples, "the samples are there")
    assert found[0].value >= 150  # not what it was 30 seconds ago
    assert metrics.rates(Selector("sources_total"), 60).samples[0].value == pytest.approx(1, rel=0.2)
    assert metrics.said.startswith("VictoriaMetrics at")
    assert metrics.names()["sources_total"].kind == "counter"
    assert (metrics.api.server.holds_rules, metrics.api.rules()) == (False, [])
    assert metrics.instances() == ()
    with pytest.raises(Refused) as caught:
        metrics.ask("sum(")
    assert caught.value.reason == "syntax"
