"""Journals of small deployments."""

from __future__ import annotations

import pytest

from pytest_golive.delivery.journal.entries import Release, Result
from pytest_golive.delivery.journal.writing import Journal

RELEASE = Release("sha256:" + "a" * 64, "1.4.2", "c" * 40)
STEPS = ("deployment::backup_created", "deployment::deployed")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "golive" / "journal" / "prod.jsonl"


@pytest.fixture
def release():
    return RELEASE


@pytest.fixture
def opened(path):
    """Opens the journal for a release."""

    def open_it(release=RELEASE, target="prod", who="ann@build-1 4711"):
        return Journal.opened(path, target, release, who)

    return open_it


@pytest.fixture
def deployed(opened):
    """A journal of one whole deployment, seven lines: created, begun, two steps, ended."""
    with opened() as journal:
        for step in STEPS:
            journal.begin(step)
            journal.end(step, Result.PASSED, {"status": 0})
    return journal.path
