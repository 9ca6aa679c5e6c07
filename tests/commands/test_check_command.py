"""``golive check``: a few rows at once, and the hook that runs it before a commit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pytest_golive.cli import main
from pytest_golive.commands.check import QUICK
from pytest_golive.commands.reference.catalogue import all_gates
from pytest_golive.reports.markdown.offered import GITHUB

NO_VERDICT = "this is no verdict: pytest -m pre_deploy"
TOP = Path(__file__).parents[2]


@pytest.fixture
def at(project, monkeypatch):
    monkeypatch.chdir(project.path)
    text = (project.path / "pyproject.toml").read_text()
    for gate in (*QUICK, "infrastructure::pipeline_green"):
        text = text.replace(f'"{gate}" = "not tried in this test"\n', "")
    project.write("pyproject.toml", f'{text}\n[tool.golive]\ncritical = ["src/shop/pay.py"]\n')
    project.commit()
    return project


def test_the_quick_rows_hold_or_say_why_not(at, capsys):
    assert main(["check"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[1].rstrip(":") for line in told[:-1]] == list(QUICK)
    assert told[-1] == f"6 passed; 6 of 6 verified, 0 declared away; {NO_VERDICT}"
    at.write("src/shop/long.py", "x = 1\n" * 250)
    at.commit()
    assert main(["check"]) == 1
    told = capsys.readouterr().out
    assert "FAIL code_quality::files_within_limit: " in told
    assert "  src/shop/long.py: " in told
    assert "  to fix: " in told


def test_what_is_no_verdict_stays_off_the_page_of_the_step(at, monkeypatch, tmp_path):
    monkeypatch.setenv(GITHUB, str(tmp_path / "summary"))
    main(["check", "no_fixme_or_hack"])
    assert os.environ[GITHUB] == str(tmp_path / "summary")
    assert not (tmp_path / "summary").exists()


def test_rows_by_name(at, capsys):
    assert main(["check", "no_fixme_or_hack"]) == 0
    assert capsys.readouterr().out.startswith("PASS code_quality::no_fixme_or_hack\n1 passed; ")


def test_a_row_that_is_not_set_up_does_not_hold(at, capsys):
    assert main(["check", "infrastructure::pipeline_green"]) == 1
    assert "NOT SET UP infrastructure::pipeline_green" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["code_quality::nothing", "nothing", "gates/test_none.py::test_none"])
def test_a_row_that_is_not_there_is_refused(at, name, capsys):
    assert main(["check", name]) != 0
    assert NO_VERDICT not in capsys.readouterr().out


def test_a_checklist_that_does_not_run_is_refused(at, capsys):
    at.write("conftest.py", "raise RuntimeError('no')\n")
    assert main(["check"]) == 1
    told = capsys.readouterr()
    assert "did not run" in told.err
    assert NO_VERDICT not in told.out


def test_faults_in_the_settings_have_their_own_status(at, capsys):
    at.write("pyproject.toml", "[tool.golive]\nkind = 'none'\n")
    assert main(["check"]) == 4
    assert "kind" in capsys.readouterr().err


def test_a_team_s_own_gate_by_its_id(at, capsys):
    at.write(
        "gates/test_own.py",
        "import pytest\n@pytest.mark.pre_deploy\ndef test_two(judge):\n    judge('x', 3, equals=2)\n",
    )
    assert main(["check", "gates/test_own.py::test_two"]) == 1
    assert "FAIL gates/test_own.py::test_two" in capsys.readouterr().out


def test_every_quick_row_exists():
    assert set(QUICK) <= {gate.key for gate in all_gates()}


def test_the_hook_calls_a_command_that_is_there():
    import yaml

    (hook,) = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())
    assert hook["entry"] == "golive check"
    assert hook["pass_filenames"] is False
