"""The gate about traces that succeed: it passes, is breached, cannot measure."""

from __future__ import annotations

import pytest
from faked_backends import FakedBackend

GATE = "monitoring::trace_success"


@pytest.fixture
def traced(shop, serve):
    """A project whose service left traces in a backend."""

    def describe(many, failed=0, kind="jaeger", more=""):
        backend = FakedBackend(serve, kind)
        backend.filled("shop", many, failed)
        shop.settings(
            f'[tool.golive.targets.staging]\nurl = "{serve().url}"\n'
            f'[tool.golive.targets.staging.traces]\nurl = "{backend.url}"\nservices = ["shop"]\n{more}\n'
        )
        return shop

    return describe


def test_trace_success_passes(traced):
    traced(200, 2).passes(GATE, "*2 of them failed*", "*traces that succeed: 99 %, must be at least 99 %*")


def test_trace_success_passes_with_a_limit_of_ones_own(traced, shop):
    shop.settings("[tool.golive.monitoring]\ntrace_success = 90\n")
    traced(100, 10).passes(GATE, "*traces that succeed: 90 %, must be at least 90 %*")


def test_trace_success_is_breached(traced):
    traced(200, 3, kind="tempo").breaches(
        GATE,
        "*traces that succeed: 98.5 %, must be at least 99 %*",
        "*3 traces, such as 0000000000000000000000000000000*: the work of shop failed*",
    )


def test_trace_success_cannot_measure(traced):
    traced(3).cannot_measure(GATE, "*has 3 traces of shop in the last 60 min*")


def test_trace_success_cannot_measure_without_traces(traced):
    traced(0).cannot_measure(GATE, "*has 0 traces of shop in the last 60 min; it does not know the service*")


def test_trace_success_is_not_set_up(shop, serve):
    shop.settings(f'[tool.golive.targets.staging]\nurl = "{serve().url}"\n')
    shop.cannot_measure(GATE, "*the settings do not say where the traces of staging are*", word="NOT SET UP")


SPANS = """\
# TYPE otelcol_exporter_sent_spans_total counter
otelcol_exporter_sent_spans_total {sent}
# TYPE otelcol_exporter_send_failed_spans_total counter
otelcol_exporter_send_failed_spans_total {failed}
"""


@pytest.mark.parametrize(
    ("failed", "outcome", "said"),
    [
        (0, "passes", "*spans that are delivered: 100 %, must be at least 99 %*"),
        (10, "breaches", "*spans that are delivered: 90.* %, must be at least 99 %*"),
        (None, "cannot_measure", "*has no metric that counts delivered spans*"),
    ],
)
def test_spans_that_a_collector_delivers(traced, serve, failed, outcome, said):
    counts = {"sent": 1000, "failed": 1000}

    def answer(_):
        counts["sent"] += 100
        counts["failed"] += failed or 0
        text = "# TYPE up gauge\nup 1\n" if failed is None else SPANS.format(**counts)
        return 200, {"Content-Type": "text/plain; version=0.0.4"}, text.encode()

    collector = f'collector = {{ instances = ["{serve(answer).url}"] }}\nsuccess = {{ of = "spans" }}\n'
    collector += '[tool.golive.targets.staging.metrics]\nscrape_for = "1s"\nscrape_every = "200ms"'
    getattr(traced(0, more=collector), outcome)(GATE, said)


def test_the_collector_must_be_named(traced):
    traced(0, more='success = { of = "spans" }').cannot_measure(GATE, "*do not name the collector*", word="NOT SET UP")
