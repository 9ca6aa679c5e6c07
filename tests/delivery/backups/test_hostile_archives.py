"""Archives, databases and links that lie: bounded, and judged by what is there."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile

import pytest
from backed_up import fault, make_sqlite, proven, whole

from pytest_golive.delivery.backups.locating import newest

pytestmark = pytest.mark.security
BLOCK = 512


def header(name, kind, size):
    made = tarfile.TarInfo(name)
    made.type, made.size = kind, size
    return made.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_name_of_gigabytes_is_not_read_into_memory(tmp_path, kind):
    path = tmp_path / "a.tar"
    with path.open("wb") as file:
        file.write(header("././@LongLink", kind, 2 << 30))
        file.truncate(3 << 30)  # sparse: nothing of it is on the disk
    assert "names something by 2,147,483,648 bytes" in fault(proven(path))


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_whose_packed_bytes_are_damaged(tmp_path, packed):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", packed) as archive:
        archive.writestr("a", os.urandom(BLOCK) + b"a" * 5_000)
    found = bytearray(kept.getvalue())
    found[60:120] = b"\xa5" * 60
    path = tmp_path / "a.zip"
    path.write_bytes(found)
    assert "the zip archive data is damaged" in fault(proven(path))


@pytest.mark.parametrize("link", [os.link, os.symlink], ids=["hard link", "symbolic link"])
def test_a_second_name_of_the_newest_is_not_the_one_before_it(tmp_path, link):
    old, new = tmp_path / "1.sqlite", tmp_path / "2.sqlite"
    old.write_bytes(b"x" * 90_000)
    os.utime(old, (1_700_000_000,) * 2)
    new.write_bytes(b"x" * 10)
    link(new, tmp_path / "latest.sqlite")
    found = newest(tmp_path, "*.sqlite")
    assert (found.size, found.before) == (10, 90_000)


def test_a_link_alone_has_none_before_it(tmp_path):
    whole(proven(make_sqlite(tmp_path / "a.sqlite")))
    (tmp_path / "latest.sqlite").symlink_to(tmp_path / "a.sqlite")
    assert newest(tmp_path, "*.sqlite").before is None
