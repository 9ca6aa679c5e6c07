"""A project's own settings for bandit: what they take away is counted and named, and nothing left is not proven."""

from __future__ import annotations

import platform
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.codebase.bandit.scanning import scan_python
from pytest_golive.codebase.bandit.worker import _by_file
from pytest_golive.codebase.cache import ResultCache
from pytest_golive.errors import CannotMeasure

SHELL = "import subprocess\nsubprocess.run(input(), shell=True)\n"
PATHS = ["src/run.py", "lib/other.py"]


@pytest.fixture
def code(tmp_path):
    for path in PATHS:
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(SHELL)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "files", "told"),
    [
        ("pyproject.toml", '[tool.bandit]\nskips = ["B602", "B404"]\n', 2, "its settings: skips B404, B602"),
        (".bandit", "[bandit]\nskips = B602\n", 2, "its settings: skips B602"),
        ("pyproject.toml", '[tool.bandit]\ntests = ["B101"]\n', 2, "its settings: only the checks B101"),
        ("pyproject.toml", '[tool.bandit]\nexclude_dirs = ["src"]\n', 1, "1 Python file excluded by its settings"),
        (".bandit", "[bandit]\nexclude = ./src\n", 1, "1 Python file excluded by its settings"),
        ("pyproject.toml", '[tool.bandit.assert_used]\nskips = ["*x.py"]\n', 2, "assert_used is configured"),
    ],
)
def test_what_settings_take_away_is_counted_and_named(code, name, text, files, told):
    (code / name).write_text(text)
    scan = scan_python(code, PATHS)
    assert scan.files == files
    assert told in scan.source


def test_how_many_checks_ran_is_told_where_it_is_not_all(code):
    assert "checks" not in scan_python(code, PATHS).source
    (code / "pyproject.toml").write_text('[tool.bandit]\ntests = ["B602", "B101"]\n')
    scan = scan_python(code, PATHS)
    assert scan.checks[0] == 2
    assert scan.checks[1] > 60
    assert f"2 of {scan.checks[1]} checks" in scan.source


def test_the_folders_that_bandit_never_looks_at_are_counted_too(code):
    (code / "CVSReader.py").write_text(SHELL)
    scan = scan_python(code, [*PATHS, "CVSReader.py"])
    assert (scan.files, scan.left_out) == (2, 1)


def test_a_profile_that_the_ini_file_chooses_is_known(code):
    (code / ".bandit").write_text("[bandit]\nconfigfile = b.yaml\nprofile = few\n")
    (code / "b.yaml").write_text("profiles:\n  few:\n    include:\n      - assert_used\n")
    assert "only the checks B101" in scan_python(code, PATHS).source


@pytest.mark.parametrize(
    ("name", "text", "what", "cure"),
    [
        (
            "pyproject.toml",
            '[tool.bandit]\nexclude_dirs = ["src", "lib"]\n',
            "bandit read none of 2 Python files, so the code was not scanned; left out by exclude_dirs lib, src",
            "remove folders from exclude_dirs",
        ),
        (
            ".bandit",
            "[bandit]\nexclude = ./src,./lib\n",
            "bandit read none of 2 Python files, so the code was not scanned; left out by exclude_dirs ./lib, ./src",
            "remove folders from exclude_dirs",
        ),
        (
            "pyproject.toml",
            '[tool.bandit]\ntests = ["B602"]\nskips = ["B602"]\n',
            "bandit rejects the settings in [tool.bandit]: Non-exclusive include/exclude test sets",
            "correct [tool.bandit]",
        ),
        (
            ".bandit",
            "[bandit]\nprofile = none\n",
            "bandit rejects the settings in .bandit: Unable to find profile (none)",
            "correct .bandit",
        ),
    ],
)
def test_settings_that_leave_nothing_or_are_wrong(code, name, text, what, cure):
    (code / name).write_text(text)
    with pytest.raises(CannotMeasure) as caught:
        scan_python(code, PATHS)
    assert what in caught.value.what
    assert cure in caught.value.cure


def test_settings_that_leave_no_check_prove_nothing(code):
    from pytest_golive.codebase.bandit.settings import refused

    (code / ".bandit").write_text("[bandit]\nskips = " + ",".join(_every_check()) + "\n")
    with pytest.raises(CannotMeasure, match="leave bandit no check to run, so the code was not scanned") as caught:
        scan_python(code, PATHS)
    assert caught.value.cure == refused("No tests would be run", ["--ini", ".bandit"]).cure


def _every_check():
    from pytest_golive.codebase.bandit.words import WORDS

    return [rule for rule in WORDS if rule not in {"B109", "B111"}]


def test_a_file_that_the_settings_name_makes_the_cache_foreign(code):
    (code / ".bandit").write_text("[bandit]\nconfigfile = b.yaml\n")
    (code / "b.yaml").write_text("skips: [B602]\n")
    (code / "cache").mkdir()
    cache = ResultCache(code / "cache", b"k" * 32)
    assert scan_python(code, PATHS, cache=cache).blocking("medium", "low") == ()
    assert scan_python(code, PATHS, cache=cache).source.endswith("skips B602")
    (code / "b.yaml").write_text("skips: [B101]\n")
    assert len(scan_python(code, PATHS, cache=cache).blocking("medium", "low")) == 2


def test_code_for_a_newer_python_names_the_one_that_reads_it(code):
    (code / "src/run.py").write_text("match = [\n  def\n]\n")
    with pytest.raises(CannotMeasure) as caught:
        scan_python(code, PATHS)
    version = ".".join(platform.python_version_tuple()[:2])
    assert f"with Python {version}, which runs the checklist: src/run.py: syntax error" in caught.value.what
    assert f"a newer Python than Python {version}" in caught.value.cure
    assert "[tool.golive.tests] python is only for the tests" in caught.value.cure
    assert "exclude" not in caught.value.cure


@pytest.mark.parametrize("content", [b"[tool", b"# \xff", b"a = " + b"[" * 100_000])
def test_settings_that_cannot_be_read_are_not_none(code, content):
    (code / "pyproject.toml").write_bytes(content)
    with pytest.raises(CannotMeasure) as caught:
        scan_python(code, PATHS)
    assert caught.value.what.startswith("pyproject.toml cannot be read, so bandit's settings are unknown: ")
    assert caught.value.cure == "correct pyproject.toml"


def test_a_file_that_bandit_says_nothing_about_was_not_read():
    numbers = {"nosec": 1, "skipped_tests": 0}
    report = {"results": [], "errors": [{"filename": "b.py", "reason": "syntax error"}], "metrics": {"./a.py": numbers}}
    watch = Fake(excluded=lambda: {"c.py"}, checks=lambda: 1, settings=lambda: "")
    answers = {answer["path"]: answer for answer in _by_file(report, ["a.py", "b.py", "c.py", "d.py"], (watch, None))}
    assert {path: answer["problem"] for path, answer in answers.items()} == {
        "a.py": "",
        "b.py": "syntax error",
        "c.py": "",
        "d.py": "bandit does not say whether it read it",
    }
    assert [answers["a.py"]["nosec"], answers["c.py"]["is_read"]] == [1, False]
