"""Freezes of the calendar: when they hold, also where clocks are changed, and what is no freeze."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from pytest_golive.delivery.locking.freezes import freeze_of, refusal

BERLIN = "Europe/Berlin"


def utc(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def holds(freeze, text):
    return freeze.holds_at(utc(text)) is not None


def test_days_are_whole_days_of_the_zone():
    freeze = freeze_of("Christmas", "2026-12-20", "2027-01-06", BERLIN)
    for at, expected in (
        ("2026-12-19T22:59:59", False),
        ("2026-12-19T23:00:00", True),
        ("2027-01-06T22:59:59", True),
        ("2027-01-06T23:00:00", False),
    ):
        assert holds(freeze, at) is expected, at


@pytest.mark.parametrize(
    ("begins", "ends", "zone"),
    [
        ("2026-12-24 18:00", "2026-12-27 08:00", BERLIN),
        ("2026-12-24T18:00:00+01:00", "2026-12-27T07:00:00+00:00", None),
        ("2026-12-24T17:00:00Z", "2026-12-27T08:00:00+01:00", None),
    ],
)
def test_times_with_and_without_offset(begins, ends, zone):
    freeze = freeze_of("Christmas", begins, ends, zone)
    assert freeze.holds_at(utc("2026-12-24T17:00:00")) == (utc("2026-12-24T17:00"), utc("2026-12-27T07:00"))
    assert not holds(freeze, "2026-12-24T16:59:59")
    assert not holds(freeze, "2026-12-27T07:00:00")


def test_every_week_over_its_end():
    freeze = freeze_of("weekend", "fri 16:00", "Monday 08:00", BERLIN)
    for at, expected in (
        ("2026-11-27T14:59:59", False),  # a Friday
        ("2026-11-27T15:00:00", True),
        ("2026-11-29T12:00:00", True),
        ("2026-11-30T06:59:59", True),
        ("2026-11-30T07:00:00", False),
        ("2026-12-02T12:00:00", False),
        ("2026-07-03T13:59:59", False),  # in summer an hour earlier in UTC
        ("2026-07-03T14:00:00", True),
    ):
        assert holds(freeze, at) is expected, at
    assert freeze.holds_at(utc("2026-11-29T12:00")) == (utc("2026-11-27T15:00"), utc("2026-11-30T07:00"))


def test_every_week_on_one_day_and_nearly_always():
    night = freeze_of("night", "sun 22:00", "mon 05:00", "UTC")
    noon = freeze_of("noon", "wed 11:30", "wed 13:00", "UTC")
    rest = freeze_of("only on Wednesday at noon", "wed 13:00", "wed 11:30", "UTC")
    minute = dt.timedelta(minutes=7)
    at = utc("2026-11-23T00:00")  # a Monday
    for _ in range(7 * 24 * 60 // 7):
        late = at.weekday() == 6 and at.hour >= 22
        assert (night.holds_at(at) is not None) is (late or (at.weekday() == 0 and at.hour < 5))
        is_noon = at.weekday() == 2 and dt.time(11, 30) <= at.time() < dt.time(13)
        assert (noon.holds_at(at) is not None) is is_noon
        assert (rest.holds_at(at) is None) is is_noon
        at += minute


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/New_York"])
def test_a_week_is_that_of_the_zone(zone):
    from zoneinfo import ZoneInfo

    freeze = freeze_of("Sundays", "sun 00:00", "mon 00:00", zone)
    at = utc("2026-11-20T00:00")
    for _ in range(24 * 10):
        assert (freeze.holds_at(at) is not None) is (at.astimezone(ZoneInfo(zone)).weekday() == 6)
        at += dt.timedelta(hours=1)


def test_an_hour_that_clocks_repeat_is_frozen_both_times():
    ends = freeze_of("maintenance", "2026-10-25 00:00", "2026-10-25 02:30", BERLIN)
    assert ends.holds_at(utc("2026-10-25T01:29:59"))[1] == utc("2026-10-25T01:30")
    begins = freeze_of("maintenance", "2026-10-25 02:30", "2026-10-25 06:00", BERLIN)
    assert begins.holds_at(utc("2026-10-25T00:30:00"))[0] == utc("2026-10-25T00:30")
    weekly = freeze_of("nights", "sun 00:00", "sun 02:30", BERLIN)
    assert holds(weekly, "2026-10-25T01:29:59")


def test_an_hour_that_clocks_leave_out_makes_no_weekly_freeze_shorter():
    weekly = freeze_of("nights", "sun 02:30", "sun 02:45", BERLIN)
    assert holds(weekly, "2027-03-28T00:45:00")
    assert holds(weekly, "2027-03-28T01:30:00")
    assert holds(weekly, "2027-04-04T00:35:00")


@pytest.mark.parametrize(
    ("begins", "ends", "zone", "why"),
    [
        ("2026-12-24", "2026-12-20", BERLIN, "ends in until before it begins in from"),
        ("2026-12-24 18:00", "2026-12-24 18:00", BERLIN, "ends in until before it begins in from"),
        ("2026-12-24T18:00:00+01:00", "2026-12-24T17:00:00+00:00", None, "ends in until before it begins"),
        ("fri 16:00", "fri 16:00", BERLIN, "begins and ends at fri 16:00 of every week"),
        ("fri 16:00", "2026-12-24", BERLIN, "has one time of every week and one of a single day"),
        ("fri 16:00", "mon 08:00", None, "needs zone, such as 'Europe/Berlin'"),
        ("2026-12-24", "2026-12-25T00:00:00Z", None, "needs zone"),
        ("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z", BERLIN, "has a zone, but its times have their offsets"),
        ("2026-12-24", "2026-12-25", "Europe/Berlín", "which is no time zone of this machine"),
        ("2026-12-24", "2026-12-25", "Europe", "which is no time zone of this machine"),
        ("2026-12-24", "2026-12-25", "../../etc/passwd", "which is no time zone of this machine"),
        ("2026-12-24", "2026-12-25", "", "which is no time zone of this machine"),
        ("2026-12-24", "2026-12-25", "a\0b", "which is no time zone of this machine"),
        ("2027-03-28 02:30", "2027-03-29", BERLIN, "has in from a time that clocks in Europe/Berlin never show"),
        ("2027-03-01", "2027-03-28 02:59", BERLIN, "has in until a time that clocks in Europe/Berlin never show"),
        ("friday", "mon 08:00", BERLIN, "has from = 'friday', which is no moment; write '2026-12-24'"),
        ("fry 16:00", "mon 08:00", BERLIN, "has from = 'fry 16:00', which is no time of a week"),
        ("fri 24:00", "mon 08:00", BERLIN, "no time of a week"),
        ("fri 16:00", "mon 08:60", BERLIN, "has until = 'mon 08:60', which is no time of a week"),
        ("", "2026-12-24", BERLIN, "has from = '', which is no moment"),
        ("2026-02-30", "2026-12-24", BERLIN, "which is no moment"),
        ("2026-12-24", "9999-12-31", BERLIN, "that no calendar goes on from"),
    ],
)
def test_what_is_no_freeze(begins, ends, zone, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        freeze_of("a reason", begins, ends, zone)


def test_a_frozen_target_is_refused_with_since_when_until_when_and_why():
    freezes = [
        freeze_of("weekend", "fri 16:00", "mon 08:00", BERLIN),
        freeze_of("the audit", "2026-11-20", "2026-12-04", BERLIN, ["prod"]),
    ]
    at, known = utc("2026-11-28T12:00"), ["prod", "staging"]
    refused = refusal(freezes, "prod", at, known)
    assert refused.what == (
        "prod is frozen since 2026-11-20 00:00 Europe/Berlin until 2026-12-05 00:00 Europe/Berlin: the audit "
        "(1 more freezes hold, too)"
    )
    assert refused.cure.startswith("deploy after that; or change the freeze in [tool.golive.deployment] freezes")
    assert "golive break-glass FILE --target=prod --row=freeze --by=NAME" in refused.cure
    assert refused.cure.endswith("--golive-break-glass=FILE")
    assert refusal(freezes, "staging", at, known).what.endswith("08:00 Europe/Berlin: weekend")
    assert refusal(freezes, "staging", utc("2026-12-02T12:00"), known) is None
    assert refusal([], "prod", at, known) is None


def test_a_freeze_for_a_target_that_does_not_exist_would_never_hold_so_it_is_an_error():
    freezes = [freeze_of("the audit", "2026-11-20", "2026-12-04", BERLIN, ["prdo"])]
    refused = refusal(freezes, "prod", utc("2026-11-28T12:00"), ["prod", "staging"])
    assert str(refused) == (
        "a freeze names the target 'prdo', which the settings do not describe: the audit; "
        "correct its targets in [tool.golive.deployment] freezes; they describe prod, staging"
    )
