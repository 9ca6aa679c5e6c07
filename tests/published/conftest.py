"""A clone and the hub that it is from; each case changes them by a few lines of shell."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.signing.release import Checkout

BASE = """
git init -q --template= --bare -b main hub.git
git init -q --template= -b main shop
cd shop
git remote add origin ../hub.git
mkdir .git/info; echo private > .git/info/exclude
work pay 1; git tag -am 1.0.0 v1.0.0; work pay 2; work pay 3
git push -q origin main v1.0.0
git update-ref -d refs/remotes/origin/main
"""
# work FILE TEXT commits here; theirs BRANCH TREE-ISH adds a commit that only the hub has; move it by update-ref there.
HELP = """
set -eu
tag() { git tag -am "$1" "$@"; git push -q origin "refs/tags/$1"; }
work() { mkdir -p "$(dirname "$1")"; echo "$2" > "$1"; git add "$1"; git commit -qm "$1 $2"; }
there() { git -C ../hub.git "$@"; }
theirs() { there update-ref "refs/heads/$1" "$(there commit-tree "$2^{tree}" -p "$1" -m theirs)"; }
tree() { { there ls-tree "$1" | grep -v "	$2$"; printf '100644 blob %s\\t%s\\n' "$(echo "$3" | there hash-object -w --stdin)" "$2"; } | there mktree; }
"""


class Shop:
    """The clone, in *root*/shop, and its hub beside it."""

    def __init__(self, root):
        self.root = root
        self.path = root / "shop"

    def sh(self, script, **env):
        command = ["sh", "-c", f"{HELP}\n{script}"]
        around = {**os.environ, **env}
        done = subprocess.run(command, cwd=self.path, env=around, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def state(self):
        """All that a question must leave as it is."""
        files = sorted(str(path) for path in (self.path / ".git").rglob("*") if path.name != "index")
        config = (self.path / ".git" / "config").read_text()
        return self.sh("git for-each-ref; git rev-parse HEAD || :"), files, config

    def repository(self, folder=""):
        return Repository.open(self.path / folder)

    def commits(self, folder=""):
        return Checkout(self.repository(folder), ("/golive-signoffs",), None).commits


@pytest.fixture(scope="session")
def _base(tmp_path_factory):
    root = tmp_path_factory.mktemp("base")
    subprocess.run(["sh", "-c", HELP + BASE], cwd=root, check=True)
    return root


@pytest.fixture
def shop(_base, tmp_path):
    """Three commits on main, which the hub has, too; the first is the release 1.0.0."""
    shutil.copytree(_base, tmp_path / "root")
    return Shop(tmp_path / "root")
