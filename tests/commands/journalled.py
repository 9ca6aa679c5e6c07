"""A clone with a journal, and the command that reads it."""

from __future__ import annotations

import pytest

from pytest_golive.cli import main
from pytest_golive.delivery.journal.entries import Event, Release
from pytest_golive.delivery.journal.writing import Journal

OLD, NEW = Release("sha256:a", "1.4.1", "a" * 40), Release("sha256:b", "1.4.2", "b" * 40)
BACKUP, DEPLOYED = "deployment::backup_created", "deployment::deployed"
SETTINGS = """
[tool.golive]
default_target = "prod"
[tool.golive.targets.prod]
url = "https://shop.example"
production = true
[tool.golive.targets.staging]
url = "https://staging.shop.example"
"""


@pytest.fixture
def shop(tmp_path, git, monkeypatch):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def path(shop):
    return shop / ".git/golive/journal/prod.jsonl"


def deploy(path, release, *results, ended=None, who="ann@build-1 4711"):
    """Write one run, whose steps end so; None for a step that is never ended."""
    with Journal.opened(path, "prod", release, who) as journal:
        for step, result in zip((BACKUP, DEPLOYED), results, strict=False):
            journal.begin(step)
            if result:
                journal.end(step, result)
        if ended:
            journal.tell(Event.ENDED, result=ended)


def golive(capsys, *args):
    status = main(["journal", *map(str, args)])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, out, err


def words(line):
    return line.split()
