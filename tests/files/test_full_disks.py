"""The user's files on file systems that are full or read-only: real ones, if the user may mount them."""

from __future__ import annotations

import subprocess
import sys

import pytest

OLD = b"old\r\n" * 10
TMPFS = """\
set -e
mount -t tmpfs -o size=64k none "$1"
cp "$2" "$1/pyproject.toml"
"$3" -c 'import sys
from pathlib import Path
from pytest_golive.files.writing import cannot, replace_file
path = Path(sys.argv[1])
try:
    replace_file(path, b"x" * 500_000)
except OSError as error:
    print(cannot(path, error))
print([(one.name, one.stat().st_size) for one in path.parent.iterdir()])' "$1/pyproject.toml"
"""
MAY_MOUNT = subprocess.run(("unshare", "--mount", "true"), capture_output=True, check=False).returncode == 0


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "project/pyproject.toml"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


@pytest.mark.skipif(not MAY_MOUNT, reason="only who may mount can fill a file system of one's own")
def test_a_file_system_that_is_full_leaves_the_old_file_whole(file, tmp_path):
    place = tmp_path / "full"
    place.mkdir()
    words = ("unshare", "--mount", "sh", "-c", TMPFS, "sh", str(place), str(file), sys.executable)
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "pyproject.toml cannot be written: No space left on device; it is as it was" in done.stdout
    assert f"[('pyproject.toml', {len(OLD)})]" in done.stdout


READ_ONLY = """\
set -e
mount --bind "$1" "$1"
mount -o remount,ro,bind "$1"
"$2" -c 'import sys
from pathlib import Path
from pytest_golive.files.writing import cannot, replace_file
path = Path(sys.argv[1])
try:
    replace_file(path, b"new")
except OSError as error:
    print(cannot(path, error))' "$1/pyproject.toml"
"""


@pytest.mark.skipif(not MAY_MOUNT, reason="only who may mount can make a folder read-only for root")
def test_a_folder_that_is_read_only_says_so(file):
    words = ("unshare", "--mount", "sh", "-c", READ_ONLY, "sh", str(file.parent), sys.executable)
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert "pyproject.toml cannot be written: Read-only file system; it is as it was; it lies on" in done.stdout
    assert file.read_bytes() == OLD
