"""Where an error in a team's own gate came from, and text that every file can hold: without a run."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.outcomes.encoding import encodable
from pytest_golive.outcomes.tracing import MOST_FRAMES, is_of_project, trace

HERE = Path(__file__).parent
ITEM = Fake(nodeid="gates/mine.py::x")


def fall(deep, error):
    if deep:
        trip(deep - 1, error)
    raise error


def trip(deep, error):
    fall(deep, error)


def traced(error, deep=0, root=HERE, **record):
    made = {"built_in": False, "place": ["", 0], "trace": [], "cure": "", **record}
    if error is not None:
        with pytest.raises(type(error)):
            fall(deep, error)
    trace(ITEM, error, made, root)
    return made


def test_the_calls_in_the_teams_own_code_are_told_the_innermost_last():
    made = traced(ValueError("x"))
    line = fall.__code__.co_firstlineno + 3
    assert made["place"] == [Path(__file__).name, line]
    assert made["trace"][-1] == f"{Path(__file__).name}:{line} in fall: raise error"
    assert made["trace"][0].endswith("in traced: fall(deep, error)")
    assert made["cure"] == "repair what raises; pytest gates/mine.py::x --tb=long runs it alone"
    for place in (["a.py", 3], ["a.py", 0]):
        assert traced(ValueError("x"), place=place)["place"] == place


def test_of_many_calls_the_innermost_are_told():
    few, many = traced(ValueError("x"), 3)["trace"], traced(ValueError("x"), 9)["trace"]
    assert (len(few), len(many), MOST_FRAMES) == (8, 8, 8)
    assert (few[0].split(" in ")[1], many[0].split(" in ")[1]) == (
        "traced: fall(deep, error)",
        "trip: fall(deep, error)",
    )
    assert many[-1].endswith("in fall: raise error")


def test_of_code_elsewhere_nothing_is_told():
    made = traced(ValueError("x"), root=HERE / "elsewhere")
    assert (made["place"], made["trace"], made["cure"][:18]) == (["", 0], [], "repair what raises")


def test_a_gate_that_says_itself_what_is_wrong_needs_its_place_alone():
    made = traced(pytest.fail.Exception("broken"))
    assert (made["place"][0], made["trace"], made["cure"]) == (Path(__file__).name, [], "")


@pytest.mark.parametrize(
    ("error", "built_in"),
    [
        (None, False),
        (ValueError("x"), True),
        (CannotMeasure("what", "cure"), False),
        (pytest.skip.Exception("not today"), False),
    ],
)
def test_what_has_its_own_words_is_left_as_it_is(error, built_in):
    made = traced(error, built_in=built_in)
    assert made == {"built_in": built_in, "place": ["", 0], "trace": [], "cure": ""}


def test_installed_packages_are_not_the_projects():
    root = Path("/srv/shop")
    assert is_of_project("/srv/shop/gates/mine.py", root)
    assert not is_of_project("/srv/shop/.venv/lib/site-packages/x.py", root)
    assert not is_of_project("/srv/other/gates/mine.py", root)


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ("plain", "plain"),
        ("é", "é"),
        ("a\udcff", "a\\udcff"),
        ({"k": "\udcff", "n": 1}, {"k": "\\udcff", "n": 1}),
        (["a", ("\udcff", 2)], ["a", ("\\udcff", 2)]),
        (("a", {"k": ["\udcff"]}), ("a", {"k": ["\\udcff"]})),
        ((1, 2.5, True, None, "\udcff"), (1, 2.5, True, None, "\\udcff")),
    ],
)
def test_what_no_file_can_hold_becomes_an_escape_wherever_it_stands(value, made):
    changed = encodable(value)
    assert changed == made
    assert type(changed) is type(value)
    assert repr(changed).encode("utf-8")


def test_what_needs_no_change_is_not_copied():
    odd = object()
    for value in (("a", 1, 2.5, True, None), [("a", 1), ("b", 2)], [odd, "a"], (("a",), [odd])):
        assert encodable(value) is value
    assert encodable(odd) is odd
