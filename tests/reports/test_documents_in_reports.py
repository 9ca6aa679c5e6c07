"""Rows of documents in JUnit, SARIF and on the terminal: ids that stay, words and places of the document."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Facts, Outcome, Row, decide
from pytest_golive.reports import blockers, junit
from pytest_golive.reports.sarif import sarif

FOUND = (Finding("src/a.py", 7, "FIXME", "# FIXME"),)
GATE = Row(
    Entry("golive/security::no_exposed_secrets", "No exposed secrets", "security", ("pre_deploy",)),
    Outcome.FAILED,
    "1 too many",
    "mend it",
    "src/a.py:7",
    (Evidence("secrets", 1, "<=", 0, ok=False, found=FOUND),),
)
FINE = Row(Entry("golive/code_quality::coverage", "Coverage", "code_quality", ("pre_deploy",)), Outcome.PASSED)


def line(name, title, *parts, outcome, heading="My_heading", place="GO.md:4"):
    entry = Entry(f"golive/checklist::{name}", title, heading, ("pre_deploy",), place=place)
    evidence = tuple(one for part in parts for one in part.evidence)
    return Row(entry, outcome, "why", "cure", place, evidence, parts=parts)


SECRETS = line("no-secrets", "Nothing leaks", GATE, outcome=Outcome.FAILED)
AGAIN = line("again", "Again", GATE, FINE, outcome=Outcome.FAILED, place="GO.md:5")
SIGNED = line("team", "Team", outcome=Outcome.NOT_SIGNED, place="GO.md:6")
LATER = line("later", "Later", outcome=Outcome.NOT_DUE, place="GO.md:9")
VERDICT = decide([SECRETS, AGAIN, SIGNED, FINE], [], Facts(), [LATER])


def test_alerts_of_gates_keep_their_rules_and_get_the_documents_words():
    run = sarif(VERDICT, "1")["runs"][0]
    told = {
        (result["ruleId"], result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for result in run["results"]
    }
    assert told == {
        ("verdict", "pyproject.toml"),
        ("security/no_exposed_secrets/FIXME", "src/a.py"),
        ("checklist/team", "GO.md"),
    }
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    rule = rules["security/no_exposed_secrets/FIXME"]
    assert rule["shortDescription"]["text"] == "Nothing leaks"
    assert rule["properties"]["tags"] == ["golive", "My_heading"]
    assert "security-severity" in rule["properties"]


def test_a_gate_that_names_no_place_is_shown_at_its_row():
    red = Row(FINE.entry, Outcome.ERROR, "broken", "mend")
    run = sarif(decide([line("cov", "Covered", red, outcome=Outcome.ERROR)], [], Facts()), "1")["runs"][0]
    (result,) = [one for one in run["results"] if one["ruleId"] != "verdict"]
    assert result["ruleId"] == "code_quality/coverage"
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("GO.md", 4)


class Xml:
    def __init__(self):
        self.seen = []

    def add_global_property(self, name, value):
        raise AssertionError(name, value)

    def node_reporter(self, report):
        raise AssertionError(report)

    def pytest_runtest_logreport(self, report):
        self.seen.append(report)


def test_each_row_that_is_no_test_has_a_case_of_its_own():
    xml = Xml()
    people = line("people", "People", outcome=Outcome.SIGNED)
    own = Row(people.entry, Outcome.SIGNED, parts=(people,))  # that is pytest's own case
    verdict = decide([SECRETS, own, FINE], [], Facts(), [LATER])
    junit.add_rows(Fake(pluginmanager=Fake(get_plugins=lambda: [xml])), verdict)
    bodies = [(one.nodeid, one.outcome, one.location) for one in xml.seen if one.when == "call"]
    assert bodies == [
        ("golive/checklist::no-secrets", "failed", ("GO.md", 4, "Nothing leaks")),
        ("golive/checklist::later", "skipped", ("GO.md", 9, "Later")),
    ]
    assert dict(xml.seen[1].user_properties) == {
        "id": "golive/checklist::no-secrets",
        "title": "Nothing leaks",
        "phase": "pre_deploy",
        "section": "My_heading",
        "document": "GO.md:4",
        "outcome": "failed",
    }


def test_rows_of_one_trouble_are_told_by_place_and_title_and_gates_in_no_document_by_title_alone():
    said = []
    paper = Fake(width=100, verbosity=0, line=lambda *parts: said.append(parts[0] if isinstance(parts[0], str) else ""))
    rows = [line("up", "It is up", outcome=Outcome.ERROR), Row(FINE.entry, Outcome.ERROR, "why", "cure")]
    blockers.write(paper, decide(rows, [], Facts()))
    assert said[1:4] == ["     checklist::up, code_quality::coverage", "     GO.md:4: It is up", "     Coverage"]


@pytest.mark.parametrize("verbosity", [0, 1])
def test_what_blocks_is_told_with_its_place_in_the_document(verbosity):
    said = []
    paper = Fake(
        width=100,
        verbosity=verbosity,
        line=lambda *parts: said.append("".join(str(p) if isinstance(p, str) else p[0] for p in parts)),
    )
    blockers.write(paper, VERDICT)
    text = "\n".join(said)
    assert "  1. checklist::no-secrets  why\n     GO.md:4: Nothing leaks\n     src/a.py:7: # FIXME" in text
    assert "1 row not signed yet\n     checklist::team: why (GO.md:6)" in text
