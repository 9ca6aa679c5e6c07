"""Archives: read to the end, unpacked, and never trusted."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import subprocess
import tarfile
import tempfile
import warnings
import zipfile

import pytest
from backed_up import FILES, cut, doubt, fault, flip, make_sqlite, make_tar, make_zip, proven, whole

from pytest_golive.delivery.backups.ladder import Rung
from pytest_golive.delivery.backups.working import folder


@pytest.fixture
def scratch(tmp_path):
    """A folder to restore in, which is empty again at the end."""
    made = tmp_path / "scratch"
    made.mkdir()
    yield made
    assert list(made.iterdir()) == []


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_archive_is_unpacked(tmp_path, scratch, mode):
    found = whole(proven(make_tar(tmp_path / "a", mode), scratch=scratch))
    assert (found.rung, dict(found.told)["restored"]) == (Rung.RESTORED, "3 files")
    assert found.proof == "4 of 5, restored: it was restored"


def test_a_zip_archive_is_unpacked(tmp_path, scratch):
    assert whole(proven(make_zip(tmp_path / "a"), scratch=scratch)).format == "zip archive"


def test_what_gnu_tar_and_zstd_write_is_read(tmp_path, scratch):
    inside = tmp_path / "in"
    inside.mkdir()
    for name in ("one", "two"):
        (inside / name).write_bytes(os.urandom(700))
    (inside / "link").symlink_to("one")
    subprocess.run(["tar", "-cf", tmp_path / "a", "-C", inside, "."], check=True)
    assert dict(whole(proven(tmp_path / "a", scratch=scratch)).told)["restored"] == "2 files"


@pytest.mark.parametrize(("make", "at"), [("w:gz", 0.5), ("w:bz2", 0.5), ("w:xz", 0.5), ("zip", 0.3)])
def test_a_changed_byte_is_found_where_there_are_sums(tmp_path, scratch, make, at):
    path = make_zip(tmp_path / "a") if make == "zip" else make_tar(tmp_path / "a", make)
    flip(path, int(path.stat().st_size * at))
    assert "damaged" in fault(proven(path, scratch=scratch, rung=Rung.READ))


@pytest.mark.parametrize("make", ["w", "w:gz", "w:bz2", "w:xz", "zip"])
@pytest.mark.parametrize("to", [0.3, 0.6])
def test_one_that_is_cut_off_is_found(tmp_path, scratch, make, to):
    path = make_zip(tmp_path / "a") if make == "zip" else make_tar(tmp_path / "a", make)
    cut(path, to)
    assert any(word in fault(proven(path, scratch=scratch)) for word in ("cut off", "damaged", "not whole"))


def test_a_tar_archive_that_ends_between_two_members_is_cut_off(tmp_path):
    path = make_tar(tmp_path / "a")
    path.write_bytes(path.read_bytes()[: 512 + 2560])  # the first member, whole
    assert "its end is missing" in fault(proven(path, rung=Rung.READ))


def test_a_tar_archive_with_a_damaged_header_is_not_taken_for_a_short_one(tmp_path):
    path = make_tar(tmp_path / "a")
    flip(path, 512 + 2560 + 20)
    assert "its end is missing, or a header in it is damaged" in fault(proven(path, rung=Rung.READ))


def test_what_stands_behind_the_end_is_not_passed_over(tmp_path):
    one, two = make_tar(tmp_path / "one"), make_tar(tmp_path / "two")
    path = tmp_path / "a"
    path.write_bytes(one.read_bytes() + two.read_bytes())
    assert "more behind its end" in fault(proven(path, rung=Rung.READ))


@pytest.mark.parametrize("name", ["/etc/passwd", "../out", "a/../../out", "a\\..\\out"])
def test_a_name_that_leads_out_is_not_followed(tmp_path, scratch, name):
    path = make_tar(tmp_path / "a", files={"good": b"x" * 2_000, name: b"evil"})
    assert "leads out of the folder" in fault(proven(path, scratch=scratch))
    assert not (tmp_path / "out").exists()
    path = make_zip(tmp_path / "b", {"good": b"x" * 2_000, name.replace("\\", "/"): b"evil"})
    assert "leads out of the folder" in fault(proven(path, scratch=scratch))


def test_a_link_is_not_made_and_nothing_is_written_through_it(tmp_path, scratch):
    outside = tmp_path / "outside"
    outside.mkdir()
    path = tmp_path / "a"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("door")
        link.type, link.linkname = tarfile.SYMTYPE, str(outside)
        archive.addfile(link)
        file = tarfile.TarInfo("door/evil")
        file.size = 4
        archive.addfile(file, io.BytesIO(b"evil"))
    whole(proven(path, scratch=scratch))
    assert list(outside.iterdir()) == []


def test_a_name_that_comes_twice_is_a_fault(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(tmp_path / "a", "w") as archive:
            archive.writestr("one", b"1")
            archive.writestr("one", b"2")
    assert "twice" in fault(proven(tmp_path / "a"))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_is_not_opened_further(tmp_path, scratch, pack):
    path = tmp_path / "a"
    path.write_bytes(pack(bytes(64 << 20)))
    assert "opens to more than 1,048,576 bytes" in doubt(proven(path, scratch=scratch, largest=1 << 20))


def test_a_zip_bomb_is_not_opened_further(tmp_path, scratch):
    path = make_zip(tmp_path / "a", {"zeros": bytes(64 << 20)})
    assert "opens to more than" in doubt(proven(path, scratch=scratch, largest=1 << 20))


def test_layers_without_end_are_not_opened_without_end(tmp_path, scratch):
    content = bytes(10)
    for _ in range(9):
        content = gzip.compress(content)
    (tmp_path / "a").write_bytes(content)
    assert "packed more than 4 times" in doubt(proven(tmp_path / "a", scratch=scratch))


@pytest.mark.parametrize(("mode", "empty"), [("w", {}), ("w:gz", {})])
def test_an_archive_of_nothing_is_a_fault(tmp_path, mode, empty):
    path = make_tar(tmp_path / "a", mode, empty)
    # A tar archive without members is nothing but zeros, which nobody can tell from other zeros.
    assert "not recognised" in doubt(proven(path))
    assert "no file is in it" in fault(proven(make_zip(tmp_path / "b", empty)))


def test_a_dump_in_an_archive_is_not_taken_for_restored(tmp_path):
    path = make_tar(tmp_path / "a", files={"shop.dump": b"PGDMP" + bytes(2_000)})
    found = proven(path)
    assert found.rung is Rung.READ
    assert (
        "shop.dump in the archive is a dump of PostgreSQL, custom format, and was unpacked, but not restored"
        in doubt(found)
    )
    inner = make_sqlite(tmp_path / "shop.sqlite")
    path = make_tar(tmp_path / "b", files={"shop.sqlite": inner.read_bytes()})
    opened = whole(proven(path, open=("tar", "-xOf", "{backup}", "shop.sqlite")))
    assert dict(opened.told)["restored"] == "2 tables with 2,001 rows"


def test_room_is_asked_for_before_anything_is_written(tmp_path, scratch, monkeypatch):
    monkeypatch.setattr(folder, "RESERVE", 1 << 60)
    assert "are free" in doubt(proven(make_sqlite(tmp_path / "a"), scratch=scratch))


def test_a_folder_to_restore_in_that_is_missing_is_named(tmp_path):
    with pytest.raises(Exception, match="no folder to restore into can be made in"):
        proven(make_tar(tmp_path / "a"), scratch=tmp_path / "missing")


def test_nothing_stays_in_the_folder_of_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = make_tar(tmp_path / "a.tar", files=dict(FILES))
    cut(path)
    fault(proven(path))
    assert [one.name for one in tmp_path.iterdir()] == ["a.tar"]
