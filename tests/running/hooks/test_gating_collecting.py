"""The hooks that collect gates, one by one and without a run, so that no fault is hidden by the next guard."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest
from hooked import bare

from pytest_golive.collecting.tree import Checklist, Section, TeamGates
from pytest_golive.running.gating import Gating

pytestmark = pytest.mark.security
WRAPPERS = {"pytest_make_collect_report": True, "pytest_pyfunc_call": False, "pytest_runtest_makereport": False}
FIRST = ("pytest_pycollect_makemodule", "pytest_collection_modifyitems", "pytest_runtest_setup")


def test_hooks_stand_where_nobody_comes_before_them():
    options = {name: getattr(Gating, name).pytest_impl for name in (*WRAPPERS, *FIRST)}
    assert {name: options[name]["tryfirst"] for name in WRAPPERS} == WRAPPERS
    assert all(options[name]["wrapper"] for name in WRAPPERS)
    assert all(options[name]["tryfirst"] and not options[name]["wrapper"] for name in FIRST)


def collect(gates, collector, report):
    hook = gates.pytest_make_collect_report(collector)
    next(hook)
    with pytest.raises(StopIteration) as end:
        hook.send(report)
    assert end.value.value is report


def test_the_checklist_comes_first_into_a_session_that_was_collected(done, make, monkeypatch):
    monkeypatch.setattr(Checklist, "from_session", lambda session: ("checklist of", session))
    session = bare(pytest.Session)
    report = Fake(passed=True, result=["tests"])
    collect(make(), session, report)
    assert report.result == [("checklist of", session), "tests"]
    assert done == [("conceal", report)]
    for collector, passed in ((session, False), (bare(pytest.Module), True), (bare(pytest.Module), False)):
        report = Fake(passed=passed, result=["tests"])
        collect(make(), collector, report)
        assert report.result == ["tests"]


@pytest.mark.parametrize("given", ["as it is", "by a link"])
def test_fixtures_are_there_for_the_checklist_for_the_teams_gates_and_for_added_sections(done, make, tmp_path, given):
    (tmp_path / "gates/deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to("gates")
    checklist = bare(Checklist)
    team = bare(pytest.Dir, path=tmp_path / ("gates" if given == "as it is" else "link"))
    shop = bare(Section, name="shop")
    others = [
        bare(Section, name="smoke"), bare(pytest.Module, name="shop"), bare(pytest.Module, path=tmp_path / "gates"),
        bare(pytest.Dir, path=tmp_path / "gates/deep", name="shop"),
    ]  # fmt: skip
    for collector in (checklist, team, shop, *others):
        collect(make(), collector, Fake(passed=False))
    assert [call for call in done if call[0] == "register"] == [
        ("register", checklist),
        ("register", team),
        ("register", shop, "shop"),
    ]


@pytest.fixture
def modules(monkeypatch):
    monkeypatch.setattr(TeamGates, "from_parent", lambda parent, path: (parent.name, path.name))
    return Fake(
        name="parent",
        config=Fake(getini=lambda _: ["test_*.py"]),
        session=Fake(isinitpath=lambda path: path.name == "asked.py"),
    )


@pytest.mark.parametrize(
    ("name", "as_module", "as_file"),
    [
        ("gates/mine.py", True, True),
        ("gates/deep/mine.py", True, True),
        ("gates/test_mine.py", True, False),  # pytest itself makes a module of it, by the other hook
        ("gates/asked.py", True, False),
        ("gates/__init__.py", False, False),
        ("gates/conftest.py", False, False),
        ("gates/notes.txt", False, False),
        ("tests/mine.py", False, False),
        ("tests/test_mine.py", False, False),
        ("link/mine.py", True, True),
        ("gates/away.py", True, True),
    ],
)
def test_modules_of_the_teams_folder_hold_gates_whatever_their_names(make, modules, tmp_path, name, as_module, as_file):  # noqa: PLR0917 -- a table
    (tmp_path / "gates").mkdir()
    (tmp_path / "link").symlink_to("gates")
    (tmp_path / "elsewhere.py").write_text("")
    (tmp_path / "gates/away.py").symlink_to("../elsewhere.py")
    path, gates = tmp_path / name, make()
    made = ("parent", path.name)
    assert gates.pytest_pycollect_makemodule(path, modules) == (made if as_module else None)
    assert gates.pytest_collect_file(path, modules) == (made if as_file else None)
