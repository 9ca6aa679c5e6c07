"""The nodes of the checklist in pytest's tree, and what a row is called."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.collecting import tree
from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.collecting.promised import Collected
from pytest_golive.collecting.tree import (
    Checklist,
    Section,
    TeamGates,
    collected_as,
    entry_of,
    is_built_in,
    is_gate,
    key_of,
    kind_of,
    permission_of,
)
from pytest_golive.context.run import RUN

TEXT = """\
import pytest
from pytest_golive import gate


@gate("One", permission="load", kind="library")
@pytest.mark.smoke
@pytest.mark.pre_deploy
def odd_name(judge):
    pass


def test_plain_name():
    pass


@gate("Two")
@pytest.mark.parametrize("x", [1, 2])
def test_cases(x):
    pass


class TestIt:
    def test_in_class(self):
        pass


@pytest.mark.gate
def no_title(judge):
    pass


def helper():
    pass
"""


def items_of(node):
    """The items below *node*; nothing of this run's session notices them."""
    for child in node.collect():
        if isinstance(child, pytest.Item):
            yield child
        else:
            yield from items_of(child)


@pytest.fixture(scope="module")
def rows(request, tmp_path_factory):
    """The rows of a team's file, by their names."""
    file = tmp_path_factory.mktemp("gates") / "test_mine_test.py"
    file.write_text(TEXT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [*sys.path])
        yield {item.name: item for item in items_of(TeamGates.from_parent(request.session, path=file))}
    sys.modules.pop("test_mine_test", None)


@pytest.fixture
def ours(request):
    """A built-in row."""
    checklist = Checklist.from_session(request.session)
    section = Section.of(checklist, "smoke", "pytest_golive.gates.smoke")
    return {item.name: item for item in items_of(section)}


def test_the_rows_of_a_teams_file_are_its_tests_and_what_it_marks(rows):
    assert list(rows) == ["odd_name", "test_plain_name", "test_cases[1]", "test_cases[2]", "test_in_class", "no_title"]
    assert all(is_gate(item) and not is_built_in(item) and key_of(item) == item.nodeid for item in rows.values())


def test_what_a_row_of_the_teams_is_called(rows):
    entries = {name: entry_of(item) for name, item in rows.items()}
    assert {name: entry.title for name, entry in entries.items()} == {
        "odd_name": "One",
        "test_plain_name": "plain name",
        "test_cases[1]": "Two [1]",
        "test_cases[2]": "Two [2]",
        "test_in_class": "in class",
        "no_title": "no title",
    }
    one = entries["odd_name"]
    assert (one.id, one.section, one.phases, one.kind) == (
        rows["odd_name"].nodeid,
        "mine",
        ("pre_deploy", "smoke"),
        "library",
    )
    assert (entries["test_plain_name"].phases, entries["test_plain_name"].kind) == ((), "")
    assert [permission_of(rows[name]) for name in ("odd_name", "test_cases[1]", "test_plain_name")] == ["load", "", ""]
    assert [kind_of(rows[name]) for name in ("odd_name", "test_cases[1]", "test_plain_name")] == ["library", "", ""]


def test_where_a_row_of_the_teams_is_defined(rows):
    file = os.path.realpath(rows["odd_name"].path)
    assert {name: (found.name, found.code_line) for name, item in rows.items() if (found := collected_as(item))} == {
        "odd_name": ("odd_name", 5),
        "test_plain_name": ("test_plain_name", 12),
        "test_cases[1]": ("test_cases", 16),
        "test_cases[2]": ("test_cases", 16),
        "test_in_class": ("TestIt.test_in_class", 23),
        "no_title": ("no_title", 27),
    }
    assert {(found.path, found.code_path) for found in map(collected_as, rows.values())} == {(file, file)}


@pytest.mark.parametrize(("original", "name"), [(None, "x[1]"), ("y", "z[1]")])
def test_a_row_that_is_no_function_has_a_name_and_no_line(tmp_path, original, name):
    item = Fake(path=tmp_path, name=name, originalname=original, getparent=lambda _: None)
    assert collected_as(item) == Collected(str(tmp_path.resolve()), original or "x", "", 0)


def test_built_in_rows_have_our_ids_and_titles_in_force(ours, rows, monkeypatch):
    (item,) = (item for name, item in ours.items() if name == "version")
    assert (is_gate(item), is_built_in(item), item.nodeid, key_of(item)) == (
        True,
        True,
        "golive/smoke::version",
        "smoke::version",
    )
    plain = next(entry for entry in built_in_entries() if entry.id == item.nodeid)
    assert entry_of(item) == plain
    assert (plain.section, plain.phases) == ("smoke", ("smoke",))
    monkeypatch.setattr(tree, "in_force", lambda key, title, settings: f"{key}: {title} by {settings}")
    with monkeypatch.context() as patch:
        patch.setitem(item.config.stash, RUN, Fake(settings="mine"))
        assert entry_of(item).title == f"smoke::version: {plain.title} by mine"
        assert entry_of(rows["odd_name"]).title == "One"
    monkeypatch.setattr(item, "callspec", Fake(id="case"), raising=False)
    assert entry_of(item).title == plain.title


def test_a_row_has_the_section_that_it_was_collected_for_whatever_its_file_is_called(request):
    section = Section.of(Checklist.from_session(request.session), "shop", "pytest_golive.gates.smoke")
    assert {entry_of(item).section for item in items_of(section)} == {"shop"}


def test_who_belongs_to_no_file_is_no_row():
    item = Fake(
        name="x", nodeid="tests/x", config=Fake(stash=pytest.Stash()),
        getparent=lambda _: None, get_closest_marker=lambda name: None,
    )  # fmt: skip
    assert not is_gate(item)
    assert key_of(Fake(nodeid="golive/x.py::y", getparent=lambda _: None)) == "golive/x.py::y"
    assert entry_of(item).section == "golive"
