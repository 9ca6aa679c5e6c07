"""What the controller learns while a checklist runs, without a run."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive.collecting.promised import Collected
from pytest_golive.context.sharing import WORKER_FOLDER
from pytest_golive.judging.verdict import Entry
from pytest_golive.running.controlling import _reason, _why_red
from pytest_golive.running.gating import COLLECTED, DUE
from pytest_golive.running.writing import KNOWN

pytestmark = pytest.mark.security
ENTRY = Entry("golive/smoke::version", "T", "smoke", ("smoke",), "service", term="day")
SENT = ["golive/smoke::version", "T", "smoke", ["smoke"], "service", "day"]
OWN = [*SENT[:-1], "more", "day"]
ROW = Collected("/a.py", "x", "/b.py", 3)


def test_workers_are_told_the_folder_of_the_run(controlled, tmp_path):
    node = Fake(workerinput={})
    controlled().hooks.pytest_configure_node(node)
    assert node.workerinput == {WORKER_FOLDER: str(tmp_path / "shared")}


def test_what_a_worker_collected_is_due(controlled):
    made = controlled()
    output = {"golive_due": [SENT], "golive_collected": [["/a.py", "x", "/b.py", 3]], KNOWN: [OWN]}
    made.hooks.pytest_testnodedown(Fake(workeroutput=output), None)
    assert (made.tally.due, made.tally.collected, made.tally.faults) == ([ENTRY], {ROW}, [])


def test_documents_learn_of_the_gates_that_a_worker_knows(controlled):
    learned = []
    made = controlled(ledger=Fake(learn=learned.extend))
    made.hooks.pytest_testnodedown(Fake(workeroutput={KNOWN: [OWN]}), None)
    made.hooks.pytest_testnodedown(Fake(workeroutput={}), None)
    assert learned == [ENTRY]


@pytest.mark.parametrize("output", [{}, {"workeroutput": None}, {"workeroutput": {}}])
def test_a_worker_that_crashed_is_a_fault(controlled, output):
    made = controlled()
    node = Fake(gateway=Fake(id="gw3"), **output)
    made.hooks.pytest_testnodedown(node, None)
    assert made.tally.faults == []
    made.hooks.pytest_testnodedown(node, "it is gone")
    assert (made.tally.faults, made.tally.due) == (["worker gw3 crashed"], [])


def test_without_workers_the_rows_are_those_of_this_process(controlled):
    made = controlled()
    session = Fake(config=Fake(stash=pytest.Stash()))
    made.hooks.pytest_collection_finish(session)
    assert (made.tally.due, made.tally.collected) == ([], set())
    session.config.stash[DUE], session.config.stash[COLLECTED] = [ENTRY], [ROW]
    made.hooks.pytest_collection_finish(session)
    assert (made.tally.due, made.tally.collected) == ([ENTRY], {ROW})


@pytest.mark.parametrize(
    ("nodeid", "said", "broken"),
    [
        ("gates/mine.py", "gates/mine.py could not be collected: it broke", "gates/mine.py"),
        ("link/mine.py::TestIt", "link/mine.py::TestIt could not be collected: it broke", "gates/mine.py"),
        ("", "the collection could not be collected: it broke", ""),
    ],
)
def test_a_module_that_cannot_be_collected_is_a_fault_and_known_as_broken(controlled, tmp_path, nodeid, said, broken):
    (tmp_path / "gates").mkdir()
    (tmp_path / "link").symlink_to("gates")
    made = controlled()
    made.hooks.pytest_collectreport(Fake(failed=False, nodeid=nodeid, longrepr="it broke"))
    assert (made.tally.faults, made.tally.broken) == ([], set())
    made.hooks.pytest_collectreport(Fake(failed=True, nodeid=nodeid, longrepr="it broke"))
    assert (made.tally.faults, made.tally.broken) == ([said], {str(tmp_path.resolve() / broken)})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", ""),
        (" \n", ""),
        ("one line\nthe last\n\n", ": the last"),
        ("x\nE   first\nE   ModuleNotFoundError: no\nafter", ": ModuleNotFoundError: no"),
        ("E\nEND of it", ": END of it"),
        ("gates/a.py:3: in <module>\n    import x\nE   no x", ": no x, at gates/a.py:3"),
        ("a.py:3: in <module>\nb.py:9: in f\nE   no x\nsee c.py:7: there", ": no x, at b.py:9"),
        ("a.py:3 in it\nE   no x", ": no x"),
    ],
)
def test_why_a_module_cannot_be_collected(text, reason):
    assert _reason(text) == reason


@pytest.mark.parametrize(
    ("record", "attached"),
    [
        ({}, []),
        ({"golive": None}, []),
        ({"golive": {"attachments": []}}, []),
        ({"golive": {"attachments": ["/log"]}}, ["/log"]),
    ],
)
def test_every_report_counts_and_its_files_are_attached(controlled, record, attached):
    made = controlled()
    report = Fake(**record)
    made.hooks.pytest_runtest_logreport(report)
    assert made.tally.reports == [report]
    assert [call for call in made.did if call[0] == "attach"] == [("attach", report, attached)] * bool(attached)


def test_an_interrupt_and_an_internal_error_are_faults(controlled):
    made = controlled()
    made.hooks.pytest_keyboard_interrupt(Fake(value=KeyboardInterrupt()))
    made.hooks.pytest_keyboard_interrupt(Fake(value=KeyboardInterrupt("by the watch")))
    made.hooks.pytest_internalerror()
    assert made.tally.faults == [
        "the run was interrupted",
        "the run was interrupted (by the watch)",
        "pytest reported an internal error",
    ]


UNKNOWN = ", but no row failed: a plugin or hook set it; find it with --trace-config and disable it with -p no:NAME"
LOW = ": pytest-cov measured 79.96 %, and --cov-fail-under asks for 80 % of what ran here"


@pytest.mark.parametrize(
    ("limit", "total", "why"),
    [(80.0, 79.96, LOW), (80.0, 80.0, UNKNOWN), (80.0, 81.0, UNKNOWN), (None, 3.0, UNKNOWN), (80.0, None, UNKNOWN)],
)
def test_a_red_status_that_no_row_explains_is_explained_by_coverage_or_not_at_all(controlled, limit, total, why):
    made = controlled()
    assert _why_red(made.config) == UNKNOWN
    made.cov = Fake(options=Fake(cov_fail_under=limit), cov_total=total)
    assert _why_red(made.config) == why
