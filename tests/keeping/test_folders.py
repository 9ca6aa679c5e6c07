"""Nothing of the user's is replaced or removed."""

from __future__ import annotations

import pytest

from pytest_golive.files.folders import MARK, own_folder


def test_a_folder_that_is_not_there_or_is_empty_becomes_ours(tmp_path):
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty", "deep/er"):
        assert own_folder(tmp_path / name) == tmp_path / name
        assert (tmp_path / name / ".gitignore").read_text() == MARK
        (tmp_path / name / "tests.log").write_text("ours")
        assert own_folder(tmp_path / name) == tmp_path / name  # known again


def test_a_folder_that_somebody_uses_gets_one_of_ours_inside(tmp_path):
    (tmp_path / "coverage").mkdir()
    (tmp_path / "coverage/precious.txt").write_text("theirs")
    (tmp_path / ".gitignore").write_text("*\n")
    assert own_folder(tmp_path) == tmp_path / "golive"
    assert own_folder(tmp_path) == tmp_path / "golive"
    assert (tmp_path / ".gitignore").read_text() == "*\n"


def test_what_an_earlier_version_made_is_ours(tmp_path):
    folder = tmp_path / ".golive"
    folder.mkdir()
    (folder / ".gitignore").write_text("*\n")
    (folder / "tests.log").write_text("")
    assert own_folder(folder) == folder


def test_what_cannot_be_ours_is_an_error(tmp_path):
    (tmp_path / "golive").mkdir()
    (tmp_path / "golive/theirs").write_text("")
    with pytest.raises(FileExistsError, match="holds files that are not ours"):
        own_folder(tmp_path)
    with pytest.raises(FileExistsError):
        own_folder(tmp_path / "golive/theirs")
