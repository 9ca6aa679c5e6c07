"""The lock that is a ref on the team's remote, between two clones."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pytest_golive.delivery.locking.git_ref import GitRefLock, ref_of
from pytest_golive.delivery.locking.lock import Locked, holding
from pytest_golive.errors import CannotMeasure

TAKER = """
import sys
from pathlib import Path
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.locking.git_ref import GitRefLock, ref_of
from pytest_golive.delivery.locking.holder import holder_now
from pytest_golive.errors import CannotMeasure
lock = GitRefLock(Repository.open(Path(sys.argv[1])), "origin", ref_of("prod"))
sys.stdin.readline()
try:
    lock.acquire(holder_now(sys.argv[1], "prod", ""))
except CannotMeasure as error:
    print("refused", error)
else:
    print("taken")
"""


def refs(git, where):
    return git(where, "for-each-ref", "--format=%(refname) %(objectname)")


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_but_the_ref_changes_there_and_nothing_here(tmp_path, remote, ref_lock, holder, git):
    ann, before = tmp_path / "ann", refs(git, remote)
    git(ann, "tag", "--annotate", "--message", "x", "v1")
    git(ann, "config", "push.followTags", "true")
    git(ann, "config", "remote.origin.push", "refs/heads/*:refs/heads/*")
    git(ann, "config", "push.default", "matching")
    git(ann, "commit", "--quiet", "--allow-empty", "--message", "not to be pushed")
    hook = ann / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    lock = ref_lock()
    clone = everything(ann)
    with holding(lock, holder()):
        there = refs(git, remote)
        assert there.startswith("refs/golive/locks/prod ")
        assert there.splitlines()[1:] == before.splitlines()
        assert git(remote, "ls-tree", "-r", "refs/golive/locks/prod") == ""
        assert git(remote, "rev-list", "--count", "refs/golive/locks/prod").strip() == "1"
        assert ref_lock("bob").holder().who == "ann@build-1 4711"
    assert refs(git, remote) == before
    assert everything(ann) == clone
    assert {path.name for path in everything(tmp_path / "bob")} & {"FETCH_HEAD", "shallow"} == set()


def test_of_two_at_once_one_has_it(tmp_path, remote, ref_lock):
    for _ in range(3):
        both = [
            subprocess.Popen(
                [sys.executable, "-c", TAKER, tmp_path / name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for name in ("ann", "bob")
        ]
        for one in both:
            one.stdin.write("\n")
            one.stdin.flush()
        said = sorted(one.communicate(timeout=600)[0] for one in both)
        assert said[0].startswith("refused ")
        assert said[1] == "taken\n"
        winner = ref_lock().holder().who
        assert winner in {str(tmp_path / name) for name in ("ann", "bob")}
        lock = ref_lock()
        lock.holder()
        subprocess.run(["sh", "-c", lock.breaking()], cwd=tmp_path / "ann", check=True, capture_output=True)


def test_the_command_that_breaks_a_lock_breaks_no_other(tmp_path, ref_lock, holder):
    stale = ref_lock()
    stale.acquire(holder("dead@host 1"))
    with pytest.raises(Locked) as error:
        ref_lock("bob").acquire(holder())
    command = error.value.cure.rpartition("then: ")[2]
    stale.release(holder("dead@host 1"))
    other = ref_lock()
    other.acquire(holder("alive@host 2"))
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path / "bob", check=False, capture_output=True)
    assert done.returncode
    assert other.holder().who == "alive@host 2"


def refuse_pushes(remote):
    hook = remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'only branches, please' >&2\nexit 1\n")
    hook.chmod(0o755)


def test_a_remote_that_takes_no_such_ref(remote, ref_lock, holder, git):
    refuse_pushes(remote)
    with pytest.raises(
        CannotMeasure, match=r"cannot be taken: .*pre-receive hook declined.*only branches, please"
    ) as e:
        ref_lock().acquire(holder())
    assert "let this credential create and delete refs/golive/locks/* there" in e.value.cure
    assert "golive" not in refs(git, remote)


def test_a_remote_that_takes_it_but_does_not_give_it_back(remote, ref_lock, holder, git):
    lock, mine = ref_lock(), holder()
    lock.acquire(mine)
    refuse_pushes(remote)
    with pytest.raises(CannotMeasure, match=r"cannot be given back: .*only branches, please") as error:
        lock.release(mine)
    assert error.value.cure.startswith("git push --force-with-lease=refs/golive/locks/prod:")


def test_a_connection_that_breaks_once_the_ref_is_gone_has_given_it_back(ref_lock, holder, monkeypatch):
    lock = ref_lock()
    lock.acquire(holder())
    push = GitRefLock._push
    monkeypatch.setattr(GitRefLock, "_push", lambda *args: (128, f"{push(*args)[1]}the remote end hung up"))
    lock.release(holder())
    assert lock.holder() is None


def test_a_remote_that_is_not_there(remote, ref_lock, holder):
    remote.rename(remote.with_name("gone"))
    for act in (ref_lock().holder, lambda: ref_lock().acquire(holder())):
        with pytest.raises(CannotMeasure, match=r"the remote origin .* cannot be read: there is no repository"):
            act()


def test_what_is_there_is_no_lock_of_ours(tmp_path, remote, ref_lock, holder, git):
    blob = git(remote, "hash-object", "-w", "--stdin").strip()
    for made in (blob, git(remote, "rev-parse", "main").strip()):
        git(remote, "update-ref", "refs/golive/locks/prod", made)
        with pytest.raises(Locked, match="the target is locked by somebody who"):
            ref_lock().acquire(holder())


def test_every_target_has_a_ref_that_git_accepts(git, tmp_path):
    names = ["prod", "eu west/1", "..", ".hidden", "a.lock", "a~b", "a^b:c?*[", "ü", "@{x}", "a\\b", "a%2Fb", "a/b"]
    assert len({ref_of(name) for name in names}) == len(names)
    for name in names:
        git(tmp_path, "check-ref-format", ref_of(name))
