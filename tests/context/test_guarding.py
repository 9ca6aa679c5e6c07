"""What keeps a release from a target, by the settings of a run: a freeze, a lock, or another run."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pytest_golive.activation import Asked
from pytest_golive.context.guarding.guards import frozen, journal_path, lock_of, refusal
from pytest_golive.context.run import Run
from pytest_golive.context.sharing import Shared
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.journal.entries import Release
from pytest_golive.delivery.journal.writing import Journal
from pytest_golive.delivery.locking.holder import holder_now
from pytest_golive.settings.loading import settings_in

TARGETS = '[tool.golive.targets.prod]\nurl = "https://shop.example"\n'
FREEZE = '[[tool.golive.deployment.freezes]]\nreason = "the yearly audit"\nfrom = "{}"\nuntil = "{}"\nzone = "UTC"\n'


@pytest.fixture
def run(tmp_path, git):
    root = tmp_path / "shop"
    root.mkdir()
    git(root, "init", "--quiet")

    def make(text="", name="prod"):
        asked = Asked((), (), alone=True, target=name, allowed=frozenset())
        return Run(root, settings_in(TARGETS + text, "pyproject.toml"), asked, Shared(tmp_path, among_workers=False))

    return make


def test_nothing_keeps_a_release_where_nothing_is_set_up(run):
    assert refusal(run(), "prod") is None
    assert lock_of(run(), "prod") is None
    assert not journal_path(run().settings, run().repository, "prod").exists()


def test_a_freeze_keeps_it(run):
    made = run(FREEZE.format("2026-12-20", "2027-01-06"))
    assert "prod is frozen since 2026-12-20" in str(frozen(made, "prod", dt.datetime(2026, 12, 24, tzinfo=dt.UTC)))
    assert frozen(made, "prod", dt.datetime(2027, 1, 7, tzinfo=dt.UTC)) is None
    always = run(FREEZE.format("2000-01-01", "2999-12-31"))
    assert "the yearly audit" in refusal(always, "prod").what
    unknown = run(FREEZE.format("2000-01-01", "2000-01-02") + 'targets = ["prdo"]\n')
    assert "names the target 'prdo'" in refusal(unknown, "prod").what


def test_a_lock_keeps_it(run, tmp_path):
    made = run(f'[tool.golive.deployment.lock]\nfile = "{tmp_path}/{{target}}.lock"\n')
    holder = holder_now("bob@laptop 9", "prod", "")
    lock_of(made, "prod").acquire(holder)
    assert "the target is locked by bob@laptop 9 since" in refusal(made, "prod").what
    lock_of(made, "prod").release(holder)
    assert refusal(made, "prod") is None


def test_commands_of_a_lock_know_the_target(run, tmp_path):
    place = tmp_path / "eu.lock"
    commands = {
        "acquire": ["sh", "-c", f'printf %s "$1" > {tmp_path}/$GOLIVE_TARGET.lock', "sh", "{lock}"],
        "release": ["rm", str(place)],
        "status": ["sh", "-c", f"if [ -e {place} ]; then cat {place}; exit 1; fi"],
    }
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in commands.items())
    lock, holder = lock_of(run(f"[tool.golive.deployment.lock]\n{text}"), "eu"), holder_now("ann@x 1", "eu", "")
    lock.acquire(holder)
    assert lock.holder() == holder
    lock.release(holder)
    assert not place.exists()


def test_a_run_that_writes_the_journal_keeps_it(run):
    made = run('[tool.golive.deployment]\njournal = "log/{target}.jsonl"\n')
    path = journal_path(made.settings, made.repository, "prod")
    assert path == made.root / "log/prod.jsonl"
    with Journal.opened(path, "prod", Release("sha256:a", "1.4.2"), "bob@laptop 9"):
        assert "another run is deploying to this target: bob@laptop, process 9, since" in refusal(made, "prod").what
    assert refusal(made, "prod") is None


def test_the_journal_is_shared_by_the_work_trees_of_a_clone(run, git, tmp_path):
    made = run()
    git(made.root, "commit", "--quiet", "--allow-empty", "--message", "work")
    git(made.root, "worktree", "add", "--quiet", str(tmp_path / "other"))
    other = Repository.open(tmp_path / "other")
    own = journal_path(made.settings, made.repository, "prod")
    assert own.resolve() == journal_path(made.settings, other, "prod").resolve()
    assert own.resolve() == made.root.resolve() / ".git/golive/journal/prod.jsonl"
