"""The hook that keeps the rows of a run, without a run."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest
from hooked import Item

from pytest_golive.running.gating import COLLECTED, DUE

pytestmark = pytest.mark.security


def select(gates, *items):
    config, left = Fake(stash=pytest.Stash()), list(items)
    gates.pytest_collection_modifyitems(config, left)
    return config.stash, left


def test_rows_of_the_phase_are_due_and_all_else_stays(done, make):
    due, later, own = Item("golive/a::b"), Item("golive/c::d", phases=("smoke",)), Item("gates/x.py::e", own=True)
    test, bare_one = Item("tests/t.py::f", gate=False, phases=()), Item("gates/x.py::g", own=True, phases=())
    stash, left = select(make(), due, later, test, own, bare_one)
    assert left == [due, test, own, bare_one]
    assert (bare_one.added, test.added, later.added) == (["pre_deploy"], [], [])
    ids = [due.nodeid, own.nodeid, bare_one.nodeid]
    assert [entry.id for entry in stash[DUE]] == ids
    assert stash[COLLECTED] == [own.nodeid, bare_one.nodeid]
    everything = [due.nodeid, later.nodeid, own.nodeid, bare_one.nodeid]
    assert done == [*(("begin", id_) for id_ in ids), ("remember", everything)]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({}, "AB"),
        ({"phases": ("smoke",)}, "cd"),
        ({"phases": ("smoke", "pre_deploy")}, "ABcd"),
        ({"phases": ()}, "ABcd"),
        ({"phases": (), "chosen": ("golive/a::b",)}, "ABd"),
        ({"chosen": ("golive/a::b",)}, "AB"),
        ({"chosen": ("golive/c",)}, "Bc"),
        ({"chosen": ("golive/c", "golive/a")}, "ABc"),
        ({"phases": ("smoke",), "chosen": ("golive",)}, "Acd"),
    ],
)
@pytest.mark.usefixtures("done")
def test_what_is_chosen_by_id_limits_the_built_in_rows_alone(make, asked, kept):
    items = {
        "A": Item("golive/a::b"), "B": Item("gates/x.py::b", own=True),
        "c": Item("golive/c::d", phases=("smoke",)), "d": Item("gates/x.py::d", own=True, phases=("smoke",)),
    }  # fmt: skip
    _, left = select(make(**asked), *items.values())
    assert "".join(name for name, item in items.items() if item in left) == kept


@pytest.mark.usefixtures("done")
def test_ids_that_name_nothing_stop_the_run_and_leave_no_items(make):
    gates, left = (
        make(chosen=("golive/a::b", "golive/z::y", "tests")),
        [Item("golive/a::b"), Item("tests/t::f", gate=False)],
    )
    with pytest.raises(pytest.UsageError) as caught:
        gates.pytest_collection_modifyitems(Fake(stash=pytest.Stash()), left)
    assert caught.value.args == (
        "not found: golive/z::y (no such gate; see golive explain --list)",
        "not found: tests (no such gate; see golive explain --list)",
    )
    assert left == []


@pytest.mark.usefixtures("done")
def test_ids_of_people_and_of_a_teams_own_paths_name_something(make):
    signed = Item("golive/docs::1", gate=False)
    assert select(make(chosen=("golive/docs::1",)), signed)[1] == [signed]
    assert select(make(chosen=("gates/gone.py",), own=("gates/gone.py",)), signed)[1] == [signed]


@pytest.mark.usefixtures("done")
def test_settings_of_gates_and_kinds_that_do_not_exist_stop_the_run(make):
    left = [Item("golive/a::b", kind="no"), Item("golive/c::d"), Item("tests/t.py::f", gate=False, kind="no")]
    with pytest.raises(pytest.UsageError) as caught:
        make(named=("a::b", "z::y", "tests/t.py::f")).pytest_collection_modifyitems(Fake(stash=pytest.Stash()), left)
    assert caught.value.args == ("z::y", "tests/t.py::f", "golive/a::b: no")
    assert left == []


@pytest.mark.usefixtures("done")
def test_an_id_that_holds_a_credential_stops_the_run(make):
    left = [Item(), Item()]
    left[1].id = "the id holds one"
    with pytest.raises(pytest.UsageError, match="the id holds one"):
        make().pytest_collection_modifyitems(Fake(stash=pytest.Stash()), left)
    assert left == []
