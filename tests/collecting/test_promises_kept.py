"""Gates with rows are not reported as missing; files that are not Python are reported."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest
from written_gates import BAD, GATE, GOOD, HEAD, indented

from pytest_golive.collecting.missing import gates
from pytest_golive.collecting.promised import Collected, promises_in, without_row
from pytest_golive.settings.own_gates import python_files

HONEST = {
    "either branch of a condition": (
        HEAD + "if pytest:\n" + indented(GOOD.removeprefix(HEAD)) + "else:\n" + indented(GOOD.removeprefix(HEAD)),
        3,
    ),
    "a function from a factory": (
        HEAD
        + "def make(value):\n"
        + indented(BAD.replace("3,", "value,"))
        + "    return test_two\n\n\ntest_a = make(1)\n",
        3,
    ),
    "a decorator that hides what it wraps": (
        HEAD
        + "def hidden(function):\n    def other(judge):\n        function(judge)\n    return other\n\n\n"
        + GOOD.removeprefix(HEAD).replace("def test", "@hidden\ndef test"),
        3,
    ),
    "cases of one function": (
        GOOD.replace("@gate", '@pytest.mark.parametrize("x", [1, 2])\n@gate').replace("(judge)", "(judge, x)"),
        4,
    ),
    "a class as pytest knows it": (
        HEAD + "class TestInvoices:\n" + indented(GOOD.removeprefix(HEAD).replace("(judge)", "(self, judge)")),
        3,
    ),
    "a fixture whose name begins like a test's": (
        GOOD + "\n\n@pytest.fixture\ndef test_client():\n    return 1\n",
        3,
    ),
}


@pytest.mark.parametrize("way", HONEST)
def test_gates_that_have_their_rows_are_not_named(project, way):
    body, rows = HONEST[way]
    project.write("gates/mine.py", body)
    result = project.phase()
    assert result.ret == 0, result.stdout.str()
    result.stdout.fnmatch_lines([f"GO  {rows} passed*"])


def test_what_is_no_python_is_told_and_what_speaks_of_no_gate_is_not(tmp_path):
    (tmp_path / "bad.py").write_bytes(b"\0\xff")
    (tmp_path / "_notes.py").write_text("this is no Python")
    (tmp_path / "empty.py").write_text("")
    (tmp_path / "deep.py").write_text("(" * 5000)
    (tmp_path / "latin.py").write_bytes(b"# -*- coding: latin-1 -*-\n@gate('\xe9')\ndef x(): ...\n")
    promises, unread = promises_in(tmp_path)
    assert [promise.name for promise in promises] == ["x"]
    assert [one.path.name for one in unread] == ["bad.py", "deep.py"]
    assert all(one.why for one in unread)


def test_what_is_no_python_may_hold_gates_unless_it_is_told_elsewhere(tmp_path):
    (tmp_path / "bad.py").write_text("def x(:\n")
    run = SimpleNamespace(asked=SimpleNamespace(chosen=()), gates_folder=tmp_path, root=tmp_path)
    (told,) = gates(run, [])
    assert told.startswith("bad.py cannot be read as Python, and may hold gates: line 1: ")
    assert gates(run, [], {os.path.realpath(tmp_path / "bad.py")}) == []


def test_a_row_counts_for_the_function_it_came_from_only(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text("@gate('a')\ndef one(): ...\n\n@gate('b')\ndef one(): ...\n")
    promises, _ = promises_in(tmp_path)
    (lost,) = without_row(promises, [Collected(str(file), "one", str(file), 4)])
    assert lost.lines == (1, 2)


@pytest.mark.parametrize("link", ["gates/more", "gates/mine.py"])
@pytest.mark.parametrize(("value", "line"), [(1, "GO  3 passed*"), (3, "NO-GO  2 passed, *1 failed*")])
def test_gates_behind_a_link_are_rows(project, link, value, line):
    project.write("shared/mine.py", HEAD + GATE.format(title="one", name="test_one", value=value))
    (project.path / "gates").mkdir()
    (project.path / link).symlink_to(project.path / ("shared/mine.py" if link.endswith(".py") else "shared"))
    project.commit()
    project.phase().stdout.fnmatch_lines([line])


def test_links_in_a_circle_are_followed_once(tmp_path):
    (tmp_path / "mine.py").write_text(GOOD)
    (tmp_path / "around").symlink_to(tmp_path)
    promises, unread = promises_in(tmp_path)
    assert ([promise.name for promise in promises], unread) == (["test_one"], [])


def test_files_of_linked_folders_are_looked_at(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/test_far.py").write_text("")
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates/far").symlink_to(tmp_path / "elsewhere")
    assert list(python_files(tmp_path / "gates")) == [tmp_path / "gates/far/test_far.py"]
