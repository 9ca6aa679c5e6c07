"""The checklist on terminals of every kind."""

from __future__ import annotations

import re

import pytest

STOCK = """\
import pytest
from pytest_golive import gate

pytestmark = pytest.mark.pre_deploy

@gate("The stock is right")
def stock(judge):
    judge("items missing", 0, at_most=0)
"""


def checklist(result):
    text = result.stdout.str()
    return text[text.index("go-live checklist") :]


def test_table_has_title_measured_limit_and_time(red):
    result = red.phase()
    result.stdout.re_match_lines([r"  FAIL    All files have at most 200 LOC +250 lines +≤ 200 lines +\d+\.\d s"])


def test_blocker_has_place_and_cure(red):
    result = red.phase()
    result.stdout.fnmatch_lines(
        [
            "  1. code_quality::files_within_limit  longest file: 250 lines, must be at most 200 lines",
            "     src/shop/big.py: 250 lines, 50 over 200",
            "     to fix: *",
        ]
    )


def test_failures_are_told_once(red):
    text = red.phase().stdout.str()
    assert "= FAILURES =" not in text
    assert "short test summary" not in text
    assert text.count("must be at most 200 lines") == 1


def test_failures_are_told_as_pytest_does_if_asked_for(red):
    text = red.phase("--tb=short", "-rf").stdout.str()
    assert "= FAILURES =" in text
    assert "short test summary" in text


@pytest.mark.parametrize("width", [40, 60, 80, 120, 300])
def test_no_line_of_the_table_is_wider_than_the_terminal(red, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    text = checklist(red.phase("-v"))
    rows = text.split("\n")[1:]
    table = rows[: next(i for i, line in enumerate(rows) if line.startswith("  1."))]
    assert [line for line in table if len(line) > width] == []
    assert any("250 lines" in line for line in table)


def test_limits_are_seen_on_a_terminal_of_80_columns(red, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    red.phase().stdout.fnmatch_lines(["*FAIL*All files have at most 200 LOC*250 lines*≤ 200 lines*"])


def test_verbose_shows_every_piece_of_evidence(project):
    text = checklist(project.phase("-v"))
    assert re.search(r"longest file: 5 lines, must be at most 200 lines", text)


def test_quiet_shows_blockers_and_verdict(red):
    text = red.phase("-q").stdout.str()
    assert "src/shop/big.py: 250 lines" in text
    assert "NO-GO" in text
    assert "PASS " not in text


@pytest.mark.parametrize("args", [("-qq",), ("--no-summary",)], ids=" ".join)
def test_very_quiet_shows_the_verdict_alone(red, args):
    text = red.phase(*args).stdout.str()
    assert "NO-GO  1 passed" in text
    assert "src/shop/big.py" not in text


@pytest.mark.parametrize("args", [("-qq",), ("--no-header", "--no-summary", "-q", "-s")], ids=" ".join)
@pytest.mark.parametrize("more", [("--tb=no",), ("-rN",)], ids=" ".join)
def test_one_green_row_is_no_go_and_the_reason_is_told_even_without_a_summary(project, args, more):
    project.write("gates/test_stock.py", STOCK)
    project.commit()
    result = project.run(*args, *more, "gates/test_stock.py::stock")
    result.stdout.re_match_lines(
        [r".*built-in rows for pre_deploy were not chosen: only the whole checklist.*", r"NO-GO  1 passed.*"]
    )
    assert result.ret == 1


def test_colours_only_where_they_are_wanted(red):
    assert "\x1b[" not in red.phase("--color=no").stdout.str()
    coloured = red.phase("--color=yes").stdout.str()
    assert "\x1b[31m" in coloured
    assert re.search(r"\x1b\[[0-9;m\x1b\[]*NO-GO", coloured)


def test_a_terminal_that_knows_only_ascii(red, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("PYTHONUTF8", "0")
    red.phase(apart=True).stdout.fnmatch_lines(["*250 lines*<= 200 lines*"])


@pytest.mark.security
def test_escape_sequences_in_names_do_not_reach_the_terminal(project):
    project.write("src/shop/\x1b[32mGO\x1b[0m.py", "x = 1\n" * 300)
    project.commit()
    text = checklist(project.phase("--color=no"))
    assert "\x1b" not in text
    assert "300 lines" in text


def test_rows_nobody_set_up_share_one_block_with_one_cure(project):
    text = (project.path / "pyproject.toml").read_text()
    for gate in ("critical_files_modular", "no_todo_in_critical_paths"):
        text = text.replace(f'"code_quality::{gate}" = "not tried in this test"\n', "")
    project.write("pyproject.toml", text)
    output = checklist(project.phase())
    assert "2 rows not set up yet" in output
    assert output.count("golive init") == 1
    assert output.count("to fix:") == 1


def test_rows_nobody_set_up_share_one_line_a_section(project):
    project.write(
        "pyproject.toml",
        re.sub(r"(?s)\[tool.golive.not_applicable\].*", "", (project.path / "pyproject.toml").read_text()),
    )
    output = checklist(project.phase("-p", "no:cacheprovider"))
    sections = re.split(r"(?m)^(?=[a-z]+(?: [a-z]+)?$)", output)
    assert {section.count("NOT SET UP") for section in sections} == {0, 1}
    assert re.search(r"(?m)^  NOT SET UP 5 rows; next: golive init$", output)
    assert "security (5): no_vulnerable_dependencies, auth_flows," in output
    assert output.count("the settings describe no target") == 0
    live = project.phase("-v", "-k", "auth_flows or api_keys or rate_limit or transport")
    assert checklist(live).count("the settings describe no target") > 3


def test_a_whole_section_is_declared_away_with_one_reason(project):
    text = re.sub(r'(?m)^"infrastructure::.*\n', "", (project.path / "pyproject.toml").read_text())
    project.write("pyproject.toml", text + '"infrastructure::*" = "a library: nothing of it runs anywhere"\n')
    said = " ".join(checklist(project.phase()).split())
    assert "6 rows: CI/CD pipeline green, Staging deployment successful, Performance benchmarks acceptable, " in said
    assert "Alerting configured: a library: nothing" in said


def test_a_placeholder_is_not_a_reason(project):
    text = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", text.replace("not tried in this test", "REPLACE THIS: say why", 1))
    result = project.phase()
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*1 row not set up yet*", "*but without a reason*", "NO-GO*"])


DRAWN = """\
def test_drawn(judge):
    judge("gaps", {gaps}, at_most=0)
    judge.note("timeline", "fresh     ··██··\\nkept-alive  ······")
"""


@pytest.mark.parametrize(("gaps", "args", "shown"), [(0, (), 0), (0, ("-v",), 1), (1, (), 1), (1, ("-v",), 2)])
def test_a_picture_is_shown_as_it_is_drawn_where_it_is_wanted(project, gaps, args, shown):
    project.write("gates/test_drawn.py", DRAWN.format(gaps=gaps))
    lines = project.phase(*args).stdout.lines
    assert sum(line.endswith("fresh     ··██··") for line in lines) == shown
    assert sum(line.strip() == "kept-alive  ······" for line in lines) == shown


def test_a_picture_on_a_terminal_that_knows_only_ascii(project, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("PYTHONUTF8", "0")
    project.write("gates/test_drawn.py", DRAWN.format(gaps=1))
    project.phase(apart=True).stdout.fnmatch_lines(["*     fresh     ..##..", "*     kept-alive  ......"])


def test_one_trouble_of_many_rows_is_told_once(project):
    file = project.path / "pyproject.toml"
    file.write_text(f"{file.read_text()}[tool.golive.targets.staging]\nurl = 'http://127.0.0.1:9'\nwait = '1ms'\n")
    project.commit()
    result = project.run("-m", "smoke")
    assert result.stdout.str().count("the connection was refused") == 1
    result.stdout.fnmatch_lines(
        ["*rows  GET http://127.0.0.1:9/healthz: the connection was refused*", "*smoke::healthy, *"]
    )
