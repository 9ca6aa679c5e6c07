"""The file of a watch: written as samples are taken, read back as it was, and refused if it is anything else."""

from __future__ import annotations

import json

import pytest
from pretended_time import Machine, Script

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.reading import read
from pytest_golive.observability.watch.journal.resuming import resume, start
from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.standing import Ending
from pytest_golive.observability.watch.watching import Watching

SIGNALS = ("a", "b")
POLICY = Policy(30.0, 5, 10.0, 0, Tolerance(1, 2, 3), {"b": Tolerance(0, 0, 2)})
ABOUT = About("1.4.2", "c" * 40, "prod", POLICY, SIGNALS, {"a": "< 1 %"})


def watch(path, phases="g", machine=None, take=None):
    machine = machine or Machine()
    journal = start(path, ABOUT, machine)
    return Watching(POLICY, SIGNALS, take or Script(phases, machine), journal, clock=machine).hold()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "samples.jsonl"


def test_what_is_written_is_read(file):
    watched = watch(file, "gfeg")
    assert (watched.ending, watched.file) == (Ending.SUCCESSFUL, str(file))
    stored = read(file)
    assert (stored.about, stored.torn, stored.size) == (ABOUT, 0, file.stat().st_size)
    assert (stored.kept.standing.counts, list(stored.kept.samples)) == (watched.counts, watched.samples)
    assert stored.ended.ending == "successful"
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["golive"] == "watch"
    assert lines[0]["commit"] == "c" * 40
    assert [line.get("sample") for line in lines[1:]] == [1, 2, 3, 4, 5, 6, None]
    assert lines[1]["measurements"] == [
        {"signal": "a", "phase": "good", "value": 1.0},
        {"signal": "b", "phase": "good", "value": 2.0},
    ]


def test_each_sample_is_in_the_file_when_the_next_is_taken(file):
    sizes = []

    def take():
        sizes.append(len(file.read_bytes().splitlines()))
        return [Measurement(each, Phase.GOOD) for each in SIGNALS]

    watch(file, take=take)
    assert sizes == [1, 2, 3, 4, 5]


def test_all_of_a_measurement_survives_the_file(file):
    odd = "\udcff \u202e\u2028\n\x00 ü"
    full = Measurement("a", Phase.FAILED, 0.1 + 0.2, "< 1 %", " %", 7, odd, "cure", is_trigger=True, bound=1.0)
    zero = Measurement("b", Phase.GOOD, 0.0, n=0, bound=0.0)
    watched = watch(file, take=lambda: [full, zero])
    found = read(file).kept.samples[0]
    assert found == watched.samples[0]
    assert (found.of("b").value, found.of("b").n, found.of("b").bound) == (0.0, 0, 0.0)
    assert found.of("a").said == " ".join(odd.split())
    assert found.of("a").is_trigger


@pytest.mark.security
def test_no_secret_is_in_the_file(file):
    MASK.add("hunter2-hunter2")
    watch(file, take=lambda: [Measurement(s, Phase.FAILED, said="Bearer hunter2-hunter2") for s in SIGNALS])
    assert b"hunter2" not in file.read_bytes()


def test_a_file_of_others_is_left_alone(file):
    file.write_text("my shopping list\n", encoding="utf-8")
    with pytest.raises(CannotMeasure, match="is not the file of a watch, so it is left as it is; name another file"):
        watch(file)
    assert file.read_text(encoding="utf-8") == "my shopping list\n"


def test_a_new_watch_replaces_the_file_of_an_earlier_one(file):
    watch(file, "f")
    watch(file, "g")
    assert read(file).ended.ending == "successful"


def test_two_watches_do_not_write_the_same_file(file):
    first = start(file, ABOUT, Machine())
    for again in (start, resume):
        with pytest.raises(CannotMeasure, match=r"another watch is writing .*; wait until it has ended, or end it"):
            again(file, ABOUT, Machine())
    first.close()
    start(file, ABOUT, Machine()).close()


def test_a_disk_that_is_full_ends_the_watch(file):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    machine = Machine()
    journal = start(file, ABOUT, machine)
    size = file.stat().st_size
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, before[1]))
        with pytest.raises(CannotMeasure, match=r"cannot be written: .*; it is as it was"):
            Watching(POLICY, SIGNALS, Script("g", machine), journal, clock=machine).hold()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert file.stat().st_size == size
