"""Expressions that look like a signal and are none: a part of it, nothing but a number, something that always holds."""

from __future__ import annotations

import pytest
from rules_made import NEEDED, judged, recording, rule

ERRORS = 'rate(http_requests_total{job="shop",code=~"5.."}[5m])'
ALL = ERRORS.replace(',code=~"5.."', "")
RATIO = f"sum({ERRORS}) / sum({ALL})"
BUCKETS = 'rate(http_request_duration_seconds_bucket{job="shop"}[5m])'
COUNT = 'rate(http_request_duration_seconds_count{job="shop"}[5m])'
FAST = BUCKETS.replace('"shop"', '"shop",le="0.5"')
USED = 'container_memory_working_set_bytes{job="shop"}'
LIMIT = 'container_spec_memory_limit_bytes{job="shop"}'
QUEUE = 'shop_queue_length{job="shop"}'
CPU = 'rate(container_cpu_usage_seconds_total{job="shop"}[5m])'
QUOTA = 'container_spec_cpu_quota{job="shop"}'
PART = "is a part, and its denominator is the total"
ALWAYS = "is never less than 0, so it always fires"
BLIND = "so it mostly sees nothing"
APART = "its two sides keep different labels"
TRAFFIC = f"{RATIO} > 0.02 and on() "


def check(signal, text, state, why, *recordings):
    found = judged(NEEDED[signal], *recordings, rule(text))
    told = "breach" if found.finding else "doubt" if found.doubt else "covered"
    said = found.finding.message if found.finding else found.doubt
    assert (told, why in said) == (state, True), said


@pytest.mark.parametrize(
    ("text", "state", "why"),
    [
        # a part of the errors, as a share of all requests
        (f"sum by (instance)({ERRORS}) / ignoring(instance) group_left sum({ALL}) > 0.02", "breach", PART),
        (f"sum by (instance)({ERRORS}) / on() group_left sum({ALL}) > 0.02", "breach", PART),
        (f"sum by (instance)({ERRORS}) > on() group_left() 0.02 * sum({ALL})", "breach", PART),
        (f"sum by (code)({ERRORS}) / ignoring(code) group_left sum({ALL}) > 0.02", "breach", PART),
        (f"{ERRORS} / on(instance) group_left sum by (instance)({ALL}) > 0.02", "breach", PART),
        (f"sum without (code)({ERRORS}) / ignoring(route) group_left sum without (code, route)({ALL}) > 0.02",
         "breach", PART),
        (f"sum by (job)({ERRORS}) / on() group_left sum({ALL}) > 0.02", "covered", ""),  # the job is one
        (f"sum by (route)({ERRORS}) / sum by (route)({ALL}) > 0.02", "covered", ""),
        (f"sum({ERRORS}) / on() group_right() sum by (instance)({ALL}) > 0.02", "doubt", "the other adds them up"),
        (f"sum by (route)({ERRORS}) / on() sum({ALL}) > 0.02", "doubt", "it fails with several route at once"),
        (f"sum by (job)({ERRORS}) / ignoring(code) sum by (instance)({ALL}) > 0.02", "doubt", APART),
        # what always holds
        (f"{RATIO} >= 0", "breach", ALWAYS),
        (f"{RATIO} > -1", "breach", ALWAYS),
        (f"sum({ERRORS}) >= 0", "breach", ALWAYS),
        (f"1 - {RATIO} <= 1", "breach", ALWAYS),
        (f"{RATIO} > 0.02 or {RATIO} >= 0", "breach", ALWAYS),
        (f"{RATIO} > 0.02 or vector(1)", "breach", "one side of its `or` is always true"),
        (f"{RATIO} > 0.02 and {RATIO} >= 0", "covered", ""),
        (f"sum({ERRORS}) > 0", "covered", ""),
        # other quantities
        (f"{RATIO.replace('http_requests_total', 'http_errors_total', 1).replace('5..', '404')} > 0.02", "breach",
         "it counts statuses that no error of the server has"),
        (f"sum({ERRORS}) / (sum({ALL}) + sum({ALL})) > 0.02", "doubt", "adds up series of http_requests_total twice"),
        (f"sum({ERRORS}) / (sum({ALL}) + sum({COUNT})) > 0.02", "doubt", "the denominator adds"),
        (f"sum({ERRORS.replace('rate', 'increase')}) / sum({ALL}) > 0.02", "doubt", "a number of requests by a rate"),
        (f"sum({ERRORS}) / sum({ALL[:-1]} offset 5m)) > 0.02", "doubt", "of different moments"),
        (f"sum({ERRORS[:-1]} @ end())) / sum({ALL}) > 0.02", "doubt", "is pinned to a moment by @"),
        (f"abs(-({RATIO})) < -0.02", "breach", "it fires in the wrong direction"),
        (f"abs(-({RATIO})) > 0.02", "covered", ""),
        # what sees nothing
        (f"topk(0, {RATIO}) > 0.02", "breach", "topk(0, …) chooses no series"),
        (f"topk(0, {RATIO} > 0.02)", "breach", "topk(0, …) chooses no series"),
        (f"topk(1, {RATIO}) > 0.02", "covered", ""),
        (f"topk(1, 1 - {RATIO}) < 0.98", "doubt", "topk leaves out the lowest values"),
        (f"sum(topk(1, {ERRORS})) / sum({ALL}) > 0.02", "doubt", "topk leaves out a part of a rate"),
        (f"max_over_time(({RATIO})[5m:1h]) > 0.02", "breach", BLIND),
        (f"max_over_time(({RATIO} > bool 0.02)[5m:1h]) > 0", "breach", BLIND),
        (f"max_over_time(({RATIO})[5m:1m]) > 0.02", "covered", ""),
        (f"max_over_time(({RATIO})[5m:] offset -1h) > 0.02", "doubt", "looks into the future"),
        # traffic of others
        (TRAFFIC + f"sum({ALL.replace('{', '{method=~`DELETE`,')}) > 0", "doubt", 'with method=~"DELETE"'),
        (TRAFFIC + f"sum({ALL.replace('shop', 'other')}) > 0", "doubt", "which are not those of this service"),
        (TRAFFIC + f"sum({ALL[:-1]} offset 1h)) > 0", "doubt", "it asks for the requests of another time"),
        (TRAFFIC + f"min({ALL}) > 0", "doubt", "it takes the min of rates"),
        (TRAFFIC.replace("on()", "on(instance)") + f"sum by (instance)({ALL}) > 0", "doubt", APART),
        (TRAFFIC + f"sum({ALL}) > 0", "covered", ""),
    ],
)  # fmt: skip
def test_of_errors(text, state, why):
    check("error_rate", text, state, why)


def test_a_recorded_part_is_a_part():
    ratio = f"sum by (route)({ERRORS}) / ignoring(route) group_left sum({ALL})"
    check("error_rate", "job:errors:ratio > 0.02", "breach", PART, recording("job:errors:ratio", ratio))


@pytest.mark.parametrize(
    ("text", "state", "why"),
    [
        (f"histogram_quantile(95, sum by (le) ({BUCKETS})) > 0.5", "breach", "it takes a number from 0 to 1"),
        (f"1 - histogram_fraction(0, 0.5, sum by (le) ({BUCKETS})) > 0.05", "doubt", "of classic buckets"),
        (f"(sum by (instance)({COUNT}) - sum by (instance)({FAST})) / on() group_left sum({COUNT}) > 0.05",
         "breach", PART),
        (f"(sum({COUNT}) - sum({FAST})) / sum({COUNT}) > 0.05", "covered", ""),
    ],
)  # fmt: skip
def test_of_latency(text, state, why):
    check("latency", text, state, why)


@pytest.mark.parametrize(
    ("text", "state", "why"),
    [
        (f"{USED} / ({LIMIT} > 0) > 0.8", "covered", ""),
        (f"{USED} / ({LIMIT} > 1e15) > 0.8", "doubt", "it is silent where the limit is less than 1e+15"),
        (f"{USED} / {LIMIT} > 0.8".replace("working_set", "cache"), "doubt", "nothing is known: cache"),
        (f"{USED} / {LIMIT} > 0.8".replace("working_set_bytes", "kernel_usage"), "doubt", "nothing is known: kernel"),
        (f"{USED} / {LIMIT} > 0.8".replace("working_set_bytes", "max_usage_bytes"), "doubt", "nothing is known: max"),
        (f"go_memstats_heap_idle_bytes / {LIMIT} > 0.8", "doubt", "nothing is known: idle"),
        (f"go_memstats_heap_inuse_bytes / {LIMIT} > 0.8", "doubt", "the heap alone"),
        ("process_resident_memory_bytes / process_virtual_memory_max_bytes > 0.8", "doubt", "is known: virtual"),
        ('jvm_memory_used_bytes{area="heap"} / jvm_memory_max_bytes{area="heap"} > 0.8', "covered", ""),
        ('jvm_memory_used_bytes{area="nonheap"} / jvm_memory_max_bytes{area="nonheap"} > 0.8', "doubt",
         'only the memory with area="nonheap"'),
        ('jvm_memory_used_bytes{id="G1 Eden Space"} / jvm_memory_max_bytes{id="G1 Eden Space"} > 0.8', "doubt",
         'only the memory with id="G1 Eden Space"'),
        (f"{USED} / {LIMIT} > 0.8".replace('job="shop"', 'job="shop",id="/"'), "doubt", 'with id="/"'),
        (f"{USED} / {LIMIT} > 0.8".replace('job="shop"', 'job="shop",id=~"/docker/.+"'), "covered", ""),
    ],
)  # fmt: skip
def test_of_memory(text, state, why):
    check("memory", text, state, why)


@pytest.mark.parametrize(
    ("text", "state", "why"),
    [
        (f"{CPU} / {QUOTA} > 0.8", "doubt", "it is not known what the amount in use / the CPU quota is"),
        (f"{CPU} / ({QUOTA} / {QUOTA.replace('quota', 'period')}) > 0.8", "covered", ""),
        (f"{CPU.replace('usage', 'system')} / ({QUOTA} / {QUOTA.replace('quota', 'period')}) > 0.8", "doubt",
         "nothing is known: system"),
        ('jvm_cpu_throttled_percent{job="shop"} > 80', "doubt", "nothing is known: throttled"),
    ],
)  # fmt: skip
def test_of_cpu(text, state, why):
    check("cpu", text, state, why)


@pytest.mark.parametrize(
    ("name", "strange"),
    [
        ("shop_queue_length", ""),
        ("rabbitmq_queue_messages_ready", ""),
        ("kafka_consumergroup_lag", ""),
        ("resque_pending_jobs", ""),
        ("shop_queue_oldest_age", "oldest, age"),
        ("shop_queue_failed_jobs", "failed"),
        ("shop_failed_queue_length", "failed"),
        ("rabbitmq_queue_messages_unacked", "unacked"),
        ("shop_jobs_created", "created"),
        ("shop_jobs", "jobs"),
        ("mysql_replica_lag", "replica"),
    ],
)
def test_of_queues(name, strange):
    state = "doubt" if strange else "covered"
    check("queue_depth", f'{name}{{job="shop"}} > 1000', state, f"is known: {strange}" if strange else "")


def test_moments_of_a_queue():
    check("queue_depth", f"min_over_time({QUEUE}[10m:1h]) > 1000", "breach", BLIND)
    check(
        "queue_depth",
        f"{QUEUE} offset 1h > 1000",
        "breach",
        "it waits 1h5m before it fires, and may wait 15m (for: 5m, and 1h by offsets",
    )
