"""The guard of os._exit, with an exit that only notes its status."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace as Fake

import pytest
from hooked import stash_of

from pytest_golive.running import door
from pytest_golive.running.door import Door

pytestmark = pytest.mark.security
GO, NO_GO = Fake(go=True, line="GO  2 passed"), Fake(go=False, line="NO-GO  1 failed \udcff")


class Left(BaseException):
    """The process would be gone."""


@pytest.fixture
def guarded(monkeypatch, tmp_path):
    """A closed door whose exit raises, and what was written to the standard output that it kept."""
    exits, cleanups = [], []

    def leave(status):
        exits.append(status)
        raise Left

    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr(door, "_set_exit", lambda function: monkeypatch.setattr(os, "_exit", function))
    monkeypatch.setattr(os, "dup", lambda number: {1: os.open(tmp_path / "out", os.O_WRONLY | os.O_CREAT)}[number])

    def close(verdict=None, *, written=False, args=None):
        params = Fake(args=tuple(sys.argv[1:]) if args is None else args)
        stash = stash_of(verdict, written=written)
        config = Fake(stash=stash, add_cleanup=cleanups.append, invocation_params=params)
        made = Door(config)
        made.close()
        return made

    return Fake(close=close, exits=exits, cleanups=cleanups, leave=leave, out=tmp_path / "out")


def ended(status):
    with pytest.raises(Left):
        os._exit(status)


@pytest.mark.parametrize(
    ("verdict", "status", "end", "line"),
    [
        (None, 0, 1, "NO-GO  os._exit(0) at {here} ended the process before there was a verdict"),
        (None, 3, 3, "NO-GO  os._exit(3) at {here} ended the process before there was a verdict"),
        (NO_GO, 0, 1, "NO-GO  1 failed \\udcff; os._exit(0) at {here} ended the process"),
        (NO_GO, 2, 2, "NO-GO  1 failed \\udcff; os._exit(2) at {here} ended the process"),
        (GO, 0, 0, "GO  2 passed"),
        (GO, 5, 5, "GO  2 passed"),
    ],
)
@pytest.mark.parametrize("written", [True, False])
def test_the_process_ends_with_0_only_after_a_go(guarded, verdict, status, end, line, written):  # noqa: PLR0917 -- a table
    made = guarded.close(verdict, written=written)
    here = f"{__file__}:{ended.__code__.co_firstlineno + 2}"
    ended(status)
    assert guarded.exits == [end]
    assert guarded.out.read_text() == ("" if written else f"\n{line.format(here=here)}\n")
    made.remove()


def test_what_is_buffered_is_written_first(guarded, monkeypatch):
    flushed = []
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, Fake(flush=lambda name=name: flushed.append(name)))
    made = guarded.close(GO)
    ended(0)
    assert flushed == ["stdout", "stderr"]
    made.remove()


def test_a_child_process_ends_as_it_likes(guarded, monkeypatch):
    made = guarded.close()
    monkeypatch.setattr(os, "getpid", lambda: -1)
    ended(0)
    assert (guarded.exits, guarded.out.read_text()) == ([0], "")
    made.remove()


@pytest.mark.parametrize("verdict", [None, GO])
def test_without_a_standard_output_it_still_ends(guarded, monkeypatch, verdict):
    def none(_):
        raise OSError("closed")

    monkeypatch.setattr(os, "dup", none)
    wrote = []
    made = guarded.close(verdict)
    monkeypatch.setattr(os, "write", lambda *args: wrote.append(args))
    ended(0)
    assert (guarded.exits, wrote) == ([int(verdict is None)], [])
    made.remove()


def test_standard_output_may_have_any_number(guarded, monkeypatch):
    monkeypatch.setattr(os, "dup", lambda _: 0)
    wrote, closed = [], []
    made = guarded.close(GO)
    monkeypatch.setattr(os, "write", lambda number, text: wrote.append((number, text)))
    monkeypatch.setattr(os, "close", closed.append)
    ended(0)
    assert wrote == [(0, b"\nGO  2 passed\n")]
    made.remove()
    made.remove()
    assert closed == [0]


def test_the_door_is_opened_again_where_pytest_does_not_own_the_process(guarded):
    made = guarded.close()
    assert guarded.cleanups == []
    assert os._exit == made._leave
    made.remove()
    assert os._exit is guarded.leave
    again = guarded.close(args=("--of-another",))
    assert guarded.cleanups == [again.remove]
    os._exit = other = lambda _: None
    again.remove()
    assert os._exit is other  # whoever came later keeps theirs


def test_what_a_debugger_shows_of_it_is_short():
    assert "_exit" not in repr(Door(Fake(stash="")))
