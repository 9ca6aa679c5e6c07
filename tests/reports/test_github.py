"""Annotations as GitHub's runner reads them."""

from __future__ import annotations

import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Outcome, Row, Verdict
from pytest_golive.reports.github import MOST, commands, runs_on_github

ENTRY = Entry("golive/code_quality::files_within_limit", "All files: short, 200", "code_quality", ("pre_deploy",))


def blocked(*found, **rest):
    return Row(ENTRY, Outcome.FAILED, evidence=(Evidence("x", len(found), "<=", 0, ok=False, found=found),), **rest)


def test_a_finding_is_annotated_at_its_line():
    row = blocked(Finding("a,b:c.py", 3, "r", "100 % wrong\nreally"), cure="mend it")
    assert commands(Verdict((row,))) == [
        "::error title=NO-GO::1 failed; 0 of 1 verified, 0 declared away; no commit yet",
        "::error file=a%2Cb%3Ac.py,title=All files%3A short%2C 200,line=3::100 %25 wrong%0Areally%0Amend it",
    ]


def test_a_whole_file_has_no_line():
    assert "line=" not in commands(Verdict((blocked(Finding("a.py", 0, "r", "long")),)))[1]


@pytest.mark.parametrize(("place", "told"), [("a.py:3", ",file=a.py,line=3"), ("a.py", ",file=a.py"), ("", "")])
def test_a_row_without_a_finding_is_annotated_itself(place, told):
    _, command = commands(Verdict((blocked(message="broken", place=place),)))
    assert command == f"::error title=All files%3A short%2C 200{told}::broken"


def test_only_so_many_are_shown_and_the_rest_is_counted():
    output = commands(Verdict((blocked(*(Finding(f"{n}.py", 1, "r", "m") for n in range(MOST + 3))),), ("it crashed",)))
    assert len(output) == MOST + 1
    assert output[-1].startswith("::notice title=NO-GO::5 more findings block")


def test_a_grave_finding_is_not_cut_off_behind_many_of_another_row():
    notes = blocked(*(Finding(f"{n}.py", 1, "r", "note") for n in range(50)))
    secret = blocked(Finding("s.py", 1, "r", "secret", "high"), Finding("t.py", 1, "r", "weak"))
    said = [command.rpartition("::")[2] for command in commands(Verdict((notes, secret)))]
    assert said[1:5] == ["secret", "note", "weak", "note"]


def test_a_no_go_without_a_red_row_is_an_error_all_the_same():
    output = commands(Verdict((Row(ENTRY, Outcome.PASSED),), ("rows were chosen",)))
    assert output == [
        "::error title=NO-GO::1 passed; 1 of 1 verified, 0 declared away; no commit yet",
        "::error title=NO-GO::rows were chosen",
    ]


def test_a_go_is_a_notice():
    assert commands(Verdict((Row(ENTRY, Outcome.PASSED),))) == [
        "::notice title=GO::1 passed; 1 of 1 verified, 0 declared away; no commit yet"
    ]


def test_they_are_wanted_on_github_alone():
    assert runs_on_github({"GITHUB_ACTIONS": "true"})
    assert not runs_on_github({})
