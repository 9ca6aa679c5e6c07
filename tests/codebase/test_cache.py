"""The cache saves work and is believed only where it is sure to be ours."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from pytest_golive.codebase.cache import NO_CACHE, ResultCache, digests_of, read_once
from pytest_golive.codebase.cache_key import cache_key, why_none
from pytest_golive.errors import CannotMeasure

KEY = b"k" * 32


class Worker:
    """Counts what it is asked for."""

    def __init__(self, problem=""):
        self.asked = []
        self.problem = problem

    def __call__(self, paths):
        self.asked += paths
        return [{"path": path, "value": path.upper(), "problem": self.problem} for path in paths]


@pytest.fixture
def through(tmp_path):
    def ask(digests, worker, *, about="tool 1", key=KEY, folder=tmp_path):
        return ResultCache(folder, key).through("name", about, digests, worker)

    return ask


def test_what_has_not_changed_is_not_asked_again(through):
    first, second = Worker(), Worker()
    answers = through({"a": "1", "b": "2"}, first)
    assert through({"a": "1", "b": "2"}, second) == answers
    assert (sorted(first.asked), second.asked) == (["a", "b"], [])


@pytest.mark.parametrize(
    ("changed", "asked"),
    [({"a": "1", "b": "3"}, ["b"]), ({"a": "1", "c": "2"}, ["c"]), ({"a": "1"}, []), ({}, [])],
    ids=["content", "renamed", "gone", "all gone"],
)
def test_only_what_has_changed_is_asked(through, changed, asked):
    through({"a": "1", "b": "2"}, Worker())
    worker = Worker()
    answers = through(changed, worker)
    assert (worker.asked, sorted(answers)) == (asked, sorted(changed))


def test_a_file_that_is_gone_leaves_the_cache(through, tmp_path):
    through({"a": "1", "b": "2"}, Worker())
    through({"a": "1"}, Worker())
    assert b'"b"' not in (tmp_path / "name.json").read_bytes()


@pytest.mark.parametrize("other", [{"about": "tool 2"}, {"key": b"x" * 32}], ids=["tool or settings", "key"])
def test_a_foreign_cache_is_not_believed(through, other):
    through({"a": "1"}, Worker())
    worker = Worker()
    through({"a": "1"}, worker, **other)
    assert worker.asked == ["a"]


def poisoned(content):
    signature, _, body = content.partition(b"\n")
    kept = json.loads(body)
    kept["files"]["a"][1]["value"] = "nothing was found"
    return signature + b"\n" + json.dumps(kept).encode()


@pytest.mark.security
@pytest.mark.parametrize(
    "spoil",
    [
        poisoned,
        lambda content: content[:-5],
        lambda content: content.partition(b"\n")[2],
        lambda content: b"",
        lambda content: b"\0" * 100,
        lambda content: b"0" * 64 + b"\n{}",
        lambda content: content + b" ",
    ],
    ids=["poisoned", "truncated", "unsigned", "empty", "zeros", "forged", "longer"],
)
def test_a_spoilt_cache_is_rebuilt(through, tmp_path, spoil):
    through({"a": "1"}, Worker())
    file = tmp_path / "name.json"
    good = file.read_bytes()
    file.write_bytes(spoil(good))
    worker = Worker()
    assert through({"a": "1"}, worker)["a"]["value"] == "A"
    assert worker.asked == ["a"]
    assert file.read_bytes() == good


@pytest.mark.security
def test_a_cache_of_another_measurement_is_not_taken_for_this_one(tmp_path):
    ResultCache(tmp_path, KEY).through("other", "tool 1", {"a": "1"}, Worker())
    (tmp_path / "other.json").rename(tmp_path / "name.json")
    worker = Worker()
    ResultCache(tmp_path, KEY).through("name", "tool 1", {"a": "1"}, worker)
    assert worker.asked == ["a"]


def test_problems_and_what_has_no_digest_are_not_kept(through):
    through({"a": "1"}, Worker(problem="broken"))
    through({"b": ""}, Worker())
    worker = Worker()
    through({"a": "1", "b": ""}, worker)
    assert sorted(worker.asked) == ["a", "b"]


@pytest.mark.parametrize("cache", [NO_CACHE, ResultCache(None, KEY)], ids=["none", "no folder"])
def test_without_a_folder_or_a_key_everything_is_asked(cache):
    worker = Worker()
    cache.through("name", "tool", {"a": "1"}, worker)
    cache.through("name", "tool", {"a": "1"}, worker)
    assert worker.asked == ["a", "a"]


def test_without_a_key_nothing_is_written(through, tmp_path):
    through({"a": "1"}, Worker(), key=b"")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(through, tmp_path):
    worker = Worker()
    assert through({"a": "1"}, worker, folder=tmp_path / "missing")["a"]["value"] == "A"


def test_digests_are_of_the_content_and_none_is_of_what_cannot_be_kept(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").write_bytes(b"x")
    (tmp_path / "large").write_bytes(b"x" * 5_000_001)
    digests = digests_of(tmp_path, ["a", "b", "large", "missing"])
    assert digests["a"] == digests["b"] != ""
    assert (digests["large"], digests["missing"]) == ("", "")


def settled(path, content):
    path.write_bytes(content)
    time.sleep(2.1)  # what has just changed is read again, whatever its times say


def test_a_file_that_was_read_for_its_text_is_not_read_again_for_its_digest(tmp_path, monkeypatch):
    settled(tmp_path / "a", b"x" * 3_000_000)
    assert read_once(tmp_path, "a") == b"x" * 3_000_000
    with monkeypatch.context() as patch:
        patch.setattr("pytest_golive.codebase.cache.read_regular", lambda *_: pytest.fail("it was read again"))
        assert digests_of(tmp_path, ["a"]) == {"a": hashlib.sha256(b"x" * 3_000_000).hexdigest()}
    (tmp_path / "a").write_bytes(b"other")
    assert digests_of(tmp_path, ["a"]) == {"a": hashlib.sha256(b"other").hexdigest()}


def test_what_is_too_large_to_keep_has_no_digest_however_it_was_read(tmp_path):
    settled(tmp_path / "large", b"x" * 5_000_001)
    assert len(read_once(tmp_path, "large")) == 5_000_001
    assert digests_of(tmp_path, ["large"]) == {"large": ""}
    with pytest.raises(CannotMeasure, match="missing cannot be read: No such file"):
        read_once(tmp_path, "missing")


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
    said = why_none({"XDG_STATE_HOME": str(tmp_path / "file")})
    assert "cache.key (Not a directory); make its folder writable, or set GOLIVE_CACHE_KEY" in said


@pytest.mark.parametrize("other", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir])
def test_only_a_regular_file_is_read(tmp_path, other):
    """A pipe never answers, and /dev/zero never ends."""
    cache = ResultCache(tmp_path, b"k" * 32)
    other(tmp_path / "m.json")
    asked = []

    def work(paths):
        asked.extend(paths)
        return [{"path": path} for path in paths]

    assert cache.through("m", "about", {"a": "1"}, work) == {"a": {"path": "a"}}
    assert asked == ["a"]


def test_what_a_stopped_run_has_found_is_kept(tmp_path):
    cache = ResultCache(tmp_path, b"k" * 32)

    def stopped(paths):
        yield {"path": paths[0]}
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cache.through("m", "about", {"a": "1", "b": "2"}, stopped)
    asked = []
    answers = cache.through("m", "about", {"a": "1", "b": "2"}, lambda paths: asked.extend(paths) or [{"path": "b"}])
    assert (sorted(answers), asked) == (["a", "b"], ["b"])


def test_the_key_of_the_environment_wins(tmp_path):
    environment = {"XDG_STATE_HOME": str(tmp_path), "GOLIVE_CACHE_KEY": "0123456789abcdef"}
    assert cache_key(environment) == cache_key(environment) != b""
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_can_be_guessed_is_refused():
    with pytest.raises(CannotMeasure, match=r"GOLIVE_CACHE_KEY has 4 characters.*token_hex"):
        cache_key({"GOLIVE_CACHE_KEY": "1234"})


def test_where_no_key_can_be_kept_there_is_none(tmp_path):
    (tmp_path / "file").write_text("")
    assert cache_key({"XDG_STATE_HOME": str(tmp_path / "file")}) == b""


@pytest.mark.parametrize("seconds_later", [0, 10])
def test_a_file_is_read_again_when_it_has_changed(tmp_path, seconds_later, monkeypatch):
    file = tmp_path / "a.py"
    file.write_text("x = 1\n")
    clock = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: clock() + seconds_later * 10**9)
    before = digests_of(tmp_path, ["a.py"])
    assert digests_of(tmp_path, ["a.py"]) == before
    times = file.stat().st_mtime_ns
    while file.stat().st_mtime_ns == times:  # until the file system's clock has gone on
        file.write_text("x = 2\n")
    assert digests_of(tmp_path, ["a.py"])["a.py"] == hashlib.sha256(b"x = 2\n").hexdigest()
