"""A result is kept while its sources stay the same, and used only if we signed it."""

from __future__ import annotations

import base64
import json
import pickle
from pathlib import Path

import pytest
from results_made import KEY, Made, Maker, Other, again

from pytest_golive.codebase import installed, results
from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.results import kept
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding


@pytest.fixture
def cache(tmp_path):
    return ResultCache(tmp_path, KEY)


def test_what_was_made_of_the_same_is_not_made_again(cache):
    assert [again(cache), again(cache)] == [1, 0]


@pytest.mark.parametrize("made_of", [("a", 2), ("b", 1), ("a", 1, None), ("a", "1"), ()])
def test_what_was_made_of_anything_else_is_made_again(cache, made_of):
    again(cache)
    assert again(cache, made_of) == 1
    assert again(cache, ("a", 1)) == 1  # only the last one is kept


def test_what_an_unknown_thing_decides_is_not_kept(cache, tmp_path):
    assert [again(cache, None), again(cache, None)] == [1, 1]
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("cache", [NO_CACHE, ResultCache(Path("/nowhere"), b"")], ids=["none", "no key"])
def test_without_a_cache_it_is_made_each_time(cache):
    assert [again(cache), again(cache)] == [1, 1]


def test_an_error_is_raised_and_not_kept(cache):
    error = CannotMeasure("no", "yes")
    for _ in range(2):
        with pytest.raises(CannotMeasure, match="no"):
            kept(cache, "name", ["a", 1], Maker(error=error), Made)
    assert again(cache) == 1


def test_another_state_of_our_code_makes_it_again(cache, monkeypatch):
    again(cache)
    monkeypatch.setattr(results, "own_code", lambda: "another")
    assert again(cache) == 1


def test_a_checkout_is_told_by_the_content_of_its_files(monkeypatch, tmp_path):
    (tmp_path / "codebase").mkdir()
    monkeypatch.setattr(installed, "__file__", str(tmp_path / "codebase/installed.py"))
    url = {"url": "file:///somewhere", "dir_info": {"editable": True}}

    class Installed:
        def read_text(self, _):
            return json.dumps(url)

    monkeypatch.setattr(installed, "distribution", lambda _: Installed())
    states = []
    for text in ("x = 1", "x = 2"):
        (tmp_path / "gate.py").write_text(text)
        states.append(installed.own_code.__wrapped__())
    (tmp_path / "gate.py").rename(tmp_path / "codebase/gate.py")
    states.append(installed.own_code.__wrapped__())
    assert len(set(states)) == 3
    url["dir_info"] = {}
    assert installed.own_code.__wrapped__() == installed.version_of("pytest-golive")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:-20],
        lambda content: content.replace(b"a", b"b"),
        lambda content: content.partition(b"\n")[2],
        lambda content: b"",
        lambda content: b"0" * 64 + b"\n" + content.partition(b"\n")[2],
    ],
    ids=["truncated", "changed", "unsigned", "empty", "signed by others"],
)
def test_what_we_did_not_sign_is_made_again(cache, tmp_path, spoil):
    again(cache)
    file = tmp_path / "name.json"
    file.write_bytes(spoil(file.read_bytes()))
    assert again(cache) == 1
    assert again(cache) == 0


def poisoned(cache, result):
    """A result that is signed with our key, as somebody who has it could write it."""
    name, about = "name", {}

    def work(_):
        yield {"path": name, "result": base64.b64encode(result).decode()}

    class Spy(ResultCache):
        def through(self, name, told, digests, _):
            about.update(digests)
            return ResultCache.through(self, name, told, digests, work)

    kept(Spy(cache.folder, cache.key), name, ["a", 1], Maker(), Made, Finding)
    assert about


class Runs:
    """Calls something when it is read."""

    def __reduce__(self):
        return Path.touch, (Path("called"),)


@pytest.mark.parametrize(
    "result",
    [pickle.dumps(Runs()), pickle.dumps(Other("x")), b"", b"cos\nsystem\n(S'true'\ntR.", b"\x80\x05.", b"junk"],
    ids=["calls", "another class", "empty", "a function", "nothing", "junk"],
)
def test_nothing_but_the_classes_of_the_result_is_read(cache, result, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    poisoned(cache, result)
    assert again(cache) == 1
    assert not (tmp_path / "called").exists()


def test_a_class_that_was_not_named_is_not_read(cache):
    again(cache)
    assert again(cache, kinds=(Made,)) == 1
