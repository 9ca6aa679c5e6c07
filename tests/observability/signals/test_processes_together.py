"""Workers of one instance share its limit, and what scrapes them twice sees the same ones."""

from __future__ import annotations

import pytest
from recorded_metrics import SECONDS, Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted

CAP = Cap("the signal", 80.0, "<", " %")
WORKERS = "".join(f'process_resident_memory_bytes{{pid="{pid}"}} 400\n' for pid in (11, 12, 13, 14))
LIVE, MOST = "jvm_gc_live_data_size_bytes", "jvm_gc_max_data_size_bytes"


def signal_of(name, text):
    wanted = Wanted(name, SECONDS, memory_limit=512.0, cpu_limit=1.0)
    return measure(Recorded(text), wanted, CAP, longest_age=60)


def parts_of(name, text):
    return {part.name: (part.low, round(part.value, 1), part.high) for part in signal_of(name, text).first.parts}


def heap(live, *held):
    pools = "".join(f'jvm_memory_used_bytes{{area="heap",id="{pool}"}} {size}\n' for pool, size in held)
    return f"{LIVE} {live}\n{MOST} 100\n{pools}" + 'jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 99\n' * bool(
        held
    )


def test_the_memory_of_workers_is_added_up():
    assert parts_of("memory", WORKERS) == {"shop-1": (312.5, 312.5, 312.5)}


@pytest.mark.parametrize("label", ["job", "prometheus_replica"])
def test_a_process_that_is_scraped_twice_is_one(label):
    memory = "".join(f'process_resident_memory_bytes{{{label}="{each}"}} 256\n' for each in "ab")
    assert parts_of("memory", memory) == {"shop-1": (50, 50, 50)}
    cpu = "".join(f'process_cpu_seconds_total{{{label}="{each}"}} 60\n' for each in "ab")
    assert parts_of("cpu", cpu)["shop-1"][1] == 60
    container = 'namespace="s",pod="w",container="web"'
    used = "".join(f'container_cpu_usage_seconds_total{{{container},{label}="{each}"}} 60\n' for each in "ab")
    quota = f"container_spec_cpu_quota{{{container}}} 100\ncontainer_spec_cpu_period{{{container}}} 100\n"
    assert parts_of("cpu", used + quota)["s/w/web"][1] == 60


def test_no_process_runs_without_memory():
    with pytest.raises(CannotMeasure, match="process_resident_memory_bytes of shop-1 is 0, and no process runs"):
        signal_of("memory", "process_resident_memory_bytes 0\n")


def test_a_heap_of_which_nothing_was_collected_holds_at_most_what_is_in_it():
    assert parts_of("memory", heap(0, ("G1 Old Gen", 30), ("G1 Eden Space", 60))) == {"shop-1": (0, 30, 30)}
    assert parts_of("memory", heap(0, ("G1 Old Gen", 0), ("G1 Eden Space", 60))) == {"shop-1": (0, 60, 60)}
    full = signal_of("memory", heap(0, ("Tenured Gen", 97)))
    assert list(full.rows()) == []
    assert "is 0 until the old generation is collected for the first time" in full.doubt().what
    assert parts_of("memory", heap(25, ("G1 Old Gen", 97))) == {"shop-1": (25, 25, 25)}


def test_a_heap_of_which_nothing_is_known_is_not_empty():
    with pytest.raises(CannotMeasure, match="is 0: there was no collection of the old generation yet") as caught:
        signal_of("memory", heap(0))
    assert "run it again after a collection" in caught.value.cure
