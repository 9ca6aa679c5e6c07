"""Which parts of a source file are gates, where they are, and why they may have no row: read from the text alone."""

from __future__ import annotations

import os
from textwrap import dedent

import pytest

from pytest_golive.collecting import promised
from pytest_golive.collecting.promised import Collected, holds_gates, promises_in, without_row

FILE = "mine.py"


@pytest.fixture
def read(tmp_path):
    """The promises of one file, by name."""

    def run(text, name=FILE):
        (tmp_path / name).write_text(dedent(text))
        return promises_in(tmp_path)[0]

    return run


def told(promises):
    return [(one.name, one.lines, one.reason) for one in promises]


KINDS = {
    "def test_a(): ...": [("test_a", (1, 1), promised.TAKEN)],
    "async def test_a(): ...": [("test_a", (1, 1), promised.TAKEN)],
    "def helper(): ...": [],
    "@gate\ndef a(): ...": [("a", (1, 2), promised.TAKEN)],
    "@mark\n\n@gate('a')\n@other\ndef a(): ...": [("a", (1, 5), promised.TAKEN)],
    "@pytest_golive.gate('a')\ndef a(): ...": [("a", (1, 2), promised.TAKEN)],
    "@pytest_golive.other('a')\ndef a(): ...": [],
    "from pytest_golive import gate as row\n@row('a')\ndef a(): ...": [("a", (2, 3), promised.TAKEN)],
    "from pytest_golive import Judge as row\n@row('a')\ndef a(): ...": [],
    "from elsewhere import gate as row\n@row('a')\ndef a(): ...": [],
    "row = gate\n@row('a')\ndef a(): ...": [("a", (2, 3), promised.TAKEN)],
    "row = other\n@row('a')\ndef a(): ...": [],
    "row.x = gate\n@row('a')\ndef a(): ...": [],
    "@pytest.fixture\ndef test_a(): ...": [],
    "@pytest.fixture\n@gate('a')\ndef test_a(): ...": [("test_a", (1, 3), promised.TAKEN)],
    "class TestA:\n  def test_a(self): ...": [("TestA.test_a", (2, 2), promised.CLASS)],
    "class TestA:\n  def a(self): ...": [],
    "class A:\n  def test_a(self): ...": [],
    "class A:\n  @gate('a')\n  def a(self): ...": [("A.a", (2, 3), promised.CLASS)],
    "class TestA:\n  class TestB:\n    def test_a(self): ...": [("TestA.TestB.test_a", (3, 3), promised.CLASS)],
    "def make():\n  def test_a(): ...": [],
    "def make():\n  @gate('a')\n  def a(): ...": [("make.a", (2, 3), promised.NESTED)],
    "for x in y:\n  def test_a(): ...": [("test_a", (2, 2), promised.LOOP)],
    "while x:\n  if y:\n    def test_a(): ...": [("test_a", (3, 3), promised.LOOP)],
    "async def make():\n  async for x in y:\n    @gate('a')\n    def a(): ...": [("make.a", (3, 4), promised.LOOP)],
    "for x in y:\n  def make():\n    @gate('a')\n    def a(): ...": [("make.a", (3, 4), promised.NESTED)],
    "def TestA():\n  def test_a(): ...": [],
    "@table[0]\ndef a(): ...": [],
    "with x:\n  def test_a(): ...": [("test_a", (2, 2), promised.TAKEN)],
}


@pytest.mark.parametrize("text", KINDS)
def test_what_is_a_gate_and_why_it_may_have_no_row(read, text):
    assert told(read(text)) == KINDS[text]


@pytest.mark.parametrize("name", ["conftest.py", "__init__.py", "_more.py"])
def test_in_a_helper_only_the_marker_makes_a_gate(read, name):
    (one,) = read("def test_a(): ...\n@gate('b')\ndef test_b(): ...\nfor x in y:\n  def test_c(): ...", name)
    assert (one.name, one.reason, one.is_helped) == ("test_b", promised.HELPER, True)
    assert not holds_gates(one.path)


def test_which_files_hold_gates(tmp_path):
    names = ("mine.py", "test_mine.py", "mine.txt", "_mine.py", "conftest.py", "__init__.py", "deep_.py")
    assert [name for name in names if holds_gates(tmp_path / name)] == ["mine.py", "test_mine.py", "deep_.py"]
    assert not promised.Promise(tmp_path, "a", (1, 1), promised.TAKEN, False, ()).is_helped


def test_gates_come_in_the_order_of_their_files(tmp_path):
    for name in ("b.py", "a.py"):
        (tmp_path / name).write_text(f"def test_{name[0]}(): ...\n")
    assert [one.name for one in promises_in(tmp_path)[0]] == ["test_a", "test_b"]


def test_what_cannot_be_read_says_why(tmp_path):
    (tmp_path / "bad.py").write_text("x = 1\ndef x(:\n")
    (tmp_path / "_bad.py").write_text("@gate\ndef x(:\n")
    (tmp_path / "conftest.py").write_text("def x(:\n")  # it speaks of no gate
    (tmp_path / "zero.py").write_bytes(b"x = 1\0")
    found = {one.path.name: one.why for one in promises_in(tmp_path)[1]}
    assert found.keys() == {"bad.py", "_bad.py", "zero.py"}
    assert found["bad.py"].startswith("line 2: ")
    assert found["_bad.py"].startswith("line 2: ")
    assert "null bytes" in found["zero.py"]
    assert not found["zero.py"].startswith("line")


def test_a_file_that_the_system_does_not_give_out_says_so(tmp_path, monkeypatch):
    (tmp_path / FILE).write_text("def test_a(): ...\n")

    def fail(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "read_bytes", fail)
    (one,) = promises_in(tmp_path)[1]
    assert (one.path.name, one.why) == (FILE, "Permission denied")
    monkeypatch.setattr(type(tmp_path), "read_bytes", lambda _: (_ for _ in ()).throw(OSError()))
    assert promises_in(tmp_path)[1][0].why == "cannot be read"


def rows(folder, *lines, name="test_a"):
    place = os.path.realpath(folder / FILE)
    return [Collected(place, name, place, line) for line in lines]


BRANCHES = {
    "if x:\n  def test_a(): ...\nelse:\n  def test_a(): ...": [],
    "if x:\n  def test_a(): ...\nif y:\n  def test_a(): ...": [4],
    "if x:\n  def test_a(): ...\n  def test_a(): ...\nelse:\n  pass": [3],
    "try:\n  def test_a(): ...\nexcept A:\n  def test_a(): ...\nexcept B:\n  def test_a(): ...": [],
    "try:\n  def test_a(): ...\nfinally:\n  def test_a(): ...": [],
    "if x:\n  def test_a(): ...\nelse:\n  def test_b(): ...": [4],
    "if x:\n  def test_b(): ...\nelse:\n  def test_a(): ...\n  def test_a(): ...": [4, 5],
    "if x:\n  def test_a(): ...\nelif y:\n  def test_a(): ...\nelse:\n  def test_a(): ...": [],
}


@pytest.mark.parametrize("text", BRANCHES)
def test_of_two_branches_of_one_condition_one_row_is_enough(read, tmp_path, text):
    promises = read(text)
    lacking = [one.lines[1] for one in without_row(promises, rows(tmp_path, promises[0].lines[1]))]
    assert lacking == BRANCHES[text]


def test_two_in_one_branch_are_no_alternatives(read, tmp_path):
    promises = read("if x:\n  pass\nelse:\n  def test_a(): ...\n  def test_a(): ...")
    assert [one.lines[1] for one in without_row(promises, rows(tmp_path, 5))] == [4]


def test_two_handlers_of_one_try_are_alternatives_whichever_has_the_row(read, tmp_path):
    promises = read("try:\n  x\nexcept A:\n  def test_a(): ...\nexcept B:\n  def test_a(): ...")
    for line in (4, 6):
        assert without_row(promises, rows(tmp_path, line)) == []
    assert len(without_row(promises, [])) == 2


def test_a_row_is_known_by_where_its_function_begins_or_is_defined(read, tmp_path):
    promises = read("@gate('a')\n@other\ndef a(): ...\n")
    for line, lacking in ((1, 0), (3, 0), (2, 1), (4, 1)):
        assert len(without_row(promises, rows(tmp_path, line, name="b"))) == lacking


def test_a_row_behind_another_decorator_is_known_by_its_name_in_its_file(read, tmp_path):
    promises = read("@gate('a')\ndef a(): ...\n@gate('b')\ndef b(): ...\n")
    hidden = Collected(os.path.realpath(tmp_path / FILE), "a", "/elsewhere.py", 7)
    assert [one.name for one in without_row(promises, [hidden])] == ["b"]
    other = Collected("/another/mine.py", "a", "/elsewhere.py", 7)
    assert [one.name for one in without_row(promises, [other])] == ["a", "b"]


def test_a_row_of_another_function_of_the_file_does_not_count_by_its_name(read, tmp_path):
    promises = read("@gate('a')\ndef a(): ...\n@gate('b')\ndef b(): ...\n")
    # Of that name, but from where b stands.
    assert [one.name for one in without_row(promises, rows(tmp_path, 4, name="a"))] == ["a"]


def test_a_loop_needs_two_rows(read, tmp_path):
    promises = read("for x in y:\n  def test_a(): ...\n")
    assert [len(without_row(promises, rows(tmp_path, *[2] * number))) for number in range(4)] == [1, 1, 0, 0]
