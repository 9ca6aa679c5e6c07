"""What is near to a gate and not the gate's: other things of the same name, and rows that say more than it judges."""

from __future__ import annotations

import subprocess
import sys

import pytest
from near_misses import NEAR_MISSES

from pytest_golive.checklist.proposing.comparing import Candidate
from pytest_golive.checklist.proposing.language.parts import parts_of
from pytest_golive.checklist.proposing.language.sensing import Sense
from pytest_golive.checklist.proposing.language.words import stem, tokens
from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.checklist.proposing.planning import CONFIDENCE
from pytest_golive.checklist.reading.reading import rows_to_bind
from pytest_golive.checklist.reading.text import text_of
from pytest_golive.commands.bind.candidates import candidates, catalogue_of
from pytest_golive.commands.bind.senses import SENSES


@pytest.fixture(scope="module")
def matcher(tmp_path_factory):
    return Matcher(candidates(tmp_path_factory.mktemp("empty"), None))


def rows(*texts):
    return rows_to_bind(text_of("".join(f"- [ ] {text}\n" for text in texts).encode(), "x.md"))


def bound(matcher, text):
    found = matcher.propose(*rows(text))
    return found.bond if found.confidence >= CONFIDENCE else ""


def test_no_near_miss_is_bound(matcher):
    texts = NEAR_MISSES.strip().splitlines()
    assert len(texts) > 60
    assert {text: bond for text in texts if (bond := bound(matcher, text))} == {}


@pytest.mark.parametrize(
    ("text", "bond"),
    [
        ("Changelog complete", "documentation::changelog_updated"),
        ("Changelog complete AND thanks every first-time contributor", "documentation::changelog_updated sign"),
        ("README accurate, new joiner has followed it", "documentation::readme_accurate sign"),
        ("No high-severity bandit findings; medium ones assessed", "security::no_vulnerable_code sign"),
        ("Coverage ≥ 80 % and gaps explained to the auditor", "code_quality::coverage sign"),
        ("Les tests unitaires passent et le client est content", "code_quality::tests_pass sign"),
        ("Health endpoint green; Grafana shows no spike", "smoke::healthy sign"),
        ("Latency (p95 < 200 ms) holds under load", "infrastructure::performance_acceptable"),
        ("Staging is up, healthy and on v2.4.0", "infrastructure::staging_deployed"),
        ("Auth flows, diagram for the auditors drawn", ""),
    ],
)
def test_people_judge_what_a_row_says_besides(matcher, text, bond):
    assert bound(matcher, text) == bond


@pytest.mark.parametrize(
    ("text", "bond"),
    [
        ("README and changelog are up to date", "documentation::readme_accurate, documentation::changelog_updated"),
        ("All tests pass, coverage ≥ 80 %", "code_quality::tests_pass, code_quality::coverage"),
        ("Merged to main, tag pushed", "deployment::merged, deployment::tagged"),
    ],
)
def test_two_gates_that_together_explain_each_word_are_both_bound(matcher, text, bond):
    assert bound(matcher, text) == bond


def test_to_deny_something_bad_is_a_claim_and_to_deny_the_thing_is_none(matcher):
    assert bound(matcher, "No failing tests") == bound(matcher, "No test is red") == "code_quality::tests_pass"
    assert bound(matcher, "No tests") == ""
    assert bound(matcher, "No FIXME in the code") == "code_quality::no_fixme_or_hack"


def test_one_foreign_word_is_enough_and_is_named(matcher):
    found = matcher.propose(*rows("Coverage of the lunar orbit is at least 80 %"))
    assert found.confidence < CONFIDENCE
    assert "foreign: lunar, orbit" in found.why
    assert bound(matcher, "Coverage is at least 80 %") == "code_quality::coverage"
    assert bound(matcher, "Coverage is 80 % or better") == "code_quality::coverage"


@pytest.mark.parametrize(
    ("text", "bond"),
    [
        ("Bandit", "security::no_vulnerable_code"),
        ("Sessions", ""),
    ],
)
def test_a_heading_confirms_a_name_that_means_nothing_else(matcher, text, bond):
    (row,) = rows_to_bind(text_of(f"# Security\n\n- [ ] {text}\n".encode(), "x.md"))
    found = matcher.propose(row)
    assert (found.bond if found.confidence >= CONFIDENCE else "") == bond
    assert bound(matcher, text) == ""


def test_what_stands_behind_parentheses_goes_on_with_what_stood_before():
    before, aside, after, other = parts_of(*rows("Latency (p95 < 2 s) holds, says Ana"))
    assert (before.clause, aside.is_aside, after.clause) == (0, True, 0)
    assert (after.is_aside, other.clause, other.is_joined) == (False, 1, True)
    assert "limit-s" in aside.words


def test_versions_and_codes_are_words_and_other_numbers_are_not():
    assert tokens("v7.1.0 and 2.0, but 80 % of 250 get 429") == [
        *("releasenumber", "and", "releasenumber", "but", "of", "get", "429")
    ]
    assert tokens("tls 1.2 only, 1.5 ms")[-1] == "ms"


@pytest.mark.parametrize(("one", "other"), [("staging", "stage"), ("meeting", "meet"), ("party", "part")])
def test_words_that_only_look_like_forms_of_another_stay_themselves(one, other):
    assert stem(one) != stem(other)


def test_a_french_participle_is_one_word_in_all_its_forms():
    assert len({stem(word) for word in ("refuse", "refuses", "refusee", "refusees")}) == 1


def test_each_sense_belongs_to_something_that_exists(tmp_path):
    known = candidates(tmp_path, None)
    assert SENSES.keys() <= {one.bond for one in known}
    assert {bond for bond in SENSES if "::" in bond and " " not in bond} <= catalogue_of(known).gates.keys()


def test_a_name_with_a_claim_is_sure_and_a_name_alone_is_not():
    sense = Sense(names="kraken|octopus arms", states="@nil tied", goes="sea")
    matcher = Matcher([Candidate("sea::kraken", ("The monster sleeps",), sense=sense)])
    assert bound(matcher, "Octopus of the sea: arms tied") == "sea::kraken"
    assert bound(matcher, "Kraken arms") == ""
    assert bound(matcher, "Arms tied") == ""


PROPOSED = """
import sys, pathlib
from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.checklist.reading.reading import rows_to_bind
from pytest_golive.checklist.reading.text import read_text
from pytest_golive.commands.bind.candidates import candidates
matcher = Matcher(candidates(pathlib.Path(sys.argv[2]), None))
for row in rows_to_bind(read_text(pathlib.Path(sys.argv[1]), "x.md")):
    print(matcher.propose(row))
"""


def test_proposals_do_not_depend_on_the_order_of_hashes(tmp_path):
    document = tmp_path / "x.md"
    document.write_text("".join(f"- [ ] {text}\n" for text in NEAR_MISSES.splitlines()), encoding="utf-8")
    command = [sys.executable, "-c", PROPOSED, str(document), str(tmp_path)]
    said = {
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
