"""What nobody looked at is an error, and says what happened to time; a short lateness is none."""

from __future__ import annotations

import pytest
from pretended_time import Machine, Script

from pytest_golive.observability.watch.measured import Measurement, Phase
from pytest_golive.observability.watch.policy import Policy, Tolerance
from pytest_golive.observability.watch.standing import Ending
from pytest_golive.observability.watch.telling import doubt
from pytest_golive.observability.watch.watching import Watching

PAUSED = ", or this virtual machine was paused"


def held(machine, count=6, interval=30.0, script="g", takes=0.0, **tolerance):
    how = Policy(interval, count, tolerance=Tolerance(**tolerance))
    return Watching(how, ("a", "b"), Script(script, machine, takes), clock=machine).hold()


def gaps(watched):
    return [(each.number, each.gap) for each in watched.samples if each.gap]


def test_a_machine_that_was_suspended_is_an_error_for_each_sample_that_was_missed():
    watched = held(Machine((45, "suspend", 90)))
    # Due at 60, 90 and 120; it wakes up at 135, in time for none of the first two.
    assert gaps(watched) == [(n, "the machine was suspended for 1 min 30 s") for n in (3, 4)]
    assert watched.ending is Ending.SUCCESSFUL
    assert (watched.total, watched.counts["a"].good, watched.counts["a"].errors) == (8, 6, 2)
    assert [each.since for each in watched.samples] == [30.0 * n for n in range(8)]
    assert watched.gaps == ["samples 3 to 4: the machine was suspended for 1 min 30 s"]
    assert watched.lasted == pytest.approx(210.0)


def test_a_machine_that_was_suspended_for_too_long_ends_the_watch():
    watched = held(Machine((45, "suspend", 720)))
    assert (watched.ending, watched.total, watched.counts["a"].errors_in_succession) == (Ending.ERROR, 7, 5)
    assert watched.samples[-1].gap == "the machine was suspended for 12 min"
    patient = held(Machine((45, "suspend", 720)), count=60, consecutive_error_limit=30)
    assert (patient.ending, patient.counts["a"].errors, patient.counts["a"].good) == (Ending.SUCCESSFUL, 23, 60)


def test_a_sleep_of_a_whole_interval_that_missed_no_sample_is_an_error_of_the_next_one():
    watched = held(Machine((32, "suspend", 40)))  # from 32 to 72, and the sample of 60 is taken then
    assert gaps(watched) == [(3, "the machine was suspended for 40 s")]
    assert watched.total == 7
    assert held(Machine((32, "suspend", 20))).gaps == []  # before the next one was due


@pytest.mark.parametrize(("step", "words"), [(300, f"forward by 5 min{PAUSED}"), (-300, "back by 5 min")])
def test_a_clock_that_was_set_is_an_error_of_one_sample(step, words):
    watched = held(Machine((45, "set", step)))
    assert gaps(watched) == [(3, f"this machine's clock was set {words}")]
    assert (watched.ending, watched.total) == (Ending.SUCCESSFUL, 7)
    assert watched.counts["b"].newest.phase is Phase.GOOD
    assert watched.samples[3].at - watched.samples[1].at == pytest.approx(60.0 + step)
    assert watched.lasted == pytest.approx(180.0)


def test_a_leap_second_and_a_correction_of_ntp_are_no_gap():
    assert held(Machine((45, "set", 1.0))).gaps == []
    assert held(Machine((45, "set", 0.2), (75, "set", -0.2))).gaps == []


def test_a_clock_that_is_set_little_by_little_is_seen():
    watched = held(Machine(*((10.0 + 30 * n, "set", 1.0) for n in range(6))))
    assert [number for number, _ in gaps(watched)] == [3, 5, 7]  # after two, four and six seconds


def test_a_clock_that_is_set_while_a_sample_is_taken_makes_its_values_doubtful():
    machine = Machine()
    failing = [Measurement("a", Phase.FAILED), Measurement("b", Phase.GOOD)]
    seen = []

    def take():
        seen.append(machine.passed)
        if len(seen) == 2:
            machine.set(-300)
        return failing if len(seen) == 4 else [Measurement(each, Phase.GOOD) for each in ("a", "b")]

    watched = Watching(Policy(30.0, 6), ("a", "b"), take, clock=machine).hold()
    assert gaps(watched) == [(2, "this machine's clock was set back by 5 min")]
    assert (watched.ending, watched.total) == (Ending.FAILED, 4)


def test_a_failure_counts_even_where_time_is_in_doubt():
    watched = held(Machine((45, "set", -300)), script="ggf")
    assert (watched.ending, watched.total, watched.counts["b"].errors) == (Ending.FAILED, 3, 1)


def test_a_process_that_stood_still_is_an_error():
    watched = held(Machine((45, "run", 100)))
    stood = "the process stood still for 1 min 25 s, or the machine was too busy to let it run"
    assert gaps(watched) == [(3, stood), (4, stood)]
    assert watched.ending is Ending.SUCCESSFUL


def test_a_busy_machine_makes_samples_late_or_leaves_them_out_and_says_so():
    assert held(Machine((45, "run", 40))).gaps == []  # late, but taken
    watched = held(Machine((2.5, "run", 3.5)), interval=1.0)
    assert gaps(watched) == []
    assert watched.gaps == ["sample 4: this machine was busy for 3.5 s, so that 3 samples were left out"]
    assert (watched.ending, watched.counts["a"].good, watched.total) == (Ending.SUCCESSFUL, 6, 6)


def test_a_sample_that_takes_long_leaves_others_out_and_says_so():
    machine = Machine()
    watched = held(machine, takes=lambda number: 95.0 if number == 2 else 1.0)
    assert watched.gaps == ["sample 3: sample 2 took 1 min 35 s, so that 2 samples were left out"]
    assert [each.since for each in watched.samples] == [0.0, 30.0, 120.0, 150.0, 180.0, 210.0]
    assert (watched.ending, watched.counts["a"].errors) == (Ending.SUCCESSFUL, 0)


def test_a_sample_that_takes_longer_than_the_watch_tolerates_is_a_gap():
    machine = Machine()
    watched = held(machine, takes=lambda number: 300.0 if number == 2 else 1.0)
    assert (watched.ending, watched.total) == (Ending.ERROR, 7)
    assert watched.samples[-1].gap == "sample 2 took 5 min, so that 9 samples were left out"


def test_samples_that_always_take_too_long_end_the_watch_some_time():
    machine = Machine()
    watched = held(machine, takes=80.0)
    assert (watched.ending, watched.why) == (
        Ending.STOPPED,
        "it was to take 3 min and is given up after 6 min: of 6 samples, 5 could be taken",
    )
    assert not watched.is_proven


@pytest.mark.parametrize(
    ("event", "number", "said"),
    [
        ((45, "suspend", 90), 2, "the machine was suspended for 1 min 30 s, or its clock was set forward by that"),
        ((45, "set", 90), 2, "the machine was suspended for 1 min 30 s, or its clock was set forward by that"),
        ((45, "set", -90), 1, "this machine's clock was set back by 1 min 30 s"),
    ],
)
def test_a_system_without_a_boot_clock_does_not_know_which(event, number, said):
    watched = held(Machine(event, boot_clock=False))
    assert [words for _, words in gaps(watched)] == [said] * number
    assert watched.ending is Ending.SUCCESSFUL


@pytest.mark.parametrize(
    ("seconds", "errors", "said"), [(-300, 1, "clock was set back by "), (100, 2, "the process stood still for ")]
)
def test_clocks_that_a_tool_moves_together_are_seen(seconds, errors, said):
    watched = held(Machine((45, "warp", seconds)))
    assert said in watched.gaps[0]
    assert (watched.ending, watched.counts["a"].errors, len(watched.gaps)) == (Ending.SUCCESSFUL, errors, 1)


def test_a_day_of_suspensions_stays_within_bounds():
    machine = Machine(*((100.0 + 700 * n, "suspend", 40.0 + n) for n in range(130)))
    watched = held(machine, count=3_200, consecutive_error_limit=100)
    assert watched.ending is Ending.SUCCESSFUL
    assert (len(watched.samples), len(watched.gaps)) == (2_880, 101)
    assert watched.gaps[-1].startswith("and ")


def test_what_a_sample_said_before_a_gap_is_the_reason():
    """A server that does not answer makes a sample take long, so that those after it are left out."""
    machine, seen = Machine(), []

    def take():
        seen.append(1)
        machine.run(300.0 if len(seen) == 2 else 1.0)
        silent = Measurement("a", Phase.ERROR, said="Prometheus refused the connection", cure="start it")
        return [silent if len(seen) == 2 else Measurement("a", Phase.GOOD), Measurement("b", Phase.GOOD)]

    watched = Watching(Policy(30.0, 6), ("a", "b"), take, clock=machine).hold()
    found = doubt(watched)
    assert watched.ending is Ending.ERROR
    assert "a: Prometheus refused the connection; sample 2 took 5 min, so that " in found.what
    assert found.cure.startswith("start it; see what makes samples take so long")
