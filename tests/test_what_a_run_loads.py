"""What a run costs that has nothing to measure: what it does not need it does not load, nor look at again."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from importlib import import_module

import pytest

from pytest_golive.processes import garbage
from pytest_golive.settings.model import Settings
from pytest_golive.settings.values.table import PLUGINS, Table, build

LOADED = """
import sys
from importlib import import_module
from pytest_golive.sections import sections
import pytest_golive.collecting.tree as tree
tree.built_in_entries()
for section in sections():
    try:
        import_module(f"pytest_golive.fixtures.{section}")
    except ModuleNotFoundError:
        pass  # a section without sources of its own
print(*sorted(sys.modules))
"""


def test_the_rows_are_known_without_what_measures_for_them():
    done = subprocess.run((sys.executable, "-c", LOADED), capture_output=True, text=True, check=True)
    heavy = ("httpx", "locust", "bandit", "detect_secrets", "radon", "pytest_golive.service.probing")
    assert [name for name in done.stdout.split() if name.startswith(heavy)] == []


def test_while_modules_are_loaded_nothing_is_collected():
    assert gc.isenabled()
    with garbage.uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_module_that_cannot_be_loaded_leaves_the_collector_on():
    with pytest.raises(ModuleNotFoundError), garbage.uncollected():
        import_module("no_such_module_of_ours")
    assert gc.isenabled()


def test_what_was_loaded_is_spared_until_the_end():
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    as_before = garbage.spare_loaded()
    try:
        assert gc.get_freeze_count() > frozen
        assert gc.get_threshold()[0] >= garbage.SELDOM
    finally:
        as_before()
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)


@pytest.mark.parametrize("said", [None, "logfire"])
def test_plugins_of_pydantic_have_no_part_in_our_settings_and_all_in_the_projects(monkeypatch, said):
    monkeypatch.delenv(PLUGINS, raising=False)
    if said is not None:
        monkeypatch.setenv(PLUGINS, said)
    seen = []

    class Mine(Table):
        @classmethod
        def model_rebuild(cls, **_):
            seen.append(os.environ[PLUGINS])

    build(Mine)
    assert seen == ["__all__"]
    assert os.environ.get(PLUGINS) == said


def test_the_tables_of_sections_hold_the_defaults_that_are_valid():
    defaults = Settings()
    assert Settings.model_validate(defaults.model_dump()) == defaults
