"""Demands on signatures that nobody can ever satisfy are mistakes, told where they are written."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.resolving import Catalogue
from pytest_golive.cli import main
from pytest_golive.errors import SettingsError
from pytest_golive.rows.plan import Plan
from pytest_golive.settings.loading import load_settings, settings_in

PEOPLE = """
[tool.golive.signing.people.ann]
roles = ["manager"]
[tool.golive.signing.people.bob]
roles = ["engineer", "tester"]
"""
HAVE = "the roles of people are manager, engineer, tester"
ROW = '[tool.golive.signing.rows."review"]\n'
CURE = "name them in [tool.golive.signing.people], or ask for what somebody has"


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def make(rules="", people=PEOPLE, rows=()):
        head = '[tool.golive]\nchecklist = "GO.md"\n'
        (tmp_path / "pyproject.toml").write_text(f"{head}{rules}\n{people}")
        rows = "".join(f"- [ ] Row {number} <!-- golive: {row} -->\n" for number, row in enumerate(rows))
        (tmp_path / "GO.md").write_text(f"# Go\n\n{rows}")
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("rules", "place", "why"),
    [
        ("[tool.golive.signing]\napprovers = 3\n", "4: signing.approvers", "3 people must sign, and only 2 can: ann, bob"),
        ('[tool.golive.signing]\nroles = ["owner"]\n', "4: signing.roles", f"nobody among the people is owner; {HAVE}"),
        (
            '[tool.golive.signing]\napprovers = 2\nroles = ["manager"]\n',
            "4: signing.approvers",
            "2 people who are manager must sign, and only 1 can: ann",
        ),
        (f'{ROW}roles = ["boss", "manager"]\n', "3: signing.rows.review", f"nobody among the people is boss; {HAVE}"),
        (f"{ROW}approvers = 3\n", "3: signing.rows.review", "3 people must sign, and only 2 can: ann, bob"),
    ],
    ids=["too many", "no such role", "too many of a role", "no such role for a row", "too many for a row"],
)  # fmt: skip
def test_what_settings_demand_must_be_possible(project, rules, place, why):
    root = project(rules)
    with pytest.raises(SettingsError) as raised:
        load_settings(root)
    assert str(raised.value) == f"the settings have an error:\n  pyproject.toml:{place}: {why}; {CURE}"
    settings_in((root / "pyproject.toml").read_text(), "pyproject.toml")  # those of the past are read all the same


@pytest.mark.parametrize(
    ("rules", "people"),
    [
        ('[tool.golive.signing]\napprovers = 2\nroles = ["manager", "tester"]\n', PEOPLE),
        (f"[tool.golive.signing]\napprovers = 2\n{ROW}approvers = 1\nroles = ['manager']\n", PEOPLE),
        ('[tool.golive.signing]\napprovers = 2\nroles = ["owner"]\n', ""),
    ],
    ids=["all can", "a row asks for less", "nobody is named yet"],
)
def test_what_is_possible_is_accepted(project, rules, people):
    load_settings(project(rules, people))


ROWS = ("sign approvers=3", "sign role=owner", "sign role=manager approvers=2", "sign role=tester")
FAULTS = [
    ("go/row-0", "3 people must sign, and only 2 can: ann, bob"),
    ("go/row-1", f"nobody among the people is owner; {HAVE}"),
    ("go/row-2", "2 people who are manager must sign, and only 1 can: ann"),
]


def test_what_a_binding_demands_must_be_possible(project, capsys):
    root = project(rows=ROWS)
    _, faults = Plan(root, load_settings(root)).resolved(Catalogue({}))
    said = [f"GO.md:{line}: {name} can never be signed: {why}; {CURE}" for line, (name, why) in enumerate(FAULTS, 3)]
    assert faults == said
    before = (root / "GO.md").read_text()
    assert main(["bind", "GO.md", "--yes"]) == 4
    out = capsys.readouterr().err
    assert [line.strip() for line in out.splitlines()[1:]] == said
    assert (root / "GO.md").read_text() == before


def test_a_binding_is_held_against_the_settings_of_its_row(project):
    rules = '[tool.golive.signing.rows."go/row-0"]\nroles = ["manager"]\n'
    root = project(rules, rows=("sign approvers=2",))
    _, (fault,) = Plan(root, load_settings(root)).resolved(Catalogue({}))
    assert "2 people who are manager must sign, and only 1 can: ann" in fault
