"""An instance that is up, but exports nothing of what is judged, is not well: it may count by another name."""

from __future__ import annotations

import pytest
from recorded_metrics import SECONDS, Recorded

from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Instance

CAP = Cap("the signal", 80.0)
TIMES = "http_request_duration_seconds"
HISTOGRAM = f'# TYPE {TIMES} histogram\n{TIMES}_bucket{{le="0.01"}} 9\n{TIMES}_bucket{{le="+Inf"}} 9\n'
HISTOGRAM += f"{TIMES}_sum 0.05\n{TIMES}_count 9\n"
EXPORTED = {
    "error_rate": '# TYPE http_requests counter\nhttp_requests_total{code="200"} 500\n',
    "latency": HISTOGRAM,
    "memory": "process_resident_memory_bytes 100\n",
    "cpu": "process_cpu_seconds_total 1\n",
}
OTHER = '# TYPE shop_requests counter\nshop_requests_total{code="500"} 500\n'


def doubt_of(signal, texts, instances=None):
    wanted = Wanted(signal, SECONDS, fewest=1, memory_limit=1000.0, cpu_limit=1.0)
    return measure(Recorded(texts, instances=instances), wanted, CAP, longest_age=60).doubt()


@pytest.mark.parametrize("signal", EXPORTED)
def test_an_instance_that_is_up_without_the_series_is_unknown(signal):
    doubt = doubt_of(signal, {"web-1": EXPORTED[signal], "web-2": OTHER})
    assert "of 1 instances is unknown: web-2: it is up, but has no " in doubt.what
    assert doubt_of(signal, {"web-1": EXPORTED[signal], "web-2": EXPORTED[signal]}) is None


def test_an_instance_that_serves_only_probes_is_seen():
    probes = '# TYPE http_requests counter\nhttp_requests_total{code="200",path="/healthz"} 5\n'
    assert doubt_of("error_rate", {"web-1": EXPORTED["error_rate"], "web-2": probes}) is None


def test_what_is_scraped_for_others_need_not_count_itself():
    seen = tuple(Instance(f"collector-{number}", up=True, age=1.0) for number in range(2))
    assert doubt_of("error_rate", {"web-1": EXPORTED["error_rate"]}, seen) is None
