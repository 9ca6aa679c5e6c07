"""Rows of documents are as bad as the worst of what they are bound to, and nothing that is due gets lost."""

from __future__ import annotations

import datetime as dt

import pytest
from lines import CATALOGUE, bad, gate, good, lines_of

from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Outcome, Row
from pytest_golive.rows.arranging import ALSO, Known, arrange, due_people, unbound
from pytest_golive.rows.due import When

WHEN = When(("pre_deploy",), dt.datetime(2026, 11, 26, tzinfo=dt.UTC))
COVERAGE, TESTS = "code_quality::coverage", "code_quality::tests_pass"
Out = Outcome


def arranged(markdown, *rows, when=WHEN, recorded=None):
    return arrange(lines_of(markdown), rows, Known(when, CATALOGUE, recorded=recorded or {}))


def only(markdown, *rows):
    (row, *_) = arranged(markdown, *rows).rows
    return row


def signed(name, outcome, message=""):
    return Row(Entry(f"golive/checklist::{name}", "t", "s", ("pre_deploy",)), outcome, message, place="GO.md:1")


def test_rows_have_the_documents_words_headings_and_place():
    markdown = "# Go\n## Code\n### Deep\n- [ ] Covered <!-- golive: code_quality::coverage -->\n"
    row = only(markdown, gate(COVERAGE, evidence=[good()], seconds=2.0))
    assert (row.entry.id, row.entry.title) == ("golive/checklist::code/deep/covered", "Covered")
    assert (row.entry.section, row.entry.place, row.entry.phases) == ("Code / Deep", "GO.md:4", ("pre_deploy",))
    assert (row.outcome, row.message, row.evidence, row.seconds) == (Out.PASSED, "", (good(),), 2.0)
    assert [part.entry.id for part in row.parts] == [f"golive/{COVERAGE}"]


@pytest.mark.security
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Out.PASSED, Out.PASSED, Out.PASSED),
        (Out.PASSED, Out.FAILED, Out.FAILED),
        (Out.ERROR, Out.FAILED, Out.FAILED),
        (Out.NOT_RUN, Out.PASSED, Out.NOT_RUN),
        (Out.SKIPPED, Out.NOT_APPLICABLE, Out.SKIPPED),
        (Out.NOT_SET_UP, Out.WAIVED, Out.NOT_SET_UP),
        (Out.WAIVED, Out.PASSED, Out.WAIVED),
        (Out.KNOWN, Out.PASSED, Out.KNOWN),
        (Out.PASSED, Out.NOT_APPLICABLE, Out.PASSED),
        (Out.NOT_APPLICABLE, Out.NOT_APPLICABLE, Out.NOT_APPLICABLE),
        (Out.NOT_DUE, Out.NOT_APPLICABLE, Out.NOT_DUE),
    ],
)
def test_the_worst_gate_decides(one, other, expected):
    row = only(f"- [ ] both <!-- golive: {COVERAGE} {TESTS} -->\n", gate(COVERAGE, one), gate(TESTS, other))
    assert row.outcome is expected


def test_every_outcome_has_its_rank():
    for outcome in Outcome:
        row = only(f"- [ ] a <!-- golive: {COVERAGE} {TESTS} -->\n", gate(COVERAGE), gate(TESTS, outcome))
        assert row.outcome.blocks is outcome.blocks


def test_what_stands_in_the_way_is_told_by_gate():
    markdown = f"- [ ] both <!-- golive: {COVERAGE} {TESTS} sign -->\n"
    people = signed("both::signatures", Out.NOT_SIGNED, "0 of 1 signatures")
    red = gate(COVERAGE, Out.FAILED, "61 %", [bad()], place="a.py:3", cure="test it")
    row = only(markdown, red, gate(TESTS, Out.NOT_APPLICABLE, "none"), people)
    assert row.message == f"{COVERAGE}: 61 %; not applicable: {TESTS}: none; not signed: 0 of 1 signatures"
    assert (row.outcome, row.place, row.cure) == (Out.FAILED, "a.py:3", "test it")
    assert [part.entry.id for part in row.parts][-1] == "golive/checklist::both::signatures"


def test_each_gate_that_stands_in_the_way_has_its_own_cure():
    markdown = f"- [ ] both <!-- golive: {COVERAGE} {TESTS} -->\n"
    red = gate(COVERAGE, Out.FAILED, "61 %", [bad()], cure="Test it.")
    row = only(markdown, red, gate(TESTS, Out.ERROR, "no log", cure="run them"))
    assert row.cure == f"{COVERAGE}: Test it; {TESTS}: run them"
    assert only(markdown, red, gate(TESTS, Out.ERROR, "no log", cure="Test it.")).cure == "Test it."


def test_people_alone_decide_a_row_that_only_they_can():
    assert only("- [ ] Team briefed\n", signed("team-briefed", Out.SIGNED, "signed by ann")).outcome is Out.SIGNED
    red = only("- [ ] Team briefed\n", signed("team-briefed", Out.REJECTED, "ben rejects it"))
    assert (red.outcome, red.message, red.place) == (Out.REJECTED, "ben rejects it", "GO.md:1")


def test_who_must_sign_now():
    lines = lines_of("- [ ] a\n- [ ] b <!-- golive: smoke::healthy -->\n- [ ] c <!-- golive: sign phase=deploy -->\n")
    assert [entry.id for entry in due_people(lines, WHEN)] == ["golive/checklist::a"]
    both = lines_of(f"- [ ] d <!-- golive: {COVERAGE} sign -->\n")
    assert [entry.id for entry in due_people(both, WHEN)] == ["golive/checklist::d::signatures"]


@pytest.mark.security
def test_a_bound_gate_that_left_nothing_behind_did_not_run():
    row = only(f"- [ ] a <!-- golive: {COVERAGE} -->\n")
    assert (row.outcome, row.message) == (Out.NOT_RUN, f"{COVERAGE}: it did not run")


SMOKE = When(("smoke",), WHEN.now)
MIXED = f"- [ ] a <!-- golive: {COVERAGE} smoke::healthy -->\n"


@pytest.mark.security
def test_a_row_is_due_with_the_last_of_its_gates_and_the_others_must_be_recorded():
    assert [row.message for row in arranged(MIXED, gate(COVERAGE)).later] == ["due in smoke"]
    healthy = gate("smoke::healthy")
    for recorded, outcome in (
        ({}, Out.NOT_RUN),
        ({COVERAGE: Out.PASSED}, Out.PASSED),
        ({COVERAGE: Out.WAIVED}, Out.WAIVED),
    ):
        (row,) = arranged(MIXED, healthy, when=SMOKE, recorded=recorded).rows
        assert row.outcome is outcome
    (row,) = arranged(MIXED, healthy, when=SMOKE).rows
    assert row.message == f"{COVERAGE}: it is due in pre_deploy, and no record says how it ended"
    (row,) = arranged(MIXED, healthy, gate(COVERAGE), when=When(("pre_deploy", "smoke"), WHEN.now)).rows
    assert row.outcome is Out.PASSED


def test_what_a_record_says_of_a_row_that_is_not_due_is_told_with_it():
    markdown = f"# T\n- [ ] a <!-- golive: {COVERAGE} id=a -->\n- [ ] b <!-- golive: {TESTS} id=b -->\n"
    recorded = {"checklist::a": Out.PASSED, "checklist::b": Out.NOT_DUE}
    first, other = arranged(markdown, when=SMOKE, recorded=recorded).later
    assert (first.outcome, first.message) == (Out.NOT_DUE, "due in pre_deploy; passed there, as its record says")
    assert [part.outcome for part in first.parts] == [Out.PASSED]
    assert (other.message, other.parts) == ("due in pre_deploy", ())


def test_rows_that_are_not_due_neither_count_nor_hide_their_gates():
    found = arranged(f"- [ ] later <!-- golive: {COVERAGE} until=2027-01-01 -->\n", gate(COVERAGE, Out.FAILED, "61 %"))
    assert [(row.outcome, row.message) for row in found.later] == [(Out.NOT_DUE, "until 2027-01-01")]
    assert [(row.entry.id, row.entry.section, row.outcome) for row in found.rows] == [
        (f"golive/{COVERAGE}", ALSO, Out.FAILED)
    ]


def test_lines_that_are_no_checks_are_left_out():
    found = arranged("- [ ] party <!-- golive: no-check -->\n")
    assert (found.rows, found.later) == ((), ())


def test_cases_of_one_gate_are_all_bound():
    one, two = (gate("gates/own.py::pays", outcome) for outcome in (Out.PASSED, Out.FAILED))
    cases = [
        Row(Entry(f"{row.entry.id}[{name}]", "t", "own", ("pre_deploy",)), row.outcome, name)
        for row, name in ((one, "a"), (two, "b"))
    ]
    found = arranged("- [ ] pays <!-- golive: gates/own.py::pays -->\n", *cases)
    assert [row.outcome for row in found.rows] == [Out.FAILED]


def test_one_gate_may_stand_in_several_rows():
    markdown = f"- [ ] a <!-- golive: {COVERAGE} -->\n- [ ] b <!-- golive: section:code_quality -->\n"
    found = arranged(markdown, gate(COVERAGE), gate(TESTS), gate("code_quality::files_within_limit"))
    assert [(row.entry.title, len(row.parts)) for row in found.rows] == [("a", 1), ("b", 3)]


def test_numbers_that_nothing_was_compared_with_are_told():
    (line,) = lines_of(f"- [ ] all 67 <!-- golive: {COVERAGE} -->\n")
    for outcome, said in ((Out.PASSED, "not compared: 67"), (Out.FAILED, "why")):
        rows = [gate(COVERAGE, outcome, "" if outcome is Out.PASSED else "why")]
        (row,) = arrange([line], rows, Known(WHEN, CATALOGUE, lambda _: ["67"])).rows
        assert row.message == said


@pytest.mark.parametrize(
    ("evidence", "outcome", "message"),
    [
        (Evidence("counted", "67 files, 9,000 lines (loc)"), Out.PASSED, ""),
        (Evidence("counted", "1,067 files, 67 lines"), Out.FAILED, "the row says 67, but its gate counted 1067"),
        (Evidence("x", 0, "<=", 0, n=67, ok=True), Out.PASSED, ""),
        (Evidence("x", 0, "<=", 0, n=66, ok=True), Out.FAILED, "the row says 67, but its gate counted 66"),
        (good(), Out.PASSED, "not compared: 67"),
    ],
)
def test_a_count_must_be_what_the_gate_counted(evidence, outcome, message):
    row = only(f"- [ ] All 67 files <!-- golive: {COVERAGE} count=67 -->\n", gate(COVERAGE, evidence=[evidence]))
    assert (row.outcome, row.message) == (outcome, message)


def test_strictness_names_each_gate_that_stands_nowhere():
    lines = lines_of(f"- [ ] a <!-- golive: {COVERAGE}#x -->\n")
    told = list(unbound(lines, [gate(COVERAGE).entry, gate(TESTS).entry, gate(TESTS).entry]))
    assert told == [
        f"{TESTS} is due, no row is bound to it, and strict = true: bind a row to it, <!-- golive: {TESTS} -->"
    ]
