"""The files and lines of JUnit test cases."""

from __future__ import annotations

import pytest

from pytest_golive.testrun.junit import places
from pytest_golive.testrun.junit.places import Places
from pytest_golive.testrun.junit.reading import read_junit


@pytest.mark.parametrize(
    ("case", "suite", "place"),
    [
        ({"file": "a.py", "line": "3"}, {"file": "b.py"}, ("a.py", 3)),
        ({"line": "3"}, {"file": "b.py"}, ("b.py", 3)),
        ({"file": "a.py", "line": "3"}, {"name": "pytest"}, ("a.py", 4)),
        ({"file": "a.py", "line": "999999999"}, {}, ("a.py", 999_999_999)),
        ({"file": "a.py", "line": "1000000000"}, {}, ("a.py", 0)),
        ({"file": "a.py", "line": "three"}, {}, ("a.py", 0)),
        ({"file": "a.py"}, {"name": "pytest"}, ("a.py", 0)),
        ({"line": "3"}, {}, ("", 0)),
        ({"classname": "", "line": "3"}, {}, ("", 0)),
    ],
)
def test_the_case_is_asked_first_and_then_its_suite(tmp_path, case, suite, place):
    assert Places(tmp_path).of(case, suite) == place


def test_names_are_relative_to_the_root_and_to_where_it_really_is(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    found = Places(tmp_path / "link")
    for start in (f"{tmp_path}/link/", f"{tmp_path}/real/", "./"):
        assert found.relative(f"{start}t/a.py") == "t/a.py"
    assert found.relative(f"{tmp_path}/else/a.py") == f"{tmp_path}/else/a.py"


def test_a_dotted_name_is_a_module_or_a_class_in_one(tmp_path):
    (tmp_path / "tests/deep").mkdir(parents=True)
    for name in ("top.py", "tests/test_a.py", "tests/deep/test_b.py"):
        (tmp_path / name).write_text("")
    found = Places(tmp_path)
    names = ["top", "top.TestIt", "tests.test_a.TestIt.TestThat", "tests.deep.test_b", "tests", "shop.PayTest"]
    files = [found.of({"classname": name}, {})[0] for name in names]
    assert files == ["top.py", "top.py", "tests/test_a.py", "tests/deep/test_b.py", "", ""]


@pytest.mark.parametrize(("depth", "is_found"), [(40, True), (41, False)])
def test_a_name_of_very_many_parts_is_looked_for_to_a_depth(tmp_path, depth, is_found):
    file = tmp_path.joinpath(*["a"] * (depth - 1), "a.py")
    file.parent.mkdir(parents=True)
    file.write_text("")
    assert bool(Places(tmp_path).of({"classname": ".".join("a" * depth)}, {})[0]) is is_found


@pytest.mark.parametrize("name", ["x" * 300, ".".join(["ab" * 100] * 39), "x/" * 3_000, "a\0b"])
def test_a_name_that_no_file_can_have_does_not_spoil_the_report(report, tmp_path, name):
    assert Places(tmp_path).of({"classname": name}, {}) == ("", 0)
    written = name.replace("\0", "")  # which no XML can hold
    (test,) = read_junit([report(f'<testsuite><testcase classname="{written}" name="a"/></testsuite>')], tmp_path).tests
    assert (test.outcome, test.file) == ("passed", "")


def test_each_class_is_looked_for_once_and_only_so_many_are_remembered(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(places, "REMEMBERED", 2)
    monkeypatch.setattr(Places, "_look_for", lambda _, name: asked.append(name) or f"{name}.py")
    found = Places(tmp_path)
    for name in ("a", "b", "a", "b", "c", "c", "a"):
        assert found.of({"classname": name}, {}) == (f"{name}.py", 0)
    assert asked == ["a", "b", "c", "a"]
