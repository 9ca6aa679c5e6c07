"""The key that signs the cache is stored elsewhere, and only the user can read it."""

from __future__ import annotations

import os

import pytest

from pytest_golive.codebase.cache_key import cache_key, why_none
from pytest_golive.errors import CannotMeasure


def test_the_key_is_made_once_and_for_this_user_alone(tmp_path):
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    key = cache_key(environment)
    assert len(key) == 32
    assert cache_key(environment) == key
    file = tmp_path / "pytest-golive" / "cache.key"
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "break_it", [lambda file: file.write_bytes(b"short"), lambda file: file.unlink() or os.mkfifo(file)]
)
def test_a_broken_key_is_made_anew(tmp_path, break_it):
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    cache_key(environment)
    break_it(tmp_path / "pytest-golive" / "cache.key")
    key = cache_key(environment)
    assert len(key) == 32
    assert cache_key(environment) == key


def test_a_folder_in_the_place_of_the_key_means_no_cache(tmp_path):
    (tmp_path / "pytest-golive" / "cache.key").mkdir(parents=True)
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    assert cache_key(environment) == b""
    assert [path.name for path in (tmp_path / "pytest-golive").iterdir()] == ["cache.key"]
    assert "cache.key (Is a directory); remove what is in its place, or set GOLIVE_CACHE_KEY" in why_none(environment)
    assert why_none(environment | {"GOLIVE_CACHE_KEY": "k" * 20}) == ""


def test_why_there_is_no_key(tmp_path):
    assert why_none({"XDG_STATE_HOME": str(tmp_path)}) == ""
    (tmp_path / "file").write_text("")
    message = why_none({"XDG_STATE_HOME": str(tmp_path / "file")})
    assert "cache.key (Not a directory); make its folder writable, or set GOLIVE_CACHE_KEY" in message


def test_the_key_of_the_environment_wins(tmp_path):
    environment = {"XDG_STATE_HOME": str(tmp_path), "GOLIVE_CACHE_KEY": "0123456789abcdef"}
    assert cache_key(environment) == cache_key(environment) != b""
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_can_be_guessed_is_refused():
    with pytest.raises(CannotMeasure, match=r"GOLIVE_CACHE_KEY has only 4 characters.*token_hex"):
        cache_key({"GOLIVE_CACHE_KEY": "1234"})


def test_where_no_key_can_be_kept_there_is_none(tmp_path):
    (tmp_path / "file").write_text("")
    assert cache_key({"XDG_STATE_HOME": str(tmp_path / "file")}) == b""
