"""Many globs compiled together match the same paths as each of them alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_golive.codebase.inventory import globs as one_by_one
from pytest_golive.codebase.inventory import many_globs
from pytest_golive.codebase.inventory.globs import matches
from pytest_golive.codebase.inventory.many_globs import FEW, ManyGlobs

NAMES = st.sampled_from(["a", "b", "ab", "a.py", "b.py", "ab.py", "x", "[ab]", "*", "a*b", "src"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PARTS = st.sampled_from(
    ["a", "b", "src", "*", "**", "*.py", "a*", "?", "[ab]", "[*]b", "a[!b]*", "?.p*y", r"\*", "[ab", "a*b"]
)
GLOBS = st.tuples(st.sampled_from(["", "/", "./"]), st.lists(PARTS, min_size=1, max_size=4).map("/".join)).map("".join)
FILLERS = tuple(f"filler/{number}" for number in range(FEW))  # so that they are filed, not asked one by one


@given(st.lists(GLOBS, max_size=12), PATHS)
def test_they_mean_what_each_of_them_means(globs, path):
    many = ManyGlobs((*FILLERS, *globs))
    expected = tuple(glob for glob in dict.fromkeys(globs) if matches(path, glob))
    assert many.matching(path) == expected
    assert many.any(path) == bool(expected)


@pytest.mark.parametrize("globs", [(), ("*.py",), ("", ".", "/"), ("", ".", "/", *FILLERS)])
def test_few_of_them_and_the_root(globs):
    expected = tuple(glob for glob in globs if matches("src/a.py", glob))
    assert ManyGlobs(globs).matching("src/a.py") == expected
    assert bool(ManyGlobs(globs)) == bool(globs)


class Counted:
    """A pattern that counts how often it is matched."""

    asked = 0

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def fullmatch(self, path: str) -> re.Match[str] | None:
        type(self).asked += 1
        return self._pattern.fullmatch(path)


@pytest.mark.parametrize(
    "glob",
    ["src/p/m{}.py", "src/p/m{}*", "m{}.py", "**/m{}.py", "*/p/m{}-*.py", "src/**/m{}.py", "src/p{}/*.py", "*-{}.py"],
)
def test_a_path_is_held_only_against_globs_that_may_mean_it(glob, monkeypatch):
    monkeypatch.setattr(many_globs, "compiled", lambda glob: Counted(one_by_one.compiled(glob)))
    monkeypatch.setattr(Counted, "asked", 0)
    many = ManyGlobs(glob.format(number) for number in range(1000, 4000))
    for number in range(1000, 4000):
        many.any(f"src/p/m{number}.py")
    assert Counted.asked <= 3000, "each path asks one glob, not all of them"


def test_every_glob_is_translated_once():
    globs = [f"src/{number}/*.py" for number in range(3000)]
    first = [one_by_one.compiled(glob) for glob in globs]
    assert all(one_by_one.compiled(glob) is pattern for glob, pattern in zip(globs, first, strict=True))
