"""A freeze in the calendar and the lock of a target keep a run away before anything is executed."""

from __future__ import annotations

import sys

import pytest

from pytest_golive.delivery.journal.entries import Release
from pytest_golive.delivery.journal.writing import Journal
from pytest_golive.delivery.locking.holder import holder_now
from pytest_golive.delivery.locking.shared_file import FileLock

pytestmark = pytest.mark.usefixtures("quiet")
ROW = "deployment::deployed"
FREEZE = "[[tool.golive.deployment.freezes]]\nfrom = '2020-01-01T00:00:00+00:00'\nuntil = '2999-01-01T00:00:00+00:00'\nreason = 'nobody is there in the holidays'\n"


@pytest.fixture
def deploys(shop, live):
    def configure(more):
        shop.write(".gitignore", "__pycache__/\n.coverage\nDONE\nlock*\n.golive/\n.pytest_cache/\n")
        command = [sys.executable, "-c", "import time; open('DONE', 'w').close(); time.sleep(1.2)"]
        shop.settings(
            f"[tool.golive.deployment]\ncommand = {command}\nsettle = '600ms'\nprobe_interval = '100ms'\nprobe_timeout = '10s'\n"
            f"appears_within = '1s'\n{more}\n"
        )

    return configure


def said(result):
    return " ".join(result.stdout.str().split())


def test_a_freeze(shop, deploys):
    deploys(FREEZE)
    words = said(shop.execute(ROW))
    assert "staging was not touched: staging is frozen since " in words
    assert "holidays" in words
    assert "the step cannot be executed: staging is frozen since " in said(shop.run("-m", "deploy"))
    assert not (shop.path / "DONE").exists()


def test_a_freeze_of_another_target(shop, deploys):
    deploys(f"{FREEZE}targets = ['prod']\n[tool.golive.targets.prod]\nurl = 'http://127.0.0.1:1'\n")
    result = shop.execute(ROW)
    assert result.ret == 0, result.stdout.str()


def test_a_lock_that_somebody_holds(shop, deploys):
    deploys("lock = { file = 'lock-{target}' }")
    lock, ann = FileLock(shop.path / "lock-staging"), holder_now("ann@build-1 4711", "staging", "1.1.0")
    lock.acquire(ann)
    words = said(shop.execute(ROW))
    assert "staging was not touched: the target is locked by ann@build-1" in words
    assert not (shop.path / "DONE").exists()
    lock.release(ann)
    result = shop.run("-m", "deploy", "--golive-execute")
    assert result.ret == 0, result.stdout.str()
    assert lock.holder() is None, "it is given back at the end"


def test_a_lock_is_given_back_after_a_deployment_that_failed(shop, deploys):
    deploys("lock = { file = 'lock-{target}' }\ntimeout = '1ms'")
    shop.execute(ROW)
    assert FileLock(shop.path / "lock-staging").holder() is None


def test_a_lock_is_given_back_where_another_run_writes_the_journal(shop, deploys):
    deploys("lock = { file = 'lock-{target}' }")
    path = shop.path / ".git/golive/journal/staging.jsonl"
    with Journal.opened(path, "staging", Release("sha256:0"), "ann@build-1 4711"):
        words = said(shop.execute(ROW))
    assert "ann@build-1, process 4711" in words
    assert FileLock(shop.path / "lock-staging").holder() is None
    assert not (shop.path / "DONE").exists()
