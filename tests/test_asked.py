"""What a command line asks for, read without a run."""

from __future__ import annotations

import argparse

import pytest

from pytest_golive import activation
from pytest_golive.activation import Asked, _Line, _requested

TABLE = "[tool.golive]\n"
GATE = "def test_x(judge):\n    judge('x', 1, at_most=1)\n"
PRE = ("pre_deploy",)


@pytest.fixture
def ask(tmp_path):
    """What the command line asks for: ``ask(*args, by_hand=True, below="", **options)``."""

    def ask(*args, by_hand=True, below="", **options):
        return _requested(_Line(argparse.Namespace(**options), args, by_hand, tmp_path / below, tmp_path))

    return ask


@pytest.mark.parametrize(
    "options", [{}, {"golive": False, "markexpr": "", "golive_target": None, "golive_checklist": []}]
)
@pytest.mark.parametrize("args", [(), ("tests",), ("golivex",), ("golive-x/y",)])
def test_an_ordinary_run_asks_for_nothing(ask, options, args):
    assert ask(*args, **options) is None


@pytest.mark.parametrize(
    ("options", "args", "asked"),
    [
        ({"golive": True}, (), Asked(PRE, (), alone=False)),
        ({"golive": True}, ("tests",), Asked(PRE, (), alone=False, paths=("tests",))),
        ({"golive": True, "markexpr": "pre_deploy"}, (), Asked(PRE, (), alone=True)),
        ({"markexpr": "pre_deploy"}, (), Asked(PRE, (), alone=True)),
        ({"markexpr": "pre_deploy"}, ("tests",), Asked(PRE, (), alone=False, paths=("tests",))),
        ({"golive_target": "live"}, (), Asked(PRE, (), alone=True, target="live")),
        ({"golive_target": "live", "markexpr": "smoke"}, (), Asked(("smoke",), (), alone=True, target="live")),
        ({}, ("golive",), Asked(PRE, (), alone=True)),
        ({}, ("golive", "golive/smoke"), Asked(PRE, (), alone=True)),
        ({}, ("golive/smoke",), Asked((), ("golive/smoke",), alone=True)),
        ({}, ("../../golive/smoke::x",), Asked((), ("golive/smoke::x",), alone=True)),
        ({"markexpr": "pre_deploy"}, ("golive/smoke",), Asked(PRE, ("golive/smoke",), alone=True)),
        ({}, ("golive/smoke", "tests"), Asked((), ("golive/smoke",), alone=False, paths=("tests",))),
        (
            {"golive": True, "golive_allow": ["load,write", "deploy"]}, (),
            Asked(PRE, (), alone=False, allowed=frozenset({"load", "write", "deploy"})),
        ),
    ],
)  # fmt: skip
def test_what_asks_for_the_checklist(ask, options, args, asked):
    assert ask(*args, **options) == asked


def test_arguments_that_nobody_typed_stand_beside_nothing(ask):
    assert ask("tests", by_hand=False, markexpr="pre_deploy") == Asked(PRE, (), alone=True, paths=("tests",))
    assert ask("tests", "golive/smoke", by_hand=False) == Asked((), ("golive/smoke",), alone=True)


def test_files_on_the_command_line_are_those_of_the_folder(ask, tmp_path):
    asked = ask(below="sub", golive_checklist=["../GO.md", "x/../y.md"], golive_after=["a.json"])
    assert asked.documents == (tmp_path / "GO.md", tmp_path / "sub/y.md")
    assert asked.after == (str(tmp_path / "sub/a.json"),)
    assert ask(golive=True, golive_after=None).after == ()
    assert ask(golive=True).own is False  # ids of ours are no paths of the team's


def test_a_file_of_that_name_has_priority(ask, tmp_path):
    (tmp_path / "golive").mkdir()
    assert ask("golive") is None
    assert ask("golive::x") is None
    (tmp_path / "golive/smoke").write_text("")
    assert ask("golive/smoke::x") is None
    assert ask("golive/other").chosen == ("golive/other",)


EVERYDAY = ["smoke", "deploy", "rollback", "smoke or deploy", "smoke and not slow"]


@pytest.mark.parametrize("expression", EVERYDAY)
def test_everyday_words_count_where_there_is_a_table_or_a_target(ask, tmp_path, expression):
    assert ask(markexpr=expression) is None
    assert ask(markexpr=expression, golive_target="live").phases
    (tmp_path / "pyproject.toml").write_text(TABLE)
    assert set(ask(markexpr=expression).phases) == {"smoke", "deploy", "rollback"} & set(expression.split())


@pytest.mark.parametrize(
    ("expression", "phases"),
    [
        ("pre_deploy", PRE),
        ("post_deploy or pre_deploy", ("pre_deploy", "post_deploy")),
        ("pre_deploy or smoke", ("pre_deploy", "smoke")),
        ("(pre_deploy)", PRE),
        ("pre_deploy and not slow", PRE),
        ("not slow and pre_deploy", PRE),
        ("pre_deploy and slow and fast", PRE),
        ("slow or pre_deploy", PRE),
        ("not pre_deploy", ()),
        ("not (slow or pre_deploy)", ()),
        ("slow and not pre_deploy", ()),
        ("pre_deploy or not pre_deploy", ()),
        ("pre_deployed", ()),
        ("pre_deploy and (", ()),
        ("slow", ()),
        (None, ()),
        # Only so many words are tried in all combinations; whoever writes more of them is believed.
        (" or ".join(["not pre_deploy", *"abcdefghij"]), ()),
        (" or ".join(["not pre_deploy", *"abcdefghijk"]), PRE),
    ],
)
def test_an_expression_asks_for_the_phases_that_it_selects(ask, expression, phases):
    asked = ask(markexpr=expression)
    assert (asked.phases if asked else ()) == phases


@pytest.fixture
def team(tmp_path):
    for name in ("gates/deep/test_x.py", "tests/test_y.py", "other/gates/test_z.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(GATE)
    return tmp_path


@pytest.mark.parametrize(
    ("args", "below", "chosen", "alone"),
    [
        (("gates",), "", ("gates",), True),
        (("gates/deep/test_x.py::test_x[a::b]",), "", ("gates/deep/test_x.py::test_x[a::b]",), True),
        (("test_x.py",), "gates/deep", ("gates/deep/test_x.py",), True),
        (("gates/deep", "tests"), "", ("gates/deep",), False),
    ],
)
def test_a_teams_gates_named_by_their_paths_run_as_gates(ask, team, args, below, chosen, alone):  # noqa: PLR0917 -- a table
    assert ask(*args, below=below, golive_allow=["load"], golive_after=["a"]) == Asked(
        (), chosen, alone, None, frozenset({"load"}), args, own=True, after=(str(team / below / "a"),)
    )
    assert ask(*args, by_hand=False, below=below) is None


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("args", [(), ("tests",), ("other/gates",), (".",), ("gatesx",)])
def test_other_paths_are_no_gates(ask, args):
    assert ask(*args) is None


def test_gates_outside_of_the_rootdir_have_their_whole_path(tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates/test_x.py").write_text(GATE)
    (tmp_path / "root/golive.toml").write_text('gates = "../gates"\n')
    root = tmp_path / "root"
    asked = _requested(_Line(argparse.Namespace(), ["../gates/test_x.py::t"], True, root, root))
    assert asked.chosen == (f"{tmp_path}/gates/test_x.py::t",)


def test_a_team_without_a_folder_has_no_gates_there(ask, tmp_path):
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates/test_x.py").write_text("def test_of_logic():\n    pass\n")
    assert ask("gates") is None


def test_nobody_is_asked_for_more_than_a_folder(monkeypatch, ask):
    monkeypatch.setattr(activation, "gates_folder", lambda *_: None)
    assert ask("gates", "tests") is None
