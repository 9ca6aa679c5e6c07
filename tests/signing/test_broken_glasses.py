"""The file of a broken glass: what it may say, and everything that it may not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.signing.glass.glass import Glass
from pytest_golive.signing.glass.reading import glass_in, read_glass, text_of

pytestmark = pytest.mark.security
NOW = dt.datetime(2026, 11, 27, 3, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ROWS = ("deployment::reviewed", "chain::earlier_records", "freeze")
GLASS = Glass("prod", "ab" * 20, ROWS, "nobody can pay since 02:40", "ann", "bob", NOW, NOW + 2 * HOUR)


@pytest.fixture
def reading(tmp_path):
    def read(glass, now=NOW, change=lambda text: text):
        file = tmp_path / "night.toml"
        text = change(text_of(glass))
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_glass(file, now)

    return read


def test_what_is_written_is_read(reading):
    assert reading(GLASS) == GLASS
    signed = replace(GLASS, signature="-----BEGIN SSH SIGNATURE-----\nabc\n-----END SSH SIGNATURE-----")
    found = reading(signed)
    assert (found.id, found.words, found.signature.strip()) == (GLASS.id, GLASS.words, signed.signature)
    assert found.gates == ROWS[:2]
    assert replace(GLASS, by="eve").id != GLASS.id


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"rows": ()}, "rows names nothing"),
        ({"rows": ("*",)}, "'*' is a pattern, and each row must be named"),
        ({"rows": ("deployment::*",)}, "is a pattern"),
        ({"rows": ("deployment::re?iewed",)}, "is a pattern"),
        ({"rows": ("deployment",)}, "must be section::gate, or freeze"),
        ({"rows": tuple(f"a::row_{number}" for number in range(11))}, "rows names 11, and at most 10 can be passed"),
        ({"rows": ("a::b", "a::b")}, "rows names one twice"),
        ({"rows": (f"a::{'b' * 300}",)}, "is longer than the name of any row"),
        *(({"rows": (name,)}, "it guards the deployment itself") for name in ("lock", "confirm", "journal")),
        *(
            ({"rows": (f"deployment::{name}",)}, "it says whether what was deployed serves, or is rolled back")
            for name in ("deployed", "smoke_passed", "stable_after_deploy")
        ),
        ({"rows": ("rollback::no_trigger_fired",)}, "cannot be passed: it says whether"),
        ({"rows": ("deployment::batch_10",)}, "cannot be passed: it says whether"),
        ({"rows": ("deployment::batch_50_watched",)}, "cannot be passed: it says whether"),
        ({"rows": ("deployment::emergency_settled",)}, "it tells of the emergency before"),
        ({"reason": "urgent"}, "reason must say why it cannot wait, in at least 20 characters"),
        ({"approver": " ANN "}, "breaks the glass and approves it: somebody else must approve"),
        ({"commit": "HEAD"}, "commit must be the whole hash of a commit"),
        ({"commit": "ab" * 4}, "commit must be the whole hash of a commit"),
        ({"expires": NOW + 25 * HOUR}, "it must expire after it was opened, and within 24 h"),
        ({"expires": NOW - HOUR}, "it must expire after it was opened, and within 24 h"),
        ({"opened": NOW + HOUR}, "it was opened in the future, by the clock of this machine: 2026-11-27 04:00 UTC"),
        ({"opened": NOW - 3 * HOUR, "expires": NOW - HOUR}, "it expired at 2026-11-27 02:00 UTC"),
        ({"by": ""}, "by must be one line of text"),
        ({"reason": "a reason of\ntwo lines of text"}, "reason must be one line of text"),
        ({"reason": "x" * 1_001}, "reason must be one line of text, of at most 1,000 characters"),
    ],
)
def test_what_it_may_not_say(reading, change, why):
    with pytest.raises(CannotMeasure) as raised:
        reading(replace(GLASS, **change))
    assert why in raised.value.what


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace("approver =", "aprover ="), "unknown key 'aprover'; did you mean 'approver'?"),
        (lambda text: text.replace('by = "ann"\n', ""), "by is missing"),
        (lambda text: text.replace('"ann"', "1"), "by must be one line of text"),
        (lambda text: text.replace("Z\nrows", "\nrows"), "expires must be a moment with its time zone"),
        (lambda text: text.replace("rows = [", "rows = [ 1,"), "rows must be a list of names"),
        (lambda text: f"{text}signature = 1\n", "signature must be text"),
        (lambda text: text.replace("=", ""), "is not TOML"),
        (lambda _: "", "target is missing"),
        (lambda _: b"\xff\xfe\0", "is not UTF-8"),
        (lambda text: text + "#" * 20_000, "is larger than 16 KiB"),
    ],
)
def test_a_file_that_is_none(reading, change, why):
    with pytest.raises(CannotMeasure) as raised:
        reading(GLASS, change=change)
    assert why in raised.value.what


def test_there_is_no_file(tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(CannotMeasure, match="is no file"):
            read_glass(path, NOW)


def test_it_holds_until_its_last_second(reading):
    assert reading(GLASS, NOW + 2 * HOUR - dt.timedelta(seconds=1)) == GLASS
    with pytest.raises(CannotMeasure, match="it expired at"):
        reading(GLASS, NOW + 2 * HOUR)


def test_an_old_one_is_read_whenever_it_held():
    assert glass_in(text_of(GLASS), "night.toml").expires == NOW + 2 * HOUR
