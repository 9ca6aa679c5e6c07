"""Packages in one repository, each with settings of pytest of its own: what init writes runs them, each by its settings."""

from __future__ import annotations

import pytest

from pytest_golive.commands.init.command import init
from pytest_golive.commands.init.suites.finding import suite_of
from pytest_golive.settings.loading import load_settings

SETTINGS = '[project]\nname = "{}"\n\n[tool.pytest.ini_options]\npythonpath = ["src"]\ntestpaths = ["tests"]\n'
CODE = '"""One."""\n\n\ndef one() -> int:\n    """One."""\n    return 1\n'
TEST = "from {} import one\n\n\ndef test_one() -> None:\n    assert one() == {}\n"


def packages(*, wrong=""):
    """Two packages whose modules only their own settings find; a test of one may be wrong."""
    files = {}
    for name in ("alpha", "beta"):
        root = f"packages/the {name}"
        files |= {
            f"{root}/pyproject.toml": SETTINGS.format(name),
            f"{root}/src/{name}/__init__.py": CODE,
            f"{root}/tests/test_one.py": TEST.format(name, 2 if name == wrong else 1),
        }
    return files


@pytest.fixture
def judged(pytester, commit):
    """What a run says of tests and coverage after init."""

    def run(files):
        for path, text in files.items():
            file = pytester.path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        commit(pytester.path)
        init(pytester.path)
        commit(pytester.path)
        rows = ("golive/code_quality::tests_pass", "golive/code_quality::coverage")
        result = pytester.runpytest_subprocess("-m", "pre_deploy", "-v", *rows)
        return " ".join(" ".join(result.outlines).split())

    return run


def test_all_are_run_and_measured_together(judged):
    said = judged(packages())
    assert "tests that passed: 2, must be at least 1" in said
    assert "coverage: 100 %, must be at least 80 %" in said
    assert "2 passed, " in said


def test_a_failure_in_the_first_is_not_covered_by_the_second(judged):
    said = judged(packages(wrong="alpha"))
    assert "code_quality::tests_pass tests that failed: 1, must be at most 0" in said
    assert "packages/the alpha/tests/test_one.py" in said


def test_the_settings_name_the_files_that_it_was_guessed_from(repository):
    root = repository(packages())
    report = init(root).report
    assert "guessed from packages/the alpha/pyproject.toml and 1 more" in report
    settings = load_settings(root).settings.tests
    assert settings.command[:2] == ("sh", "-c")
    assert settings.coverage_data == ".golive/packages.coverage"


@pytest.mark.parametrize(
    "more",
    [
        {"tests/test_all.py": ""},
        {"pyproject.toml": "[tool.pytest.ini_options]\n"},
    ],
    ids=["tests that belong to no package", "settings for all of them"],
)
def test_where_the_packages_are_not_all_nobody_guesses(repository, more):
    files = packages() | more
    assert not suite_of(repository(files), sorted(files), has_python_tests=True).command


def test_a_package_inside_another_is_run_by_that_one(repository):
    files = packages() | {"packages/the beta/inner/pyproject.toml": SETTINGS.format("inner"),
                          "packages/the beta/inner/tests/test_in.py": "", "tools/a/pyproject.toml": SETTINGS.format("a"),
                          "packages/bare/pyproject.toml": SETTINGS.format("bare")}  # fmt: skip
    script = suite_of(repository(files), sorted(files), has_python_tests=True).command[2]
    assert "for folder in 'packages/the alpha' 'packages/the beta'; do" in script
