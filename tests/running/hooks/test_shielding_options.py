"""What keeps options for unit tests from the rows, option by option and without a run."""

from __future__ import annotations

import math
from types import SimpleNamespace as Fake

import pytest
from shielded import GIVEN, PLUGINS, config_of

from pytest_golive.running.shielding import ASIDE, OPTIONS, set_aside, set_aside_early, set_aside_lines

ALONE, BESIDE = Fake(alone=True), Fake(alone=False)


@pytest.mark.parametrize("name", GIVEN)
def test_each_option_is_set_aside_where_only_rows_run(name):
    given, neutral = GIVEN[name]
    option = next(option for option in OPTIONS if option.name == name)
    config = config_of(PLUGINS, **{name: given})
    set_aside(config, BESIDE)
    assert (getattr(config.option, name), set_aside_lines(config)) == (given, [])
    set_aside(config, ALONE)
    assert getattr(config.option, name) == neutral
    assert set_aside_lines(config) == [f"golive: set aside, for it is meant for unit tests: {option.word}"]
    set_aside(config, ALONE)
    assert config.stash[ASIDE] == [option.word]


@pytest.mark.parametrize(
    ("plugins", "options"),
    [
        (["pytest_repeat_other"], {"count": 3}),
        (["my.pytest_repeat"], {"count": 3}),
        ([], {"count": 3}),
        (["pytest_repeat"], {"count": 1}),
        (["pytest_repeat"], {"count": 0}),
        (["pytest_repeat"], {"count": None}),
        (["pytest_repeat"], {"other": 3}),
        (["pytest_timeout"], {"session_timeout": math.inf}),
        (["pytest_timeout"], {"session_timeout": None}),
    ],
)
def test_what_is_no_such_option_stays(plugins, options):
    config = config_of(plugins, **options)
    before = vars(config.option).copy()
    set_aside(config, ALONE)
    assert vars(config.option) == before
    assert set_aside_lines(config) == []


@pytest.mark.parametrize(
    ("value", "setting", "left"), [(None, "9", math.inf), (None, "", None), (0, "9", 0), (5, "9", math.inf)]
)
def test_a_setting_counts_where_no_option_was_given(value, setting, left):
    config = config_of(["pytest_timeout"], {"session_timeout": setting}, session_timeout=value)
    set_aside(config, ALONE)
    assert config.option.session_timeout == left
    older = config_of(["pytest_timeout"], {"session_timeout": "9"})  # one that knows no such option
    set_aside(older, ALONE)
    assert vars(older.option).get("session_timeout", "not there") == "not there"
    forked = config_of(["pytest_forked"], {"": "9", "forked": "9"}, forked=None)
    set_aside(forked, ALONE)
    assert forked.option.forked is None


def test_several_are_named_in_order():
    config = config_of(PLUGINS, **{name: given for name, (given, _) in GIVEN.items()})
    set_aside(config, ALONE)
    words = ", ".join(option.word for option in OPTIONS)
    assert set_aside_lines(config) == [f"golive: set aside, for it is meant for unit tests: {words}"]


@pytest.mark.parametrize(
    ("asked", "plugins", "value", "left"),
    [
        (ALONE, ["pytest_cov.plugin"], ["src"], None),
        (BESIDE, ["pytest_cov.plugin"], ["src"], ["src"]),
        (ALONE, ["pytest_covers"], ["src"], ["src"]),
        (ALONE, ["pytest_cov"], [], []),
    ],
)
def test_coverage_is_set_aside_before_it_starts(asked, plugins, value, left):
    config = config_of(plugins, cov_source=value)
    set_aside_early(config, asked)
    assert config.known_args_namespace.cov_source == left
    assert config.stash.get(ASIDE, []) == ["--cov"] * (left is None)
