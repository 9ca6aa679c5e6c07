"""A rule that is about a signal in words of its own is not understood, which is neither a breach nor a pass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rules_made import NEEDED, judged, rule

JOB = '{job="shop"}'
ALL = 'http_server_request_duration_seconds_count{job="shop"}'
JAVA = 'http_server_requests_seconds_count{job="shop"}'
ABOUT_IT = {
    "error_rate": (
        (f'sum(rate({ALL[:-1]},error_type!=""}}[5m])) / sum(rate({ALL}[5m])) > 0.02', 'requests {error_type!=""} selects'),
        (f'sum(rate({JAVA[:-1]},exception!="none"}}[5m])) / sum(rate({JAVA}[5m])) > 0.02', 'exception!="none"'),
        (f'sum(rate({JAVA[:-1]},exception!="none"}}[5m])) > 0', 'exception!="none"'),
        (f'sum(rate({JAVA[:-1]},kind="5xx"}}[5m])) / sum(rate({JAVA}[5m])) > 0.02', 'kind="5xx"'),
        ('shop_error_ratio{job="shop"} > 0.02', "the value of shop_error_ratio"),
    ),
    "latency": (
        ('http_server_requests_seconds_max{job="shop"} > 0.5', "the value of http_server_requests_seconds_max"),
        ('max by (uri) (http_server_requests_seconds_max{job="shop"}) > 0.5', "http_server_requests_seconds_max"),
        ('shop_latency_p99_seconds{job="shop"} > 0.5', "the value of shop_latency_p99_seconds"),
        ('http_request_duration_p95_milliseconds{job="shop"} > 500', "the value of http_request_duration_p95"),
    ),
    "memory": (('shop_memory_pressure{job="shop"} > 0.8', "the value of shop_memory_pressure"),),
    "cpu": (('shop_cpu_load{job="shop"} > 0.8', "the value of shop_cpu_load"),),
    "queue_depth": (
        ('sqs_approximate_number_of_messages_visible{job="shop"} > 1000', "the value of sqs_approximate_number"),
    ),
}  # fmt: skip
OTHERS = {
    "error_rate": (f"sum(rate({ALL}[5m])) < 1", 'http_requests_errors_total{job="shop"} > 9', f"{ALL} > 9"),
    "latency": ('process_start_time_seconds{job="shop"} > 5', 'kube_pod_start_time{job="shop"} > 5'),
    "memory": ("go_goroutines > 1000", "increase(container_oom_events_total[5m]) > 0"),
    "cpu": ("process_cpu_seconds_total > 9", "node_load1 > 4"),
    "queue_depth": ("sum(rate(messages_processed_total[5m])) < 1", "kube_job_failed > 0", "tasks_failed > 0"),
}


@pytest.mark.parametrize(("signal", "text", "why"), [(one, *each) for one, all_ in ABOUT_IT.items() for each in all_])
def test_what_is_about_a_signal_and_not_understood_is_not_proven(signal, text, why):
    found = judged(NEEDED[signal], rule(text, "R"))
    assert found.finding is None, found.finding
    assert why in found.doubt
    assert not found.is_covered


@pytest.mark.parametrize(("signal", "text"), [(one, each) for one, all_ in OTHERS.items() for each in all_])
def test_what_is_about_something_else_is_missing(signal, text):
    assert "none of 1 loaded alerting rules is about it" in judged(NEEDED[signal], rule(text, "R")).finding.message


@pytest.mark.parametrize(
    ("signal", "name", "text"),
    [
        ("error_rate", "shop_error_ratio", 'shop_error_ratio{job="shop"} > 0.02'),
        ("error_rate", "", f"sum(rate(http_5xx_total{JOB}[5m])) / sum(rate(http_requests_total{JOB}[5m])) > 0.02"),
        ("error_rate", "shop_failed_percent", 'shop_failed_percent{job="shop"} > 2'),
        ("latency", "http_server_requests_seconds_max", 'http_server_requests_seconds_max{job="shop"} > 0.5'),
        ("latency", "shop_latency_p99_seconds", 'shop_latency_p99_seconds{job="shop"} > 0.5'),
        ("latency", "shop_latency_ms_p95", 'shop_latency_ms_p95{job="shop"} > 500'),
        ("queue_depth", "sqs_*", 'sqs_approximate_number_of_messages_visible{job="shop"} > 1000'),
        ("memory", "", 'jvm_memory_usage_after_gc{job="shop"} > 0.8'),
        ("memory", "", 'jvm_memory_usage_after_gc_percent{job="shop"} > 0.8'),
        ("memory", "", 'jvm_gc_live_data_size_bytes{job="shop"} / jvm_gc_max_data_size_bytes{job="shop"} > 0.8'),
        ("cpu", "", 'process_cpu_usage{job="shop"} > 0.8'),
    ],
)
def test_the_settings_and_well_known_names_say_what_a_value_is(signal, name, text):
    needed = replace(NEEDED[signal], metrics=(name,) if name else ())
    assert judged(needed, rule(text)).is_covered, judged(needed, rule(text)).doubt
    past, _, limit = text.rpartition(" > ")
    weaker = judged(needed, rule(f"{past} > {float(limit) * 1.1}"))
    assert "it fires at > " in weaker.finding.message


def test_a_lower_quantile_and_an_unnamed_one_cover_nothing():
    needed = replace(NEEDED["latency"], metrics=("shop_latency_*",))
    assert "it measures p50, not p95" in judged(needed, rule("shop_latency_p50_seconds > 0.5")).finding.message
    assert "the value of shop_latency_seconds" in judged(needed, rule("shop_latency_seconds > 0.5")).doubt
