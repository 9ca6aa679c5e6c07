"""Values of our options after a space, which pytest takes for paths to tests before it knows the options."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive import plugin
from pytest_golive.spaced_options import WITH_A_VALUE


@pytest.fixture
def beside(pytester):
    """A project in a folder of its own, and a key beside it."""
    project = pytester.mkdir("post")
    (project / "pyproject.toml").write_text('[tool.pytest.ini_options]\nmarkers = ["security: x"]\n[tool.golive]\n')
    (project / "reports").mkdir()
    (pytester.path / "robot").write_text("no key")
    pytester.chdir()
    return pytester, project


def run(beside, monkeypatch, *args):
    pytester, project = beside
    monkeypatch.chdir(project)
    return pytester.runpytest_inprocess(*args)


def test_a_value_that_moves_the_root_is_refused(beside, monkeypatch):
    result = run(beside, monkeypatch, "-m", "pre_deploy", "--golive-record", "r.json", "--golive-key", "../robot")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    said = "ERROR: pytest takes its settings from *, not from */post/pyproject.toml, because of --golive-key ../robot: "
    result.stderr.fnmatch_lines([f"{said}write --golive-key=../robot; pytest takes a value after a space for a path *"])


@pytest.mark.parametrize(
    "args",
    [
        ("-m", "pre_deploy", "--golive-record", "reports", "--golive-key=../robot"),  # inside: the root stays
        ("--golive-key", "../robot"),  # the checklist is not asked for
        ("-m", "pre_deploy", "--golive-key", "../none"),  # no such file, so no path for pytest
        ("--rootdir=.", "-c", "pyproject.toml", "-m", "pre_deploy", "--golive-key", "../robot"),
    ],
)
def test_a_value_that_moves_nothing_is_let_through(beside, monkeypatch, args):
    result = run(beside, monkeypatch, "--collect-only", "-q", *args)
    assert "after a space" not in result.stderr.str()


def test_every_option_of_ours_with_a_value_is_known_here():
    seen = {}
    plugin.pytest_addoption(Fake(getgroup=lambda *_: Fake(addoption=lambda name, **rest: seen.update({name: rest}))))
    valued = {name for name, rest in seen.items() if rest.get("action", "append") == "append"}
    assert valued == WITH_A_VALUE - {"--target"}
