"""How long rows took the last time."""

from __future__ import annotations

import json
import re
from types import SimpleNamespace as Fake

import pytest
from screens import in_a_terminal

from pytest_golive.judging.verdict import Entry, Outcome, Row, Verdict
from pytest_golive.reports.waiting.lengths import KEY, length_of, remember


class Cache:
    def __init__(self, known):
        self.known = known

    def get(self, key, default):
        return self.known.get(key, default)

    def set(self, key, value):
        self.known[key] = value


def config(known=None):
    return Fake(cache=Cache({KEY: known} if known is not None else {}))


def row(name, seconds):
    return Row(Entry(name, name, "a", ("pre_deploy",)), Outcome.PASSED, seconds=seconds)


def test_rows_that_one_waits_for_are_remembered():
    known = config({"golive/a::old": 7.0, "golive/a::slow": 60.0})
    remember(known, Verdict((row("golive/a::slow", 41.26), row("golive/a::quick", 0.3))))
    assert known.cache.known[KEY] == {"golive/a::old": 7.0, "golive/a::slow": 41.3}
    assert length_of(known, "golive/a::slow") == 41.3
    assert length_of(known, "golive/a::quick") == 0.0


@pytest.mark.parametrize("known", ["text", [1], {"golive/a::b": "7"}, {"golive/a::b": None}, {"golive/a::b": True}, 3])
def test_a_cache_of_others_is_no_trouble(known):
    assert length_of(config(known), "golive/a::b") == 0.0
    remember(config(known), Verdict((row("golive/a::b", 3.0),)))


def test_without_a_cache_nothing_is_known():
    remember(Fake(cache=None), Verdict((row("a", 3.0),)))
    assert length_of(Fake(cache=None), "a") == 0.0


SLOW_GATE = """\
import time

def test_slow(golive, judge):
    for done in range(25):
        golive.progress("counting sheep", done, 25)
        time.sleep(0.1)
    judge("sheep", 25, equals=25)
"""


def test_the_second_run_says_how_long_to_wait(project):
    project.write("gates/test_shop.py", SLOW_GATE)
    first = in_a_terminal(project.path)
    assert "of about" not in first
    known = json.loads(next(project.path.rglob("golive/seconds")).read_text())
    assert list(known) == ["gates/test_shop.py::test_slow"]
    assert re.search(r"counting sheep \d+ of 25, \d+ s of about \d+ s", in_a_terminal(project.path))
