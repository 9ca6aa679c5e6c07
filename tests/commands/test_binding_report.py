"""What ``golive bind`` says of each row and at its end."""

from __future__ import annotations

import pytest

from pytest_golive.checklist.binding.resolving import Catalogue, phases_of
from pytest_golive.checklist.proposing.guessing import NOTHING, Proposal
from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.checklist.proposing.planning import Open, open_rows
from pytest_golive.checklist.reading.text import text_of
from pytest_golive.commands.bind.asking import Asking, shown
from pytest_golive.commands.bind.candidates import candidates
from pytest_golive.commands.bind.reporting import elsewhere, report

GATES = Catalogue({"smoke::healthy": ("smoke",), "a::b": ("pre_deploy",), "c::d": ("pre_deploy", "post_deploy")})
TEXT = text_of(b"# G\n## After the deployment\n- [ ] one\n- [ ] two\n- [ ] three\n# H\n- [ ] four\n", "GO.md")


class Nothing:
    def propose(self, row, phase):
        return NOTHING


@pytest.fixture
def rows():
    return open_rows(TEXT, Nothing())


def test_what_is_no_check_is_no_gate(rows):
    said = list(report("GO.md", list(zip(rows, ["a::b", "no-check", "sign", "c::d"], strict=True)), set(), dry=False))
    assert said[-1].startswith("Next: review the comments")
    assert said[:2] == ["GO.md: 2 rows are bound to gates, 1 to people, who sign", "  1 row that is no check"]


def test_rows_that_are_due_in_another_phase_than_their_heading_says_are_told(rows):
    bonds = ["smoke::healthy", "c::d", "sign", "smoke::healthy"]
    found = list(elsewhere(list(zip(rows, bonds, strict=True)), GATES))
    assert found == [
        "  1 row is due in another phase than the heading suggests; run that phase, too:",
        "    3 one: due in smoke, not in post_deploy: pytest -m smoke",
    ]
    assert list(elsewhere([(rows[0], "sign")], GATES)) == []


@pytest.mark.parametrize(
    ("words", "phases"),
    [("smoke::healthy sign", ("smoke",)), ("sign phase=deploy", ("deploy",)), ("sign", ()), ("nonsense", ())],
)
def test_when_a_binding_is_due(words, phases):
    assert phases_of(words, GATES) == phases


def test_the_phase_of_each_row_is_shown(rows):
    row = Open(0, rows[0].row, Proposal("smoke::healthy", 0.9, "why"), "post_deploy")
    assert shown(row, "smoke::healthy", GATES)[1] == "      -> 0.90 smoke::healthy: why; due in smoke"


@pytest.mark.parametrize("answer", ["", "y", "Y", "yes"])
def test_enter_and_y_accept(rows, answer, tmp_path):
    with (tmp_path / "out").open("w") as out:
        row = Open(0, rows[0].row, Proposal("a::b", 0.9, "why"), "pre_deploy")
        assert Asking(out, lambda _: answer)(row, "a::b", GATES) == "a::b"


def test_an_english_row_is_shown_no_french_phrase(tmp_path):
    matcher = Matcher(candidates(tmp_path, None))
    for text, french in (("No TODOs in critical code", False), ("Aucun TODO dans le code critique", True)):
        (row,) = open_rows(text_of(f"- [ ] {text}\n".encode(), "GO.md"), matcher)
        assert row.proposal.bond == "code_quality::no_todo_in_critical_paths"
        assert ("dans le code" in row.proposal.why) == french
