"""Memory and CPU of containers, processes and Java heaps; queues; never the host's, and never a sum of the same queue."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import SECONDS, Recorded

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted
from pytest_golive.observability.sources.metrics import Meta

CAP = Cap("memory", 80.0, "<", " %")
MEMORY, CPU = Wanted("memory", SECONDS), Wanted("cpu", SECONDS)
QUEUES = Wanted("queue_depth", SECONDS)
GIB = 2**30
POD = 'namespace="shop",pod="web-1"'
HOST = "node_memory_MemTotal_bytes 8e9\nnode_memory_MemAvailable_bytes 1e9\n"


class Ended(Recorded):
    """A server that still knows a metric of containers, which has no values any more."""

    def names(self):
        return super().names() | {"container_memory_working_set_bytes": Meta("gauge")}


def parts(text, wanted, **more):
    signal = measure(Recorded(text, **more), wanted, CAP, longest_age=60)
    return {part.name: round(part.value, 2) for part in signal.first.parts}


def containers(limit):
    return (
        f'container_memory_working_set_bytes{{{POD},container="web"}} {0.5 * GIB}\n'
        f'container_memory_working_set_bytes{{{POD},container="POD"}} 1000\n'
        f"container_memory_working_set_bytes{{{POD}}} {0.6 * GIB}\n"
        f'container_spec_memory_limit_bytes{{{POD},container="web"}} {limit}\n'
    )


def test_memory_of_a_container_by_its_own_limit():
    assert parts(containers(GIB), MEMORY) == {"shop/web-1/web": 50}
    cluster = f'kube_pod_container_resource_limits{{{POD},container="web",resource="memory",unit="byte"}} {2 * GIB}\n'
    assert parts(containers(0) + cluster, MEMORY) == {"shop/web-1/web": 25}


@pytest.mark.parametrize(("used", "is_told"), [(95, True), (40, False)])
def test_a_process_past_its_limit_contradicts_containers_that_are_not(used, is_told):
    """They may be those of another service."""
    process = f"process_resident_memory_bytes {used}\n"
    wanted = replace(MEMORY, memory_limit=100.0)
    doubt = measure(Recorded(containers(GIB) + process), wanted, CAP, longest_age=60).doubt()
    if not is_told:
        assert doubt is None
        return
    assert "says 50 % shop/web-1/web, but " in doubt.what
    assert f"says {used} % shop-1, and the limit is < 80 %" in doubt.what
    assert "see whether the containers are those of this service" in doubt.cure


def test_memory_of_a_container_of_an_engine():
    text = f'container_memory_working_set_bytes{{name="shop"}} {GIB}\ncontainer_memory_working_set_bytes 9e9\n'
    assert parts(f'{text}container_spec_memory_limit_bytes{{name="shop"}} {2 * GIB}\n', MEMORY) == {"shop": 50}


def test_a_container_without_a_limit_is_not_measured_by_the_host():
    for limit in (0, 2**63 - 1):
        with pytest.raises(
            NotSetUp, match="the memory of containers can be measured, but no metric says what the limit"
        ):
            parts(containers(limit) + HOST, MEMORY)
    beside = f'container_memory_working_set_bytes{{{POD},container="sidecar"}} 5\n'
    with pytest.raises(CannotMeasure, match="the container shop/web-1/sidecar has no limit"):
        parts(containers(GIB) + beside, MEMORY)


def test_memory_of_a_process_by_the_limit_of_the_settings():
    text = f"process_resident_memory_bytes {GIB}\n"
    assert parts(text, replace(MEMORY, memory_limit=4.0 * GIB)) == {"shop-1": 25}
    with pytest.raises(NotSetUp, match="the memory of processes can be measured") as caught:
        parts(text + HOST, MEMORY)
    assert "memory_limit = '512MiB'" in caught.value.cure


def test_metrics_that_have_ended_leave_the_word_to_those_that_have_values():
    source = Ended(f"process_resident_memory_bytes {GIB}\n")
    signal = measure(source, replace(MEMORY, memory_limit=4.0 * GIB), CAP, longest_age=60)
    assert {part.name: part.value for part in signal.first.parts} == {"shop-1": 25}
    assert "container_memory_working_set_bytes: there is no such series" in dict(signal.notes())["not used"]
    with pytest.raises(CannotMeasure, match="container_memory_working_set_bytes: there is no such series"):
        measure(Ended(HOST), MEMORY, CAP, longest_age=60)


def test_memory_of_the_host_is_not_the_services():
    with pytest.raises(CannotMeasure, match="node_memory_MemTotal_bytes is of the whole host"):
        parts(HOST, MEMORY)


def test_memory_of_a_java_heap_is_what_a_collection_leaves():
    text = "jvm_gc_live_data_size_bytes 100\njvm_gc_max_data_size_bytes 400\n"
    assert parts(text, MEMORY) == {"shop-1": 25}
    with pytest.raises(NotSetUp, match="the Java heap can be measured"):
        parts("jvm_gc_live_data_size_bytes 100\n", MEMORY)


def test_cpu_of_a_container_by_its_quota():
    text = (
        f'# TYPE container_cpu_usage_seconds counter\ncontainer_cpu_usage_seconds_total{{{POD},container="web"}} 100\n'
        f'container_spec_cpu_quota{{{POD},container="web"}} 200000\n'
        f'container_spec_cpu_period{{{POD},container="web"}} 100000\n'
    )
    assert parts(text, CPU) == {"shop/web-1/web": 50}
    with pytest.raises(NotSetUp, match="the CPU time of containers can be measured"):
        parts(text.replace(" 200000", " -1"), CPU)


def test_cpu_of_processes_and_of_the_jvm():
    process = "# TYPE process_cpu_seconds counter\nprocess_cpu_seconds_total 150\n"
    assert parts(process, replace(CPU, cpu_limit=2.0)) == {"shop-1": 75}
    assert parts("process_cpu_usage 0.25\n", CPU) == {"shop-1": 25}


@pytest.mark.parametrize("value", ["NaN", "+Inf", "-1"])
def test_what_is_no_number_is_no_memory(value):
    with pytest.raises(CannotMeasure, match=r"no number to judge by|cannot be below 0"):
        parts(f"process_resident_memory_bytes {value}\n", replace(MEMORY, memory_limit=1.0))


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ('rabbitmq_detailed_queue_messages{vhost="/",queue="mail"} 7\n', {"//mail": 7}),
        ('celery_queue_length{queue_name="celery"} 3\n', {"celery": 3}),
        ('sidekiq_queue_enqueued_jobs{name="default"} 4\n', {"default": 4}),
        ('rq_jobs{queue="high",status="queued"} 5\nrq_jobs{queue="high",status="failed"} 900\n', {"high": 5}),
        (
            (
                'kafka_consumergroup_lag{consumergroup="a",topic="t",partition="0"} 600\n'
                'kafka_consumergroup_lag{consumergroup="a",topic="t",partition="1"} 700\n'
            ),
            {"a/t": 1300},
        ),
        ('redis_key_size{db="db0",key="jobs"} 8\n', {"db0/jobs": 8}),
        ('queue_depth{queue="orders"} 2\n', {"orders/shop-1": 2}),
        ('celery_queue_length{queue_name="c"} 3\nqueue_depth{queue="orders"} 2\n', {"c": 3, "orders/shop-1": 2}),
    ],
)
def test_queues(text, lengths):
    assert parts(text, QUEUES) == lengths


def test_a_queue_that_two_instances_report_is_one_queue():
    text = 'celery_queue_length{queue_name="celery"} 600\n'
    assert parts({"a": text, "b": text}, QUEUES) == {"celery": 600}


def test_no_queue_is_not_an_empty_one():
    with pytest.raises(NotSetUp, match="no metric of a queue exists") as caught:
        parts("up 1\n", QUEUES)
    assert "declare the row not applicable" in caught.value.cure


def test_all_queues_of_the_service_are_judged_whatever_their_names():
    text = 'queue_depth{queue="a"} 0\njobs_waiting{queue="b"} 1000000\n'
    assert parts(text, QUEUES) == {"a/shop-1": 0, "b/shop-1": 1_000_000}


def test_a_queue_without_a_name_is_not_called_as_its_instance():
    assert parts("queue_depth 7\n", QUEUES) == {"queue_depth/shop-1": 7}
