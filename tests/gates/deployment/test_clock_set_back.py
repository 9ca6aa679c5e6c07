"""The clock of the machine is set while the steps run: their moments no longer say what came first."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

from pytest_golive.delivery import moments
from pytest_golive.delivery.journal.entries import Release
from pytest_golive.delivery.journal.progress import progress
from pytest_golive.delivery.journal.reading import read
from pytest_golive.delivery.known_deployment import known_by_journal

pytestmark = pytest.mark.usefixtures("quiet", "live")
ROWS = ("deployment::first", "deployment::second")
DONE = "open('STEPS', 'a').write('{} '); {}"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def clock(shop, monkeypatch):
    """The file BACK has the clock show an hour less, and AHEAD one more."""
    real = moments.read_clocks

    def read_clocks():
        before, wall, after = real()
        moved = HOUR * ((shop.path / "AHEAD").exists() - (shop.path / "BACK").exists())
        return before, wall + moved, after

    monkeypatch.setattr(moments, "read_clocks", read_clocks)


@pytest.fixture
def two(shop, clock):
    """Two steps, of which one may set the clock."""

    def configure(first="", second=""):
        shop.write(".gitignore", "__pycache__/\n.coverage\nSTEPS\nBACK\nAHEAD\n.golive/\n.pytest_cache/\n")
        for name, does, after in (("first", first, "backup_created"), ("second", second, "first")):
            command = [sys.executable, "-c", DONE.format(name, does)]
            shop.settings(
                f"[tool.golive.deployment.steps.{name}]\nafter = '{after}'\nbefore = 'deployed'\ncommand = {command}\n"
            )

    return configure


def done(shop):
    file = shop.path / "STEPS"
    return file.read_text().split() if file.exists() else []


def again(shop, *args):
    return shop.run("-m", "deploy", "-v", *args)


def said(result):
    return " ".join(result.stdout.str().split())


SETS = "open('BACK', 'w').close()"
WHY = "the clock of this machine was set back by 1 h 0 min while this run wrote its journal"


def test_no_step_is_begun_behind_that_and_the_next_run_goes_on(shop, two):
    two(SETS)
    result = shop.execute(*ROWS)
    assert result.ret == 1
    assert done(shop) == ["first"]
    assert f"deployment::second was not begun: {WHY}" in said(result)
    (shop.path / "BACK").unlink()
    result = again(shop, "--golive-execute")
    assert result.ret == 0, result.stdout.str()
    assert done(shop) == ["first", "second"]
    assert "by a clock that was set back during that run, so nobody knows when" in said(result)


def test_no_go_where_it_was_the_last_step(shop, two):
    two(second=SETS)
    result = shop.execute(*ROWS)
    assert done(shop) == ["first", "second"]
    assert result.ret == 1
    assert WHY in said(result)


def test_a_journal_from_the_future_is_not_gone_on_with(shop, two):
    two(second="raise SystemExit(3)")
    (shop.path / "AHEAD").touch()
    shop.execute(*ROWS)
    (shop.path / "AHEAD").unlink()
    for args in (("--golive-execute",), ()):
        result = again(shop, *args)
        assert result.ret == 1
        assert "one of the two clocks is wrong" in said(result)
    assert done(shop) == ["first", "second"]


@pytest.mark.usefixtures("clock")
def test_what_was_deployed_meanwhile_has_no_moment(shop):
    from pytest_golive.delivery.journal.entries import Result
    from pytest_golive.delivery.journal.writing import Journal

    told = dict.fromkeys(("source", "timeline", "log", "picture"), "") | {
        "requests": 9, "slowest": 0.1, "gaps": [], "began": "2026-11-27T13:00:00Z", "ended": "2026-11-27T12:05:00Z",
    }  # fmt: skip
    release = Release("sha256:" + "a" * 64, "1.2.0")
    with Journal.opened(shop.path / "j.jsonl", "prod", release) as journal:
        journal.begin("deployment::deployed")
        (shop.path / "BACK").touch()
        journal.end("deployment::deployed", Result.PASSED, told)
        assert journal.set_back == pytest.approx(3600, abs=60)
    state = progress(read(shop.path / "j.jsonl"), release)["deployment::deployed"]
    found = known_by_journal(state)
    assert (state.holds, state.untimed, found.began, found.ended, found.requests) == (True, True, "", "", 9)
