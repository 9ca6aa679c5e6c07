"""The settings of the journal, the lock and the freezes: what they refuse, in words."""

from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.loading import settings_in

FREEZE = '[[tool.golive.deployment.freezes]]\nreason = "the yearly audit"\n'


def of(text):
    return settings_in(text, "pyproject.toml").settings.of(Deployment)


def table(text):
    return of(f"[tool.golive.deployment]\n{text}\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('journal = "prod.jsonl"', "must have {target} in it"),
        ('journal = "{target}/{version}.jsonl"', "must have no other placeholder than {target}"),
        ('journal = "../{target}.jsonl"', "must be below the project's root, or begin with '/'"),
        ('journal = "~/{target}"', "must be below the project's root"),
        ('journal = "{target}/"', "must name a file, not a folder"),
        ('journal = ""', "must name a file"),
        ("journal = true", "a path with {target} in it"),
        ("lock = {}", "needs exactly one of ref = true, file, or the commands acquire, release and status"),
        ("lock = { ref = false }", "needs exactly one of"),
        ('lock = { ref = true, file = "{target}.lock" }', "needs exactly one of"),
        ('lock = { file = "prod.lock" }', "must have {target} in it"),
        ('lock = { acquire = ["a"], release = ["b"] }', "needs all three commands"),
        ('lock = { acquire = [], release = ["b"], status = ["c"] }', "acquire"),
        (
            'lock = { acquire = ["a", "{host}"], release = ["b"], status = ["c"] }',
            "contains {host}, which stands for nothing",
        ),
        ("lock = true", "lock"),
    ],
)
def test_what_means_nothing_is_refused(text, said):
    with pytest.raises(SettingsError) as error:
        table(text)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('from = "2026-12-24"\nuntil = "2026-12-20"\nzone = "UTC"', "ends in until before it begins in from"),
        ('from = "fri 16:00"\nuntil = "mon 08:00"', "needs zone"),
        ('from = "fri 16:00"\nuntil = "mon 08:00"\nzone = "Mars"', "has zone = 'Mars', which is no time zone"),
        ('from = "Friday"\nuntil = "mon 08:00"\nzone = "UTC"', "has from = 'Friday', which is no moment"),
        ('from = ""\nuntil = ""\nzone = "UTC"', "has from = '', which is no moment"),
        ('from = 2026-12-24\nuntil = 2026-12-25\nzone = "UTC"\ntargets = []', "targets"),
        ('from = 2026-12-24\nzone = "UTC"', "until"),
        ('from = 12\nuntil = 2026-12-25\nzone = "UTC"', "from"),
        ('from = 18:00:00\nuntil = 19:00:00\nzone = "UTC"', "from"),
        ('from = 2026-12-24\nuntil = 2026-12-25\nzone = "UTC"\nwhy = "x"', "why"),
    ],
)
def test_what_is_no_freeze_is_refused(text, said):
    with pytest.raises(SettingsError) as error:
        of(FREEZE + text)
    assert said in str(error.value)


def test_dates_and_times_of_toml_are_taken_as_they_are():
    found = of(
        f"{FREEZE}from = 2026-12-24T18:00:00+01:00\nuntil = 2026-12-27T07:00:00Z\n"
        f'{FREEZE}from = 2026-12-24\nuntil = 2026-12-24 18:00:00\nzone = "Europe/Berlin"\ntargets = ["prod"]\n'
    ).freezes
    assert [one.freeze.targets for one in found] == [frozenset(), {"prod"}]
    assert str(found[1].freeze.ends) == "2026-12-24 18:00:00"


def test_without_settings_there_is_neither_lock_nor_freeze():
    found = of("")
    assert (found.journal, found.lock, found.freezes) == (None, None, ())
