"""For any report: its content, or a named error; and every text in it can be printed."""

from __future__ import annotations

import json

import pytest
from foreign_answers import changed, numbers, texts, values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.coverage.reading import read_coverage
from pytest_golive.testrun.junit.reading import read_junit
from pytest_golive.testrun.junit.safe_xml import read_xml

THOROUGH = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
JUNIT = (
    (
        b'<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="a" tests="2" failures="1" errors="0" skipped="0" '
        b'time="1,000.5" timestamp="2026-01-01T00:00:00+00:00"><properties><property name="commit" value="deadbee"/></properties>'
        b'<testcase classname="t.a" name="one" file="t.py" line="3" time="0.1"/><testcase classname="t.a" name="two">'
        b'<failure message="no">why</failure><system-out><![CDATA[x]]></system-out></testcase></testsuite></testsuites>'
    ),
    b'<testsuite tests="1" errors="1"><testcase name="x" status="run"><error type="E"/></testcase></testsuite>',
    b'<?xml version="1.0" encoding="windows-1252"?><testsuite><testcase name="\xfc"><skipped/></testcase></testsuite>',
    b'<?xml version="1.0" encoding="undefined"?><testsuite><testcase name="x"/></testsuite>',
    b'<?xml version="1.0" encoding="idna"?><testsuite><testcase name="x"/></testsuite>',
)
COBERTURA = (
    (
        b'<?xml version="1.0"?><coverage version="7" timestamp="1767225600000" lines-valid="2" lines-covered="1" line-rate="0.5" '
        b'branches-valid="2" branches-covered="1" branch-rate="0.5"><sources><source>.</source></sources><packages><package><classes>'
        b'<class filename="a.py" line-rate="0.5"><lines><line number="1" hits="1" branch="true" condition-coverage="50% (1/2)"/>'
        b'<line number="2" hits="0"/></lines></class></classes></package></packages></coverage>'
    ),
)
LCOV = (
    b"TN:\nSF:a.py\nDA:1,1\nDA:2,0\nBRDA:1,0,0,1\nBRDA:1,0,1,-\nLF:2\nLH:1\nend_of_record\n",
    b"SF:\xff.py\nDA:1,1\nend_of_record\n",
)
SUMMARY = {"num_statements": 2, "covered_lines": 1, "num_branches": 2, "covered_branches": 1}
REPORT = {
    "meta": {"format": 3, "version": "7.6", "timestamp": "2026-01-01T00:00:00", "branch_coverage": True},
    "files": {
        "a.py": {
            "executed_lines": [1],
            "missing_lines": [2],
            "executed_branches": [[1, 2]],
            "missing_branches": [[1, -1]],
            "summary": SUMMARY,
        }
    },
    "totals": {**SUMMARY, "percent_covered": 50.0},
}
REPORTS = (json.dumps(REPORT).encode(), b"\xef\xbb\xbf" + json.dumps(REPORT).encode())


@pytest.fixture
def report(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\ny = 2\n")
    return tmp_path / "report"


def told(*things):
    for thing in things:
        assert str(thing).encode("utf-8", "surrogateescape") is not None


def tried(read):
    try:
        return read()
    except CannotMeasure as error:
        told(error.what, error.cure)
        return None


@THOROUGH
@given(data=changed(*JUNIT))
def test_junit(report, data):
    report.write_bytes(data)
    run = tried(lambda: read_junit([report], report.parent))
    if run is not None:
        told(*run.tests, run.finished, run.seconds, run.commits)
    tried(lambda: read_xml(report, "JUnit report"))


@THOROUGH
@given(data=changed(*COBERTURA, *LCOV, *REPORTS))
def test_coverage_of_which_bytes_are_changed(report, data):
    report.write_bytes(data)
    read(report)


def swapped(value, path, other):
    """A copy of *value* in which the part at *path* is replaced."""
    if not path:
        return other
    key, *rest = path
    inner = swapped(value[key], rest, other)
    if isinstance(value, dict):
        return {**value, key: inner}
    return [*value[:key], inner, *value[key + 1 :]]


def places(value, path=()):
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))


@THOROUGH
@given(
    place=st.sampled_from(list(places(REPORT))),
    other=st.one_of(values, numbers, texts, st.just([[1]]), st.just(10**4000)),
)
def test_coverage_of_which_a_value_is_another(report, place, other):
    report.write_text(json.dumps(swapped(REPORT, place, other)))
    read(report)


@THOROUGH
@given(
    summary=st.dictionaries(
        st.sampled_from(sorted(SUMMARY)), st.sampled_from([0, 1, 10**400, -1, True, 1.5, "2", None])
    )
)
def test_coverage_that_counts_beyond_all_numbers(report, summary):
    counts = {**SUMMARY, **summary}
    said = swapped(
        swapped(REPORT, ("files", "a.py", "summary"), counts), ("totals",), {**counts, "percent_covered": 50}
    )
    report.write_text(json.dumps(said))
    read(report)


def read(report):
    found = tried(lambda: read_coverage(report, report.parent, {"a.py"}))
    if found is not None:
        told(found.percent, found.written, *found.files)


@pytest.mark.parametrize(
    "encoding", ["foo", "hex", "base64", "undefined", "idna", "punycode", "utf-7", "rot13", "x" * 60]
)
def test_an_encoding_that_no_report_is_in(report, encoding):
    report.write_text(f'<?xml version="1.0" encoding="{encoding}"?><testsuite><testcase name="x"/></testsuite>')
    run = tried(lambda: read_junit([report], report.parent))
    assert run is None or [test.id for test in run.tests] == ["x"]
