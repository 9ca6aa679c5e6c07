"""How sure a proposal is: what helps it, and what makes something else of the row."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.proposing.comparing import Candidate
from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.checklist.proposing.planning import CONFIDENCE
from pytest_golive.checklist.reading.reading import rows_to_bind
from pytest_golive.checklist.reading.text import text_of


def proposed(markdown, *known):
    row = rows_to_bind(text_of(markdown.encode(), "x.md"))[-1]
    return Matcher([Candidate(*one) for one in known]).propose(row)


TESTS = ("code::tests", ("All tests pass",), "code", ("pre_deploy",))
SECURE = ("security::tests", ("Security tests pass",), "security", ("pre_deploy",))
LINES = ("code::lines", ("Files are under 200 LOC",), "code", ("pre_deploy",))


def test_the_more_special_wins():
    assert proposed("- [ ] Security tests pass\n", TESTS, SECURE).bond == "security::tests"
    assert proposed("- [ ] All tests pass\n", TESTS, SECURE).bond == "code::tests"


def test_what_people_do_is_not_what_a_gate_judges():
    sure = proposed("- [ ] Tests pass\n", TESTS).confidence
    assert proposed("- [ ] Tests pass, the team is notified\n", TESTS).confidence < CONFIDENCE < sure


def test_two_that_are_as_near_are_no_certainty():
    twins = (("a::one", ("Backups exist",), "", ()), ("a::two", ("Backups exist",), "", ()))
    found = proposed("- [ ] Backups exist\n", *twins)
    assert found.confidence < CONFIDENCE
    assert "a::two is as close" in found.why


COVERED = ("code::coverage", ("Line coverage",), "code", ("pre_deploy",))
LINKS = ("docs::links", ("No dead links",), "docs", ("pre_deploy",), "Every relative link and anchor of each document.")


@pytest.mark.parametrize(
    ("other", "same", "gate"),
    [
        ("Coverage of the launch in the press", "Coverage: at 91 % since Monday", COVERED),
        ("Press coverage", "Coverage, Monday", COVERED),
        ("Dead links on the intranet", "Dead links: none, says the intranet", LINKS),
        ("Browser tests pass", "Tests pass, on Monday", TESTS),
    ],
)
def test_an_unknown_word_beside_what_fits_makes_something_else_of_it(other, same, gate):
    strange, plain = (proposed(f"- [ ] {text}\n", gate).confidence for text in (other, same))
    assert strange < CONFIDENCE
    assert strange < plain


def test_a_heading_of_the_section_does_not_outweigh_an_unknown_word_beside():
    row = "- [ ] Dead links on the intranet\n"
    assert proposed(f"# Docs\n{row}", LINKS) == proposed(row, LINKS)


def test_what_a_gate_measures_is_in_its_explanation():
    row = "- [ ] No dead links, relative ones and anchors included\n"
    assert proposed(row, LINKS).confidence > proposed(row, LINKS[:4]).confidence


def test_a_nested_row_continues_what_it_is_nested_in():
    assert proposed("- [ ] Tests\n  - [ ] pass\n", TESTS).confidence > CONFIDENCE
    assert proposed("- [ ] Tests\n- [ ] pass\n", TESTS).confidence < CONFIDENCE


def test_one_word_alone_is_no_certainty():
    assert proposed("- [ ] Coverage\n", COVERED).confidence < CONFIDENCE
    assert proposed("- [ ] Verify coverage\n", COVERED).confidence > CONFIDENCE
    assert proposed("- [ ] Coverage\n  - press\n- [ ] Verify coverage\n", COVERED).confidence > CONFIDENCE


def test_what_another_clause_says_counts_less():
    found = [proposed(text, TESTS).confidence for text in ("- [ ] Billing: tests pass\n", "- [ ] Billing tests pass\n")]
    assert found[0] > CONFIDENCE > found[1]


def test_a_heading_and_a_number_help_and_say_so():
    plain = proposed("- [ ] Files under 200 lines, by Friday\n", LINES)
    below = proposed("# Code\n- [ ] Files under 200 lines, by Friday\n", LINES)
    assert plain.confidence < below.confidence
    assert "under a heading of code" in below.why
    assert "the same limit" in below.why
    assert "it says < 300 lines, the gate < 200 lines" in proposed("- [ ] Files under 300 lines\n", LINES).why


def test_a_gate_that_is_due_before_says_little_of_the_day_after():
    row = "- [ ] All our tests still pass there\n"
    assert proposed(f"# Post-deployment\n{row}", TESTS).confidence < proposed(f"# Ready\n{row}", TESTS).confidence


def test_a_rollback_does_everything_anew():
    notified = ("deployment::announced", ("Team notified",), "", ("deploy",))
    assert proposed("# All\n## Deployment day\n- [ ] Team notified\n", notified).confidence > CONFIDENCE
    assert proposed("# All\n## Rollback steps\n- [ ] Team notified\n", notified).confidence < CONFIDENCE


def test_rows_without_a_word_have_no_proposal():
    for markdown in ("- [ ] 🎂\n", "- [ ] 42\n", "- [ ] the and of\n", "| a |\n|---|\n| ⬜ |\n"):
        assert proposed(markdown, TESTS, SECURE).bond == ""
