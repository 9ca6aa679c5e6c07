"""What a run was refused for stands in the verdict, where people look, and not only in pytest's own line below it."""

from __future__ import annotations

import json

import pytest

FAULTY = '\n[tool.golive.not_applicable]\n"code_quality::test_pass" = "not tried in this test"\n'
SAID = "there is no gate 'code_quality::test_pass'; did you mean 'code_quality::tests_pass'?"


def told(result):
    """All between the beginning of the checklist and the verdict's last line."""
    text = result.stdout.str()
    return " ".join(text[text.index("go-live checklist") : text.rindex("NO-GO")].split())


def test_a_name_in_the_settings_that_no_gate_has(pytester, commit):
    pytester.makepyprojecttoml(f'[project]\nname = "shop"\nversion = "1.2.0"\n{FAULTY}')
    commit(pytester.path)
    result = pytester.runpytest_subprocess("-m", "pre_deploy", "--golive-decision=what.json")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert f"1. the run was refused: pyproject.toml: tool.golive.not_applicable: {SAID}" in told(result)
    assert "it did not run: the run was refused before its first row" not in told(result), "told once for all rows"
    assert "rows due, but not run: the run was refused before its first row" in told(result)
    decision = json.loads((pytester.path / "what.json").read_text())
    assert decision["decision"] == "hold"
    assert any(SAID in why for why in decision["reasons"])
    assert SAID in result.stderr.str()


def test_a_selection_that_would_execute_some_of_the_steps(pytester, commit):
    pytester.makepyprojecttoml('[project]\nname = "shop"\nversion = "1.2.0"\n[tool.golive]\n')
    commit(pytester.path)
    result = pytester.runpytest_subprocess("-m", "deploy", "--golive-execute", "-k", "tagged")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "1. the run was refused: --golive-execute: these rows are left out of the run: " in told(result)
