"""What changes between two steps stops the list: the lock, the repository, the tags; and what was cut short stays so."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pytest_golive.delivery.locking.holder import holder_now
from pytest_golive.delivery.locking.shared_file import FileLock

pytestmark = [pytest.mark.usefixtures("quiet"), pytest.mark.security]
QUIET = "settle = '600ms'\nprobe_interval = '100ms'\nprobe_timeout = '10s'\nappears_within = '1s'\n"
IGNORED = "__pycache__/\n.coverage\nSTEPS\nlock*\nbackups/\n.golive/\n.pytest_cache/\n"
LOCK = "lock = { file = 'lock-{target}' }\n"
MADE = """
import os, sqlite3
database = sqlite3.connect('backups/new')
database.execute('create table orders(id)')
database.execute('insert into orders values (1)')
database.commit()
database.close()
"""
ROWS = ("first", "second")


def run(word, more="", takes=0.0):
    text = f"import os, pathlib, subprocess, time\nopen('STEPS', 'a').write('{word} ')\n{more}\ntime.sleep({takes})"
    return [sys.executable, "-c", text]


def git(*words):
    return f"subprocess.run({['git', *words]}, check=True)"


def done(shop):
    file = shop.path / "STEPS"
    return file.read_text().split() if file.exists() else []


def said(result):
    return " ".join(result.stdout.str().split())


@pytest.fixture
def two(shop, live):
    """Two steps, the first of which may do *more*."""

    def configure(more="", deployment="", target="", given=()):
        shop.write(".gitignore", IGNORED)
        shop.settings(
            f"{target}[tool.golive.deployment]\n{deployment}\n"
            f"[tool.golive.deployment.steps.first]\nafter = 'backup_created'\nbefore = 'deployed'\n"
            f"command = {[*run('first', more), *given]}\n"
            f"[tool.golive.deployment.steps.second]\nafter = 'first'\nbefore = 'deployed'\ncommand = {run('second')}\n"
        )

    return configure


@pytest.mark.parametrize(
    ("more", "who"),
    [("os.unlink('lock-staging')", "nobody holds it now"), ("os.rename('lock-of-ann', 'lock-staging')", "ann@build-1")],
    ids=["removed", "replaced"],
)
def test_a_lock_that_is_ours_no_more_ends_the_list(shop, two, more, who):
    two(more, LOCK)
    FileLock(shop.path / "lock-of-ann").acquire(holder_now("ann@build-1 4711", "staging", "1.1.0"))
    result = shop.execute(*(f"deployment::{one}" for one in ROWS))
    assert done(shop) == ["first"]
    assert f"was removed while this run held it: {who}" in said(result)
    assert result.ret == 1


def test_a_lock_that_is_gone_after_the_last_step_is_no_go(shop, two):
    two("", LOCK)
    shop.settings(f"[tool.golive.deployment.steps.third]\nafter = 'second'\ncommand = {run('third', GONE)}\n")
    result = shop.execute(*(f"deployment::{one}" for one in (*ROWS, "third")))
    assert done(shop) == [*ROWS, "third"]
    assert result.ret == 1
    assert "NO-GO" in said(result)
    assert "was removed while this run held it: nobody holds it now" in said(result)


GONE = "os.unlink('lock-staging')"


def test_a_release_whose_lock_is_somebody_elses_is_not_rolled_back_by_itself(shop, two):
    back = f"[tool.golive.rollback]\ncommand = {run('back')}\n"
    taken = "os.unlink('lock-staging')\nraise SystemExit(3)"
    two("", f"{LOCK}{QUIET}command = {run('deployed', taken)}\n", "rollback = 'automatic'\n")
    shop.settings(back)
    subprocess.run(["git", "tag", "v1.1.0"], cwd=shop.path, check=True)
    words = said(shop.execute("deployment::deployed"))
    assert "NOT ROLLED BACK by itself, although deployment::deployed (error): the lock " in words
    assert "back" not in done(shop)


@pytest.mark.parametrize(
    "more",
    [
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "more"),
        "open('pyproject.toml', 'a').write('# more')",
    ],
    ids=["commit", "file"],
)
@pytest.mark.parametrize("who", ["deployed", "tried", "backup"])
def test_whoever_changes_the_repository_the_next_step_is_not_executed(shop, live, more, who):
    does = {name: more if name == who else "" for name in ("deployed", "tried", "backup")}
    shop.write(".gitignore", IGNORED)
    (shop.path / "backups").mkdir()
    shop.settings(
        f"[tool.golive.deployment]\ncommand = {run('deployed', does['deployed'], 1.2)}\n"
        f"regression = {run('tried', does['tried'])}\n{QUIET}"
        f"[tool.golive.deployment.backup]\ncommand = {run('backup', MADE + does['backup'])}\n"
        "files = 'backups/*'\nleast_size = '1B'\n"
        f"[tool.golive.deployment.steps.last]\nafter = 'smoke_passed'\ncommand = {run('last')}\n"
    )
    names = ("deployed_to_staging", "staging_regression", "backup_created", "deployed", "last")
    result = shop.execute(*(f"deployment::{one}" for one in names))
    assert done(shop)[-1] == who, said(result)
    assert result.ret == 1
    assert "while the checklist ran" in said(result)


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        (("tag", "-f", "v1.2.0", "v1.1.0"), "v1.2.0"),
        (("tag", "-d", "v1.2.0"), "v1.2.0"),
        (("tag", "-f", "v1.1.0"), "v1.1.0"),
    ],
    ids=["moved", "removed", "of the release before"],
)
def test_a_tag_that_moves_after_it_was_judged_ends_the_list(shop, two, words, tag):
    subprocess.run(["git", "tag", "v1.1.0"], cwd=shop.path, check=True)
    two(git(*words))
    shop.execute(*(f"deployment::{one}" for one in ROWS), args=("--collect-only",))
    subprocess.run(["git", "tag", "v1.2.0"], cwd=shop.path, check=True)
    result = shop.run("-m", "deploy", "--golive-execute", "-v")
    assert done(shop) == ["first"]
    assert f"staging was not touched any further: the tag {tag} named " in said(result)


def test_a_tag_on_an_earlier_commit_of_the_same_content_that_moves_ends_the_list(shop, two):
    two(git("tag", "-f", "v1.2.0", "v1.1.0"), given=["{tag}"])
    first = subprocess.run(
        ["git", "rev-list", "--max-parents=0", "HEAD"], cwd=shop.path, check=True, capture_output=True
    )
    subprocess.run(["git", "tag", "v1.1.0", first.stdout.decode().strip()], cwd=shop.path, check=True)
    rows = [f"deployment::{one}" for one in ROWS]
    shop.execute(*rows, args=("--collect-only", "--golive-record=golive-records/staging.json"))
    subprocess.run(["git", "tag", "v1.2.0"], cwd=shop.path, check=True)
    shop.run("-m", "deploy", "--golive-record=golive-records/staging.json")
    shop.commit()
    result = shop.run("-m", "deploy", "--golive-execute", "-v")
    assert done(shop) == ["first"], said(result)
    assert "the tag v1.2.0 named " in said(result)


PLACES = {
    "deployment": ("deployment", "deployed", QUIET),
    "step": ("deployment.steps.last", "last", "after = 'deployed'"),
}


@pytest.mark.parametrize("what", PLACES)
def test_what_did_not_end_in_time_is_not_done_again_blindly(shop, live, what):
    shop.write(".gitignore", IGNORED)
    table, row, more = PLACES[what]
    shop.settings(f"[tool.golive.{table}]\ntimeout = '1s'\ncommand = {run('slow', '', 60)}\n{more}\n")
    words = said(shop.execute(f"deployment::{row}"))
    assert done(shop) == ["slow"], words
    assert "did not end within 1 s" in words
    words = said(shop.run("-m", "deploy", "--golive-execute"))
    assert done(shop) == ["slow"]
    assert f"deployment::{row} was begun by " in words
    assert "cut short, so nobody knows how far it came" in words
