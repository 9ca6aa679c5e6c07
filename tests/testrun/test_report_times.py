"""Times and durations in reports."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.junit.report_time import is_time, report_time, seconds_of, time_said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-20T12:00:00+02:00", dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)),
        (" 2026-11-20T10:00:00Z\n", dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)),
        ("2000-01-01T00:00:01Z", dt.datetime(2000, 1, 1, 0, 0, 1, tzinfo=dt.UTC)),
        ("2000-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00", None),
        ("Fri, 20 Nov 2026 10:00:00 GMT", dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)),  # mocha
        ("Fri, 20 Nov", None),
        ("Fri, 90 Nov 2026 10:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_is_one_since_the_year_2000(text, said):
    assert time_said(text) == (said.timestamp() if said else None)


@pytest.mark.parametrize(("text", "is_one"), [("0001-01-01T00:00:00Z", True), (" 2026-11-20 ", True), ("soon", False)])
def test_a_time_that_stands_for_an_unknown_one_is_a_time(text, is_one):
    assert is_time(text) is is_one


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1.5", 1.5),
        ("1,234.5", 1234.5),
        ("0", 0.0),
        ("0.25", 0.25),
        ("-1", 0.0),
        ("inf", 0.0),
        ("nan", 0.0),
        ("x", 0.0),
    ],
)
def test_a_duration_is_a_finite_number_that_is_not_negative(text, seconds):
    assert seconds_of({"time": text}) == seconds


def test_without_a_duration_it_is_0():
    assert seconds_of({}) == 0.0


def test_a_report_is_as_old_as_the_oldest_time_that_is_known_of_it(tmp_path):
    file = tmp_path / "report.xml"
    file.write_text("")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    assert report_time(file) == 1_700_000_000
    assert report_time(file, [1_800_000_000, 1_600_000_000]) == 1_600_000_000
    with pytest.raises(CannotMeasure, match=r"gone\.xml cannot be read: No such file"):
        report_time(tmp_path / "gone.xml", [1_600_000_000])
