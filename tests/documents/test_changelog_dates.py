"""Dates in a changelog: as people write them, and as no calendar has them."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.documents.changelog.parsing import dates
from pytest_golive.documents.changelog.parsing.sections import read


def told(text, path="CHANGELOG.md", names=("shop",)):
    """Version, entries and date of each section."""
    return [
        (one.version or "-", one.entries, one.dated.text if one.dated else "")
        for one in read(text, path, names).sections
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31", (2026, 1, 31)), ("(31st January, 2026)", (2026, 1, 31)), ("Jan 31, 2026", (2026, 1, 31)),
        ("31.01.2026", (2026, 1, 31)), ("2026/1/31", (2026, 1, 31)), ("on 31 of January 2026", (2026, 1, 31)),
        ("January 2026", (2026, 1, 1)), ("2026-01", (2026, 1, 1)), ("01/02/2026", (2026, 1, 2)),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(text, day):
    assert dates.find(text).day == dt.date(*day)


def test_a_day_that_no_calendar_has():
    assert dates.find("2026-02-30") == dates.Dated("2026-02-30", None, None)
    assert dates.find("version 1.2.3 of 10.0.0.1") is None


def test_a_month_and_a_swapped_date_accuse_nobody():
    assert dates.find("January 2026").last == dt.date(2026, 1, 31)
    assert dates.find("01/02/2026").last == dt.date(2026, 2, 1)


def test_tomorrow_is_today_somewhere():
    now = dt.datetime(2026, 1, 31, 11, tzinfo=dt.UTC)
    assert not dates.find("2026-02-01").is_future(now)
    assert dates.find("2026-02-02").is_future(now)
