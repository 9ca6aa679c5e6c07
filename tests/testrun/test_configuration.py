"""How a project configures pytest and coverage: as these tools read it, and never guessed."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.project.command import find_command
from pytest_golive.testrun.project.configuration import addopts, coverage_settings, pytest_table


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pytest.toml", b"["),
        ("pytest.ini", b"[pytest"),
        ("pytest.ini", b"[pytest]\naddopts = \xe4\n"),
        ("pyproject.toml", b"a = " + b"[" * 100_000),
        ("setup.cfg", b"no section\n"),
    ],
)
def test_where_the_configuration_of_pytest_cannot_be_read_no_command_is_guessed(tmp_path, git, name, content):
    (tmp_path / "manage.py").write_text("import django\n")
    (tmp_path / name).write_bytes(content)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    for read in (pytest_table, addopts, find_command):
        with pytest.raises(CannotMeasure) as caught:
            read(tmp_path)
        assert caught.value.what.startswith(f"{name} cannot be read (")
        assert caught.value.cure == f"correct {name}, or remove it"


def test_a_folder_in_the_place_of_a_file_is_not_taken_for_none(tmp_path):
    (tmp_path / "pytest.ini").mkdir()
    with pytest.raises(CannotMeasure, match=r"pytest\.ini cannot be read \(Is a directory\)"):
        pytest_table(tmp_path)


@pytest.mark.parametrize("name", [".coveragerc", ".coveragerc.toml", "tox.ini"])
def test_where_the_configuration_of_coverage_cannot_be_read_nothing_is_measured(tmp_path, name):
    (tmp_path / name).write_text("[run")
    with pytest.raises(CannotMeasure, match=r"cannot be read \(.*what is measured is unknown"):
        coverage_settings(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".coveragerc", "[coverage:run]\nsource = a\n"),
        (".coveragerc", "[run]\nsource = a\n"),
        (".coveragerc.toml", '[run]\nsource = ["a"]\n'),
        (".coveragerc.toml", '[tool.coverage.run]\nsource = ["a"]\n'),
        ("setup.cfg", "[coverage:run]\nsource = a\n"),
    ],
)
def test_coverage_takes_its_tables_by_either_name_in_files_of_its_own(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    assert coverage_settings(tmp_path).names_source
    (tmp_path / name).unlink()
    assert not coverage_settings(tmp_path).names_source


def test_a_file_of_its_own_is_all_that_coverage_reads(tmp_path):
    (tmp_path / "tox.ini").write_text("[coverage:run]\nsource = a\n")
    assert coverage_settings(tmp_path).names_source
    (tmp_path / ".coveragerc").touch()
    assert not coverage_settings(tmp_path).names_source
