"""The identity of a finding, and what messages and records of evidence leave out: each rule alone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.arranged import Arranged, as_they_are
from pytest_golive.judging.choices import Choices
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry, Outcome, Row, Verdict
from pytest_golive.judging.waivers import Waiver, Waivers

TODAY = dt.date(2026, 11, 23)
ADVISORY = Finding("requirements.txt", 3, "GHSA-5j98-mcp5-4vw2", "tea 1.0: cold (CVE-2025-10001)")
OTHER = Finding("src/a.py", 3, "B602", "the fault of CVE-2025-10001 and of GHSA-5j98-mcp5-4vw2 again")


def test_an_advisory_has_all_ids_that_it_names_and_another_finding_has_none():
    assert ADVISORY.advisories == ("GHSA-5j98-mcp5-4vw2", "CVE-2025-10001")
    assert OTHER.advisories == ()
    assert Finding("a", 0, "see CVE-2025-10001", "m").advisories == ()


@pytest.mark.security
@pytest.mark.parametrize("match", ["GHSA-5j98-mcp5-4vw2", "CVE-2025-10001"])
def test_an_advisory_is_waived_by_any_of_its_ids_and_nothing_else_is(match):
    waivers = Waivers([Waiver("own::gate", match, "why", "a", "b", TODAY)], TODAY)
    assert waivers.sort([OTHER, ADVISORY]).found == (OTHER,)
    assert waivers.sort([OTHER, ADVISORY]).waived == (ADVISORY,)
    unnamed = dataclasses.replace(ADVISORY, rule="GHSA-0000-0000-0000", message="tea 1.0: cold")
    assert waivers.sort([unnamed]).waived == ()


def test_a_cure_does_not_make_it_another_finding():
    cured = dataclasses.replace(OTHER, cure="mend it")
    assert (cured == OTHER, cured.fingerprint == OTHER.fingerprint) == (True, True)
    assert dataclasses.replace(OTHER, severity="low") != OTHER


def test_rows_without_a_document_stand_as_they_are():
    row = Row(Entry("own::gate", "X", "own", ()), Outcome.FAILED)
    assert as_they_are([row]) == Arranged((row,), (), ())


def test_choices_are_not_those_of_a_first_release_where_nobody_knows_the_one_before():
    assert Choices(in_force="2 waivers", is_since_unknown=True).summary == "in force: 2 waivers"
    assert Choices(is_since_unknown=True).summary == ""


def test_of_many_reasons_the_first_five_are_told_and_the_others_are_counted():
    six = Evidence("x", 0, waived=(OTHER,), excuses=tuple("abcdef"))
    assert six.excuse == "1 waived: a; b; c; d; e; and 1 more reason"
    seven = Evidence("x", 0, waived=(OTHER,), excuses=tuple("abcdefg"))
    assert seven.excuse.endswith("; e; and 2 more reasons")
    many = Evidence("x", 0, waived=(OTHER,) * 2000, excuses=tuple(map(str, range(2000))))
    assert many.excuse == "2,000 waived: 0; 1; 2; 3; 4; and 1,995 more reasons"


def test_what_is_no_text_is_no_picture():
    assert Evidence("x", 3).picture == ()


def test_kinds_of_findings_that_are_not_there_are_not_in_a_record():
    for made in (Evidence("x", 1).as_dict(), Evidence("x", 1).as_record()):
        assert made == {"name": "x", "value": 1, "found_count": 0}


def test_what_was_judged_stands_once_among_the_gates_whatever_rows_it_is_bound_to():
    one, other = (Row(Entry(f"own::{name}", "X", "own", ()), Outcome.PASSED) for name in "ab")
    bound, alone = (Row(Entry(f"docs::{name}", "Y", "docs", ()), Outcome.PASSED) for name in "cd")
    rows = (dataclasses.replace(bound, parts=(one, other)), dataclasses.replace(bound, parts=(other,)), alone)
    assert Verdict(rows).gates == (one, other, alone)


def test_a_finding_is_known_again_by_what_it_is():
    finding = Finding("a.py", 3, "R", "message", key="key")
    assert finding.fingerprint == hashlib.sha256(b"R\0a.py\0key").hexdigest()[:16]
    assert finding.identity == hashlib.sha256(b"R\0key").hexdigest()[:16]
    assert dataclasses.replace(finding, line=9, message="other").fingerprint == finding.fingerprint
    without = dataclasses.replace(finding, key="")
    assert without.fingerprint == hashlib.sha256(b"R\0a.py\0message").hexdigest()[:16]
    assert without.identity == hashlib.sha256(b"R\0message").hexdigest()[:16]


def test_a_place_is_one_printable_line():
    assert Finding("a b.py", 3, "", "").place == "a b.py:3"
    assert Finding("a\nb.py", 0, "", "").place == r"a\nb.py"
    assert Finding("é\\ü.py", 0, "", "").place == "é\\ü.py"
    assert Finding("a\udcffb.py", 0, "", "").place == r"a\udcffb.py"
    assert [Finding("a", 0, "", "", how).gravity for how in ("high", "medium", "low", "odd")] == [0, 1, 2, 0]
