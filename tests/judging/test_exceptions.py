"""Waivers and the ratchet, each rule alone, without a run."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.judge import DEAD, LOOSE, Judge
from pytest_golive.judging.known import Known
from pytest_golive.judging.ratchet import Ratchet
from pytest_golive.judging.waivers import Waiver, Waivers

TODAY = dt.date(2026, 11, 23)
TOMORROW, YESTERDAY = TODAY + dt.timedelta(days=1), TODAY - dt.timedelta(days=1)
FOUND = Finding("src/a.py", 3, "R", "m")
OTHER = Finding("src/b.py", 3, "R", "m")


def waiver(match="src/a.py", expires=TOMORROW, reason="why"):
    return Waiver("own::gate", match, reason, "a", "b", expires, "pyproject.toml:7")


@pytest.mark.parametrize(("expires", "holds"), [(TOMORROW, True), (TODAY, True), (YESTERDAY, False)])
@pytest.mark.parametrize("match", ["src/a.py", "src/*.py", FOUND.fingerprint])
def test_a_finding_is_waived_until_the_last_day(match, expires, holds):
    all_ = Waivers([waiver(match, expires)], TODAY)
    told = all_.sort([FOUND])
    assert (told.found, told.waived) == (((), (FOUND,)) if holds else ((FOUND,), ()))
    assert told.excuses == ((waiver(match, expires).sentence,) if holds else ())
    assert [len(all_.used()), len(all_.expired()), len(all_.dead())] == [int(holds), int(not holds), 0]


def test_what_no_waiver_speaks_of_stays_and_the_waiver_is_dead():
    all_ = Waivers([waiver()], TODAY)
    told = all_.sort([OTHER])
    assert (told.found, told.waived, told.excuses) == ((OTHER,), (), ())
    assert (all_.used(), all_.dead()) == ((), (waiver(),))
    none = Waivers([], TODAY)
    assert none.sort([OTHER]).found == (OTHER,)
    assert (none.whole_gate, none.used(), none.dead()) == (None, (), ())


@pytest.mark.parametrize(("expires", "holds"), [(TODAY, True), (YESTERDAY, False)])
def test_a_waiver_of_the_whole_gate_covers_no_finding_and_is_never_dead(expires, holds):
    all_ = Waivers([waiver(), waiver("", expires)], TODAY)
    assert all_.whole_gate == (waiver("", expires) if holds else None)
    nowhere = Finding("", 0, "R", "m")
    assert all_.sort([OTHER, nowhere]).found == (OTHER, nowhere)
    assert all_.dead() == (waiver(),)
    assert Waivers([waiver()], TODAY).whole_gate is None


@pytest.mark.parametrize(("expires", "holds"), [(dt.date(2020, 1, 1), False), (dt.date(9999, 1, 1), True)])
def test_a_judge_that_is_told_no_day_takes_todays(expires, holds):
    assert Judge([waiver(expires=expires)])("x", [FOUND], at_most=0) is holds


def test_a_waiver_says_why_who_and_until_when():
    assert waiver().sentence == "why (owner a, approved by b, until 2026-11-24 UTC)"


def test_a_dead_waiver_is_a_breach_with_its_place():
    judge = Judge([waiver("gone.py"), waiver("")], TODAY)
    judge("x", 0, at_most=0)
    (breach,) = judge.breaches()
    assert (breach.name, breach.value, breach.limit, breach.ok, len(breach.found)) == (DEAD, 1, 0, False, 1)
    assert breach.found[0].message == ("pyproject.toml:7: the waiver for 'gone.py' matches nothing any more; remove it")
    assert (breach.found[0].key, breach.found[0].line) == ("gone.py", 0)


def test_a_waiver_for_what_does_not_block_today_is_alive():
    judge = Judge([waiver()], TODAY)
    judge("x", [], at_most=0, lesser=[FOUND])
    assert judge.breaches() == []
    assert judge.evidence[0].lesser == (FOUND,)


@pytest.mark.parametrize(
    ("sizes", "noted"),
    [((300, 300), None), ((299, 300), 1), ((300, None), 1), ((299, None), 2), ((301, 300), None)],
)
def test_known_findings_that_are_gone_or_better_are_counted(sizes, noted):
    def long(path, size):
        return Finding(path, 0, "lines", "long", key="lines", size=size)

    known = [Known.of("own::gate", long(path, 300)) for path in ("a.py", "b.py")]
    judge = Judge(ratchet=Ratchet(known))
    judge("x", [long(path, size) for path, size in zip(("a.py", "b.py"), sizes, strict=True) if size], at_most=0)
    judge.close()
    notes = [(evidence.name, evidence.value, evidence.source) for evidence in judge.evidence[1:]]
    assert notes == ([(LOOSE, noted, "golive ratchet takes them out of its file")] if noted else [])


def test_files_worth_reading_are_kept_in_their_order():
    judge = Judge()
    for path in ("/log", "", "/picture"):
        judge.attach(path)
    assert judge.attachments == ["/log", "/picture"]


@pytest.mark.parametrize("match", ["", "src/a.py"])
@pytest.mark.parametrize(("value", "ok"), [([], True), ([OTHER], False), (0, True), (3, False)])
def test_what_holds_or_breaks_by_itself_is_not_excused(match, value, ok):
    judge = Judge([waiver(match)] if match else [], TODAY)
    assert not judge.has_judged
    assert judge("x", value, at_most=0, where=[OTHER]) is ok
    assert (judge.evidence[0].is_excused, judge.has_judged) == (False, True)


def test_where_a_number_comes_from_may_be_asked_for_the_limit():
    judge = Judge([waiver()], TODAY)
    assert judge("x", 9, at_most=5, where=lambda limit: [FOUND] if limit == 5 else [])
    assert (judge.evidence[0].value, judge.evidence[0].is_excused) == (9, True)
    assert not judge("x", 9, at_most=5, where=lambda _: [FOUND, OTHER])
    assert not judge("x", 9, at_most=5, where=[])
