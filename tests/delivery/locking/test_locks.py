"""What holds for every way to lock a target: one has it, others are told who, and nobody breaks it by himself."""

from __future__ import annotations

import re
import subprocess

import pytest

from pytest_golive.delivery.locking.holder import Holder, holder_in
from pytest_golive.delivery.locking.lock import Locked, holding, refusal
from pytest_golive.errors import CannotMeasure


def test_one_has_it_and_the_other_is_told_who_and_since_when(lock, holder):
    mine, others = holder(), holder("bob@laptop 99")
    assert refusal(lock()) is None
    with holding(lock(), mine):
        assert lock("bob").holder() == mine
        refused = refusal(lock("bob"))
        assert f"the target is locked by ann@build-1 4711 (release 1.4.2) since {mine.since}: " in refused.what
        with pytest.raises(Locked, match=re.escape(f"ann@build-1 4711 (release 1.4.2) since {mine.since}")):
            lock("bob").acquire(others)
        assert lock().holder() == mine
    assert lock().holder() is None
    with holding(lock("bob"), others):
        assert lock().holder() == others


def test_a_stale_lock_stays_and_the_message_names_the_command_that_removes_it(lock, holder, tmp_path, monkeypatch):
    lock().acquire(holder("killed@host 1"))
    for _ in range(2):
        with pytest.raises(Locked) as error:
            lock("bob").acquire(holder())
    assert error.value.cure.startswith("wait until that run has ended; if it is dead, look at the target first, then: ")
    command = error.value.cure.rpartition("then: ")[2]
    bob = tmp_path / "bob"
    subprocess.run(["sh", "-c", command], cwd=bob if bob.is_dir() else tmp_path, check=True, capture_output=True)
    with holding(lock("bob"), holder()):
        pass


def test_a_lock_that_was_removed_meanwhile_is_told(lock, holder):
    mine, others = lock(), lock("bob")
    holders = holder(), holder("bob@laptop 99")

    def removed(and_taken):
        with holding(mine, holders[0]):
            broken(others, mine)
            if and_taken:
                others.acquire(holders[1])

    with pytest.raises(CannotMeasure, match="was removed while this run held it: nobody holds it now; find out who"):
        removed(and_taken=False)
    with pytest.raises(CannotMeasure, match=r"was removed while this run held it: bob@laptop 99 .* holds it now"):
        removed(and_taken=True)
    assert mine.holder() == holders[1]  # it is the other's, and stays


def broken(lock, holding_it):
    assert lock.holder()
    folder = getattr(getattr(lock, "repository", None), "root", None)
    subprocess.run(["sh", "-c", lock.breaking()], cwd=folder, check=True, capture_output=True)
    assert holding_it.holder() is None


def test_an_exception_gives_it_back(lock, holder):
    def fails():
        with holding(lock(), holder()):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert lock().holder() is None


def test_ctrl_c_while_it_is_taken_gives_it_back(lock, holder, monkeypatch):
    made = lock()
    taking = type(made).acquire

    def interrupted(self, who):
        taking(self, who)
        if hasattr(self, "_own"):
            self._own = ""  # it came before this was known
        raise KeyboardInterrupt

    monkeypatch.setattr(type(made), "acquire", interrupted)

    def fails():
        with holding(made, holder()):
            pytest.fail("it was not taken")

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert lock().holder() is None


def test_whoever_does_not_hold_it_cannot_give_it_back(lock, holder):
    mine = holder()
    lock().acquire(mine)
    with pytest.raises(CannotMeasure, match="was removed while this run held it: ann@build-1"):
        lock("bob").release(holder("bob@laptop 99"))
    assert lock().holder() == mine


@pytest.mark.parametrize(
    ("content", "who"),
    [
        (b"", "somebody who wrote nothing"),
        (b"\xff\x00\x1b[2J", r"somebody who wrote '�\\x00\\x1b[2J'"),
        (b"deploying, Carol", "somebody who wrote 'deploying, Carol'"),
        (b"[" * 90_000, None),
        (b'{"golive": "lock"}', "somebody without a name"),
        (b'{"golive": "lock", "who": 7, "since": []}', "somebody without a name"),
        (b'{"golive": "lock", "who": "x\\u001b[2Jy token=abcdefghijk"}', "x\\x1b[2Jy token=[hidden]"),
    ],
)
def test_whatever_is_in_a_lock_it_is_held(content, who):
    found = holder_in(content)
    assert len(str(found)) < 600
    assert str(found).isprintable()
    if who is not None:
        assert found.who.replace("\\\\", "\\") == who.replace("\\\\", "\\")


def test_only_the_very_same_lock_is_ones_own(holder):
    one, other = holder(), holder()
    assert one.is_same(one)
    assert not one.is_same(other)
    assert not Holder("a").is_same(Holder("a"))
    assert holder_in(one.text.encode()) == one
