"""The gate about the main branch: it passes, is breached, cannot measure."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from broken_glass import Emergency, said

from pytest_golive.fixtures.deployment.merged import handed_over
from pytest_golive.signing.proving import paperwork
from pytest_golive.signing.record import MOST_BYTES

GATE = "deployment::merged"


def hub(shop, git):
    """Push the commits to a repository beside the project."""
    shop.commit()
    place = shop.path.parent / f"{shop.path.name}.git"
    git(shop.path, "init", "--quiet", "--bare", str(place))
    git(shop.path, "remote", "add", "origin", str(place))
    git(shop.path, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    return place


def test_merged_passes_and_is_breached_and_cannot_measure_without_its_remote(shop, git):
    place = hub(shop, git)
    shop.passes(GATE, "*release missing on the main branch: 0, must be at most 0 (git ls-remote origin*",
                "*where it is: origin/main has it (*")  # fmt: skip
    place.rename(f"{place}.gone")
    shop.cannot_measure(GATE, "*the remote origin*", "*correct it: git remote set-url*")


def test_merged_is_breached_by_what_is_not_there(shop, git):
    hub(shop, git)
    shop.write("src/shop/pay.py", "PAY = 2\n")
    shop.breaches(GATE, "*release missing on the main branch: 1, must be at most 0*", "*is not on origin/main at *",
                  "*push it, or open a change for it and merge that*")  # fmt: skip


def test_merged_is_not_set_up_without_a_remote_and_is_due_for_a_library(shop):
    shop.settings('kind = "library"\n')
    shop.cannot_measure(GATE, "*this clone has no remote 'origin'*", "*git remote add origin URL*", word="NOT SET UP")


def test_merged_is_breached_by_files_that_differ_from_the_commit(shop, git, monkeypatch):
    hub(shop, git)
    monkeypatch.setattr(type(shop), "commit", lambda _: None)
    shop.write("golive-records/pre.json", "{}")  # no part of the release
    shop.write(".golive/report.txt", "written by a run\n")
    shop.write(".venv/.gitignore", "*\n")
    shop.passes(GATE, "*files that differ from the commit: 0*", "*not looked at: *.venv/ (1 file): tools have hidden *")
    shop.write("src/shop/pay.py", "PAY = 2\n")
    shop.write("src/shop/new.py", "NEW = 1\n")
    shop.write("src/shop/own.py", "OWN = 1\n")
    shop.write(".git/info/exclude", "own.py\n")
    shop.write("src/shop/gen/.gitignore", "*\n")
    shop.breaches(GATE, "*files that differ from the commit: 4, must be at most 0*",
                  "*src/shop/pay.py: differs from the commit*", "*src/shop/new.py: is not in version control*",
                  "*src/shop/gen/: is not in version control, 1 file, and src/shop/gen/.gitignore, which is not in any *",
                  "*src/shop/own.py: is not in version control, and .git/info/exclude, *")  # fmt: skip


def test_merged_takes_the_glass_of_the_run_for_no_part_of_the_release(shop, git, monkeypatch):
    """Nobody can commit it first, as it names the commit that is deployed."""
    shop.settings("[tool.golive.phases.deploy]\nneeds = 'nothing'\n")
    hub(shop, git)
    monkeypatch.setattr(type(shop), "commit", lambda _: None)
    shop.write("own.json", "{}")
    Emergency(shop, git).glass("freeze")
    words = said(shop.run("-m", "deploy", "-v", "--golive-break-glass=night.toml.glass"))
    assert "own.json: is not in version control" in words, words
    assert "night.toml.glass: is not" not in words
    assert "night.toml.glass: is not in version control" in said(shop.run("-m", "deploy", "-v"))


def test_only_records_are_handed_over_as_records(shop):
    shop.run("-m", "smoke", "--golive-record=pre.json")
    shop.write("own.json", "{}")
    names = [str(shop.path / name) for name in ("pre.json", "own.json", "gone.json")]
    run = SimpleNamespace(root=shop.path, asked=SimpleNamespace(glass=None, after=names))
    assert [*handed_over(run)] == ["pre.json"]


def test_what_is_larger_than_any_record_is_not_read_to_tell_whether_it_is_one(shop, monkeypatch):
    with (shop.path / "huge.json").open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # a hole, which takes no room
    monkeypatch.setattr(paperwork, "is_paperwork", lambda *_: pytest.fail("read whole"))
    run = SimpleNamespace(root=shop.path, asked=SimpleNamespace(glass=None, after=[str(shop.path / "huge.json")]))
    assert [*handed_over(run)] == []


def test_what_is_no_glass_is_not_handed_over_as_one(shop):
    shop.write("src/shop/late.py", "LATE = 1\n")
    run = SimpleNamespace(root=shop.path, asked=SimpleNamespace(glass=str(shop.path / "src/shop/late.py"), after=()))
    assert [*handed_over(run)] == []
