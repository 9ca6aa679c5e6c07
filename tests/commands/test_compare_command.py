"""``golive compare`` with records of real runs."""

from __future__ import annotations

import re

import pytest

from pytest_golive.cli import main


@pytest.fixture
def two(project):
    project.phase("--golive-record=../old.json")
    project.write("src/shop/long.py", "x = 1\n" * 250)
    project.commit()
    project.phase("--golive-record=../new.json")
    return project


def test_what_changed_between_two_runs(two, monkeypatch, capsys):
    monkeypatch.chdir(two.path)
    assert main(["compare", "../old.json", "../new.json"]) == 0
    told = capsys.readouterr().out
    assert "worse (" in told
    assert "code_quality::files_within_limit: passed to failed" in told
    assert "new finding: src/shop/long.py" in told
    assert main(["compare", "../old.json", "../new.json", "--format=markdown"]) == 0
    assert "- `code_quality::files_within_limit`: **passed to failed**" in capsys.readouterr().out


def test_an_edited_record_is_refused(two, monkeypatch, capsys):
    monkeypatch.chdir(two.path)
    record = two.path.parent / "new.json"
    record.write_text(record.read_text().replace('"NO-GO"', '"GO"'))
    assert main(["compare", "../old.json", "../new.json"]) == 1
    assert "edited" in capsys.readouterr().err


def test_a_record_that_is_not_there_is_refused(two, monkeypatch, capsys):
    monkeypatch.chdir(two.path)
    assert main(["compare", "../old.json", "../none.json"]) == 1
    assert "none.json cannot be read" in capsys.readouterr().err


FILES = (
    ("out/changes.html", (), "<!doctype html>"),
    ("out/changes.md", (), "<!-- pytest-golive compare -->"),
    ("out/changes", (), "golive compare: what changed"),
    ("out/page", ("--format=html",), "<!doctype html>"),
)


def test_it_is_written_into_a_file_and_the_terminal_has_one_line(two, monkeypatch, capsys):
    monkeypatch.chdir(two.path)
    for name, options, begins in FILES:
        assert main(["compare", "../old.json", "../new.json", f"--output={name}", *options]) == 0
        assert re.fullmatch(rf"{re.escape(name)}: \d+ worse, .* unchanged\n", capsys.readouterr().out)
        text = (two.path / name).read_text(encoding="utf-8").lstrip()
        assert text.startswith(begins)
        assert "code_quality::files_within_limit" in text


def test_what_is_no_comparison_is_spared(two, monkeypatch, capsys):
    monkeypatch.chdir(two.path)
    before = (two.path / "pyproject.toml").read_bytes()
    assert main(["compare", "../old.json", "../new.json", "-o", "pyproject.toml"]) == 1
    assert "pyproject.toml" in capsys.readouterr().err
    assert (two.path / "pyproject.toml").read_bytes() == before
