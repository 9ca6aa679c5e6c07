"""What JUnit contains for a row: names, outcome, and the value that decided."""

from __future__ import annotations

import json
from types import SimpleNamespace as Fake

import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Entry
from pytest_golive.outcomes import properties

ROW = Entry("golive/security::x", "X", "security", ("pre_deploy", "smoke"))
NOTE = Evidence("note", "n")
GOOD = Evidence("good", 1, "<=", 2, " ms", ok=True)
BAD = Evidence("bad", 3, "<=", 2, " ms", ok=False)


@pytest.mark.parametrize(
    ("evidence", "measured"),
    [((), None), ((NOTE,), None), ((NOTE, GOOD), "1 ms"), ((NOTE, GOOD, BAD), "3 ms"), ((BAD, GOOD), "3 ms")],
)
def test_the_first_breach_or_the_first_thing_judged(evidence, measured):
    item, report = Fake(user_properties=[("own", 1)]), Fake(user_properties=[])
    properties.begin(item, ROW)
    properties.complete(item, report, "failed", evidence)
    assert report.user_properties == item.user_properties
    told = dict(report.user_properties)
    names = {"own": 1, "id": ROW.id, "title": "X", "phase": "pre_deploy smoke", "section": "security"}
    decided = {"measured": measured, "limit": "≤ 2 ms", "unit": "ms"} if measured else {}
    kept = json.loads(told.pop("evidence"))
    assert told == {**names, "outcome": "failed", **decided}
    assert [each["name"] for each in kept] == [each.name for each in evidence]


def test_another_try_takes_the_place_of_the_first_and_long_lists_are_cut():
    item, report = Fake(user_properties=[("own", 1)]), Fake(user_properties=[])
    many = Evidence("many", 30, "<=", 0, ok=False, found=(Finding("a.py", 1, "R", "m"),) * 30)
    for outcome, evidence in (("failed", [many]), ("passed", [GOOD])):
        properties.begin(item, ROW)
        properties.complete(item, report, outcome, evidence)
        if outcome == "failed":
            (kept,) = json.loads(dict(report.user_properties)["evidence"])
            assert (len(kept["found"]), kept["found_count"]) == (20, 30)
    names = [name for name, _ in report.user_properties]
    assert len(names) == len(set(names))
    assert dict(report.user_properties)["outcome"] == "passed"
    properties.begin(item, ROW)
    assert "outcome" not in dict(item.user_properties)


def test_a_row_that_breaks_when_it_is_torn_down_has_one_outcome():
    item, report = Fake(user_properties=[]), Fake(user_properties=[])
    properties.begin(item, ROW)
    properties.complete(item, report, "passed", [GOOD])
    properties.complete(item, report, "error", [BAD])
    assert [value for name, value in report.user_properties if name == "outcome"] == ["error"]
    assert [value for name, value in report.user_properties if name == "measured"] == ["3 ms"]
    assert [name for name, _ in report.user_properties].count("evidence") == 1
