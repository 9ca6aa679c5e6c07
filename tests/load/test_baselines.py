"""The store of baselines."""

from __future__ import annotations

import dataclasses
import gzip
import json
import random
from collections import Counter

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.load.baselines.baseline import (
    MOST_TIMES,
    Baseline,
    place_of,
    read_baseline,
    recorded_machines,
    write_baseline,
)
from pytest_golive.load.baselines.machine import machine_class
from pytest_golive.load.results.result import Measured
from pytest_golive.load.results.samples import Samples

SCENARIO = {"rate": 20.0, "endpoints": [["GET /a", "GET", "/a", 1]]}


def made(count=400, seed=1):
    generator = random.Random(seed)
    runs = [
        Measured(20.0, Samples(generator.lognormvariate(3, 0.5) for _ in range(count)), Counter({"status 503": 2}))
        for _ in range(3)
    ]
    return Baseline("staging", "linux-x86_64-2cpu", "2026-11-25T10:00:00+00:00", "abc", SCENARIO, {"": runs})


def test_it_comes_back_as_it_was_and_small(tmp_path):
    path, before = tmp_path / "x" / "b.json.gz", made()
    write_baseline(path, before)
    after = read_baseline(path, "staging", "linux-x86_64-2cpu")
    for old, new in zip(before.endpoints[""], after.endpoints[""], strict=True):
        assert (new.n, new.errors, new.seconds) == (old.n, old.errors, old.seconds)
        for percent in (1, 50, 95, 99, 100):
            assert new.percentile(percent) == pytest.approx(old.percentile(percent), abs=0.0006)
    assert after.scenario == SCENARIO
    assert path.stat().st_size < 400 * 3 * 3
    assert [file.name for file in path.parent.iterdir()] == ["b.json.gz"]


def test_the_same_baseline_gives_the_same_bytes():
    assert made().as_bytes() == made().as_bytes()
    assert made().as_bytes() == Baseline.from_bytes(made().as_bytes()).as_bytes()
    assert made().as_bytes() != made(seed=2).as_bytes()
    assert made().as_bytes()[4:8] == bytes(4), "no time of writing in it"


def test_many_times_are_thinned_and_their_number_kept():
    kept = Baseline.from_bytes(made(count=60_000).as_bytes()).endpoints[""][0]
    assert len(kept.times) == MOST_TIMES
    assert kept.percentile(99) == pytest.approx(made(count=60_000).endpoints[""][0].percentile(99), rel=0.01)


def test_none_is_no_error(tmp_path):
    assert read_baseline(tmp_path / "none.json.gz") is None


def packed(record):
    return gzip.compress(json.dumps(record).encode(), mtime=0)


GOOD = json.loads(gzip.decompress(made(50).as_bytes()))
RUN = GOOD["endpoints"][""][0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it ends too early|holds no JSON"),
        (made().as_bytes()[:-20], "ends too early"),
        (made().as_bytes()[:40] + b"\0\0\0\0" + made().as_bytes()[44:], "not whole gzip data"),
        (b"version https://git-lfs.github.com/spec/v1\n", "not whole gzip data"),
        (gzip.compress(b"no json", mtime=0), "holds no JSON"),
        (gzip.compress(b"[" * 100_000, mtime=0), "holds no JSON"),
        (packed([]), "not in format 1"),
        (packed({**GOOD, "format": 2}), "not in format 1"),
        (packed({**GOOD, "endpoints": {}}), "holds no run"),
        (packed({**GOOD, "endpoints": {"": []}}), "holds no run"),
        (packed({**GOOD, "endpoints": {"": [3]}}), "missing or of another kind"),
        (packed({**GOOD, "target": 3}), "missing or of another kind"),
        (packed({**GOOD, "scenario": []}), "missing or of another kind"),
        (packed({key: GOOD[key] for key in GOOD if key != "recorded"}), "missing or of another kind"),
        *(
            (packed({**GOOD, "endpoints": {"": [{**RUN, **change}]}}), said)
            for change, said in (
                ({"steps": []}, "without times"),
                ({"n": 3}, "without times"),
                ({"steps": [1, -5]}, "no number"),
                ({"steps": [1, True]}, "no number"),
                ({"steps": [1, float("nan")]}, "no number"),
                ({"steps": ["1"]}, "no number"),
                ({"errors": {"x": -1}}, "no number"),
                ({"seconds": float("inf")}, "without times"),
                ({"seconds": "20"}, "no number"),
            )
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_a_damaged_file_says_what_is_wrong_and_what_to_do(tmp_path, data, said):
    path = tmp_path / "b.json.gz"
    path.write_bytes(data)
    with pytest.raises(CannotMeasure, match=said) as caught:
        read_baseline(path, "staging")
    assert str(path) in caught.value.what
    assert caught.value.cure.endswith("golive baseline record --target staging")


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("pytest_golive.load.baselines.baseline.MOST_BYTES", 1_000)
    path = tmp_path / "b.json.gz"
    path.write_bytes(gzip.compress(bytes(5_000_000)))
    with pytest.raises(CannotMeasure, match="far too large"):
        read_baseline(path)


def test_one_that_was_copied_is_refused(tmp_path):
    path = tmp_path / "b.json.gz"
    write_baseline(path, dataclasses.replace(made(), target="other"))
    with pytest.raises(CannotMeasure, match="is that of other on linux"):
        read_baseline(path, "staging", "linux-x86_64-2cpu")


def test_names_stay_in_the_folder(tmp_path):
    for name in ("../../etc", "/etc", "..", ".", "a/b", "eu.staging", "näme"):
        path = place_of(tmp_path, name, name)
        assert path.resolve().parent.parent == tmp_path.resolve()
        write_baseline(path, dataclasses.replace(made(60), target=name, machine=name))
        assert read_baseline(path, name, name) is not None
        assert len(recorded_machines(tmp_path, name)) == 1


def test_it_cannot_be_written_where_a_file_is_in_the_way(tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(CannotMeasure, match="cannot be written"):
        write_baseline(tmp_path / "x" / "b.json.gz", made(60))


def test_the_class_of_a_machine_is_named_or_seen():
    assert machine_class("ci-large") == "ci-large"
    assert machine_class().endswith("cpu")
