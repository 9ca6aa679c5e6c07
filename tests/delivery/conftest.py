"""Histories of many shapes."""

from __future__ import annotations

import itertools

import pytest

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import previous_release
from pytest_golive.delivery.releases.tags import Naming

DAY = 86_400


class History:
    """A repository that grows commit by commit, one a day."""

    def __init__(self, root, git, monkeypatch):
        self.root = root
        self._git = git
        self._monkeypatch = monkeypatch
        self._days = itertools.count(1_700_000_000, DAY)
        self._numbers = itertools.count()
        git(root, "init", "--quiet")

    def git(self, *args):
        return self._git(self.root, *args).strip()

    def commits(self, number=1, *tags):
        """Add commits, and tag the last of them."""
        for _ in range(number):
            self._date()
            self.git("commit", "--quiet", "--allow-empty", "--message", f"work {next(self._numbers)}")
        for tag in tags:
            self.git("tag", tag)

    def branch(self, name, *start):
        self.git("checkout", "--quiet", "-b", name, *start)

    def on(self, name):
        self.git("checkout", "--quiet", name)

    def merge(self, name):
        self._date()
        self.git("merge", "--quiet", "--no-ff", "--message", f"merge {next(self._numbers)}", name)

    def _date(self):
        date = f"{next(self._days)} +0000"
        self._monkeypatch.setenv("GIT_COMMITTER_DATE", date)
        self._monkeypatch.setenv("GIT_AUTHOR_DATE", date)

    def before(self, folder="", **naming):
        """Name and distance of the release before HEAD, from *folder*."""
        release = previous_release(Repository.open(self.root / folder), Naming(**naming))
        return (release.name, release.distance) if release else None


@pytest.fixture
def history(tmp_path, git, monkeypatch):
    root = tmp_path / "shop"
    root.mkdir()
    return History(root, git, monkeypatch)
