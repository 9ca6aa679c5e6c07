"""Objectives measured at real Prometheus servers of two generations, over a past whose numbers are known."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import pytest
from servers.prometheus import Prometheus
from servers.victoria import VictoriaMetrics
from servers.watching import running

from pytest_golive.observability.slos.formats.loading import load
from pytest_golive.observability.slos.measuring import measure
from pytest_golive.observability.slos.result import Slos
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics

pytestmark = pytest.mark.integration
DAYS, MINUTE, DAY = 3, 60, 86_400
PER_MINUTE = 60  # requests
SLOTH = """\
version: prometheus/v1
service: shop
slos:
  - name: availability
    objective: {objective}
    sli:
      events:
        error_query: sum(rate(hits_total{{job="shop",code=~"{code}"}}[{{{{.window}}}}]))
        total_query: sum(rate({name}{{job="shop"}}[{{{{.window}}}}]))
    alerting: {{name: ShopErrors}}
"""
OPENSLO = """\
apiVersion: openslo/v1
kind: SLO
metadata: {{name: {method}}}
spec:
  service: shop
  timeWindow: [{{duration: {window}, isRolling: true}}]
  budgetingMethod: {method}
  indicator:
    metadata: {{name: hits}}
    spec:
{indicator}
  objectives: [{objective}]
"""
COUNTED = """\
      ratioMetric:
        counter: true
        good: {metricSource: {type: Prometheus, spec: {query: 'sum(hits_total{job="shop",code="200"})'}}}
        total: {metricSource: {type: Prometheus, spec: {query: 'sum(hits_total{job="shop"})'}}}
"""
EACH = COUNTED.replace("sum(", "(")  # a series for each code, which is wholly good, or wholly bad
THRESHOLD = """\
      thresholdMetric: {metricSource: {type: Prometheus, spec: {query: 'queue{job="shop"}'}}}
"""


def past(now: float) -> str:
    """Three days: every tenth request of the first one fails; a restart at noon of the second; a queue that fills daily."""
    begin = now - DAYS * DAY
    times = [begin + n * MINUTE for n in range(DAYS * DAY // MINUTE + 120)]  # and two hours to come
    lines = ["# TYPE hits counter"]
    for code, share in (("200", 0.9), ("500", 0.1)):
        value = 0.0
        for number, at in enumerate(times):
            is_first = at < begin + DAY
            value += PER_MINUTE * (share if is_first else 1.0 if code == "200" else 0.0)
            value = 0.0 if number == 1.5 * DAY // MINUTE else value
            lines.append(f'hits_total{{job="shop",code="{code}"}} {value} {at:.0f}')
    lines.append("# TYPE queue gauge")
    lines += [f'queue{{job="shop"}} {1 if (at - begin) % DAY < DAY / 4 else 100} {at:.0f}' for at in times]
    return "\n".join([*lines, "# EOF", ""])


@pytest.fixture(scope="module")
def remembering(generation: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """Prometheus with a past."""
    server = Prometheus(tmp_path_factory.mktemp("remembering"), generation)
    server.backfill(past(math.floor(time.time())))
    with running(server):
        yield server


@pytest.fixture(scope="module")
def victorious(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VictoriaMetrics]:
    """VictoriaMetrics with the same past, and the first minutes to come."""
    with running(VictoriaMetrics(tmp_path_factory.mktemp("victorious"), latency_offset="1ms")) as server:
        lines = (line.rpartition(" ") for line in past(math.floor(time.time())).splitlines() if line[0] != "#")
        server.fill("".join(f"{series} {at}000\n" for series, _, at in lines))
        yield server


def measured(server: Prometheus | VictoriaMetrics, text: str, job: str = "shop") -> Slos:
    found = load([("slo.yml", text.encode())], sloth_days=30, now=time.time())
    assert found.faults == ()
    metrics = PrometheusMetrics(Client(Api("Prometheus", server.url, "[metrics]", timeout=120.0)))
    return measure(found.slos, metrics, {"job": job}, least_data=10)


def sloth(objective: float = 99.9, code: str = "5..", name: str = "hits_total") -> str:
    return SLOTH.format(objective=objective, code=code, name=name)


def openslo(indicator: str = COUNTED, window: str = "4w", method: str = "Occurrences", **objective: object) -> str:
    said = ", ".join(f"{key}: {value}" for key, value in objective.items())
    return OPENSLO.format(indicator=indicator.rstrip(), window=window, method=method, objective=f"{{{said}}}")


CASES = [
    (sloth(), 1 / 30, DAYS),
    (sloth(code="502|503"), 0.0, DAYS),
    (openslo(target=0.95), 1 / 30, DAYS),
    (openslo(EACH, target=0.95), 1 / 30, DAYS),
    (openslo(EACH, method="RatioTimeslices", target=0.9, timeSliceWindow="5m"), 1 / 30, DAYS),
    (openslo(target=0.95, window="1d"), 0.0, 1),
    (openslo(target=0.95, window="2d"), 0.0, 2),
    (openslo(method="Timeslices", target=0.9, timeSliceTarget=0.95, timeSliceWindow="5m"), 1 / 3, DAYS),
    (openslo(method="RatioTimeslices", target=0.9, timeSliceWindow="5m"), 1 / 30, DAYS),
    (openslo(THRESHOLD, op="lt", value=10, target=0.5), 3 / 4, DAYS),
    (openslo(THRESHOLD, op="lte", value=100, target=0.5), 0.0, DAYS),
]


@pytest.mark.parametrize(("text", "errors", "covered"), CASES)
def test_the_ratio_of_errors_is_that_of_the_past(
    remembering: Prometheus, text: str, errors: float, covered: float
) -> None:
    check(measured(remembering, text), errors, covered)


@pytest.mark.parametrize(("text", "errors", "covered"), CASES)
def test_victoria_metrics_has_the_same_past(
    victorious: VictoriaMetrics, text: str, errors: float, covered: float
) -> None:
    check(measured(victorious, text), errors, covered)


def check(result: Slos, errors: float, covered: float) -> None:
    """The standing is that of the past."""
    assert [str(one.error) for one in result.doubts] == []
    assert result.misaimed == ()
    (standing,) = result.standings
    assert standing.errors == pytest.approx(errors, abs=0.004)
    assert standing.covered == pytest.approx(covered * DAY, rel=0.03)
    assert standing.left == pytest.approx(1 - standing.errors / (1 - standing.slo.target))


@pytest.mark.parametrize(
    ("text", "job", "said"),
    [
        (sloth(name="hits_renamed_total"), "shop", "finds no series at Prometheus"),
        (sloth().replace('job="shop"', 'job="till"'), "shop", "finds no series at Prometheus"),
        (sloth().replace("code=~", "status=~"), "shop", "has the label status: it counts no errors"),
        (openslo(COUNTED.replace("sum(", "sum by (code) ("), target=0.95), "shop", "grouped by code, which tells"),
        (openslo(COUNTED.replace('code="200"', 'code!="x"'), target=0.95), "shop", "(500, 502, 503, 504) as good"),
        (sloth().replace('hits_total{job="shop"}', "hits_total"), "till", "none of this service"),
        (sloth().replace('sum(rate(hits_total{job="shop"}', 'sum(increase(hits_total{job="shop"}'), "shop", "units"),
        (sloth(objective=9.9), "shop", "most events may be bad"),
        (openslo(window="1Q", target=0.95), "shop", " d of its 90 d (3."),
        (sloth(), "till", 'none of this service (job="till")'),
        (sloth().replace("sum(rate(hits_total{job", "sum(nonsense(hits_total{job"), "shop", "unknown function"),
        (openslo(THRESHOLD.replace("queue{", "queues{"), op="lt", value=1, target=0.5), "shop", "finds no series"),
    ],
)
def test_what_is_aimed_wrong_is_found(remembering: Prometheus, text: str, job: str, said: str) -> None:
    result = measured(remembering, text, job)
    assert result.standings == ()
    told = [str(one.error) for one in result.doubts] + [one.message for one in result.misaimed]
    assert said in told[0]
