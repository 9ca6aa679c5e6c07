"""Which gates of a team's files have no row, told without a run."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace as Fake

import pytest
from written_gates import BAD, GATE, GOOD, HEAD

from pytest_golive.collecting.missing import gates, is_our_own_checklist
from pytest_golive.collecting.promised import Collected, promises_in

pytestmark = pytest.mark.security
TAKEN = "another of that name in this file replaces it, a condition or a hook takes it away, or pytest was told to"


@pytest.fixture
def missing(tmp_path):
    """The messages for a folder of gates and the rows that were collected: (file, name, line)."""
    folder = tmp_path / "gates"

    def missing(*rows, chosen=(), broken=(), named=False, folder=folder):
        loaded = Fake(holds=lambda key: named and key == "gates", place_of=lambda key: f"golive.toml:{len(key)}")
        run = Fake(
            asked=Fake(chosen=chosen), gates_folder=folder, root=tmp_path, loaded=loaded, settings=Fake(gates="gates")
        )
        real = [
            Collected(os.path.realpath(folder / file), name, os.path.realpath(folder / file), line)
            for file, name, line in rows
        ]
        return gates(run, real, {os.path.realpath(folder / file) for file in broken})

    return missing


def write(tmp_path, name, text):
    file = tmp_path / "gates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


ONE = ("mine.py", "test_one", 5)


def test_a_gate_with_its_row_is_none_and_without_it_it_is_told(tmp_path, missing):
    write(tmp_path, "mine.py", f"{GOOD}\n\n{BAD}")
    two = "gates/mine.py:11: the gate test_two has no row: " + TAKEN
    assert [told.partition(" (")[0][: len(two)] for told in missing(ONE)] == [two]
    assert missing(ONE, ("mine.py", "test_two", 10)) == []
    assert missing(chosen=("golive/smoke",)) == []


def test_a_file_of_which_nothing_was_collected_is_told_once(tmp_path, missing):
    write(tmp_path, "mine.py", f"{GOOD}\n\n{BAD}")
    write(tmp_path, "more.py", GOOD)
    assert missing() == [f"gates/{name} holds gates, but was not collected" for name in ("mine.py", "more.py")]
    assert missing(ONE)[0] == "gates/more.py holds gates, but was not collected"


def test_gates_in_a_helper_are_told_one_by_one(tmp_path, missing):
    write(tmp_path, "conftest.py", f"{GOOD}\n\n{BAD}")
    assert [told.partition(" has no row")[0] for told in missing()] == [
        "gates/conftest.py:6: the gate test_one",
        "gates/conftest.py:11: the gate test_two",
    ]


def test_a_file_that_could_not_be_imported_is_told_elsewhere(tmp_path, missing):
    write(tmp_path, "mine.py", GOOD)
    write(tmp_path, "odd.py", "def (:\n")
    write(tmp_path, "_notes.py", "gate of (:\n")
    assert missing(broken=["mine.py"]) == [
        "gates/_notes.py cannot be read as Python, and may hold gates: line 1: invalid syntax",
        "gates/odd.py cannot be read as Python, and may hold gates: line 1: invalid syntax",
    ]
    assert missing(broken=["mine.py", "odd.py", "_notes.py"]) == []


@pytest.mark.parametrize(
    ("count", "more"), [(20, []), (21, ["1 more gates have no row"]), (1_221, ["1,201 more gates have no row"])]
)
def test_of_very_many_some_are_told_and_the_rest_is_counted(tmp_path, missing, count, more):
    names = "".join(GATE.format(title="x", name=f"test_{number}", value=1) for number in range(count))
    write(tmp_path, "_more.py", HEAD + names)
    told = missing()
    assert (len(told[:20]), told[20:]) == (20, more)


def test_a_folder_that_the_settings_name_must_be_there(tmp_path, missing):
    assert missing() == []
    cure = "make it, correct the name, or remove the setting"
    assert missing(named=True) == [f'golive.toml:5: gates = "gates" does not exist: {cure}']
    (tmp_path / "gates").write_text("")
    assert missing(named=True) == [f'golive.toml:5: gates = "gates" is not a folder: {cure}']
    assert missing() == []


def test_gates_outside_of_the_project_have_their_whole_path(tmp_path_factory, missing):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "mine.py").write_text(GOOD)
    assert missing(folder=elsewhere) == [f"{elsewhere}/mine.py holds gates, but was not collected"]


def test_the_built_in_checklist_is_no_teams(tmp_path, missing):
    ours = Path(import_module("pytest_golive.gates").__path__[0])
    (tmp_path / "link").symlink_to(ours)
    assert [is_our_own_checklist(folder) for folder in (ours, tmp_path / "link", tmp_path)] == [True, True, False]
    assert missing(folder=tmp_path / "link") == []


@pytest.mark.parametrize(
    ("decorators", "title"),
    [
        ('@gate("one")', "one"),
        ('@other("no")\n@gate("one")', "one"),
        ('@pytest.mark.gate("one")', "one"),
        ("@gate(title)", ""),
        ("@gate()", ""),
        ("@gate", ""),
        ('@other("no")\n@gate()', ""),
        ("@gate(f'{x}')\n@gate('two')", "two"),
    ],
)
def test_the_title_of_a_promise(tmp_path, decorators, title):
    write(tmp_path, "mine.py", f"{HEAD}{decorators}\ndef test_one(judge):\n    pass\n")
    ((promise,), unread) = promises_in(tmp_path / "gates")
    assert (promise.title, unread) == (title, [])
