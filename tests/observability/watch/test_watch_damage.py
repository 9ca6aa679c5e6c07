"""Whatever became of the file of a watch, it is read as what it is or refused, and never says more than was seen."""

from __future__ import annotations

import random

import pytest
from pretended_time import Machine, Script

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.reading import read
from pytest_golive.observability.watch.journal.resuming import resume, start
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.standing import Ending
from pytest_golive.observability.watch.watching import Watching

POLICY = Policy(30.0, 5, tolerance=Tolerance(failure_limit=1))
ABOUT = About("1.4.2", "", "prod", POLICY, ("a", "b"))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "samples.jsonl"


def watched(file, phases):
    machine = Machine((70, "suspend", 40))
    Watching(POLICY, ("a", "b"), Script(phases, machine), start(file, ABOUT, machine), clock=machine).hold()
    return file.read_bytes()


@pytest.mark.parametrize(("phases", "ending"), [("gfg", Ending.SUCCESSFUL), ("gfgff", Ending.FAILED)])
def test_a_file_that_ends_anywhere_shows_what_stands_before(file, phases, ending):
    whole = watched(file, phases)
    first = whole.index(b"\n") + 1
    seen = []
    ends = [place for place in range(len(whole) + 1) if b"\n" in whole[max(0, place - 2) : place + 1]]
    for size in sorted({*ends, *range(0, len(whole) + 1, 9), len(whole)}):
        file.write_bytes(whole[:size])
        if size < first:
            with pytest.raises(CannotMeasure, match="no complete first line"):
                read(file)
            continue
        stored = read(file)
        assert stored.size + stored.torn == size
        assert stored.kept.standing.samples == whole[: stored.size].count(b'"sample":')
        seen.append(stored.kept.standing.ending)
    assert list(dict.fromkeys(seen)) == [Ending.RUNNING, ending]


@pytest.mark.parametrize("phases", ["gfg", "gfgff"])
def test_damaged_bytes_raise_nothing_but_what_is_said(file, phases):
    whole, chance, cures = watched(file, phases), random.Random(phases), []
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 1, 5))):
            damaged[chance.randrange(len(damaged))] = chance.choice((0, 10, 34, 48, 57, 123, 125, 255))
        file.write_bytes(damaged)
        try:
            journal = resume(file, ABOUT, Machine())
        except CannotMeasure as error:
            cures.append(error.cure)
        else:
            journal.close()
    assert all("begin a new watch" in cure for cure in cures)
    assert 150 < len(cures) <= 300


def test_lines_in_another_order_are_refused(file):
    whole = watched(file, "gfg").splitlines(keepends=True)
    for first in range(1, len(whole) - 1):
        file.write_bytes(b"".join([*whole[:first], whole[first + 1], whole[first], *whole[first + 2 :]]))
        with pytest.raises(CannotMeasure, match="line "):
            read(file)


def test_a_sample_that_was_taken_out_is_missed(file):
    whole = watched(file, "gfg").splitlines(keepends=True)
    for number in range(1, len(whole) - 1):
        file.write_bytes(b"".join(whole[:number] + whole[number + 1 :]))
        with pytest.raises(CannotMeasure, match="line "):
            read(file)
