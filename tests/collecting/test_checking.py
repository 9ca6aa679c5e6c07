"""Gates that the settings name must exist."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive.collecting import checking
from pytest_golive.collecting.checking import unknown_gates, unknown_kinds, unknown_terms
from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.settings.declaring import KINDS
from pytest_golive.settings.model import Settings
from pytest_golive.settings.post_deploy import TERMS

OURS = {f"golive/{gate}" for gate in ("security::auth_flows", "infrastructure::staging_deployed")}


@pytest.fixture
def told(tmp_path):
    (tmp_path / "gates").mkdir()
    (tmp_path / "gates/mine.py").write_text("")
    (tmp_path / "gates/notes.txt").write_text("")

    def told(*waived, not_applicable=(), collected=(), chosen=(), alone=True, steps=None):
        known = Settings.model_validate({"deployment": {"steps": steps or {}}})
        settings = Fake(
            not_applicable=dict.fromkeys(not_applicable, "why"),
            waivers=[Fake(gate=name) for name in waived],
            trial={},
            of=known.of,
        )
        run = Fake(
            settings=settings, loaded=Fake(path="pyproject.toml"), asked=Fake(chosen=chosen, alone=alone), root=tmp_path
        )
        return unknown_gates(run, collected)

    return told


def test_gates_of_ours_and_those_that_were_collected_are_known(told):
    assert told("security::auth_flows", "gates/mine.py::x", collected=["gates/mine.py::x"]) == []
    assert told(not_applicable=["smoke::healthy"]) == []


def test_several_gates_are_declared_at_once_and_never_waived_at_once(told):
    assert told(not_applicable=["smoke::*", "gates/mine.py::*"], collected=["gates/mine.py::x"]) == []
    assert len(told("smoke::*", not_applicable=["smoke::x*", "gates/other.py::*"])) == 3


def test_what_nobody_has_heard_of_is_named_with_its_place(told):
    listed, close = "; golive explain --list names them all", "; did you mean 'security::auth_flows'?"
    assert told("security::auth_flow", "nothing like it", not_applicable=["gates/mine.py::y"]) == [
        f"pyproject.toml: tool.golive.not_applicable: there is no gate 'gates/mine.py::y'{listed}",
        f"pyproject.toml: tool.golive.waivers[0].gate: there is no gate 'security::auth_flow'{close}",
        f"pyproject.toml: tool.golive.waivers[1].gate: there is no gate 'nothing like it'{listed}",
    ]


@pytest.mark.parametrize(
    ("name", "how", "faults"),
    [
        ("gates/mine.py::x", {"chosen": ("golive/smoke",)}, 0),
        ("gates/mine.py::x", {"alone": False}, 0),
        ("gates/mine.py::x", {}, 1),
        ("gates/gone.py::x", {"alone": False}, 1),
        ("gates/notes.txt::x", {"alone": False}, 1),
        (f"{'x' * 300}.py::x", {"alone": False}, 1),
        ("security::auth_flow", {"alone": False}, 1),
    ],
)
def test_a_gate_of_the_teams_may_be_elsewhere_where_not_all_was_collected(told, name, how, faults):
    assert len(told(name, **how)) == faults


def test_a_gate_that_a_step_waits_for_exists_and_is_no_step(told):
    names = {
        "auth": "security::auth_flow",
        "own": "gates/mine.py::x",
        "loop": "deployment::loop",
        "well": "smoke::healthy",
    }
    steps = {name: {"gate": gate, "after": "tagged"} for name, gate in names.items()}
    place = "pyproject.toml: tool.golive.deployment.steps"
    auth, loop = told(collected=["gates/mine.py::x"], steps=steps)
    assert auth == f"{place}.auth.gate: there is no gate 'security::auth_flow'; did you mean 'security::auth_flows'?"
    assert loop.startswith(f"{place}.loop.gate: there is no gate 'deployment::loop'; ")
    assert told(steps={"own": steps["own"]}, alone=False) == []
    assert len(told(steps={"own": steps["own"]})) == 1


def test_every_kind_of_a_built_in_gate_exists():
    entries = built_in_entries()
    assert unknown_kinds((entry.id, entry.kind) for entry in entries) == []
    assert {entry.id for entry in entries if entry.kind == "service"} >= OURS
    assert {entry.kind for entry in entries} <= {"", *KINDS}


def test_a_time_after_the_deployment_that_nobody_knows_is_named_with_its_place(monkeypatch):
    items = [
        Fake(nodeid=f"gates/test_own.py::{term or 'at_once'}", location=("gates/test_own.py", 6, ""), term=term)
        for term in ("", *TERMS, "rollback", "fortnight")
    ]
    monkeypatch.setattr(checking.tree, "term_of", lambda item: item.term)
    assert unknown_terms(items) == [
        (
            "gates/test_own.py::fortnight (gates/test_own.py:7): @gate(after='fortnight'): must be 'day' or 'week' or "
            "'month' or 'rollback' or 'emergency'; leave it out for a row that is due at once"
        )
    ]
    assert {entry.term for entry in built_in_entries()} <= {"", *TERMS, "rollback", "emergency"}
