"""The hooks that run a row, without a run."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace as Fake

import pytest
from hooked import Item

from pytest_golive.collecting.promised import Collected
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.verdict import Entry
from pytest_golive.outcomes.recording import JUDGE
from pytest_golive.running.gating import COLLECTED, DUE
from pytest_golive.settings.loading import PLACEHOLDER

pytestmark = pytest.mark.security
ROW = "golive/smoke::version"


def skipped(gates, item):
    """Why the row is skipped before it begins; "" if it is not."""
    try:
        gates.pytest_runtest_setup(item)
    except pytest.skip.Exception as error:  # which would skip the test itself
        return error.msg
    return ""


def test_a_row_begins_and_its_phase_must_be_open(done, make):
    assert skipped(make(), Item(ROW, phases=("smoke", "pre_deploy"))) == ""
    assert done == [("begin", ROW), ("opened?", ROW, ("smoke", "pre_deploy"))]


def test_what_is_no_row_is_left_alone(done, make):
    gates = make(declared={"tests/t.py::f": "never"}, not_due="a library has none")
    for kind in ("", "library"):
        assert skipped(gates, Item("tests/t.py::f", gate=False, kind=kind)) == ""
    assert done == []


@pytest.mark.parametrize(
    ("declared", "kind", "said"),
    [
        ({}, "library", "not due: a library has none"),
        ({"smoke::version": "no service"}, "", "not applicable: no service"),
        ({"smoke::version": f"{PLACEHOLDER}: why"}, "library", "not due: a library has none"),
    ],
)
def test_a_row_that_is_not_due_or_does_not_apply_measures_nothing(done, make, declared, kind, said):
    assert skipped(make(declared=declared, not_due="a library has none"), Item(ROW, kind=kind)) == said
    assert done == [("begin", ROW)]


@pytest.mark.parametrize("placed", ["smoke::version", "smoke"])
def test_a_declaration_without_a_reason_is_none_and_is_told_with_its_place(done, make, placed):
    with pytest.raises(NotSetUp) as caught:
        skipped(make(declared={placed: PLACEHOLDER}, placed=placed), Item(ROW))
    assert caught.value.what == "declared not applicable, but without a reason"
    assert (caught.value.path, caught.value.line) == ("golive.toml", 2)
    assert done == [("begin", ROW)]


def call(gates, item, result="fine"):
    """The result of a row whose body returns *result*."""
    hook = gates.pytest_pyfunc_call(item)
    next(hook)
    with pytest.raises(StopIteration) as end:
        hook.send(result)
    return end.value.value


def judged(value=1):
    judge = Judge()
    judge("lines", value, at_most=1)
    return judge


@pytest.mark.usefixtures("done")
def test_a_row_that_holds_has_its_judge_and_its_result(make, monkeypatch):
    item = Item(ROW)
    item.funcargs["judge"] = judge = judged()
    closed = []
    monkeypatch.setattr(Judge, "close", lambda judge: closed.append(judge))  # noqa: PLW0108 -- else it is no method
    assert call(make(), item) == "fine"
    assert (item.stash[JUDGE], closed) == (judge, [judge])


@pytest.mark.usefixtures("done")
def test_a_row_that_judged_nothing_has_verified_nothing(make):
    item = Item(ROW)
    item.funcargs["judge"] = Judge()
    with pytest.raises(CannotMeasure, match="smoke::version judged nothing"):
        call(make(), item)


@pytest.mark.usefixtures("done")
def test_a_breach_fails_the_row_at_its_end_without_a_traceback(make):
    item = Item(ROW)
    item.funcargs["judge"] = judged(2)
    with pytest.raises(pytest.fail.Exception, match=r"1 breach\(es\)") as caught:
        call(make(), item)
    assert caught.value.pytrace is False


@pytest.mark.usefixtures("done")
@pytest.mark.parametrize(
    ("gate", "judge"),
    [*product([True, False], [None, "a fixture of that name"]), (False, Judge())],
)
def test_who_has_no_judge_of_ours_is_left_alone(make, gate, judge):
    for item in (Item(ROW, gate=gate), Item(ROW, gate=gate)):
        item.funcargs.update({} if judge is None else {"judge": judge})
        assert call(make(), item) == "fine"
        assert JUDGE not in item.stash
    del item.funcargs
    assert call(make(), item) == "fine"


@pytest.mark.parametrize("progress", [None, "clears"])
def test_a_row_is_described_on_its_report_and_other_tests_are_not(done, make, progress):
    shows = Fake(clear=lambda: done.append(("clear",))) if progress else None
    for gate in (True, False):
        done.clear()
        item, outcome, report = Item(ROW, gate=gate), object(), object()
        gates = make(progress=shows)
        hook = gates.pytest_runtest_makereport(item, outcome)
        next(hook)
        assert done == [("clear",)] * bool(progress)
        with pytest.raises(StopIteration) as end:
            hook.send(report)
        assert end.value.value is report
        told = [("describe", item, outcome, report, gates._run)] if gate else []
        assert [one for one in done if one[0] == "describe"] == told


def test_a_worker_sends_its_rows_and_who_is_none_sends_nothing(make):
    stash = pytest.Stash()
    stash[DUE] = [Entry(ROW, "T", "smoke", ("smoke",), "service", term="day")]
    stash[COLLECTED] = [Collected("/a.py", "x", "/b.py", 3)]
    worker = Fake(stash=stash, workeroutput={})
    make().pytest_sessionfinish(Fake(config=worker))
    assert worker.workeroutput == {
        "golive_due": [[ROW, "T", "smoke", ["smoke"], "service", "day"]],
        "golive_collected": [["/a.py", "x", "/b.py", 3]],
    }
    make().pytest_sessionfinish(Fake(config=Fake(stash=stash)))
    unused = Fake(stash=pytest.Stash(), workeroutput={})
    make().pytest_sessionfinish(Fake(config=unused))
    assert unused.workeroutput == {"golive_due": [], "golive_collected": []}
