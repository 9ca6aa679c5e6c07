"""The user's files are written completely or not at all, and by one golive at a time."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading

import pytest

from pytest_golive.errors import GoliveError
from pytest_golive.files import writing
from pytest_golive.files.writing import alone, cannot, replace_file

OLD, NEW = b"old\r\n" * 10, b"new\n" * 1000
# A file that may grow to 64 bytes only, as on a disk that is full: the rest cannot be written.
FULL = """\
import resource, sys
from pathlib import Path
from pytest_golive.files.writing import cannot, replace_file
resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
try:
    replace_file(Path(sys.argv[1]), b"x" * 100_000)
except OSError as error:
    print(cannot(Path(sys.argv[1]), error))
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "pyproject.toml"
    path.write_bytes(OLD)
    return path


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"")
    replace_file(tmp_path / "new", NEW)
    assert (tmp_path / "new").read_bytes() == NEW
    assert (tmp_path / "new").stat().st_mode == other.stat().st_mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_permissions_stay(file, mode):
    file.chmod(mode)
    replace_file(file, NEW)
    assert file.read_bytes() == NEW
    assert stat.S_IMODE(file.stat().st_mode) == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file away")
def test_the_owner_stays(file):
    os.chown(file, 1234, 2345)
    replace_file(file, NEW)
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 2345)


def test_attributes_stay(file):
    try:
        os.setxattr(file, "user.note", b"mine")
    except (OSError, AttributeError):
        pytest.skip("this file system keeps no attributes")
    replace_file(file, NEW)
    assert os.getxattr(file, "user.note") == b"mine"


def test_links_stay_and_their_target_is_written(file, tmp_path):
    (tmp_path / "folder").mkdir()
    first, second = tmp_path / "folder" / "first", tmp_path / "second"
    first.symlink_to("../pyproject.toml")
    second.symlink_to(first)
    replace_file(second, NEW)
    assert second.is_symlink()
    assert first.is_symlink()
    assert file.read_bytes() == NEW


def test_the_target_of_a_link_may_be_missing(tmp_path):
    (tmp_path / "link").symlink_to("real")
    replace_file(tmp_path / "link", NEW)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == NEW


def test_what_stays_the_same_is_not_written_again(file):
    os.utime(file, (1, 1))
    replace_file(file, OLD)
    assert file.stat().st_mtime == 1


def test_a_disk_that_is_full_leaves_the_old_file_whole(file):
    done = subprocess.run([sys.executable, "-c", FULL, str(file)], capture_output=True, text=True, check=True)
    assert "cannot be written: File too large; it is as it was; raise the limit" in done.stdout
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("call", ["fsync", "open"])
def test_whatever_fails_leaves_the_old_file_whole(file, monkeypatch, call):
    def fails(*_args, **_kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writing.os, call, fails)
    with pytest.raises(OSError, match="No space left") as caught:
        replace_file(file, NEW)
    monkeypatch.undo()
    assert cannot(file, caught.value).cure == "make room on the disk"
    assert file.read_bytes() == OLD
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_is_protected_stays(file, monkeypatch):
    file.chmod(0o444)
    if os.access(file, os.W_OK):  # root may write anything
        monkeypatch.setattr(writing.os, "access", lambda *_: False)
    with pytest.raises(PermissionError):
        replace_file(file, NEW)
    assert file.read_bytes() == OLD


def test_what_somebody_else_has_written_meanwhile_stays(file):
    file.write_bytes(b"of somebody else")
    with pytest.raises(GoliveError, match="was changed by another program at the same time"):
        replace_file(file, NEW, before=OLD)
    assert file.read_bytes() == b"of somebody else"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_written_to_and_stays(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    replace_file(pipe, NEW)
    reader.join(60)
    assert read == [NEW]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_drafts_of_others_stay(file):
    (file.parent / "pyproject.toml.draft").write_text("mine")
    replace_file(file, NEW)
    assert (file.parent / "pyproject.toml.draft").read_text() == "mine"


def test_one_writes_at_a_time(tmp_path):
    counter = tmp_path / "counter"
    counter.write_text("0")

    def count():
        for _ in range(25):
            with alone(tmp_path):
                replace_file(counter, str(int(counter.read_text()) + 1).encode())

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert counter.read_text() == "100"
    assert list(tmp_path.iterdir()) == [counter]


def test_who_waits_too_long_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "LONGEST_WAIT", 0.05)
    with alone(tmp_path), pytest.raises(GoliveError, match="another golive has been writing"), alone(tmp_path):
        pass


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(GoliveError, match="cannot be written: No such file"), alone(tmp_path / "none"):
        pass
