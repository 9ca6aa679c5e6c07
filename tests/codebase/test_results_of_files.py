"""Results that other files decide, too: they are kept as long as all of those stay the same."""

from __future__ import annotations

import pytest
from results_made import KEY, Made, Maker

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.codebase.results import LookedInto, contents, kept
from pytest_golive.findings import Finding


@pytest.fixture
def cache(tmp_path):
    return ResultCache(tmp_path, KEY)


def looking(cache, root, *paths):
    """Whether it had to be computed again, from files that only the computation discovers."""
    maker = Maker()
    into = LookedInto(root, lambda: paths)
    assert kept(cache, "name", ["a"], maker, Made, Finding, looked_into=into) == maker.result
    return maker.asked


def test_files_that_were_come_across_count(cache, tmp_path):
    (tmp_path / "a").write_text("1")
    assert [looking(cache, tmp_path, "a"), looking(cache, tmp_path)] == [1, 0]
    (tmp_path / "a").write_text("22")
    assert [looking(cache, tmp_path, "a"), looking(cache, tmp_path)] == [1, 0]
    (tmp_path / "a").unlink()
    assert [looking(cache, tmp_path), looking(cache, tmp_path)] == [1, 0]
    assert [looking(cache, tmp_path, "gone"), looking(cache, tmp_path, "gone")] == [0, 0]


def test_what_came_across_something_unreadable_is_not_kept(cache, tmp_path):
    assert [looking(cache, tmp_path, "gone"), looking(cache, tmp_path, "gone")] == [1, 1]


def test_contents_are_known_by_what_is_in_them(tmp_path):
    (tmp_path / "a").write_text("1")
    (tmp_path / "b").write_text("1")
    found = contents(tmp_path, ["b", "a"])
    assert [path for path, _ in found] == ["b", "a"]
    assert found[0][1] == found[1][1]
    assert contents(tmp_path, ["a", "gone"]) is None
