"""A waiver covers what it names, until its last day, and must cover something."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re

import pytest

from pytest_golive.findings import Finding
from pytest_golive.judging.judge import Judge
from pytest_golive.judging.waivers import Waiver
from pytest_golive.testrun.junit.safe_xml import read_xml

TODAY = dt.date(2026, 11, 23)
OLD = Finding("src/shop/legacy.py", 0, "lines", "412 lines, 212 over 200")
NEW = Finding("src/shop/pay.py", 0, "lines", "201 lines, 1 over 200")


def waiver(match="src/shop/legacy.py", expires=TODAY):
    return Waiver("code_quality::files_within_limit", match, "split in v2.1", "payments", "manager", expires)


@pytest.mark.parametrize("match", ["src/shop/legacy.py", "src/**/legacy.py", "src/shop/leg*", OLD.fingerprint])
def test_it_covers_what_it_names(match):
    judge = Judge([waiver(match)], TODAY)
    assert judge("longest file", 412, at_most=200, where=[OLD])
    assert judge.breaches() == []
    assert judge.evidence[0].waived == (OLD,)


def test_it_covers_nothing_else():
    judge = Judge([waiver()], TODAY)
    assert not judge("longest file", 412, at_most=200, where=[OLD, NEW])
    assert judge.evidence[0].found == (NEW,)


def test_waived_findings_do_not_count():
    judge = Judge([waiver()], TODAY)
    assert not judge("files", [OLD, NEW], at_most=0)
    assert judge.evidence[0].value == 1


def test_it_holds_on_its_last_day_and_not_after():
    assert Judge([waiver()], TODAY)("files", [OLD], at_most=0)
    assert not Judge([waiver()], TODAY + dt.timedelta(days=1))("files", [OLD], at_most=0)


def test_one_that_matches_nothing_is_a_breach():
    judge = Judge([waiver()], TODAY)
    judge("files", [], at_most=0)
    assert [evidence.name for evidence in judge.breaches()] == ["waivers that match nothing"]


@pytest.mark.parametrize(
    ("lines", "expires", "ret", "said"),
    [
        (250, "2999-01-01", 0, "GO  2 passed, 1 waived,*"),
        (250, "2020-01-01", 1, "*the waiver at pyproject.toml* expired on 2020-01-01*"),
        (50, "2999-01-01", 1, "*matches nothing any more; remove it*"),
    ],
    ids=["valid", "expired", "dead"],
)
def test_in_a_run(red, lines, expires, ret, said):
    red.write("src/shop/big.py", "x = 1\n" * lines)
    _add_waiver(red, 'match = "src/shop/big.py"', expires)
    red.write("gates/test_shop.py", "def test_x(judge):\n    judge('x', 1, equals=1)\n")
    red.commit()
    result = red.phase("--tb=short")
    assert result.ret == ret, result.stdout.str()
    result.stdout.fnmatch_lines([said])


@pytest.mark.parametrize(
    ("lines", "expires", "ret", "said"),
    [
        (
            250,
            "2999-01-01",
            0,
            "*WAIVED*split in v2.1 (owner payments, approved by manager, until 2999-01-01 UTC)*",
        ),
        (250, "2020-01-01", 1, "*its waiver expired on 2020-01-01*"),
        (50, "2999-01-01", 1, "*the gate passes, so its waiver*"),
    ],
    ids=["valid", "expired", "dead"],
)
def test_of_a_whole_gate_in_a_run(red, lines, expires, ret, said):
    red.write("src/shop/big.py", "x = 1\n" * lines)
    _add_waiver(red, "", expires)
    red.commit()
    result = red.phase()
    assert result.ret == ret, result.stdout.str()
    result.stdout.fnmatch_lines([said])


def _add_waiver(project, match, expires):
    text = (project.path / "pyproject.toml").read_text()
    project.write(
        "pyproject.toml",
        f'{text}\n[[tool.golive.waivers]]\ngate = "code_quality::files_within_limit"\n{match}\n'
        f'reason = "split in v2.1"\nowner = "payments"\napprover = "manager"\nexpires = {expires}\n',
    )


def test_a_row_that_rests_on_a_waiver_has_not_passed_in_any_view(red):
    _add_waiver(red, 'match = "src/**"', "2999-01-01")
    red.commit()
    result = red.phase("--junitxml=report.xml", "--golive-sarif=golive.sarif")
    assert result.ret == 0
    excuse = "1 waived: split in v2.1 (owner payments, approved by manager, until 2999-01-01 UTC)"
    result.stdout.re_match_lines(
        [r"  WAIVED  All files have at most 200 LOC +250 lines +≤ 200 lines", f" +{re.escape(excuse)}"]
    )
    result.stdout.fnmatch_lines(["GO  1 passed, 1 waived,*"])
    root = read_xml(red.path / "report.xml", "JUnit report")
    case = next(case for case in root.iter("testcase") if case.get("name") == "files_within_limit")
    assert case.find("skipped").get("message") == f"waived: longest file: {excuse}"
    assert [p.get("value") for p in case.iter("property") if p.get("name") == "outcome"] == ["waived"]
    _, told = json.loads((red.path / "golive.sarif").read_text())["runs"][0]["results"]
    assert told["suppressions"][0]["justification"].startswith("split in v2.1")


def test_a_row_that_would_hold_without_its_waiver_has_passed():
    judge = Judge([waiver()], TODAY)
    judge("longest", 100, at_most=200, where=[OLD])
    judge("files", [OLD], at_most=1)
    judge("files", [OLD], at_most=0)
    assert [evidence.is_excused for evidence in judge.evidence] == [False, False, True]


def test_of_many_reasons_the_first_are_told_and_the_others_counted():
    waivers = [dataclasses.replace(waiver(), match=f"{n}.py", reason=f"reason {n}") for n in range(12)]
    judge = Judge(waivers, TODAY)
    judge("files", [dataclasses.replace(OLD, path=f"{n}.py") for n in range(12)], at_most=0)
    excuse = judge.evidence[0].excuse
    assert excuse.startswith("12 waived: reason 0 (")
    assert excuse.endswith("; and 7 more reasons")


def test_rows_that_are_all_waived_verify_nothing(project):
    text = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", text + '"code_quality::no_fixme_or_hack" = "not tried in this test"\n')
    project.write("src/shop/big.py", "x = 1\n" * 250)
    _add_waiver(project, 'match = "src/**"', "2999-01-01")
    project.commit()
    result = project.phase()
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*no row was verified: all are waived, not applicable or not due"])
