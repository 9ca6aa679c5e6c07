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
        ("", '<failure type="pytest.xfail"/>', "failed"),
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
    again = CASE.format("", '<failure message="x"/><rerunFailure message="again"/><system-out/>')
    assert read_junit([report(again)], tmp_path).tests[0].tries == 2


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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            '<testsuite name="pay"><testcase name="a"/><testcase classname="c" name="b"/></testsuite>',
            ["pay::a", "c::b"],
        ),
        (
            '<testsuite name="outer"><testsuite name="inner"><testcase name="a"/></testsuite><testcase/></testsuite>',
            ["inner::a", "outer"],
        ),
        ('<testsuite><testcase name="a"/></testsuite>', ["a"]),
        ('<testsuite name="pay"><error message="no start"/></testsuite>', ["pay"]),
        ("<testsuite><error/></testsuite>", ["suite"]),
    ],
)
def test_a_case_has_the_name_of_its_class_or_of_its_suite(report, tmp_path, text, names):
    assert [test.id for test in read_junit([report(text)], tmp_path).tests] == names


@pytest.mark.parametrize(("name", "said"), [('name="pay"', "'pay' counts 5 tests"), ("", "'testsuite' counts 5 tests")])
def test_an_incomplete_suite_is_named(report, tmp_path, name, said):
    with pytest.raises(CannotMeasure, match=said):
        read_junit([report(f'<testsuite {name} tests="5"/>')], tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        # Some count what is directly in a suite, and not what is in those inside it.
        '<testsuite tests="1"><testsuite tests="2"><testcase name="a"/><testcase name="b"/></testsuite><testcase name="c"/></testsuite>',
        '<testsuites skipped="1"><testsuite><testcase name="a"><skipped/></testcase></testsuite></testsuites>',
        '<testsuite tests="" failures=" "><testcase name="a"/></testsuite>',
    ],
)
def test_counters_that_fit(report, tmp_path, text):
    assert read_junit([report(text)], tmp_path).tests


def test_cases_of_two_suites_are_not_one_case(report, tmp_path):
    text = "<testsuite><testcase name='a'/></testsuite><testsuite><testcase name='b'/></testsuite>"
    with pytest.raises(CannotMeasure, match="counts 1 tests, and 2 are there"):
        read_junit([report(f"<testsuites tests='1'>{text}</testsuites>")], tmp_path)


@pytest.mark.security
@pytest.mark.parametrize(
    ("inside", "outcome", "message"),
    [
        ('<failure/><skipped message="later"/>', "failed", ""),
        ('<skipped message="later"/><failure message="x"/>', "failed", "x"),
        ('<skipped type="pytest.xfail" message="bug"/><failure message="x"/>', "failed", "x"),
        ('<skipped type="pytest.xfail" message="bug"/><skipped message="later"/>', "xfailed", "bug"),
        ('<error message="x"/><failure message="y"/>', "error", "x"),
        ('<failure message="x"/><error message="y"/>', "failed", "x"),
        ('<error/><failure message="y"/>', "failed", "y"),  # the first that says something
        ('<skipped/><skipped message="later"/>', "skipped", "later"),
    ],
)
def test_the_worst_counts_and_of_equals_the_first_that_says_something(report, tmp_path, inside, outcome, message):
    (test,) = read_junit([report(CASE.format("", inside))], tmp_path).tests
    assert (test.outcome, test.message) == (outcome, message)


def test_long_words_are_cut(report, tmp_path):
    (test,) = read_junit([report(CASE.format(f'status="{"x" * 99}"', f"<{'y' * 99}/>"))], tmp_path).tests
    assert test.message == f"it is unknown what status='{'x' * 60}' means"
    (test,) = read_junit([report(CASE.format("", f"<{'y' * 99}/>"))], tmp_path).tests
    assert test.message == f"it is unknown what <{'y' * 60}> in a test case means"


@pytest.mark.parametrize(("word", "message"), [("passed", ""), ("skipped", ""), ("failed", "status='failed'")])
def test_an_attribute_is_told_where_it_fails_a_case(report, tmp_path, word, message):
    (test,) = read_junit([report(CASE.format(f'status="{word}"', ""))], tmp_path).tests
    assert (test.outcome, test.message) == (word, message)
