"""SQLite databases as backups."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import time

import pytest
from backed_up import cut, doubt, fault, flip, make_sqlite, proven, whole

from pytest_golive.delivery.backups import manifests
from pytest_golive.delivery.backups.kinds.sqlite_files import counted
from pytest_golive.delivery.backups.ladder import Content, Rung, Table
from pytest_golive.errors import CannotMeasure


def manifest_for(path, database=None, **changed):
    with contextlib.closing(sqlite3.connect(database or path)) as opened:
        text = manifests.written(counted(opened), changed.pop("sha256", ""))
    said = json.loads(text) | changed
    path.with_name(path.name + ".manifest.json").write_text(json.dumps(said))


def test_a_database_is_restored_and_counted(tmp_path):
    found = whole(proven(make_sqlite(tmp_path / "a")))
    assert (found.rung, found.format) == (Rung.RESTORED, "SQLite database")
    assert dict(found.told)["restored"] == "2 tables with 2,001 rows"
    assert "a changed byte" in dict(found.told)["not seen"]


def test_its_changes_that_are_still_in_the_log_are_read_with_it(tmp_path):
    live = tmp_path / "live.sqlite"
    with contextlib.closing(sqlite3.connect(live)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE t (x)")
        database.commit()
        database.execute("INSERT INTO t VALUES (1)")
        database.commit()
        for end in ("", "-wal"):
            shutil.copyfile(f"{live}{end}", tmp_path / f"a.backup{end}")
        before = (tmp_path / "a.backup").read_bytes()
    assert dict(whole(proven(tmp_path / "a.backup")).told)["restored"] == "1 table with 1 row"
    assert (tmp_path / "a.backup").read_bytes() == before
    assert not (tmp_path / "a.backup-shm").exists()


def test_one_that_is_cut_off_or_overwritten_is_found(tmp_path):
    path = make_sqlite(tmp_path / "a")
    cut(path)
    assert "SQLite" in fault(proven(path, rung=Rung.READ))
    path = make_sqlite(tmp_path / "b")
    content = path.read_bytes()
    path.write_bytes(content[:8_192] + os.urandom(8_192) + content[16_384:])
    assert "SQLite" in fault(proven(path, rung=Rung.READ))


def test_a_changed_byte_of_data_is_seen_only_by_the_sum_of_a_manifest(tmp_path):
    path = make_sqlite(tmp_path / "a")
    at = path.read_bytes().index(b"customer 700")
    flip(path, at)
    assert whole(proven(path)).rung is Rung.RESTORED, "SQLite's own check is blind to it"
    good = make_sqlite(tmp_path / "good")
    manifest_for(path, good)
    assert "orders has as many rows, but other content" in fault(proven(path))
    manifest_for(path, good, sha256="0" * 64)
    assert "the backup is not what it was when it was made" in fault(proven(path, rung=Rung.READ))


def test_it_is_compared_with_its_manifest(tmp_path):
    path = make_sqlite(tmp_path / "a")
    manifest_for(path)
    found = whole(proven(path, rung=Rung.COMPARED))
    assert found.proof == "5 of 5, compared: what was restored equals the manifest of the backup"
    assert dict(found.told)["compared with"].startswith("a.manifest.json, taken ")


def test_a_copy_of_an_old_backup_is_as_old_as_its_manifest(tmp_path):
    path = make_sqlite(tmp_path / "a")
    manifest_for(path)
    kept = tmp_path / "a.manifest.json"
    said = json.loads(kept.read_text())
    kept.write_text(json.dumps({**said, "taken": "2020-01-02T10:00:00+00:00"}))
    for rung in (Rung.PRESENT, Rung.COMPARED):
        found = whole(proven(path, rung=rung))
        assert found.hours >= 50_000
        assert "its manifest" in dict(found.told)["made"]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"orders": {"rows": 1_999}, 'od"d': {"rows": 1}}, "orders has 2,000 rows instead of 1,999"),
        ({"orders": {"rows": 2_000}, 'od"d': {"rows": 1}, "paid": {"rows": 4}}, "paid is missing"),
        ({"orders": {"rows": 2_000}}, 'od"d is not in the manifest'),
    ],
)
def test_what_differs_from_the_manifest_is_named(tmp_path, tables, said):
    path = make_sqlite(tmp_path / "a")
    manifest_for(path, tables=tables)
    assert said in fault(proven(path))


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"[]", b"{}", b'{"golive_backup_manifest": 2}', b'{"golive_backup_manifest": 1}', b"[" * 99_999,
     b'{"golive_backup_manifest": 1, "taken": "now", "tables": {}, "files": {}}',
     b'{"golive_backup_manifest": 1, "taken": "now", "tables": {"a": {"rows": -1}}}',
     b'{"golive_backup_manifest": 1, "taken": "now", "tables": {"a": {"rows": true}}}',
     b'{"golive_backup_manifest": 1, "taken": "now", "tables": [1]}'],
)  # fmt: skip
def test_what_is_no_manifest_proves_nothing(tmp_path, content):
    path = make_sqlite(tmp_path / "a")
    (tmp_path / "a.manifest.json").write_bytes(content)
    assert "a.manifest.json is no manifest of a backup" in doubt(proven(path))


def test_a_manifest_is_read_as_it_was_written(tmp_path):
    content = Content({"a": Table(3, "ff"), "b": Table(0)}, {"x/y": "00ff"})
    path = tmp_path / "m"
    path.write_text(manifests.written(content, "AB" * 32))
    found = manifests.read(path)
    assert (found.content, found.sha256) == (content, "ab" * 32)


def test_a_database_without_a_row_is_no_backup(tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "a")) as database:
        database.execute("CREATE TABLE t (x)")
    assert "holds no row and no file" in fault(proven(tmp_path / "a"))


def test_rows_that_refer_to_nothing_are_a_fault(tmp_path):
    with contextlib.closing(sqlite3.connect(tmp_path / "a")) as database, database:
        database.executescript("CREATE TABLE p (i INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p)")
        database.execute("INSERT INTO c VALUES (7)")
    assert "rows of c refer to rows that are not there" in fault(proven(tmp_path / "a"))


def test_a_proof_that_takes_too_long_proves_nothing(tmp_path):
    assert "did not end in its time" in doubt(proven(make_sqlite(tmp_path / "a"), timeout=1e-9))


def test_a_backup_of_the_future_has_no_age(tmp_path):
    path = make_sqlite(tmp_path / "a")
    os.utime(path, (time.time() + 9_000,) * 2)
    with pytest.raises(CannotMeasure, match="in the future"):
        proven(path)


def test_the_sums_do_not_depend_on_the_order_of_the_rows():
    def summed(values):
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.execute("CREATE TABLE t (x, y)")
            database.executemany("INSERT INTO t VALUES (?, ?)", values)
            return counted(database)

    assert summed([(1, "a"), (2, None)]) == summed([(2, None), (1, "a")])
    assert summed([(1, "a"), (2, None)]) != summed([(1, "a"), (2, "None")])
    assert summed([(1, "a")]) != summed([("1", "a")])
