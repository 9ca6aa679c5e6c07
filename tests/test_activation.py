"""Inactive when not used; active when requested; ordinary words belong to the projects."""

from __future__ import annotations

import argparse
import sys

import pytest

from pytest_golive.activation import _Line, _requested

SPY = """
import sys
before = set(sys.modules)

def pytest_unconfigure():
    ours = sorted(name for name in sys.modules if name.startswith("pytest_golive"))
    print("OURS", *ours)
    heavy = {"pydantic", "radon", "coverage", "bandit", "detect_secrets", "filelock", "pygments.lexers"}
    print("HEAVY", *sorted(heavy & set(sys.modules) - before))
"""
IDLE = [
    "pytest_golive",
    *(f"pytest_golive.{name}" for name in ("activation", "options", "plugin", "row_ids")),
    *(f"pytest_golive.{name}" for name in ("settings", "settings.own_gates", "target_option")),
]


def test_a_project_that_never_heard_of_us_pays_nothing(pytester):
    pytester.makepyfile(test_own="def test_own():\n    pass\n", conftest=SPY)
    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cov")
    assert result.ret == 0
    lines = result.outlines
    assert next(line for line in lines if line.startswith("OURS")).split()[1:] == IDLE
    assert next(line for line in lines if line.startswith("HEAVY")).split()[1:] == []
    assert not [line for line in lines if "golive" in line and not line.startswith(("OURS", "plugins:"))]


@pytest.mark.parametrize(
    ("expression", "ret"),
    [("smoke", 0), ("deploy", 5), ("rollback", 5), ("not pre_deploy", 0), ("not smoke", 5), ("slow", 0), ("", 0)],
)
def test_words_that_do_not_ask_for_us(pytester, expression, ret):
    pytester.makeini("[pytest]\nmarkers =\n    slow: own\n")
    pytester.makepyfile("import pytest\n\n@pytest.mark.smoke\n@pytest.mark.slow\ndef test_own():\n    pass\n")
    result = pytester.runpytest_subprocess("-m", expression, "-p", "no:randomly")
    result.stdout.no_fnmatch_line("*GO *")
    assert result.ret == ret


@pytest.mark.parametrize(
    "expression",
    [
        "pre_deploy",
        "pre_deploy and not slow",
        "(pre_deploy or smoke)",
        "not slow and pre_deploy",
        "pre_deploy and security",
    ],
)
def test_expressions_that_ask_for_us(project, expression):
    result = project.run("-m", expression, "--collect-only")
    result.stdout.fnmatch_lines(["golive: pre_deploy*"])


def test_everyday_word_counts_where_a_table_exists(project):
    result = project.run("-m", "rollback")
    result.stdout.fnmatch_lines(
        ["golive: rollback *", "*no row was verified: all are waived, not applicable or not due*", "NO-GO*"]
    )
    assert result.ret == 1


def test_a_typo_in_the_expression_is_pytests_to_report(project):
    result = project.run("-m", "pre_deploy and (")
    assert result.ret == 4
    assert "Traceback" not in result.stderr.str()


def test_markers_are_known_in_every_run(pytester):
    pytester.makepyfile(
        "import pytest\n\n@pytest.mark.gate('x')\n@pytest.mark.post_deploy\ndef test_own():\n    pass\n"
    )
    assert pytester.runpytest_subprocess("--strict-markers", "-W", "error").ret == 0


@pytest.mark.parametrize("args", [(), ("-p", "no:golive_target")], ids=["as it is", "switched off"])
def test_target_of_a_users_conftest_is_the_users(project, args):
    project.write("conftest.py", "def pytest_addoption(parser):\n    parser.addoption('--target')\n")
    project.write("tests/test_pay.py", "def test_pay(request):\n    assert request.config.option.target == 'mine'\n")
    result = project.run(*args, "--target=mine", "tests")
    result.assert_outcomes(passed=1)
    result = project.phase(*args, "--target=mine")
    assert result.ret == 0, result.stdout.str()


def test_target_of_another_plugin_is_the_plugins(project):
    code = "def pytest_addoption(parser):\n    parser.getgroup('other').addoption('--target', dest='other')\n"
    project.write("other.py", code)
    project.write("tests/test_pay.py", "def test_pay(request):\n    assert request.config.option.other == 'mine'\n")
    off = () if hasattr(pytest, "register_fixture") else ("-p", "no:golive_target")  # before 9.1 groups hide it
    result = project.run("-p", "other", *off, "--target=mine", "tests", apart=True)
    result.assert_outcomes(passed=1)


def test_unknown_target_is_a_usage_error(project):
    text = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", text + "[tool.golive.targets.staging]\nurl = 'https://staging.example'\n")
    result = project.phase("--target", "stagin")
    assert result.ret == 4
    result.stderr.fnmatch_lines(["*--target=stagin*did you mean 'staging'?*"])
    assert project.phase("--target", "staging").ret == 0
    assert project.phase("--golive-target=staging").ret == 0
    assert project.phase("--target=staging", "-n", "2").ret == 0
    (project.path / "staging").mkdir()
    assert project.phase("--target", "staging").ret == 0


def test_importing_the_package_is_cheap():
    import subprocess

    code = "import sys, pytest_golive; print('pytest' in sys.modules, 'pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_a_target_alone_asks_for_the_checklist(tmp_path):
    options = argparse.Namespace(golive_target="staging", markexpr="")
    asked = _requested(_Line(options, [], False, tmp_path, tmp_path))
    assert (asked.phases, asked.target, asked.alone) == (("pre_deploy",), "staging", True)


def test_a_document_asks_for_the_checklist_alone(tmp_path):
    options = argparse.Namespace(golive_checklist=["docs/../GO.md"], markexpr="")
    asked = _requested(_Line(options, [], False, tmp_path, tmp_path))
    assert (asked.phases, asked.alone, asked.documents) == (("pre_deploy",), True, (tmp_path / "GO.md",))
    options.golive_checklist = []
    assert _requested(_Line(options, [], False, tmp_path, tmp_path)) is None
