"""Locks by a file and by the team's commands, where they cannot work."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_golive.delivery.locking.lock import Locked
from pytest_golive.delivery.locking.shared_file import FileLock
from pytest_golive.errors import CannotMeasure

PAGE = Path(__file__).parents[3] / "docs" / "journal.md"
SSH = '#!/bin/sh\n[ "$1" = deploy@shop ] || exit 255\nexec {} -c "$2"\n'


def test_a_file_in_a_folder_that_is_missing_or_not_ours(tmp_path, holder):
    with pytest.raises(CannotMeasure, match=r"prod.lock cannot be written: No such file or directory; "):
        FileLock(tmp_path / "missing" / "prod.lock").acquire(holder())
    assert not (tmp_path / "missing").exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotMeasure, match="cannot be written: Not a directory"):
        FileLock(tmp_path / "file" / "prod.lock").acquire(holder())


def test_what_stands_in_its_place_is_a_lock_whatever_it_is(tmp_path, holder):
    lock = FileLock(tmp_path / "prod.lock")
    lock.path.write_bytes(b"")
    with pytest.raises(Locked, match="locked by somebody who wrote nothing: the file"):
        lock.acquire(holder())
    assert lock.path.read_bytes() == b""
    lock.path.unlink()
    lock.path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(Locked, match="locked by a link that leads nowhere"):
        lock.acquire(holder())
    lock.path.unlink()
    lock.path.mkdir()
    with pytest.raises(CannotMeasure, match="cannot be read: Is a directory"):
        lock.acquire(holder())


def test_commands_that_lie_fail_or_do_not_start(command_lock, holder):
    with pytest.raises(CannotMeasure, match=r"took the lock, but .* says that it is free; let acquire write \{lock\}"):
        command_lock(take="pass").acquire(holder())
    with pytest.raises(CannotMeasure, match=r"failed with exit status 255, so the lock was not taken; .*no route"):
        command_lock(take="import sys; print('no route', file=sys.stderr); sys.exit(255)").acquire(holder())
    with pytest.raises(CannotMeasure, match="failed with exit status 3, so nobody knows whether the target is locked"):
        command_lock(look="raise SystemExit(3)").holder()
    with pytest.raises(CannotMeasure, match="exit status 1, so the lock was not taken"):
        command_lock(take="raise SystemExit(1)").acquire(holder())


def test_commands_that_cannot_give_it_back(command_lock, holder):
    lock, mine = command_lock(give="raise SystemExit('disk is read-only')"), holder()
    lock.acquire(mine)
    with pytest.raises(
        CannotMeasure, match="exit status 1, so the target is still locked; it last said: disk is read-o"
    ):
        lock.release(mine)


def test_placeholders_are_filled_in_once(command_lock, holder, tmp_path):
    lock = command_lock(look="raise SystemExit(0)")
    assert lock._filled(("{target}", "-{who}-", "{lock}{}"), holder("{target} 1"))[:2] == ("prod", "-{target} 1-")


@pytest.mark.parametrize("shell", ["dash", "bash"])
def test_the_documented_lock_on_the_host_that_is_deployed_to(command_lock, holder, tmp_path, shell):
    script, ssh = tmp_path / "lock.sh", tmp_path / "bin" / "ssh"
    page = PAGE.read_text(encoding="utf-8")
    script.write_text(page[page.index("#!/bin/sh") :].partition("```")[0].replace("/var/lock", str(tmp_path)))
    ssh.parent.mkdir()
    ssh.write_text(SSH.format(shell))
    for program in (script, ssh):
        program.chmod(0o755)

    def arguments(what, *more):
        return (str(script), what, "{target}", *more)

    environment = {**os.environ, "PATH": f"{ssh.parent}:{os.environ['PATH']}"}
    lock = replace(
        command_lock(), take=arguments("acquire", "{lock}"), give=arguments("release"), look=arguments("status"),
        environment=environment,
    )  # fmt: skip
    mine = holder("ann $(touch x) 'o\" 4711")
    lock.acquire(mine)
    with pytest.raises(Locked, match="ann"):
        lock.acquire(holder())
    assert (lock.holder(), (tmp_path / "x").exists()) == (mine, False)
    lock.release(mine)
    assert lock.holder() is None
    (tmp_path / "golive-prod").mkdir()
    with pytest.raises(CannotMeasure, match="the target is locked by somebody who wrote nothing"):
        lock.acquire(mine)
