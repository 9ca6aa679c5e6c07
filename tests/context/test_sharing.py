"""Everything is measured only once."""

from __future__ import annotations

import multiprocessing
import threading
import time
from pathlib import Path

import pytest

from pytest_golive.context.sharing import Shared
from pytest_golive.errors import CannotMeasure, NotSetUp


def count(folder, name):
    file = Path(folder, f"count-{name}")
    file.write_text(file.read_text() + "x" if file.exists() else "x")
    return 42


def ask(folder):
    return Shared(Path(folder), among_workers=True).once("answer", lambda: count(folder, "answer"))


@pytest.mark.parametrize("among_workers", [False, True])
def test_once_in_a_process(tmp_path, among_workers):
    shared = Shared(tmp_path, among_workers=among_workers)
    assert [shared.once("a", lambda: count(tmp_path, "a")) for _ in range(3)] == [42, 42, 42]
    assert (tmp_path / "count-a").read_text() == "x"


def test_once_among_processes(tmp_path):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(ask, [str(tmp_path)] * 4) == [42] * 4
    assert (tmp_path / "count-answer").read_text() == "x"


@pytest.mark.parametrize("among_workers", [False, True])
def test_what_could_not_be_measured_is_shared_too(tmp_path, among_workers):
    def fail():
        count(tmp_path, "fail")
        raise NotSetUp("no table", "golive init", path="pyproject.toml", line=3)

    for _ in range(2):
        shared = Shared(tmp_path, among_workers=among_workers)
        for _ in range(2):
            with pytest.raises(NotSetUp) as caught:
                shared.once("fail", fail)
            assert (caught.value.cure, caught.value.line) == ("golive init", 3)
    assert (tmp_path / "count-fail").read_text() == ("x" if among_workers else "xx")


def test_errors_keep_what_and_cure():
    error = CannotMeasure("it broke", "mend it")
    assert str(error) == "it broke; mend it"
    assert str(CannotMeasure("it broke")) == "it broke"


def test_heavy_measurements_never_run_side_by_side(tmp_path):
    running, most = [], []

    def measure():
        running.append(1)
        most.append(len(running))
        time.sleep(0.05)
        running.pop()
        return len(most)

    def work(number):
        shared = Shared(tmp_path, among_workers=True)  # as each worker has its own
        shared.once(f"heavy {number}", measure, heavy=True)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (4, 1)
