"""A row's title contains the limit in force; with the default limit, the title is unchanged."""

from __future__ import annotations

import json
import re
from types import FunctionType

import pytest

from pytest_golive.collecting.entries import built_in_entries
from pytest_golive.sections import parts, sections
from pytest_golive.settings.code_quality.limits import CodeQuality
from pytest_golive.settings.loading import settings_in
from pytest_golive.settings.model import Settings
from pytest_golive.settings.tables import tables_of
from pytest_golive.testrun.junit.safe_xml import read_xml

LINES = "golive/code_quality::files_within_limit"


def titles(text=""):
    settings = settings_in(f"[code_quality]\n{text}", "golive.toml").settings
    return {entry.id.partition("::")[2]: entry.title for entry in built_in_entries(settings)}


def test_the_checklists_own_words_stay_where_its_limits_hold():
    marked = {
        f"golive/{section}::{name}": str(mark.args[0])
        for section in sections()
        for module in parts("gates", section)
        for name, obj in vars(module).items()
        if isinstance(obj, FunctionType)
        for mark in getattr(obj, "pytestmark", ())
        if mark.name == "gate"
    }
    assert {entry.id: entry.title for entry in built_in_entries(Settings())} == marked


def test_every_row_that_names_a_number_or_a_word_from_the_settings_is_known_here():
    quality = Settings().of(CodeQuality)
    words = {*quality.critical_words, *quality.forbidden_words}
    telling = re.compile(rf"\d|{'|'.join(words)}")
    worded = {f"{s}::{name}" for s in sections() for table in tables_of(s) for name in Settings().of(table).titles()}
    named = {entry.id.partition("/")[2] for entry in built_in_entries() if telling.search(entry.title)}
    assert named - {"code_quality::tests_pass"} == worded  # that all tests pass is no limit to be set


@pytest.mark.parametrize(
    ("text", "gate", "title"),
    [
        ("max_lines = 5000", "files_within_limit", "All files have at most 5000 LOC"),
        ("count = 'sloc'", "files_within_limit", "All files have at most 200 SLOC"),
        ("coverage = 97.5", "coverage", "Coverage is at least 97.5 %"),
        ("coverage = 0", "coverage", "Coverage is at least 0 %"),
        ("forbidden_words = ['LATER']", "no_fixme_or_hack", "No LATER comments"),
        ("forbidden_words = ['A', 'B', 'C']", "no_fixme_or_hack", "No A, B or C comments"),
        (
            "critical_words = ['LATER', 'XXX']",
            "no_todo_in_critical_paths",
            "No LATER or XXX comments in critical paths",
        ),
    ],
)
def test_a_title_speaks_the_limit_in_force(text, gate, title):
    assert titles(text)[gate] == title


def test_in_every_view_and_under_names_that_stay(project, capsys, monkeypatch):
    from pytest_golive.cli import main

    file = project.path / "pyproject.toml"
    file.write_text(f"{file.read_text()}[tool.golive.code_quality]\nmax_lines = 50\n")
    project.write("src/shop/big.py", "x = 1\n" * 51)
    project.commit()
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    result = project.phase("--junitxml=report.xml", "--golive-sarif=golive.sarif")
    title = "All files have at most 50 LOC"
    result.stdout.fnmatch_lines([f"*FAIL*{title}*51 lines*≤ 50 lines*", f"*title={title}::51 lines*"])
    assert "200 LOC" not in result.stdout.str()
    root = read_xml(project.path / "report.xml", "JUnit report")
    (case,) = [case for case in root.iter("testcase") if case.get("name") == "files_within_limit"]
    told = {p.get("name"): p.get("value") for p in case.iter("property")}
    assert (told["id"], told["title"], case.get("classname")) == (LINES, title, "golive.code_quality")
    run = json.loads((project.path / "golive.sarif").read_text())["runs"][0]
    rule, _ = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["shortDescription"]["text"]) == ("code_quality/files_within_limit/lines", title)
    monkeypatch.chdir(project.path)
    capsys.readouterr()
    assert main(["explain", "files_within_limit"]) == 0
    assert main(["explain", "--list"]) == 0
    assert capsys.readouterr().out.count(title) == 2
