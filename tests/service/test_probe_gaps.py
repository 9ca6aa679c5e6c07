"""The length of a gap is correct, however the service fails and however fast it usually is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_golive.service.probing.gaps import Period, find_gaps
from pytest_golive.service.probing.result import KINDS, ProbeResult, Sample

AT = dt.datetime(2026, 11, 25, 14, 3, 7, tzinfo=dt.UTC)
INTERVAL, TIMEOUT, END = 0.05, 1.0, 10.0


def ask(kind, sent, *, down, up, usual, how):
    """One request to a service that is away from *down* to *up*."""
    done, what = sent + usual, ""
    if how == "hangs":
        if sent + usual > down and sent < up:
            done = max(up, sent) + usual
    elif sent < down < sent + usual:
        done, what = down, "reset"
    elif down <= sent < up:
        done, what = sent + 0.0005, "refused"
    if done - sent > TIMEOUT:
        done, what = sent + TIMEOUT, "timeout"
    return Sample(kind, sent, sent, done, what)


def samples_of(kinds=KINDS, phase=0.0, **outage):
    return [
        ask(kind, phase + number * INTERVAL + KINDS.index(kind) * INTERVAL / 2, **outage)
        for number in range(int(END / INTERVAL))
        for kind in kinds
    ]


def gaps_of(samples, start=0.0):
    return find_gaps(samples, Period(AT, start, start + END, INTERVAL))


outages = {
    "phase": st.floats(0, INTERVAL),
    "down": st.floats(2, 4),
    "usual": st.floats(0.0005, 0.3),
}


@given(**outages, length=st.floats(INTERVAL * 2, 4))
def test_a_service_that_refuses(phase, down, usual, length):
    gaps = gaps_of(samples_of(phase=phase, down=down, up=down + length, usual=usual, how="refuses"))
    assert [gap.kind for gap in sorted(gaps, key=lambda gap: gap.kind)] == ["fresh", "kept-alive"]
    for gap in gaps:
        assert abs(gap.seconds - length) <= INTERVAL
        assert abs(gap.seconds - length) <= gap.within + 0.001
        assert abs(gap.start - down) <= INTERVAL


@given(**outages, length=st.floats(TIMEOUT + 2 * INTERVAL, 4))
def test_a_service_that_hangs(phase, down, usual, length):
    gaps = gaps_of(samples_of(phase=phase, down=down, up=down + length, usual=usual, how="hangs"))
    assert len(gaps) == 2
    for gap in gaps:
        assert abs(gap.seconds - length) <= INTERVAL
        assert abs(gap.start - down) <= INTERVAL


@given(**outages, length=st.floats(INTERVAL * 2, 4))
def test_an_outage_that_one_kind_sees(phase, down, usual, length):
    bad = samples_of(("fresh",), phase=phase, down=down, up=down + length, usual=usual, how="refuses")
    good = samples_of(("kept-alive",), phase=phase, down=END * 2, up=END * 2, usual=usual, how="refuses")
    (gap,) = gaps_of([*bad, *good])
    assert gap.kind == "fresh"
    assert abs(gap.seconds - length) <= INTERVAL + 1e-9


def test_a_hang_shorter_than_the_timeout_is_slow_but_no_gap():
    assert gaps_of(samples_of(down=3, up=3.5, usual=0.002, how="hangs")) == ()


def run(marks, kind="fresh"):
    """One request for each character: "." is answered, anything else fails."""
    return [
        Sample(kind, n * INTERVAL, n * INTERVAL, n * INTERVAL + 0.001, "" if mark == "." else "refused")
        for n, mark in enumerate(marks)
    ]


@pytest.mark.parametrize(
    ("marks", "failures"),
    [("......", []), ("..x...", [1]), ("..xx..", [2]), ("..x.x.", [1, 1]), (".xx.xxx.", [2, 3]), ("...x", [1])],
)
def test_failures_in_a_row_are_one_gap(marks, failures):
    assert [gap.failures for gap in gaps_of(run(marks))] == failures


def test_what_failed_before_the_watch_is_not_of_it():
    gaps = gaps_of(run("xx......"), start=4 * INTERVAL)
    assert gaps == ()


def test_a_gap_knows_its_time_and_can_be_judged():
    (gap,) = gaps_of(run("....xx...", kind="kept-alive"))
    assert gap.at == AT + dt.timedelta(seconds=gap.start)
    finding = gap.finding
    assert finding.message == gap.sentence
    assert finding.message.startswith("kept-alive connections were not served for 0.1")
    assert finding.message.endswith("refused x2")
    assert finding.size == gap.seconds
    assert finding.fingerprint == gaps_of(run("..xxxx...", kind="kept-alive"))[0].finding.fingerprint


def test_time_without_service_counts_once():
    samples = samples_of(down=3, up=4, usual=0.001, how="refuses")
    result = ProbeResult("u", AT, 0, END, INTERVAL, TIMEOUT, tuple(samples), gaps_of(samples))
    assert result.down == pytest.approx(1.0, abs=INTERVAL)
    lengths = [failure.seconds for failure in result.failures if failure.kind == "fresh"]
    assert lengths == sorted(lengths, reverse=True)
