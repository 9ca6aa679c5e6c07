"""The gate about backups: it passes, is breached, cannot measure."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time

import pytest

GATE = "deployment::backup_created"
TABLE = "[tool.golive.deployment.backup]\n"


def sqlite(path, rows=500):
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT)")
        database.executemany("INSERT INTO orders VALUES (?, ?)", [(n, f"customer {n}") for n in range(rows)])
    return path


@pytest.fixture
def backed(shop, tmp_path_factory):
    """A shop whose backups are copies of its SQLite database, outside of the repository."""
    folder = tmp_path_factory.mktemp("backups")
    shop.backups = folder
    shop.settings(f'{TABLE}files = "{folder.as_posix()}/*.sqlite"\n')
    return shop


def test_backup_created_passes(backed):
    old = sqlite(backed.backups / "monday.sqlite", 490)
    os.utime(old, (time.time() - 5000, time.time() - 5000))
    sqlite(backed.backups / "tuesday.sqlite")
    backed.passes(
        GATE,
        "*format: SQLite database*",
        "*not seen: a changed byte*",
        "*restored: 1 table with 500 rows*",
        "*age of the backup: 0*h, must be at most 24 h (tuesday.sqlite)*",
        "*size of the backup: *must be at least 1,024 bytes*",
        "*smaller than the one before: *must be at most 20 %*",
        "*faults of the backup: 0, must be at most 0 (4 of 5, restored: it was restored)*",
    )


def test_backup_created_is_breached(backed):
    path = sqlite(backed.backups / "monday.sqlite")
    path.write_bytes(path.read_bytes()[:-6000])
    backed.breaches(GATE, "*faults of the backup: 1*2 of 5, recognised*", "*monday.sqlite*SQLite*")


def test_backup_created_is_breached_by_one_that_is_old_small_and_shrunk(backed):
    path = sqlite(backed.backups / "sunday.sqlite", 90_000)
    os.utime(path, (time.time() - 500_000, time.time() - 500_000))
    path = sqlite(backed.backups / "monday.sqlite")
    os.utime(path, (time.time() - 200_000, time.time() - 200_000))
    backed.settings('least_size = "64KiB"\n')
    backed.breaches(
        GATE,
        "*age of the backup: 55.5* h, must be at most 24 h*",
        "*size of the backup: *must be at least 65,536 bytes*",
        "*smaller than the one before: 9*must be at most 20 %*",
    )


def test_backup_created_cannot_measure(backed):
    backed.cannot_measure(GATE, "*no backup is there: nothing matches *")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x\xff\x00" * 5_000, "*the format of the backup is not recognised*"),
        (
            b"age-encryption.org/v1\n-> X25519 abc\n" + bytes(3_000),
            "*the backup is encrypted by age, and nothing opens it*",
        ),
        (b"Salted__" + bytes(3_000), "*encrypted by openssl, and nothing opens it*"),
    ],
)
def test_backup_created_cannot_measure_what_nobody_can_open(backed, content, said):
    (backed.backups / "a.sqlite").write_bytes(content)
    backed.cannot_measure(GATE, said)


def test_backup_created_never_passes_an_empty_one(backed):
    (backed.backups / "a.sqlite").touch()
    backed.breaches(GATE, "*size of the backup: 0 bytes*", "*the backup has no bytes*")


def test_backup_created_demands_a_manifest_where_the_settings_say_so(backed):
    sqlite(backed.backups / "a.sqlite")
    backed.settings('rung = "compared"\n')
    backed.cannot_measure(GATE, "*the backup has no manifest*", "*golive backup manifest*")


def test_backup_created_is_content_with_less_only_where_the_settings_say_so(backed):
    sqlite(backed.backups / "a.sqlite")
    backed.settings('rung = "present"\n')
    backed.passes(GATE, "*format: not recognised*", "*1 of 5, present: it is there, with its age and its size*")


def test_backup_created_is_not_set_up_without_a_place(shop):
    shop.cannot_measure(GATE, "*the settings do not say where backups are*", word="NOT SET UP")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('files = "a"\npgbackrest = { stanza = "shop" }\n', "*needs exactly one of files, restic, pgbackrest*"),
        ('rung = "read"\n', "*needs exactly one of files, restic, pgbackrest*"),
        ('files = "a"\nrung = "maybe"\n', "*rung*"),
        ('files = "a"\nleast_size = "big"\n', "*least_size*"),
    ],
)
def test_backup_created_takes_one_place_and_known_words(shop, settings, said):
    shop.settings(f"{TABLE}{settings}")
    result = shop.judge(GATE)
    assert result.ret == 4
    result.stderr.fnmatch_lines([said])


def test_backup_created_needs_the_scratch_database_that_the_settings_name(backed):
    sqlite(backed.backups / "a.sqlite")
    backed.settings('scratch_url_env = "GOLIVE_NO_SUCH_URL"\n')
    backed.cannot_measure(GATE, "*GOLIVE_NO_SUCH_URL, which names the scratch database, is not set*")
