from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_golive.cli import main
from pytest_golive.explaining.catalogue import explanations

DOCS = Path(__file__).parent.parent / "docs"
RUN = "import sys; from pytest_golive.cli import main; sys.exit(main())"


@pytest.fixture
def here(tmp_path, git, monkeypatch):
    git(tmp_path, "init", "--quiet")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def golive(capsys, *args):
    """Exit status, what was printed, and what was complained about."""
    try:
        status = main(args)
    except SystemExit as exit_:
        status = exit_.code
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out, err


def test_init_writes_and_then_refuses(here, capsys):
    (here / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    status, out, err = golive(capsys, "init")
    assert (status, err) == (0, "")
    assert "pytest -m pre_deploy" in out
    assert "[tool.golive]" in (here / "pyproject.toml").read_text()
    status, out, err = golive(capsys, "init")
    assert (status, out) == (1, "")
    assert "holds the settings already" in err
    assert golive(capsys, "init", "--force")[0] == 0


def test_init_prints_without_writing(here, capsys):
    status, out, err = golive(capsys, "init", "--print")
    assert (status, err) == (0, "")
    assert "# [[waivers]]" in out
    assert not (here / "golive.toml").exists()


def test_init_elsewhere(here, capsys, monkeypatch):
    monkeypatch.chdir("/")
    assert golive(capsys, "init", str(here))[0] == 0
    assert (here / "golive.toml").is_file()


def test_init_in_a_broken_project_is_a_fault_of_the_settings(here, capsys):
    (here / "pyproject.toml").write_text("[project\n")
    status, out, err = golive(capsys, "init")
    assert (status, out) == (4, "")
    assert err.startswith("golive: pyproject.toml:1: not valid TOML")


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("nonsense",),
        ("explain",),
        ("explain", "--list", "coverage"),
        ("init", "a", "b"),
        ("init", "--force", "--print"),
    ],
)
def test_wrong_usage_is_status_2(capsys, args):
    status, out, err = golive(capsys, *args)
    assert (status, out) == (2, "")
    assert err.startswith("usage: golive")


@pytest.mark.parametrize("args", [("--help",), ("init", "--help"), ("explain", "--help"), ("--version",)])
def test_help_and_version(capsys, args):
    status, out, _ = golive(capsys, *args)
    assert status == 0
    assert "golive" in out


def test_explain_lists_all_gates(here, capsys):
    status, out, _ = golive(capsys, "explain", "--list")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()][:2] == [
        "code_quality::files_within_limit",
        "code_quality::critical_files_modular",
    ]
    assert len(out.splitlines()) == len(explanations())


def test_explain_shows_the_settings_of_this_project(here, capsys, monkeypatch):
    (here / "golive.toml").write_text("[code_quality]\ncoverage = 91\n")
    (here / "src").mkdir()
    monkeypatch.chdir(here / "src")
    status, out, err = golive(capsys, "explain", "coverage", "security")
    assert (status, err) == (0, "")
    assert "code_quality.coverage = 91  (golive.toml:2; the default is 80)" in out
    assert "security::no_exposed_secrets: No exposed secrets" in out
    assert "\033[" not in out


def test_explain_an_unknown_gate(here, capsys):
    status, out, err = golive(capsys, "explain", "coverage", "coverge")
    assert (status, out) == (2, "")
    assert err == "golive: there is no gate 'coverge'; did you mean code_quality::coverage?\n"


def test_explain_still_helps_whoever_broke_the_settings(here, capsys):
    (here / "golive.toml").write_text("[code_quality]\ncoverage = 101\n")
    status, out, err = golive(capsys, "explain", "coverage")
    assert status == 4
    assert "code_quality.coverage = 80  (the default)" in out
    assert "golive.toml:2: code_quality.coverage = 101: must be a number from 0 to 100" in err


def test_a_terminal_gets_bold_headings_unless_it_asks_for_none(here, capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert golive(capsys, "explain", "coverage")[1].startswith("\033[1mcode_quality::coverage")
    monkeypatch.setenv("NO_COLOR", "")
    assert "\033[" not in golive(capsys, "explain", "coverage")[1]


def test_a_reader_that_has_seen_enough_is_no_error(here):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", RUN, "explain", "--list"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False, timeout=600)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("page", ["gates", "settings", "api"])
def test_the_reference_pages_are_current(capsys, page):
    _, out, _ = golive(capsys, "explain", "--markdown", page)
    assert (DOCS / f"{page}.md").read_text(encoding="utf-8") == out, (
        f"golive explain --markdown {page} > docs/{page}.md"
    )
