"""The cache saves work, and only entries with our signature are used."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pytest_golive.codebase.cache import NO_CACHE, ResultCache

KEY = b"k" * 32


class Worker:
    """Counts the requests that it gets."""

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
