"""Gates that rely on what only pytest calls are refused by name in a watch; what plugins want to be used, is."""

from __future__ import annotations

import pytest

PLUGIN = """\
import pytest

USED = []

@pytest.fixture(autouse=True)
def always():
    USED.append(1)
    yield
    USED.pop()
"""
ASKING = """\
import pytest

@pytest.fixture(autouse=True)
def always_asking(request):
    yield
"""
TEAM = """\
import unittest

def setup_module():
    pass

def test_of_a_module():
    assert True
"""
CLASSES = """\
import unittest
import always_there

class TestShop:
    def setup_method(self):
        self.price = 3

    def test_price(self):
        assert self.price == 3

class TestPlain:
    def test_plugin(self):
        assert len(always_there.USED) == 2  # its own evaluation is within a test

class TestOld(unittest.TestCase):
    def test_old(self):
        assert True

def test_by_itself():
    assert True
"""
FUNCTIONS = """\
def teardown_function(function):
    pass

def test_torn_down():
    assert True
"""
ALL = """\
import pytest
from pytest_golive import gate
from pytest_golive.collecting.evaluating.evaluation import evaluating

@gate("All are evaluated")
@pytest.mark.smoke
def all_are_evaluated(golive, request, judge):
    with evaluating(golive, request.session, anew=True) as evaluation:
        for key in WANTED:
            found = evaluation.of(key)
            why = f"{found.error.what}; {found.error.cure}" if found.error else found.failure
            judge.note(key, f"{'holds' if found.holds else 'not'}: {why}")
    judge("gates", len(WANTED), at_least=1)

WANTED = %r
"""
SAID = {
    "gates/test_module.py::test_of_a_module": "not: * has a setup_module or teardown_module, *",
    "gates/test_functions.py::test_torn_down": "not: * has a setup_function or teardown_function, *",
    "gates/test_classes.py::TestShop::test_price": "not: * has a setup_method or teardown_method, *",
    "gates/test_classes.py::TestPlain::test_plugin": "holds:*",
    "gates/test_classes.py::TestOld::test_old": "not: * is a method of unittest's TestCase, *",
    "gates/test_classes.py::test_by_itself": "holds:*",
}


@pytest.fixture
def evaluated(shop, monkeypatch):
    """Evaluate gates once in a run with a plugin: returns the lines of the run."""
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("PYTHONPATH", str(shop.path))

    def run(keys, *plugins):
        shop.write("gates/test_module.py", TEAM)
        shop.write("gates/test_classes.py", CLASSES)
        shop.write("gates/test_functions.py", FUNCTIONS)
        shop.write("gates/test_all.py", ALL % (tuple(keys),))
        shop.write("always_there.py", PLUGIN)
        shop.write("always_asking.py", ASKING)
        shop.commit()
        named = [word for name in plugins for word in ("-p", name)]
        return shop._pytester.runpytest_subprocess("-p", "no:randomly", *named, "gates", "-m", "smoke", "-v").stdout

    return run


def test_what_only_pytest_calls_is_refused_and_what_a_plugin_wants_is_used(evaluated):
    said = evaluated(SAID, "always_there")
    said.fnmatch_lines_random([f"*{key}: {what}" for key, what in SAID.items()])
    words = " ".join(said.str().split())
    assert "write a fixture with autouse=True in its place" in words
    assert "write it as a function with fixtures" in words


def test_a_plugin_that_needs_pytest_itself_is_named(evaluated):
    key = "gates/test_classes.py::test_by_itself"
    said = evaluated([key], "always_there", "always_asking")
    said.fnmatch_lines([f"*{key}: not: * uses always_asking, which needs pytest's request: *"])
    assert "switch that plugin off where golive runs (-p no:NAME)" in " ".join(said.str().split())
