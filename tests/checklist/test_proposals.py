"""Proposals for rows of foreign checklists are right, and never wrong if they are applied without a question."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from pathlib import Path

import pytest
from eight import checklists

from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.checklist.proposing.planning import CONFIDENCE, has_tasks, open_rows
from pytest_golive.checklist.reading.reading import document_of, rows_to_bind
from pytest_golive.checklist.reading.text import text_of
from pytest_golive.commands.bind.arguments import USUAL
from pytest_golive.commands.bind.candidates import candidates

TOP = Path(__file__).parents[2]
HOMES = runpy.run_path(str(TOP / "tools" / "homes.py"))
COMMENT = re.compile(r" ?<!-- golive: .*? -->")
EIGHT = {one.name: one for one in checklists()}


@pytest.fixture(scope="module")
def matcher():
    return Matcher(candidates(HOMES["SHOP"], None))


def decided(text, matcher, *, every=False):
    """The bindings that are written without a question, by row."""
    every = every or not has_tasks(text)
    return [(one.row, one.default(CONFIDENCE, every=every)) for one in open_rows(text, matcher)]


def counted(pairs):
    """How many bindings are right, wrong, and missing: people sign what a gate could judge."""
    return Counter("right" if got in homes else "missing" if got in {"sign", ""} else "wrong" for got, homes in pairs)


def test_the_confidence_is_the_same_everywhere():
    assert USUAL == CONFIDENCE


def later(check):
    """The gates that will judge a row that people sign, as soon as there are such."""
    return {
        gate for end, gates in HOMES["LATER"].items() if HOMES["_ends"](check.id, end) for gate in gates.split(", ")
    }


def example(matcher, *, every):
    bound = (HOMES["SHOP"] / HOMES["DOCUMENT"]).read_text(encoding="utf-8")
    homes = {check.row.first: {str(bond) for bond in check.binding.bonds} | later(check) for check in HOMES["checks"]()}
    text = text_of(COMMENT.sub("", bound).encode(), "GO_LIVE.md")
    return [(got, homes[row.first]) for row, got in decided(text, matcher, every=every) if row.first in homes and got]


def test_a_real_checklist_is_bound_without_a_question(matcher):
    found = counted(example(matcher, every=False))
    assert found["wrong"] == 0
    assert found["right"] >= 60
    assert found.total() == 91


def test_all_its_rows_have_a_home(matcher):
    found = counted(example(matcher, every=True))
    assert (found.total(), found["wrong"]) == (111, 0)
    assert found["right"] >= 103


@pytest.mark.parametrize("name", EIGHT)
def test_nothing_is_wrong_in_checklists_of_all_shapes(name, matcher):
    one = EIGHT[name]
    rows = decided(text_of(one.data, name), matcher)
    found = counted((got, one.home_of(row)) for row, got in rows)
    assert found["wrong"] == 0, [row.text for row, got in rows if got not in one.home_of(row)]
    assert len(rows) == len(one.homes)
    line = f"| {name.replace('_', ' ')} | {len(rows)} | {found['right']} | 0 | {found['missing']} |"
    assert line in (TOP / "docs" / "binding.md").read_text(encoding="utf-8").splitlines(), f"say so: {line}"


def test_the_example_has_all_rows_and_each_has_a_home():
    checks = HOMES["checks"]()
    kinds = Counter(str(check.row.kind) for check in checks)
    assert (len(checks), kinds["task"]) == (111, 56)
    wishes = [check for check in checks if {"Key Insights", "Requirements"} & set(check.row.headings)]
    assert len(wishes) == 12
    assert (TOP / "docs" / "checklist-homes.md").read_text(encoding="utf-8") == HOMES["page"](), "tools/homes.py"
    ends = [end for end in HOMES["LATER"] if not any(HOMES["_ends"](check.id, end) for check in checks)]
    assert ends == []


def test_a_row_whose_gate_is_gone_has_lost_its_home(monkeypatch):
    known = HOMES["checks"].__globals__
    kept = known["candidates"]
    monkeypatch.setitem(known, "candidates", lambda *a: [one for one in kept(*a) if "coverage" not in one.bond])
    with pytest.raises(ValueError, match="there is no gate 'code_quality::coverage'"):
        HOMES["checks"]()


def test_the_example_has_no_faults():
    text = text_of((HOMES["SHOP"] / HOMES["DOCUMENT"]).read_bytes(), "GO_LIVE.md")
    assert document_of(text).faults == ()


def test_a_gate_that_judges_a_part_is_bound_with_people_who_judge_the_rest(matcher):
    (row,) = rows_to_bind(text_of(b"- [ ] README install instructions work\n", "x.md"))
    found = matcher.propose(row)
    assert (found.bond, found.confidence > CONFIDENCE) == ("documentation::readme_accurate sign", True)
