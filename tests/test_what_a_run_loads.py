"""The cost of a run that measures nothing: it does not load what it does not need."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from importlib import import_module
from importlib.machinery import SourceFileLoader

import pytest

import pytest_golive
from pytest_golive.processes import garbage, importing
from pytest_golive.settings.model import Settings
from pytest_golive.settings.values.table import PLUGINS, Table, build

LOADED = """
import sys
from importlib import import_module
from pytest_golive.sections import sections
import pytest_golive.collecting.entries as tree
tree.built_in_entries()
import pytest_golive.codebase.comments.words, pytest_golive.codebase.metrics.complexity  # what is known is not measured
for section in sections():
    try:
        import_module(f"pytest_golive.fixtures.{section}")
    except ModuleNotFoundError:
        pass  # a section without sources of its own
print(*sorted(sys.modules))
from pytest_golive.settings.values.table import Table

def built(table):
    yield from ([table.__name__] if table.__pydantic_complete__ else [])
    for one in table.__subclasses__():
        yield from built(one)

print(*sorted(set(built(Table))))
"""
WHO_LOADED = """
import sys

def pytest_unconfigure():
    names = ("pytest_golive.context.run", "pytest_golive.gates.code_quality", "lent")
    print("loaded by", *[type(sys.modules[name].__loader__).__name__ for name in names])
"""


def test_the_rows_are_known_without_what_measures_for_them_and_their_settings_are_built_once():
    done = subprocess.run((sys.executable, "-c", LOADED), capture_output=True, text=True, check=True)
    modules, built = done.stdout.splitlines()
    codebase = "pytest_golive.codebase"
    heavy = ("httpx", "locust", "bandit", "detect_secrets", "radon", "pytest_golive.service.probing")
    measuring = (f"{codebase}.metrics.python_metrics", f"{codebase}.metrics.sloc", f"{codebase}.comments.searching")
    assert [name for name in modules.split() if name.startswith((*heavy, *measuring))] == []
    assert built == "Settings"


def test_our_modules_are_found_as_python_finds_them_until_the_end():
    before = [*sys.meta_path]
    as_before = importing.import_as_written()
    finder = sys.meta_path[0]
    try:
        found = finder.find_spec("pytest_golive.findings", pytest_golive.__path__)
        assert isinstance(found.loader, SourceFileLoader)
        assert finder.find_spec("pytest_golive_of_somebody_else") is finder.find_spec("json") is None
    finally:
        as_before()
    assert sys.meta_path == before
    as_before()  # pytester has restored the finders


def test_a_run_imports_our_modules_as_they_are_and_rewrites_the_teams(project):
    project.write("conftest.py", WHO_LOADED + "\npytest_plugins = ['lent']\n")
    project.write("lent.py", "")
    project.commit()
    done = project.phase("-s", "-p", "no:cacheprovider", apart=True)
    done.stdout.fnmatch_lines(["*loaded by SourceFileLoader SourceFileLoader AssertionRewritingHook"])


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


def test_at_the_end_only_what_is_young_is_looked_through():
    code = (
        "import atexit, gc\n"
        "from pytest_golive.processes import garbage\n"
        "before = gc.get_freeze_count()\n"  # Python 3.12 itself freezes some objects when it starts
        "atexit.register(lambda: print(gc.get_freeze_count() > before))\n"
        "garbage.spare_the_end()\n"
        "garbage.spare_the_end()\n"
        "class Cycle:\n"
        "    def __del__(self): print('finalized')\n"
        "cycle = Cycle()\n"
        "cycle.me = cycle\n"
        "del cycle\n"
        "print(gc.get_freeze_count() > before)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "finalized", "True"]


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
