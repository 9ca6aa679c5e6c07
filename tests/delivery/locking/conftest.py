"""Locks of all three ways, two hosts at one remote."""

from __future__ import annotations

import os
import sys

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.locking.commands import CommandLock
from pytest_golive.delivery.locking.git_ref import GitRefLock, ref_of
from pytest_golive.delivery.locking.holder import holder_now
from pytest_golive.delivery.locking.shared_file import FileLock

# The commands of a team: a folder that can be made once, with the text in it.
TAKE = """
import pathlib, sys
place = pathlib.Path(sys.argv[1])
try:
    file = place.open("x")
except FileExistsError:
    sys.exit("somebody has it")
file.write(sys.argv[2])
"""
LOOK = """
import pathlib, sys
place = pathlib.Path(sys.argv[1])
if place.exists():
    print(place.read_text())
    sys.exit(1)
"""
GIVE = "import pathlib, sys; pathlib.Path(sys.argv[1]).unlink()"


@pytest.fixture
def remote(tmp_path, git):
    """A bare repository with one commit, and two clones of it."""
    bare = tmp_path / "remote.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    for name in ("ann", "bob"):
        git(tmp_path, "clone", "--quiet", str(bare), name)
        if name == "ann":
            git(tmp_path / name, "commit", "--quiet", "--allow-empty", "--message", "work")
            git(tmp_path / name, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    return bare


@pytest.fixture
def ref_lock(tmp_path, remote):
    def make(name="ann", target="prod"):
        return GitRefLock(Repository.open(tmp_path / name), "origin", ref_of(target))

    return make


@pytest.fixture
def command_lock(tmp_path):
    def make(name="ann", take=TAKE, give=GIVE, look=LOOK):
        folder = tmp_path / f"logs-{name}"
        folder.mkdir(exist_ok=True)
        place = str(tmp_path / "{target}.lock")
        python = (sys.executable, "-c")
        return CommandLock(
            (*python, take, place, "{lock}"), (*python, give, place), (*python, look, place), "prod", tmp_path,
            dict(os.environ), folder, 600.0,
        )  # fmt: skip

    return make


@pytest.fixture(params=["ref", "file", "command"])
def lock(request, tmp_path):
    """Makes the same lock for the host of its name."""
    if request.param == "file":
        return lambda _="ann": FileLock(tmp_path / "prod.lock")
    return request.getfixturevalue(f"{request.param}_lock")


@pytest.fixture
def holder():
    return lambda who="ann@build-1 4711", release="1.4.2": holder_now(who, "prod", release)
