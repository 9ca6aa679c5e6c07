"""What stands where in a JUnit report, and what is taken from there."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.junit import reading
from pytest_golive.testrun.junit.reading import read_junit

CASE = '<testsuite name="s"><testcase name="a">{}</testcase></testsuite>'


@pytest.fixture
def read(report, tmp_path):
    """Read the text of a report."""
    return lambda text: read_junit([report(text)], tmp_path)


def test_one_report_is_quoted_by_its_place_and_of_several_none(report, tmp_path):
    first, second = report(CASE.format(""), "a.xml"), report(CASE.format(""), "b.xml")
    assert read_junit([first], tmp_path).junit == str(first)
    assert read_junit([first, second], tmp_path).junit == ""


@pytest.mark.security
@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<testcase name="inner"/>', "it is unknown what <testcase> in a test case means"),
        ('<testsuite tests="7"/>', "it is unknown what <testsuite> in a test case means"),
        ('<group><testcase name="b"/></group>', "it is unknown what <group> in a test case means"),
    ],
)
def test_a_case_in_a_case_is_none_of_its_own(read, inside, told):
    (test,) = read(CASE.format(inside)).tests
    assert (test.id, test.outcome, test.message) == ("s::a", "error", told)


@pytest.mark.security
@pytest.mark.parametrize(
    "inside", ['<testcase name="b"><failure/></testcase>', "<testsuite/>", "<testsuites/>", "<failure/>", "<error/>"]
)
@pytest.mark.parametrize("around", ["group", "test", "properties"])
def test_cases_and_suites_that_stand_elsewhere_are_not_passed_over(read, around, inside):
    tag = inside[1:].partition(" ")[0].partition("/")[0]
    text = f'<testsuite><testcase name="a"/><{around}>{inside}</{around}></testsuite>'
    with pytest.raises(CannotMeasure, match=f"a <{tag}> in it stands in <{around}>, not in a suite"):
        read(text)


def test_a_suite_that_broke_is_told_in_its_own_words(read):
    inner = '<testsuite name="pay" file="t.py" errors="1"><properties/><error message="no start"/></testsuite>'
    (test,) = read(f'<testsuites name="all" errors="1">{inner}</testsuites>').tests
    assert (test.id, test.outcome, test.message, test.file, test.line) == ("pay", "error", "no start", "t.py", 0)
    (test,) = read('<testsuite name="pay"><failure>no start</failure></testsuite>').tests
    assert (test.id, test.message) == ("pay", "no start")


def test_a_suite_that_broke_counts_once(read):
    with pytest.raises(CannotMeasure, match="'pay' counts 2 errors, and 1 are there"):
        read('<testsuite name="pay" errors="2"><error/></testsuite>')


def test_what_else_stands_in_a_case_does_not_hide_that_it_failed_or_was_skipped(read):
    inside = '<testcase name="a"><{0}/><system-out/></testcase>'
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        (test,) = read(f'<testsuite tests="1" {count}="1">{inside.format(tag)}</testsuite>').tests
        assert test.outcome == {"failure": "failed"}.get(tag, tag)


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<failure>  it broke\n</failure>", "it broke"),
        ('<failure message="short">long</failure>', "short"),
        ('<failure message="">long</failure>', "long"),
        ("<failure>one <b>two</b> three</failure>", "one two three"),
        ("<failure>one</failure><system-out>two</system-out>", "one"),
        ("out of place<failure>one</failure>", "one"),
        ('<failure message="one"><failure message="two"/></failure>', "one"),
        (f"<failure>{'x' * 1999}<b/>yz</failure>", f"{'x' * 1999}y"),
        (f'<failure message="{"x" * 2001}"/>', "x" * 2000),
    ],
)
def test_the_message_of_a_failure(read, inside, message):
    (test,) = read(CASE.format(inside)).tests
    assert (test.outcome, test.message) == ("failed", message)


SHA = "0123abcd"


@pytest.mark.parametrize(
    ("name", "value", "commits"),
    [
        ("git.commit", SHA, (SHA,)),
        ("GITHUB_SHA", SHA.upper(), (SHA,)),
        ("build-revision-hash", f" {SHA} ", (SHA,)),
        ("git.commit.message", SHA, ()),
        ("commit", SHA[:6], ()),
        ("commit", SHA * 9, ()),
        ("author", SHA, ()),
    ],
)
def test_properties_that_name_the_commit(read, name, value, commits):
    one = f'<property name="{name}" value="{value}"/>'
    for text in (f"<properties>{one}</properties>", one, f"<properties>{one}{one}</properties>"):
        assert read(f'<testsuite>{text}<testcase name="a"/></testsuite>').commits == commits


def test_only_a_property_names_the_commit(read):
    assert read(f'<testsuite><p><note name="commit" value="{SHA}"/></p><testcase name="a"/></testsuite>').commits == ()


def test_as_many_cases_as_may_be_and_no_more(read, monkeypatch):
    monkeypatch.setattr(reading, "MOST_CASES", 2)
    assert len(read(f"<testsuite>{'<testcase/>' * 2}</testsuite>").tests) == 2
    with pytest.raises(CannotMeasure, match=r"report\.xml holds more than 2 test cases"):
        read(f"<testsuite>{'<testcase/>' * 3}</testsuite>")


def test_times_add_up_over_cases_and_reports(report, tmp_path):
    text = '<testsuite><testcase name="a" time="1.5"/><testcase name="b" time="2"/></testsuite>'
    run = read_junit([report(text, "a.xml"), report(text, "b.xml")], tmp_path)
    assert (run.seconds, [test.seconds for test in run.tests]) == (7.0, [1.5, 2.0, 1.5, 2.0])
