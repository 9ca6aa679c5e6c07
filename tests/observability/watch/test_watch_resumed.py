"""A watch that was killed goes on from its samples, and what it missed meanwhile is an error."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pretended_time import Machine, Script

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.watch.journal.lines import About
from pytest_golive.observability.watch.journal.reading import read
from pytest_golive.observability.watch.journal.resuming import resume, start
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.standing import Ending
from pytest_golive.observability.watch.watching import Watching

SIGNALS = ("a", "b")
POLICY = Policy(30.0, 6, 10.0, 0, Tolerance(1, 1, 4), {"b": Tolerance(0, 0, 3)})
ABOUT = About("1.4.2", "c" * 40, "prod", POLICY, SIGNALS, {"a": "< 1 %"})


class Killed(BaseException):
    """The process is gone, and writes nothing more."""


class Dying(Script):
    def __init__(self, phases, machine, after):
        super().__init__(phases, machine)
        self.after = after

    def __call__(self):
        if self.taken == self.after:
            raise Killed
        return super().__call__()


def killed(file, machine, phases="g", after=3):
    """Samples are due at 10, 40, 70, 100; it is killed when the one of 100 is taken."""
    journal = start(file, ABOUT, machine)
    watching = Watching(POLICY, SIGNALS, Dying(phases, machine, after), journal, clock=machine)
    watching._tell = lambda *_: None
    with pytest.raises(Killed):
        watching.hold()


def resumed(file, machine, phases="g", about=ABOUT):
    journal = resume(file, about, machine)
    return Watching(about.policy, about.signals, Script(phases, machine), journal, clock=machine).hold()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "samples.jsonl"


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize(("away", "missed"), [(0, 0), (29, 0), (31, 1), (119, 3)])
def test_a_watch_goes_on_with_an_error_for_each_sample_that_it_missed(file, away, missed, restart):
    machine = Machine()
    killed(file, machine)
    machine.restart(away) if restart else machine.run(away)
    watched = resumed(file, machine)
    assert (watched.ending, watched.counts["a"].good, watched.counts["a"].errors) == (Ending.SUCCESSFUL, 6, missed)
    assert [each.number for each in watched.samples] == list(range(1, 7 + missed))
    assert [each.since for each in watched.samples] == [10.0 + 30 * n for n in range(6 + missed)]
    assert [bool(each.gap) for each in watched.samples[3:]] == [True] * missed + [False] * 3
    if missed:
        length = "1 min 1 s" if away == 31 else "2 min 29 s"
        assert watched.samples[3].gap == f"the watch had ended, and was resumed {length} after the sample before"
    assert ("resumed", "after 3 samples") in watched.notes
    assert list(read(file).kept.samples) == watched.samples


@pytest.mark.parametrize("restart", [False, True])
def test_after_too_long_a_time_nothing_is_resumed_and_the_file_stays(file, restart):
    machine = Machine()
    killed(file, machine)
    before = file.read_bytes()
    machine.restart(121) if restart else machine.run(121)
    with pytest.raises(CannotMeasure) as caught:
        resumed(file, machine)
    assert caught.value.what == (
        f"the newest sample in {file} is 2 min 31 s old, and 4 samples were missed since; "
        "a watch goes on after 3 at most (2 min 30 s)"
    )
    assert "begin a new watch" in caught.value.cure
    assert file.read_bytes() == before


def test_errors_before_and_after_the_kill_are_in_succession(file):
    machine = Machine()
    killed(file, machine, "gee")
    machine.run(65)
    watched = resumed(file, machine)
    assert (watched.ending, watched.counts["a"].errors_in_succession, watched.total) == (Ending.SUCCESSFUL, 0, 10)
    killed(file, machine, "gee")
    machine.run(100)
    watched = resumed(file, machine)
    assert (watched.ending, watched.counts["a"].errors_in_succession, watched.total) == (Ending.ERROR, 5, 6)


def test_what_failed_before_the_kill_is_not_forgotten(file):
    machine = Machine()
    killed(file, machine, "gfg")
    watched = resumed(file, machine, "gf")
    assert (watched.ending, watched.counts["a"].failed, watched.counts["a"].first_failed) == (Ending.FAILED, 2, 2)


@pytest.mark.parametrize("keep", [1, 20, -1])
def test_a_torn_line_is_cut_off_and_said(file, keep):
    machine = Machine()
    killed(file, machine)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-1]) + lines[-1][:keep])
    watched = resumed(file, machine)
    torn = len(lines[-1][:keep])
    assert (watched.ending, watched.total, watched.counts["a"].errors) == (Ending.SUCCESSFUL, 7, 1)
    assert watched.notes == [("resumed", f"after 2 samples; a line of {torn:,} bytes was torn, and is cut off")]
    assert read(file).ended.ending == "successful"


def test_a_watch_that_has_ended_is_not_held_again(file):
    machine = Machine()
    first = Watching(POLICY, SIGNALS, Script("gff", machine), start(file, ABOUT, machine), clock=machine).hold()
    size = file.stat().st_size
    machine.run(86_400)
    again = resumed(file, machine)
    assert first.ending is Ending.FAILED
    assert (again.ending, again.counts, again.samples) == (first.ending, first.counts, first.samples)
    assert (again.began, again.lasted) == (first.began, pytest.approx(first.lasted))
    assert file.stat().st_size == size


def test_a_watch_that_was_killed_after_its_last_sample_has_ended(file):
    machine = Machine()
    Watching(POLICY, SIGNALS, Script("gff", machine), start(file, ABOUT, machine), clock=machine).hold()
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-1]) + b'{"event":"en')
    machine.run(86_400)
    assert resumed(file, machine).ending is Ending.FAILED
    assert file.read_bytes().splitlines()[:-1] == [line.rstrip() for line in lines[:-1]]
    assert read(file).ended.ending == "failed"


def test_a_watch_that_took_too_long_has_ended(file):
    machine = Machine()
    first = Watching(POLICY, SIGNALS, Script("gee" * 9, machine), start(file, ABOUT, machine), clock=machine).hold()
    assert first.ending is Ending.STOPPED
    again = resumed(file, machine)
    assert (again.ending, again.why, again.total) == (first.ending, first.why, 12)


OTHERS = {
    "release": (replace(ABOUT, release="1.4.3"), "the release differs: '1.4.2' there, '1.4.3' now"),
    "commit": (replace(ABOUT, commit="d" * 40), "the commit differs: 'ccc"),
    "target": (replace(ABOUT, target="staging"), "the target differs: 'prod' there, 'staging' now"),
    "signals": (replace(ABOUT, signals=("a",)), "the signals differ"),
    "policy": (replace(ABOUT, policy=replace(POLICY, count=7)), "the policy differs"),
    "tolerance": (replace(ABOUT, policy=replace(POLICY, of_signals={})), "the policy differs"),
    "limits": (replace(ABOUT, others={"a": "< 2 %"}), "what else the watch depends on differs"),
}


@pytest.mark.parametrize("about", OTHERS)
def test_another_watch_is_not_resumed(file, about):
    machine = Machine()
    killed(file, machine)
    before = file.read_bytes()
    other, said = OTHERS[about]
    with pytest.raises(CannotMeasure) as caught:
        resume(file, other, machine)
    assert said in caught.value.what
    assert file.read_bytes() == before


def test_a_clock_that_was_set_back_over_a_restart_is_said(file):
    machine = Machine()
    killed(file, machine)
    machine.restart(-3600)
    with pytest.raises(CannotMeasure, match="clock is 59 min 30 s before the last sample, so nobody knows"):
        resume(file, ABOUT, machine)


def test_a_clock_that_was_set_before_the_watch_went_on_is_told(file):
    machine = Machine()
    killed(file, machine)
    machine.set(-300)
    watched = resumed(file, machine)
    assert (watched.ending, watched.counts["a"].errors) == (Ending.SUCCESSFUL, 1)
    assert watched.samples[3].gap == "this machine's clock was set back by 5 min"


def test_a_watch_that_was_killed_before_its_first_sample_goes_on(file):
    machine = Machine()
    killed(file, machine, after=0)
    machine.run(35)
    watched = resumed(file, machine)
    assert (watched.ending, watched.counts["a"].errors, watched.samples[0].since) == (Ending.SUCCESSFUL, 1, 10.0)
