"""How busy a machine is, from the system's counters."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
import threading
import time

import pytest

from pytest_golive.contention import counters, services
from pytest_golive.contention.contention import Contention
from pytest_golive.contention.counters import Counters, read_counters, runnable, usable_cpus
from pytest_golive.contention.services import is_here, serving
from pytest_golive.contention.watching import MachineWatch

BURN = "import time\nuntil = time.process_time() + 0.6\nwhile time.process_time() < until: pass"


def reading(at, **seen):
    return Counters(at, **{name: seen.get(name, 0.0) for name in ("used", "stolen", "waited", "throttled", "ours")})


def between(**last):
    return Contention.between(reading(0.0), reading(10.0, **last), cpus=2, queues=[1.0, 1.0, 9.0], load=3.0)


def test_what_others_used_is_all_but_ours():
    seen = between(used=16.0, ours=4.0, waited=9.5)
    assert (seen.others, seen.waited, seen.queue) == (1.2, 0.95, 9.0)
    assert seen.is_busy
    assert seen.factor == 4.5
    assert seen.words == (
        "other processes used 1.2 of 2 CPUs, processes waited for one 95% of the time, up to 9 ran or waited at once"
    )


@pytest.mark.parametrize(
    ("last", "is_busy"),
    [
        ({"used": 16.0, "ours": 16.0, "waited": 9.0}, False),  # they wait for us, and that is what is measured
        ({"used": 16.0, "ours": 1.0, "waited": 0.1}, False),  # others take much, and keep nobody waiting
        ({"used": 2.5, "ours": 1.0, "waited": 0.8}, True),
        ({"used": 1.5, "ours": 1.0, "waited": 0.8}, False),
        ({"stolen": 3.0}, True),
        ({"throttled": 1.0}, True),
        ({"used": 16.0, "ours": 1.0, "waited": math.nan}, True),  # a kernel without pressure: the queue tells
        ({"used": 1.0, "ours": 16.0, "waited": 9.0}, False),  # a service was replaced: less than nothing is nothing
    ],
)
def test_a_machine_is_busy_where_others_take_what_somebody_waits_for(last, is_busy):
    assert between(**last).is_busy is is_busy
    assert (between(**last).factor > 1) is is_busy


def test_what_other_virtual_machines_and_limits_take_is_told():
    seen = between(stolen=10.0, throttled=4.0)
    assert "other virtual machines took 1.0, the container was held back 40% of the time" in seen.words
    assert seen.factor == pytest.approx(4.5 / 0.1)


@pytest.mark.parametrize(("load", "is_busy"), [(1.5, False), (8.0, True), (math.nan, False)])
def test_without_counters_the_load_average_has_to_do(load, is_busy, monkeypatch, tmp_path):
    for name in ("STAT", "PRESSURE", "GROUPS"):
        monkeypatch.setattr(counters, name, tmp_path / "none")
    monkeypatch.setattr("pytest_golive.contention.watching.load_average", lambda: load)
    assert math.isnan(runnable())
    watch = MachineWatch()
    watch.look(all_counters=True)
    seen = watch.between(0.0, math.inf)
    assert math.isnan(seen.others)
    assert math.isnan(seen.waited)
    assert seen.is_busy is is_busy
    unknown = "how busy this machine was is unknown"
    assert seen.words == (unknown if math.isnan(load) else f"load average {load} on {seen.cpus} CPUs")
    assert seen.factor == (load / seen.cpus if is_busy else 1.0) or seen.factor == 1.5


def test_a_counter_that_is_not_there_is_neither_nothing_nor_everything():
    seen = between(used=16.0, ours=4.0, waited=math.nan)
    assert "waited for one" not in seen.words
    assert between(used=16.0, ours=16.0, waited=math.nan).is_busy is False
    seen = between(used=math.nan, stolen=math.nan, waited=math.nan, throttled=4.0)
    assert math.isnan(seen.stolen)
    assert seen.is_busy  # what is known decides
    assert seen.factor == pytest.approx(4.5 / 0.6)
    seen = between(used=1.0, ours=1.0, throttled=math.nan)
    assert not seen.is_busy
    assert seen.words.endswith("whether the container was held back is unknown")
    assert Contention(2).words == "how busy this machine was is unknown"
    assert Contention(2, others=1.9, waited=0.9).factor == 1.5


def throttled(monkeypatch, folder, **files):
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_stat", ".stat")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.setattr(counters, "GROUPS", folder)
    return read_counters([]).throttled


def test_how_long_a_container_was_held_back_is_read_in_both_versions_of_control_groups(monkeypatch, tmp_path):
    new, old, root, hidden = (tmp_path / name for name in ("new", "old", "root", "hidden"))
    assert throttled(monkeypatch, new, cpu_stat="usage_usec 9\nthrottled_usec 2500000\n") == 2.5
    assert throttled(monkeypatch, old, cpu__cpu_stat="nr_periods 1\nthrottled_time 1500000000\n") == 1.5
    assert throttled(monkeypatch, root, cpu_stat="usage_usec 9\n") == 0.0
    hidden.mkdir()
    assert math.isnan(throttled(monkeypatch, hidden))
    assert throttled(monkeypatch, tmp_path / "none") == 0.0


def test_damaged_counters_are_unknown(monkeypatch, tmp_path):
    (tmp_path / "stat").write_bytes(b"cpu0 1 2\n\xff\n")
    monkeypatch.setattr(counters, "STAT", tmp_path / "stat")
    assert math.isnan(read_counters([]).used)


def test_what_we_have_started_is_ours_until_it_is_reaped_and_after():
    process = subprocess.Popen([sys.executable, "-c", BURN])
    before = read_counters([os.getpid()])
    while process.poll() is None:
        time.sleep(0.05)
    after = read_counters([os.getpid()])
    assert after.ours - before.ours >= 0.3
    assert after.used - before.used >= 0.3
    assert after.at > before.at


def test_what_a_stranger_used_is_not_ours():
    # It belongs to nobody below us: its parent has ended.
    code = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {BURN!r}]).pid)"
    quiet = read_counters([os.getpid()])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    pid = int(done.stdout)
    theirs = read_counters([pid])
    assert read_counters([os.getpid()]).ours - quiet.ours < 5
    assert theirs.ours >= 0


def test_readings_around_a_time_tell_of_it():
    watch = MachineWatch()
    start = time.monotonic()
    time.sleep(0.05)
    watch.look()
    watch.look(all_counters=True)
    seen = watch.between(start, time.monotonic())
    assert seen.cpus == len(usable_cpus())
    assert seen.others >= 0
    assert MachineWatch().between(0.0, 0.0) == Contention(len(usable_cpus()), load=seen.load) or seen.load >= 0


def test_who_serves_at_a_port_of_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert serving("localhost", port) == {os.getpid()}
        assert serving("192.0.2.1", port) == set()
    assert serving("127.0.0.1", port) == set()


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("localhost", True), ("192.0.2.1", False), ("nowhere.invalid", False), ("", False)],
)
def test_where_this_machine_is(host, here):
    assert is_here(host) is here


def test_tables_that_are_not_there_name_nobody(monkeypatch, tmp_path):
    monkeypatch.setattr(services, "TABLES", (tmp_path / "none",))
    assert serving("127.0.0.1", 80) == set()


def test_whoever_runs_is_counted():
    stop = threading.Event()
    others = [threading.Thread(target=stop.wait) for _ in range(3)]
    for other in others:
        other.start()
    assert runnable() >= 0
    stop.set()
    for other in others:
        other.join()
