"""Summaries that CI systems offer a page for, and the file of ``--golive-markdown``."""

from __future__ import annotations

import pytest

from pytest_golive.judging.verdict import Verdict
from pytest_golive.masking.printing import Command
from pytest_golive.reports.markdown.offered import GITHUB, STEP, add_to_step, upload_command
from pytest_golive.reports.markdown.summary import COMMENT, MARK

NOTHING = Verdict((), ("nothing was due",))


def test_the_summary_of_a_step_keeps_what_other_commands_have_written(tmp_path):
    page = tmp_path / "summary"
    page.write_text("before")
    assert add_to_step(NOTHING, {GITHUB: str(page)})
    before, _, ours = page.read_text().partition("\n")
    assert (before, ours.startswith(MARK)) == ("before", True)


@pytest.mark.parametrize("size", [STEP - COMMENT, STEP + 5])
def test_a_page_that_is_full_already_is_left_alone(tmp_path, size):
    page = tmp_path / "summary"
    page.write_bytes(b"x" * size)
    assert not add_to_step(NOTHING, {GITHUB: str(page)})
    assert page.stat().st_size == size


@pytest.mark.parametrize("environment", [{}, {GITHUB: ""}])
def test_without_such_a_page_nothing_is_written(environment):
    assert not add_to_step(NOTHING, environment)


def test_azure_is_told_where_the_file_is(tmp_path):
    told = upload_command(tmp_path / "a.md", {"TF_BUILD": "True"})
    assert isinstance(told, Command)
    assert told == f"##vso[task.uploadsummary]{tmp_path / 'a.md'}"
    assert upload_command(tmp_path, {}) is None


def test_a_run_writes_the_file_and_the_page_of_the_step(project, monkeypatch):
    page = project.path.parent / "step-summary.md"
    monkeypatch.setenv(GITHUB, str(page))
    result = project.phase("--golive-markdown=reports/go.md")
    assert result.ret == 0
    text = (project.path / "reports/go.md").read_text(encoding="utf-8")
    assert text.startswith(f"{MARK}\n## ✅ GO\n")
    assert page.read_text(encoding="utf-8") == text
    result.stdout.fnmatch_lines(["summary as Markdown: reports/go.md"])


def test_a_page_that_cannot_be_written_is_said_and_changes_nothing(project, monkeypatch):
    monkeypatch.setenv(GITHUB, str(project.path))
    result = project.phase()
    assert result.ret == 0
    result.stdout.fnmatch_lines(["golive: the summary of this step cannot be written: *"])


def test_a_file_of_others_is_spared_and_the_run_is_no_go(project):
    before = (project.path / "src/shop/pay.py").read_bytes()
    result = project.phase("--golive-markdown=src/shop/pay.py")
    assert (result.ret, (project.path / "src/shop/pay.py").read_bytes()) == (1, before)
    assert "src/shop/pay.py cannot be written: it holds something other" in " ".join(result.stdout.str().split())


def test_the_file_tells_of_what_could_not_be_written_besides_it(project):
    project.phase("--golive-markdown=go.md", "--golive-sarif=src/shop/pay.py")
    assert "it holds something other than SARIF" in (project.path / "go.md").read_text(encoding="utf-8")


def test_a_page_that_is_full_is_said(project, monkeypatch):
    page = project.path.parent / "full-summary.md"
    page.write_bytes(b"x" * STEP)
    monkeypatch.setenv(GITHUB, str(page))
    result = project.phase()
    assert result.ret == 0
    result.stdout.fnmatch_lines(["golive: other commands have filled the summary of this step*"])
    assert page.stat().st_size == STEP
