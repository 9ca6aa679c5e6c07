"""Coverage that proves nothing is an error: neither 0 % nor a pass."""

from __future__ import annotations

import json
import sqlite3

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.coverage.reading import read_coverage

SUMMARY = {"num_statements": 2, "covered_lines": 1}


def report(**changes):
    files = {"pay.py": {"executed_lines": [1], "missing_lines": [2], "summary": SUMMARY}}
    totals = {**SUMMARY, "percent_covered": 50.0}
    return {"meta": {"version": "7", "timestamp": "2026-11-20T10:00:00"}, "files": files, "totals": totals, **changes}


def xml(top="", lines='<line number="1" hits="1"/><line number="2" hits="0"/>', name="pay.py"):
    classes = f'<class filename="{name}"><lines>{lines}</lines></class>'
    return f"<coverage {top}><packages><package><classes>{classes}</classes></package></packages></coverage>"


@pytest.fixture
def read(tmp_path):
    (tmp_path / "pay.py").write_text("x = 1\ny = 2\n")

    def read(content):
        file = tmp_path / "report"
        text = json.dumps(content) if isinstance(content, dict) else content
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_coverage(file, tmp_path, {"pay.py"})

    return read


def test_the_samples_themselves_are_sound(read):
    assert read(report()).percent == 50.0
    assert read(xml('line-rate="0.5"')).percent == 50.0
    assert read("SF:pay.py\nDA:1,1\nDA:2,0\nend_of_record\n").percent == 50.0


FILE = report()["files"]["pay.py"]
REFUSED = {
    "text": ("garbage", "neither coverage.py's data or JSON"),
    "json, no field": ("{}", "not the report that `coverage json` writes"),
    "xml, no class": ("<coverage/>", "not one line of code"),
    "empty": (b"", "it is empty"),
    "blank": (b" \n ", "it is empty"),
    "binary": (b"\x7fELF\0\0", "neither coverage.py's data or JSON"),
    "html": ("<html/>", "begins with <html>"),
    "json, something else": ({"result": 1}, "not the report that `coverage json` writes"),
    "json, broken off": (json.dumps(report())[:60], "it is not JSON"),
    "json, nested": ('{"a":' * 100_000, "it is not JSON"),
    "json, no files": (
        report(files={}, totals={"num_statements": 0, "covered_lines": 0, "percent_covered": 100.0}),
        "not one line of code",
    ),
    "json, no time": (report(meta={"version": "7", "timestamp": "yesterday"}), "its timestamp is 'yesterday'"),
    "xml, no time": (xml('timestamp="yesterday"'), "its timestamp is 'yesterday'"),
    "xml, not a number": (xml('timestamp="nan"'), "its timestamp is 'nan'"),
    "xml, branches of no number": (
        xml(lines='<line number="1" hits="1" branch="true" condition-coverage="50%"/>'),
        "line 1 has branches, and it does not say how many of them were taken",
    ),
    "json, a file lost": (
        report(totals={**SUMMARY, "num_statements": 9, "percent_covered": 50.0}),
        "its files do not add up",
    ),
    "json, NaN": (report(totals={**SUMMARY, "percent_covered": float("nan")}), "percent_covered is 'nan'"),
    "json, past all floats": (report(totals={**SUMMARY, "percent_covered": 10**400}), "percent_covered is '1000"),
    "json, none": (report(totals=SUMMARY), "percent_covered is 'None'"),
    "json, flattered": (
        report(totals={**SUMMARY, "percent_covered": 90.0}),
        "claims 90.00 %, and its counts make 50.00 %",
    ),
    "json, over 100": (report(totals={**SUMMARY, "percent_covered": 101.0}), "claims 101.00 %"),
    "json, negative": (
        report(totals={**SUMMARY, "num_statements": -2, "percent_covered": 50.0}),
        "num_statements is '-2'",
    ),
    "json, lines": (report(files={"pay.py": {**FILE, "missing_lines": ["x"]}}), "missing_lines is 'x'"),
    "json, no list": (report(files={"pay.py": {**FILE, "missing_lines": 7}}), "missing_lines is '7'"),
    "json, branches": (report(files={"pay.py": {**FILE, "missing_branches": [3]}}), "a branch in it is '3'"),
    "json, a lone surrogate": (
        report(files={"pay.py": {**FILE, "missing_branches": ["\ud800"]}}),
        r"a branch in it is '\ud800'",
    ),
    "json, no summary": (report(files={"pay.py": {}}), "has no summary"),
    "json, no file": (report(files={"pay.py": None}), "has no summary"),
    "json, foreign": (report(files={"other.py": FILE}), "of other code: none of its 1 files"),
    "json, other version": (report(files={"pay.py": {**FILE, "missing_lines": [40]}}), "knows line 40 of 'pay.py'"),
    "xml, broken off": (xml()[:50], "not well-formed"),
    "xml, rate": (xml('line-rate="1.5"'), "line-rate of a coverage is '1.5'"),
    "xml, NaN": (xml('branch-rate="nan"'), "branch-rate of a coverage is 'nan'"),
    "xml, flattered": (
        xml('lines-valid="2" lines-covered="2" branches-valid="0" branches-covered="0"'),
        "claims that 100.00 % of its lines ran, and they show 50.00 %",
    ),
    "json, lines flattered": (
        report(files={"pay.py": {**FILE, "executed_lines": [], "missing_lines": [1, 2]}}),
        "claims that 50.00 % of its lines ran, and they show 0.00 %",
    ),
    "xml, branches flattered": (
        xml(
            'lines-valid="1" lines-covered="1" branches-valid="2" branches-covered="2"',
            '<line number="1" hits="1" branch="true" condition-coverage="50% (1/2)"/>',
        ),
        "claims 2 branches, and its lines show 1",
    ),
    "xml, more than all": (
        xml('lines-valid="2" lines-covered="3" branches-valid="0" branches-covered="0"'),
        "more is covered in it than there is",
    ),
    "xml, count": (xml('lines-valid="x"'), "lines-valid is 'x'"),
    "xml, no lines": (xml(lines=""), "not one line of code"),
    "xml, line": (xml(lines='<line number="-1" hits="1"/>'), "a line's number is '-1'"),
    "xml, hits": (xml(lines='<line number="1"/>'), "a line's hits is 'None'"),
    "xml, branches": (
        xml(lines='<line number="1" hits="1" branch="true" condition-coverage="150% (3/2)"/>'),
        "took 3 of 2 branches",
    ),
    "xml, no name": (xml(name=""), "a class in it has no filename"),
    "xml, foreign": (xml(name="lib/other.py"), "of other code"),
    "xml, entities": ('<!DOCTYPE c [<!ENTITY a "b">]><coverage/>', "declares entities"),
    "lcov, broken off": ("SF:pay.py\nDA:1,1\n", "breaks off in the middle of 'pay.py'"),
    "lcov, a line lost": ("SF:pay.py\nDA:1,1\nLF:2\nend_of_record\n", "counts 2 lines, and 1 are there"),
    "lcov, no file": ("TN:\nDA:1,1\nend_of_record\n", "DA outside of a file"),
    "lcov, two ends": ("SF:pay.py\nDA:1,1\nend_of_record\nend_of_record\n", "ends a file that never began"),
    "lcov, no number": ("SF:pay.py\nDA:one,1\nend_of_record\n", "a line's number is 'one'"),
    "lcov, short": ("SF:pay.py\nDA:1\nend_of_record\n", "it has DA:1"),
    "lcov, nothing": ("TN:\nSF:pay.py\nend_of_record\n", "not one line of code"),
    "sqlite, garbage": (b"SQLite format 3\0" + b"garbage" * 100, "cannot be used"),
}


@pytest.mark.security
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_believed(read, name):
    content, said = REFUSED[name]
    with pytest.raises(CannotMeasure) as caught:
        read(content)
    assert said in caught.value.what
    assert caught.value.cure
    assert "\n" not in caught.value.what


def test_a_database_of_something_else(tmp_path):
    connection = sqlite3.connect(tmp_path / ".coverage")
    connection.execute("create table songs (name text)")
    connection.commit()
    connection.close()
    before = (tmp_path / ".coverage").read_bytes()
    with pytest.raises(CannotMeasure, match="No data to report"):
        read_coverage(tmp_path / ".coverage", tmp_path, {"pay.py"})
    assert (tmp_path / ".coverage").read_bytes() == before


def test_a_report_that_is_not_there(tmp_path):
    with pytest.raises(CannotMeasure, match="No such file"):
        read_coverage(tmp_path / "coverage.xml", tmp_path, {"pay.py"})
    with pytest.raises(CannotMeasure, match="Is a directory"):
        read_coverage(tmp_path, tmp_path, {"pay.py"})


def test_a_measured_file_that_was_deleted(tmp_path):
    (tmp_path / "report").write_text(json.dumps(report()))
    with pytest.raises(CannotMeasure, match="which cannot be read: No such file"):
        read_coverage(tmp_path / "report", tmp_path, {"pay.py"})


def test_a_name_that_only_ends_alike_is_foreign(read):
    with pytest.raises(CannotMeasure, match="of other code"):
        read(xml(name="/elsewhere/pay.py"))
