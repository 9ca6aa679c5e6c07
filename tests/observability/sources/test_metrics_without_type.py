"""Metrics without a line ``# TYPE``: own scrapes take them as a Prometheus takes the same text."""

from __future__ import annotations

import re

import pytest
from metric_instances import Instance, scraped

from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.prometheus.naming import families_of
from pytest_golive.observability.sources.scraping.exposition import read_exposition

NAME = "http_request_duration_seconds"
CLASSIC = "text/plain; version=0.0.4"
OPEN = "application/openmetrics-text; version=1.0.0"


def histogram(count, edges=("0.1", "0.2", "+Inf")):
    buckets = "".join(f'{NAME}_bucket{{status="200",le="{edge}"}} {count}\n' for edge in edges)
    return f'{buckets}{NAME}_sum{{status="200"}} {count / 20}\n{NAME}_count{{status="200"}} {count}\n'


TEXT = (
    f"# HELP {NAME} Times.\n{histogram(9)}"
    'rpc_seconds{quantile="0.5"} 7\nrpc_seconds_sum 7\nrpc_seconds_count 1\nhits_total 3\ntemperature 20\n'
    "alone_sum 4\n# TYPE said gauge\nsaid 5\n# TYPE said_bucket gauge\nsaid_bucket 5\n"
)
KINDS = {
    NAME: "histogram",
    "rpc_seconds": "summary",
    "hits_total": "counter",
    "temperature": "unknown",
    "alone_sum": "unknown",
    "said": "gauge",
    "said_bucket": "gauge",
}


@pytest.mark.parametrize(("text", "media"), [(TEXT, CLASSIC), (f"{TEXT}# EOF\n", OPEN)])
def test_their_names_say_what_they_are(text, media):
    found = read_exposition(text.encode(), media)
    assert {name: meta.kind for name, meta in found.families.items()} == KINDS
    assert (f"{NAME}_count", (("status", "200"),)) in found.series


def test_a_server_without_metadata_says_the_same():
    names = {*re.findall(r"^([a-z_]+)", TEXT, re.MULTILINE)} - {"said", "said_bucket"}
    asked = {name: meta.kind for name, meta in families_of(names, {}).items()}
    assert asked == {name: kind for name, kind in KINDS.items() if not name.startswith("said")}


def test_the_last_bucket_alone_is_what_is_left_of_a_native_histogram():
    found = read_exposition(histogram(9, ("+Inf",)).encode(), CLASSIC)
    assert found.families[NAME].kind == "native histogram"


def test_requests_are_read_from_them(serve):
    source = scraped(Instance(serve, *(histogram(100 * number) for number in range(1, 200))))
    caps = {"latency": Cap("p(95)", 200.0, "<", " ms"), "error_rate": Cap("error rate", 1.0, "<", " %")}
    for signal, cap in caps.items():
        found = measure(source, Wanted(signal, 30.0), cap, longest_age=60)
        assert NAME in found.first.said
        assert found.doubt() is None
        assert [row.n >= 100 for row in found.rows()] == [True]
