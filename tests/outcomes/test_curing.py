"""Each reason has its own fix, and a row's general fix is for what it measures."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

import pytest_golive
from pytest_golive.errors import CannotMeasure
from pytest_golive.explaining.catalogue import explanations
from pytest_golive.files.artifacts import artifacts_folder
from pytest_golive.files.folders import MARK
from pytest_golive.outcomes.curing import REMOVE

ROW = "code_quality::files_within_limit"
OWN = explanations()[ROW].fix
SOURCE = Path(pytest_golive.__file__).parent
REASONS = {"CannotMeasure", "NotSetUp"}


def test_a_dead_waiver_is_told_with_its_own_cure_in_a_run(project):
    file = project.path / "pyproject.toml"
    file.write_text(
        f'{file.read_text()}\n[[tool.golive.waivers]]\ngate = "{ROW}"\nmatch = "gone.py"\nreason = "split in v2.1"\n'
        'owner = "payments"\napprover = "manager"\nexpires = 2999-01-01\n'
    )
    project.commit()
    text = project.phase().stdout.str()
    assert f"to fix: {REMOVE}" in text
    assert OWN not in text


def reasons():
    """Every place in the code where something cannot be measured."""
    for file in sorted(SOURCE.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        if not any(name in text for name in REASONS):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REASONS:
                yield pytest.param(node, id=f"{file.relative_to(SOURCE).as_posix()}:{node.lineno}")


@pytest.mark.parametrize("call", list(reasons()))
def test_every_reason_comes_with_a_cure(call):
    if any(isinstance(arg, ast.Starred) for arg in call.args) or any(word.arg is None for word in call.keywords):
        return  # it hands on what another process has said, cure and all
    cures = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "cure")]
    assert cures, "a message without a cure"
    assert not (isinstance(cures[0], ast.Constant) and not cures[0].value)


@pytest.fixture
def cannot_write(monkeypatch):
    """Let nothing be written below some folders, as in a checkout that is mounted read-only, for root, too."""
    import tempfile

    shut = []
    mkdir, temporary = Path.mkdir, tempfile.TemporaryFile

    def refuse(path):
        if any(Path(path).is_relative_to(folder) for folder in shut):
            raise OSError(30, os.strerror(30), os.fspath(path))

    monkeypatch.setattr(Path, "mkdir", lambda path, *args, **named: (refuse(path), mkdir(path, *args, **named))[1])
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **named: (refuse(named["dir"]), temporary(**named))[1])
    return shut.append


def test_logs_and_reports_lie_in_the_project_where_they_can(tmp_path):
    folder = artifacts_folder(tmp_path, "out/golive", {"HOME": "/nowhere"})
    assert folder == tmp_path / "out" / "golive"
    assert (folder / ".gitignore").read_text() == MARK


@pytest.mark.parametrize("is_there", [True, False])
def test_beside_a_read_only_checkout_they_lie_in_the_users_cache(tmp_path, cannot_write, is_there):
    root = tmp_path / "root"
    (root / ".golive").mkdir(parents=True) if is_there else root.mkdir()
    cannot_write(root)
    folder = artifacts_folder(root, ".golive", {"HOME": os.fspath(tmp_path / "home")})
    assert folder.is_relative_to(tmp_path / "home" / ".cache" / "pytest-golive")
    assert folder == artifacts_folder(root, ".golive", {"XDG_CACHE_HOME": os.fspath(tmp_path / "home" / ".cache")})


@pytest.mark.parametrize("environment", [{}, {"HOME": ""}, {"HOME": "relative"}, {"HOME": "/proc/none"}])
def test_without_a_home_they_lie_in_a_temporary_folder(tmp_path, cannot_write, monkeypatch, environment):
    monkeypatch.setenv("TMPDIR", os.fspath(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "root").mkdir()
    cannot_write(tmp_path / "root")
    folder = artifacts_folder(tmp_path / "root", ".golive", environment)
    assert folder.parent == tmp_path
    assert folder.name.startswith("pytest-golive-")


def test_where_nothing_can_be_written_the_cure_can_be_followed(tmp_path, cannot_write, monkeypatch):
    cannot_write(tmp_path)
    monkeypatch.setattr("tempfile.mkdtemp", lambda **_: (_ for _ in ()).throw(OSError(28, os.strerror(28))))
    with pytest.raises(
        CannotMeasure, match=r"written nowhere: .*\.golive \(Read-only file system\), the temp.* \(No sp"
    ):
        artifacts_folder(tmp_path, ".golive", {})


@pytest.mark.parametrize(
    ("reasons", "cure"),
    [
        (["cannot be read: Permission denied"], "make it readable for the user who runs the checklist"),
        (["Permission denied"] * 3, "make it readable for the user who runs the checklist"),
        (
            ["is too large to scan (over 5,000,000 bytes)"],
            "split the file that is too large; if it holds no secret, add its name to",
        ),
        (["makes detect-secrets fail with KeyError"], "report the failure to the tool's maintainers"),
        (
            ["is too large to scan", "cannot be read: x"],
            "exclude; make it readable for the user who runs the checklist",
        ),
    ],
)
def test_files_that_a_tool_could_not_read(reasons, cure):
    from pytest_golive.codebase.refusals import cures

    assert cure in cures(reasons)
    assert cures(reasons).count("make it readable") <= 1
