"""A team's gates do without the fixtures that only its unit tests have."""

from __future__ import annotations

from types import SimpleNamespace as Fake

import pytest

from pytest_golive.running.shielding import _remove_missing_fixtures


def function(**values):
    made = object.__new__(pytest.Function)
    made.config = Fake(getini=lambda name: {"usefixtures": ["database", "clock"]}[name])
    vars(made).update(values)
    return made


def test_fixtures_of_the_settings_that_are_not_there_are_left_out():
    item = function(fixturenames=["database", "clock", "other"], _fixtureinfo=Fake(name2fixturedefs={"clock": 1}))
    _remove_missing_fixtures(item)
    assert item.fixturenames == ["clock", "other"]


def test_what_is_no_function_or_knows_no_fixtures_is_left_alone():
    for item in (
        Fake(fixturenames=["database"], _fixtureinfo=Fake(name2fixturedefs={})),
        function(fixturenames=["database"], _fixtureinfo=None),
        function(fixturenames=["database"]),
    ):
        _remove_missing_fixtures(item)
        assert item.fixturenames == ["database"]
