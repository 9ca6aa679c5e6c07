"""Queries of the team's own for memory, CPU and queues: what is not understood never passes, unless it is trusted."""

from __future__ import annotations

import pytest
from recorded_metrics import Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted

LIMITS = 'kube_pod_container_resource_limits{resource="memory"}'
CORES = LIMITS.replace("memory", "cpu")
WORKING = 'container_memory_working_set_bytes{container!=""}'
HEAP = '{area="heap"}'
QUOTA = "container_spec_cpu_quota / container_spec_cpu_period"
JOBS = '# TYPE rq_jobs gauge\nrq_jobs{status="queued"} 1\nrq_jobs{status="finished"} 5\n'
CPU = "rate(container_cpu_usage_seconds_total[$window])"


def judged(signal, unit, query, *, trusted=False):
    cap = Cap(signal, 1000.0 if signal == "queue_depth" else 80.0)
    wanted = Wanted(signal, 300.0, query=query, unit=unit, memory_limit=1e9, cpu_limit=2.0, trusted=trusted)
    return measure(Recorded(JOBS, asked={wanted.asked: [({}, 0.1)]}), wanted, cap, longest_age=60)


@pytest.mark.parametrize(
    ("signal", "unit", "query"),
    [
        ("memory", "bytes", "process_resident_memory_bytes"),
        ("memory", "ratio", "max(process_resident_memory_bytes) / 1000000000"),
        ("memory", "ratio", "container_memory_rss / (container_spec_memory_limit_bytes > 0)"),
        ("memory", "ratio", f"max({WORKING} / on (namespace, pod, container) {LIMITS})"),
        ("memory", "%", f"100 * sum by (pod) ({WORKING}) / sum by (pod) ({LIMITS})"),
        ("memory", "ratio", f"max by (pod, container) ({WORKING}) / max by (pod, container) ({LIMITS})"),
        ("memory", "ratio", f"jvm_memory_used_bytes{HEAP} / jvm_memory_max_bytes{HEAP}"),
        ("memory", "ratio", f"max(sum by (pod) (jvm_memory_used_bytes{HEAP}) / sum by (pod) (jvm_memory_max_bytes{HEAP}))"),
        ("memory", "bytes", "max_over_time(process_runtime_jvm_memory_usage_bytes[5m])"),
        ("memory", "%", "shop_memory_used_percent"),
        ("cpu", "cores", "rate(process_cpu_seconds_total[$window])"),
        ("cpu", "ratio", "max(rate(process_cpu_seconds_total[$window])) / 2"),
        ("cpu", "ratio", f"sum by (pod) ({CPU}) / sum by (pod) ({CORES})"),
        ("cpu", "ratio", f"sum by (pod) ({CPU}) / sum by (pod) ({QUOTA})"),
        ("cpu", "ratio", "process_cpu_usage"),
        ("queue_depth", "", "max by (queue) (shop_queue_length)"),
        ("queue_depth", "", "max by (queue) (rabbitmq_queue_messages_ready)"),
        ("queue_depth", "", "max(celery_queue_length)"),
        ("queue_depth", "", "sidekiq_queue_size"),
        ("queue_depth", "", "max(sidekiq_jobs_waiting_count)"),
        ("queue_depth", "", 'sum by (queue) (rq_jobs{status="queued"})'),
        ("queue_depth", "", "bullmq_queue_waiting"),
        ("queue_depth", "", "max(sum by (consumergroup, topic) (kafka_consumergroup_lag))"),
        ("queue_depth", "", 'redis_key_size{key="jobs"}'),
        ("queue_depth", "", "aws_sqs_approximate_number_of_messages_visible_maximum"),
        ("queue_depth", "", "jetstream_consumer_num_pending"),
    ],
)  # fmt: skip
def test_usual_queries_pass(signal, unit, query):
    found = judged(signal, unit, query)
    assert found.doubt() is None
    assert [row.value for row in found.rows()] != []
    assert {name for name, _ in found.notes()} <= {"measured by", "not proven"}


@pytest.mark.parametrize(
    ("signal", "unit", "query", "said"),
    [
        ("memory", "bytes", "0 * process_resident_memory_bytes", "it is not known what a number"),
        ("memory", "bytes", "clamp_max(process_resident_memory_bytes, 1)", "clamp_max"),
        ("memory", "bytes", "clamp_min(process_resident_memory_bytes, 1)", "inside of a calculation"),
        ("memory", "bytes", "process_resident_memory_bytes or vector(0)", r"it makes up vector\(0\)"),
        ("memory", "bytes", "avg(process_resident_memory_bytes)", "it takes the avg over all instances"),
        ("memory", "ratio", f"sum({WORKING}) / sum({LIMITS})", "it takes the sum over all instances"),
        ("memory", "ratio", f"max by (pod) ({WORKING}) / max by (pod) ({LIMITS})", "max of several limits"),
        ("memory", "ratio", f"avg({WORKING} / container_spec_memory_limit_bytes)", "it takes the mean"),
        ("memory", "ratio", "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", "a whole machine"),
        ("memory", "bytes", "shop_orders", "nothing says that shop_orders is the memory"),
        ("memory", "ratio", "max(my_cache_fill_ratio)", "nothing says that my_cache_fill_ratio is the memory"),
        ("memory", "ratio", "process_open_fds / process_max_fds", "it is not known what a value / a value is"),
        ("cpu", "cores", "avg(rate(process_cpu_seconds_total[$window]))", "it takes the avg over all instances"),
        ("cpu", "cores", "process_cpu_seconds_total", "is a counter as it stands"),
        ("cpu", "ratio", "up", "nothing says that up is the cpu"),
        ("cpu", "ratio", "max(shop_memory_used_ratio)", "is the share that is used of memory"),
        ("queue_depth", "", "avg(rabbitmq_queue_messages_ready)", "it takes the mean of the length of a queue"),
        ("queue_depth", "", "0 * shop_queue_length", "it is not known what a number"),
        ("queue_depth", "", "max(shop_queue_length) or vector(0)", r"it makes up vector\(0\)"),
        ("queue_depth", "", "rabbitmq_queue_consumers", "nothing says that rabbitmq_queue_consumers is"),
        ("queue_depth", "", "max(rq_jobs)", "rq_jobs has words of which nothing is known: jobs;"),
        ("queue_depth", "", "shop_orders_open", "nothing says that shop_orders_open is the queue_depth"),
        ("queue_depth", "", "jobs_enqueued_total - jobs_done_total", "is a counter as it stands"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_no_pass(signal, unit, query, said):
    with pytest.raises(CannotMeasure, match=f"cannot be taken for the {signal} of the service: .*{said}") as caught:
        judged(signal, unit, query)
    assert f"trust it: {signal} = {{ query = '…', trusted = true }}" in caught.value.cure
    found = judged(signal, unit, query, trusted=True)
    assert "what the query computes, by trusted = true" in dict(found.notes())["you answer for"]


def test_a_condition_that_is_not_understood_is_no_pass():
    query = 'max(shop_queue_length{status=~"a{2000}"})'
    with pytest.raises(CannotMeasure, match="whether it can find a failed request is not known"):
        judged("queue_depth", "", query)
    assert "you answer for" in dict(judged("queue_depth", "", query, trusted=True).notes())


def test_series_that_cannot_be_told_apart_are_no_pass():
    query = 'max({__name__="shop_queue_length", a="b" or c="d"})'
    with pytest.raises(CannotMeasure, match="it cannot be parsed: it has alternatives in its braces"):
        judged("queue_depth", "", query)
