"""The outcome of a JUnit case, and reports of any encoding and size."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.junit.reading import read_junit


def outcomes(run):
    return [test.outcome for test in run.tests]


CASE = '<testsuites><testsuite name="s"><testcase name="a" {}>{}</testcase></testsuite></testsuites>'


@pytest.mark.security
@pytest.mark.parametrize(
    ("attributes", "inside", "outcome"),
    [
        ('status="passed"', "", "passed"),
        ('status="PASSED"', "<system-out>failure</system-out><properties/>", "passed"),
        ('status="run" result="completed"', "", "passed"),
        ('status="run" result="suppressed"', "", "skipped"),
        ('status="untested"', "", "skipped"),
        ('status="Not Run"', "", "skipped"),
        ('status="pending"', "", "skipped"),
        ('executed="False"', "", "skipped"),
        ('success="false"', "", "failed"),
        ('status="failed"', "", "failed"),
        ('status="timeout"', "", "error"),
        ('status="undefined"', "", "error"),
        ('status="blocked"', "", "error"),
        ('status="passed"', '<failure message="x"/>', "failed"),
        ('status="failed"', "<skipped/>", "failed"),
        ("", '<failure message="x"/><skipped/>', "failed"),
        ("", '<skipped/><failure message="x"/>', "failed"),
        ("", '<failure message="x"/><error message="y"/>', "failed"),
        ("", '<failure message="x"/><system-out/>', "failed"),
        ("", "<skipped/><properties/>", "skipped"),
        ("", '<flakyFailure message="once"/>', "passed"),
        ("", '<rerunFailure message="again"/>', "failed"),
        ("", '<failure message="x"/><rerunFailure message="again"/>', "failed"),
        ("", '<skipped type="pytest.xfail"/>', "xfailed"),
        ("", '<skipped type="pytest.skip"/>', "skipped"),
        ("", "<rerun/>", "error"),
        ("", "<incomplete/>", "error"),
        ("", '<testcase name="inner"/>', "error"),
        ("", '<properties><failure message="no child of the case"/></properties>', "passed"),
    ],
)
def test_only_what_is_known_to_have_passed_has(report, tmp_path, attributes, inside, outcome):
    run = read_junit([report(CASE.format(attributes, inside))], tmp_path)
    assert outcomes(run) == [outcome]


def test_what_nobody_knows_is_named(report, tmp_path):
    words = {
        'status="blocked"': ("", "it is unknown what status='blocked' means"),
        "": ("<incomplete/>", "it is unknown what <incomplete> in a test case means"),
    }
    for attributes, (inside, said) in words.items():
        run = read_junit([report(CASE.format(attributes, inside))], tmp_path)
        assert run.tests[0].message == said


def test_tries_are_counted(report, tmp_path):
    run = read_junit([report(CASE.format("", '<flakyFailure message="1"/><flakyError message="2"/>'))], tmp_path)
    assert (run.tests[0].tries, run.repeated) == (3, 1)


@pytest.mark.parametrize("encoding", ["windows-1252", "shift_jis", "utf-32", "koi8-r"])
def test_any_encoding_that_python_knows(report, tmp_path, encoding):
    name = "ж" if encoding == "koi8-r" else "カ" if encoding in {"shift_jis", "utf-32"} else "€"
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    text = f'<testsuite><testcase name="{name}"/></testsuite>'
    data = (declared + text).encode("utf-8" if encoding == "utf-32" else encoding)
    if encoding == "utf-32":  # declared, and not so
        with pytest.raises(CannotMeasure, match=r"report\.xml cannot be read: .*utf-32"):
            read_junit([report(data)], tmp_path)
        return
    assert read_junit([report(data)], tmp_path).tests[0].id == name


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "hex"])
def test_an_unknown_encoding_is_named(report, tmp_path, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><testsuite><testcase name="a"/></testsuite>'
    with pytest.raises(CannotMeasure, match=rf"report\.xml cannot be read: it declares the encoding '{encoding}'"):
        read_junit([report(text)], tmp_path)


@pytest.mark.security
def test_no_part_of_a_report_is_held_whole(report, tmp_path, monkeypatch):
    monkeypatch.setattr("pytest_golive.testrun.junit.safe_xml.LARGEST_TOKEN", 5_000)
    monkeypatch.setattr("pytest_golive.testrun.junit.safe_xml.PIECE", 1_000)
    long_text = "<testsuite><testcase name='a'><system-out>" + "x\n" * 9_000 + "</system-out></testcase></testsuite>"
    assert len(read_junit([report(long_text)], tmp_path).tests) == 1
    with pytest.raises(CannotMeasure, match="one tag of it has more than 5,000 bytes"):
        read_junit([report(f"<testsuite><testcase name='{'a' * 9_000}'/></testsuite>")], tmp_path)
    monkeypatch.setattr("pytest_golive.testrun.junit.reading.MOST_CASES", 2)
    with pytest.raises(CannotMeasure, match="more than 2 test cases"):
        read_junit([report("<testsuite>" + "<testcase name='a'/>" * 3 + "</testsuite>")], tmp_path)


def test_of_what_a_failure_says_no_more_is_held_than_is_told(report, tmp_path):
    text = f"<testsuite><testcase name='a'><failure>{chr(10) * 2_500}<b/>{'x' * 2_500}</failure></testcase></testsuite>"
    (test,) = read_junit([report(text)], tmp_path).tests
    assert test.outcome == "failed"
    assert test.message == ""  # all that was held is white space


def test_the_commit_that_a_report_names(report, tmp_path):
    properties = '<property name="git.commit" value="0123abcd"/><property name="commit" value="of today"/>'
    text = f'<testsuite><properties>{properties}</properties><testcase name="a"/></testsuite>'
    assert read_junit([report(text)], tmp_path).commits == ("0123abcd",)
