from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pytest_golive.explaining.catalogue import cure_of, explanations
from pytest_golive.settings.wording.describing import all_settings

GATES = Path(__file__).parents[2] / "gates"


def gates_in_sources():
    for file in sorted(GATES.rglob("[!_]*.py")):
        section = file.stem if file.parent == GATES else file.parent.name
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any("gate" in ast.unparse(d) for d in node.decorator_list):
                yield f"{section}::{node.name}", node


def test_every_gate_is_explained_and_nothing_else():
    assert set(explanations()) == {key for key, _ in gates_in_sources()}


def test_every_gate_says_why():
    assert [key for key, node in gates_in_sources() if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("key", explanations())
def test_an_explanation_names_settings_that_exist_and_a_short_cure(key):
    explanation = explanations()[key]
    known = {setting.path for setting in all_settings()}
    assert explanation.settings
    assert set(explanation.settings) <= known
    assert explanation.measures.endswith(".")
    assert explanation.fix.endswith((".", "]."))
    assert len(explanation.fix) <= 240
    assert cure_of(key) == explanation.fix


def test_every_setting_of_a_section_is_named_by_a_gate():
    named = {path for explanation in explanations().values() for path in explanation.settings}
    sections = {setting.path for setting in all_settings() if setting.table in {"code_quality", "tests", "security"}}
    assert sections - named == set()


def test_a_gate_of_the_teams_own_gets_general_advice():
    assert cure_of("gates/test_x.py::test_y")
