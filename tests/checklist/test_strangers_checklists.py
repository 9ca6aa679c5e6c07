"""Twenty-four checklists by people who had not read the matcher: the bindings that ``golive bind --yes`` writes.

Those in ``known`` and ``unseen`` were read while it was improved, those in ``later`` only afterwards.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.binding_documents import compared, judged
from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.commands.bind.candidates import candidates

DATA = Path(__file__).parents[1] / "data/checklists"
DOCUMENTS = [f"{path.parent.name}/{path.stem}" for path in sorted(DATA.glob("*/*.md"))]
GUIDE = (Path(__file__).parents[2] / "docs/binding.md").read_text(encoding="utf-8")
LINE = re.compile(
    r"\| (?P<name>\w+/[\w-]+) \| (?P<rows>\d+) \| \d+, \d+, \d+ \| (?P<right>\d+), 0, \d+ \| (?P<missing>\d+) \|"
)
STATED = {match["name"]: match for match in LINE.finditer(GUIDE)}


@pytest.fixture(scope="module")
def matcher(tmp_path_factory):
    return Matcher(candidates(tmp_path_factory.mktemp("empty"), None))


def test_all_of_them_are_there():
    assert list(STATED) == DOCUMENTS
    assert len(DOCUMENTS) == 24


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_proposal_is_wrong_and_as_many_are_right_as_the_guide_says(matcher, name):
    rows = list(compared(DATA / f"{name}.md", matcher))
    counts = Counter(word for word, *_ in rows)
    assert [(line, text, bond) for word, line, text, bond, _ in rows if word == "wrong"] == []
    assert counts.total() == int(STATED[name]["rows"])
    assert counts["right"] == int(STATED[name]["right"])


@pytest.mark.parametrize(
    ("bond", "row", "word"),
    [
        ("sign", {"gates": []}, "right"),
        ("", {"gates": ["a::b"]}, "missing"),
        ("a::b", {"gates": ["a::b"]}, "right"),
        ("a::c", {"gates": ["a::b"], "also": ["a::c"]}, "right"),
        ("a::c", {"gates": ["a::b"]}, "wrong"),
        ("a::b", {"gates": []}, "wrong"),
        ("a::b", {"gates": ["a::b", "a::c"]}, "partial"),
        ("a::b", {"gates": ["a::b"], "partly": True}, "partial"),
        ("a::b sign", {"gates": ["a::b"], "partly": True}, "right"),
        ("a::b sign", {"gates": ["a::b"]}, "partial"),
        ("a::b, a::c", {"gates": ["a::c", "a::b"]}, "right"),
        ("a::b, a::c", {"gates": ["a::b"], "also": ["a::c"]}, "right"),
        ("a::b, a::c", {"gates": ["a::b"]}, "wrong"),
        ("a::b, a::c", {"gates": ["a::b", "a::c", "a::d"]}, "partial"),
        ("a::b, a::c", {"gates": ["a::b", "a::c"], "partly": True}, "partial"),
        ("section:a", {"gates": ["a::b", "a::c"]}, "right"),
        ("section:a", {"gates": ["c::d"]}, "wrong"),
        ("section:a", {"gates": []}, "wrong"),
    ],
)
def test_how_a_proposal_is_judged(bond, row, word):
    assert judged(bond, row) == word
