"""The team's command makes the backup where a run executes the steps; else it is shown."""

from __future__ import annotations

import json
import sys

import pytest

GATE = "deployment::backup_created"
MAKE = """
import contextlib, pathlib, sqlite3, sys

if sys.argv[1] == "fail":
    sys.exit("the disk is full")
with contextlib.closing(sqlite3.connect(pathlib.Path(sys.argv[2]) / "now.sqlite")) as database, database:
    database.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT)")
    database.executemany("INSERT INTO orders VALUES (?, ?)", [(n, f"customer {n}") for n in range(500)])
"""


@pytest.fixture
def backed(shop, live, tmp_path_factory):
    """A shop, the command that makes its backups, and the folder where they are."""
    folder = tmp_path_factory.mktemp("backups")

    def configure(what="make", place="", program="make.py"):
        place = place or folder.as_posix()
        shop.write("make.py", MAKE)
        shop.write(".gitignore", "__pycache__/\n.coverage\n.golive/\n.pytest_cache/\n")
        command = [sys.executable, program, what, place]
        shop.settings(f"[tool.golive.deployment.backup]\ncommand = {command}\nfiles = '{place}/*.sqlite'\n")
        return folder

    return configure


def test_it_is_made_and_proven_once(shop, backed):
    folder = backed()
    result = shop.execute(GATE)
    assert result.ret == 0, result.stdout.str()
    made = (folder / "now.sqlite").stat().st_mtime_ns
    lines = (shop.path / ".git/golive/journal/staging.jsonl").read_text().splitlines()
    ended = [line for line in map(json.loads, lines) if line["event"] == "step ended"]
    assert [(line["step"], line["result"]) for line in ended] == [(GATE, "passed")]
    assert shop.run("-m", "deploy", "--golive-execute").ret == 0
    assert (folder / "now.sqlite").stat().st_mtime_ns == made


def test_one_that_is_damaged_is_made_anew_by_the_next_run(shop, backed):
    file = backed() / "now.sqlite"
    assert shop.execute(GATE).ret == 0
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    damaged = file.read_bytes()
    file.unlink()
    (file.parent / "old.sqlite").write_bytes(damaged)
    result = shop.run("-m", "deploy", "--golive-execute")
    assert result.ret == 0, result.stdout.str()
    assert file.exists()


def test_none_is_made_once_a_step_behind_it_has_begun(shop, backed):
    file = backed() / "now.sqlite"
    shop.settings("[tool.golive.deployment.steps.migrate]\ncommand = ['true']\nafter = 'backup_created'\n")
    assert shop.execute(GATE, "deployment::migrate").ret == 0
    file.rename(file.parent / "old.sqlite")
    (file.parent / "old.sqlite").write_bytes(b"damaged")
    assert shop.run("-m", "deploy", "--golive-execute").ret == 1
    assert not file.exists()


def test_it_is_shown(shop, backed):
    folder = backed()
    said = shown(shop)
    assert f"{GATE}: a dry run: staging was not touched; it would run " in said
    assert not list(folder.iterdir())


def shown(shop):
    """What a dry run says."""
    shop.execute("deployment::tagged")
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().replace(f'"{GATE}" = "not tried in this test"\n', ""))
    return " ".join(shop.run("-m", "deploy").stdout.str().split())


def test_it_goes_where_the_release_and_the_target_say(shop, backed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    place = folder / "staging-1.2.0"
    place.mkdir()
    backed(place=f"{folder.as_posix()}/{{target}}-{{version}}")
    result = shop.execute(GATE)
    assert result.ret == 0, result.stdout.str()
    assert [file.name for file in place.iterdir()] == ["now.sqlite"]


@pytest.mark.parametrize(
    ("given", "what"),
    [
        (
            {"place": "{target}/{version}"},
            "/staging/1.2.0, where backups are kept, does not exist (make it, or mount it)",
        ),
        ({"place": "/backups/{previous_version}"}, "there is no release before this one"),
        ({"program": "make_{target}.py"}, "make_staging.py, which command names, does not exist"),
    ],
    ids=["folder", "value", "file"],
)
def test_what_would_keep_it_from_being_made_is_shown(shop, backed, given, what):
    backed(**given)
    said = shown(shop)
    assert "staging was not touched, and the step cannot be executed: " in said
    assert what in said


def test_a_place_that_nobody_knows_is_an_error_of_the_settings(shop, backed):
    backed(place="/backups/{release}")
    shop.commit()
    result = shop.run("-m", "deploy")
    assert result.ret == 4
    assert "contains {release}, which stands for nothing; known are {version}" in " ".join(result.stderr.str().split())


def test_one_that_fails(shop, backed):
    backed("fail")
    said = " ".join(shop.execute(GATE).stdout.str().split())
    assert "failed with exit status 1, so there is none; it last said: the disk is full" in said
