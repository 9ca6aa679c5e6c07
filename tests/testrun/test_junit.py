"""JUnit reports from other tools, valid and invalid ones."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.junit.reading import read_junit

PYTEST = """<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="2" tests="6" time="0.5"
 timestamp="2026-11-20T10:00:00.5+00:00" hostname="ci">
<testcase classname="tests.test_a" name="test_ok" time="0.001" {place} />
<testcase classname="tests.test_a.TestB" name="test_in_class" time="0.001" />
<testcase classname="tests.test_a" name="test_bad" time="0.25"><failure message="assert 1 == 2">trace</failure></testcase>
<testcase classname="tests.test_a" name="test_broken" time="0"><error message="failed on setup">trace</error></testcase>
<testcase classname="tests.test_a" name="test_skip"><skipped type="pytest.skip" message="later">x</skipped></testcase>
<testcase classname="tests.test_a" name="test_known"><skipped type="pytest.xfail" message="bug" /></testcase>
</testsuite></testsuites>"""
MAVEN = """<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0" name="shop.PayTest"
 time="1,234.5" tests="3" errors="0" skipped="1" failures="1">
<properties><property name="java.version" value="21"/></properties>
<testcase name="pays" classname="shop.PayTest" time="1,230.001"><system-out><![CDATA[<failure/> is only text]]></system-out></testcase>
<testcase name="refunds" classname="shop.PayTest" time="0.1"><failure message="expected: 1" type="AssertionError">at</failure></testcase>
<testcase name="later" classname="shop.PayTest"><skipped/></testcase></testsuite>"""
FLAKY = """<testsuite name="s" tests="2" failures="0" errors="0"><testcase name="a" classname="c"><flakyFailure message="once"/>
</testcase><testcase name="b" classname="c"/></testsuite>"""
GOTESTSUM = """<testsuites tests="3" failures="1" errors="0" time="0.4">
<testsuite tests="2" failures="1" time="0.3" name="shop/pay" timestamp="2026-11-20T12:00:00+02:00">
<testcase classname="shop/pay" name="TestPay" time="0.1"></testcase>
<testcase classname="shop/pay" name="TestPay/none" time="0.2"><failure message="Failed" type="">pay_test.go:7</failure></testcase>
</testsuite><testsuite tests="1" failures="0" time="0" name="shop/auth" timestamp="0001-01-01T00:00:00Z">
<testcase classname="" name="TestMain" time="0"/></testsuite></testsuites>"""
JEST = """<testsuites name="jest tests" tests="2" failures="0" errors="0" time="1.2">
<testsuite name="pay" errors="0" failures="0" skipped="1" timestamp="2026-11-20T10:00:00" time="1" tests="2">
<testcase classname="pay pays" name="pay pays" time="0.01" file="web/pay.test.js" line="3"></testcase>
<testcase classname="pay waits" name="pay waits" time="0"><skipped/></testcase></testsuite></testsuites>"""
NESTED = """<testsuites><testsuite name="outer" tests="3"><testsuite name="inner" tests="2"><testcase name="a"/>
<testcase name="b"/></testsuite><testcase name="c"/></testsuite></testsuites>"""
GOOGLE = """<testsuites tests="2" failures="0" disabled="1" errors="0"><testsuite name="S" tests="2" failures="0" disabled="1">
<testcase name="A" status="run" result="completed" classname="S"/><testcase name="B" status="notrun" classname="S"/>
</testsuite></testsuites>"""
TWICE = """<testsuite name="pytest" tests="1" failures="1" errors="1"><testcase classname="t" name="a"><failure message="itself"/>
</testcase><testcase classname="t" name="a"><error message="teardown"/></testcase></testsuite>"""
BROKEN_SUITE = """<testsuite name="s" tests="0" errors="1"><error message="could not start"/></testsuite>"""


def outcomes(run):
    return [test.outcome for test in run.tests]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_pytest(report, tmp_path, bom):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_a.py").write_text("")
    run = read_junit([report(bom + PYTEST.format(place='file="tests/test_a.py" line="0"').encode())], tmp_path)
    assert outcomes(run) == ["passed", "passed", "failed", "error", "skipped", "xfailed"]
    assert run.seconds == pytest.approx(0.252)
    assert (run.tests[0].file, run.tests[0].line) == ("tests/test_a.py", 1)
    assert (run.tests[1].file, run.tests[1].line) == ("tests/test_a.py", 0)
    assert [found.message for found in run.failures()] == [
        "tests.test_a::test_bad failed: assert 1 == 2",
        "tests.test_a::test_broken error: failed on setup",
    ]
    assert run.finished == dt.datetime(2026, 11, 20, 10, 0, 1, tzinfo=dt.UTC).timestamp()
    assert (run.exit_status, run.source, run.ran) == (None, "report.xml", 5)
    assert [test.id for test in run.carrying("", ["tests/test_a.py"])] == [test.id for test in run.tests]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MAVEN, ["passed", "failed", "skipped"]),
        (FLAKY, ["passed", "passed"]),
        (GOTESTSUM, ["passed", "failed", "passed"]),
        (JEST, ["passed", "skipped"]),
        (NESTED, ["passed", "passed", "passed"]),
        (GOOGLE, ["passed", "skipped"]),
        (TWICE, ["failed", "error"]),
        (BROKEN_SUITE, ["error"]),
        ('<testsuite name="s" tests="0"/>', []),
        ("<testsuites/>", []),
    ],
    ids=["maven", "flaky", "gotestsum", "jest", "nested", "google", "twice", "suite", "none", "nothing"],
)
def test_other_shapes(report, tmp_path, text, expected):
    run = read_junit([report(text)], tmp_path)
    assert sorted(outcomes(run)) == sorted(expected)
    assert bool(run.failures()) == bool({"failed", "error"} & set(expected))


def test_several_files_are_as_old_as_the_oldest(report, tmp_path):
    files = [report(GOTESTSUM, "a.xml"), report(NESTED, "b.xml")]
    run = read_junit(files, tmp_path)
    assert (len(run.tests), run.source) == (6, "a.xml, b.xml")
    assert run.finished == dt.datetime(2026, 11, 20, 10, 0, 0, 300_000, tzinfo=dt.UTC).timestamp()


def test_a_copied_report_and_a_wrong_clock_are_both_seen_through(report, tmp_path):
    copied = report(PYTEST.format(place=""))
    old = dt.datetime(2026, 11, 20, 10, 0, 1, tzinfo=dt.UTC).timestamp()
    assert read_junit([copied], tmp_path).finished == old
    os.utime(copied, (old - 500, old - 500))
    assert read_junit([copied], tmp_path).finished == old - 500


@pytest.mark.parametrize(("zone", "hour"), [("Etc/GMT-3", 10), ("Etc/GMT+3", 13)])
def test_a_time_without_a_zone_is_the_later_of_both_readings(report, tmp_path, monkeypatch, zone, hour):
    monkeypatch.setenv("TZ", zone)
    import time

    time.tzset()
    try:
        finished = read_junit([report(JEST)], tmp_path).finished
    finally:
        monkeypatch.undo()
        time.tzset()
    assert finished == dt.datetime(2026, 11, 20, hour, 0, 1, tzinfo=dt.UTC).timestamp()


def test_absolute_and_foreign_file_names(report, tmp_path):
    text = '<testsuite><testcase name="a" file="{}"/></testsuite>'
    for name, expected in ((f"{tmp_path}/t/a.py", "t/a.py"), ("t\\a.py", "t/a.py"), ("/else/a.py", "/else/a.py")):
        assert read_junit([report(text.format(name))], tmp_path).tests[0].file == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        ("no xml", "not well-formed"),
        (b"\0\0\0", "not well-formed"),
        (PYTEST[:400], "not well-formed"),
        ("<html><body/></html>", "is no JUnit report: it begins with <html>"),
        (
            '<testsuite tests="5"><testcase name="a"/><testcase name="b"/></testsuite>',
            "counts 5 tests, and 2 are there",
        ),
        (
            '<testsuite tests="1"><testcase name="a"/><testcase name="b"/></testsuite>',
            "counts 1 tests, and 2 are there",
        ),
        ('<testsuites tests="9"><testsuite tests="1"><testcase name="a"/></testsuite></testsuites>', "counts 9 tests"),
        ('<testsuite tests="1" errors="1"><testcase name="a"/></testsuite>', "counts 1 errors, and 0 are there"),
        ('<testsuite tests="1" failures="1"><testcase name="a"/></testsuite>', "counts 1 failures, and 0 are there"),
        ('<testsuite tests="1" skipped="1"><testcase name="a"/></testsuite>', "counts 1 skipped, and 0 are there"),
        ('<testsuite tests="many"><testcase name="a"/></testsuite>', "damaged: a suite counts tests='many'"),
        (
            '<testsuite timestamp="yesterday"><testcase name="a"/></testsuite>',
            "the timestamp of a suite in it is 'yesterday'",
        ),
        ('<testsuite tests="-1"/>', "damaged: a suite counts tests='-1'"),
        ("<testsuites>" + "<testsuite>" * 200 + "</testsuite>" * 200 + "</testsuites>", "nested more than 100 deep"),
        ('<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><testsuite name="&b;"/>', "declares entities"),
        ('<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite>&x;</testsuite>', "declares entities"),
    ],
)
@pytest.mark.security
def test_what_cannot_be_believed(report, tmp_path, text, said):
    with pytest.raises(CannotMeasure) as caught:
        read_junit([report(text)], tmp_path)
    assert said in caught.value.what
    assert caught.value.cure


def test_a_report_that_is_too_large_missing_or_unreadable(report, tmp_path, monkeypatch):
    monkeypatch.setattr("pytest_golive.testrun.junit.safe_xml.LARGEST_STREAM", 100)
    with pytest.raises(CannotMeasure, match="100 are allowed"):
        read_junit([report(PYTEST)], tmp_path)
    monkeypatch.undo()
    with pytest.raises(CannotMeasure, match="No such file"):
        read_junit([tmp_path / "gone.xml"], tmp_path)
    with pytest.raises(CannotMeasure, match="Is a directory"):
        read_junit([tmp_path], tmp_path)
    (tmp_path / "loop.xml").symlink_to("loop.xml")
    with pytest.raises(CannotMeasure, match="symbolic links"):
        read_junit([tmp_path / "loop.xml"], tmp_path)
    with pytest.raises(CannotMeasure, match="no JUnit report to read"):
        read_junit([], tmp_path)


def test_latin_1_and_utf_16(report, tmp_path):
    for encoding in ("iso-8859-1", "utf-16"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><testsuite><testcase name="é"/></testsuite>'
        assert read_junit([report(text.encode(encoding))], tmp_path).tests[0].id == "é"
