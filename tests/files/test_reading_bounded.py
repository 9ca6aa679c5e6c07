"""Files that others wrote are read whole, up to a bound, and nothing else is waited for."""

from __future__ import annotations

import os

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.files.reading import read_bounded


def test_a_file_within_the_bound_is_read_whole(tmp_path):
    file = tmp_path / "dump.json"
    file.write_bytes(b"\x00" * (1 << 20))
    assert read_bounded(file, 1 << 20, "split it") == b"\x00" * (1 << 20)


def made(folder, kind):
    file = folder / "dump.json"
    if kind == "larger":
        file.write_bytes(b"x" * ((1 << 20) + 1))
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "device":
        file.symlink_to("/dev/zero")
    elif kind == "folder":
        file.mkdir()
    return file


@pytest.mark.parametrize(
    ("kind", "what", "cure"),
    [
        ("larger", "dump.json is larger than 1 MiB", "split it"),
        ("pipe", "dump.json is a pipe or a device", "put an ordinary file there"),
        ("device", "dump.json is a pipe or a device", "put an ordinary file there"),
        ("folder", "dump.json cannot be read: Is a directory", "check its permissions"),
        ("missing", "dump.json cannot be read: No such file or directory", "check its permissions"),
    ],
)
def test_what_is_no_such_file_is_refused_and_not_waited_for(tmp_path, kind, what, cure):
    with pytest.raises(CannotMeasure) as refused:
        read_bounded(made(tmp_path, kind), 1 << 20, cure)
    assert (refused.value.what, refused.value.cure) == (what, cure)
