"""Globs mean what people expect."""

from __future__ import annotations

import random
import re
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_golive.codebase.inventory.globs import matches
from pytest_golive.settings.values import checks


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("src/shop/pay.py", "src/shop/pay.py"),
        ("./src/shop/pay.py", "src/shop/pay.py"),
        ("src/shop/auth/**", "src/shop/auth/a.py"),
        ("src/shop/auth/**", "src/shop/auth/b/c.py"),
        ("src/vendor", "src/vendor/x/y.py"),
        ("src/vendor/", "src/vendor/x.py"),
        ("src/**/legacy.py", "src/legacy.py"),
        ("src/**/legacy.py", "src/a/b/legacy.py"),
        ("**/*_pb2.py", "a_pb2.py"),
        ("**/*_pb2.py", "x/y/a_pb2.py"),
        ("**", "a/b"),
        ("*.py", "src/a.py"),
        ("legacy.py", "src/a/legacy.py"),
        ("node_modules", "web/node_modules/x/y.js"),
        ("src/[a-c].py", "src/b.py"),
        ("src/[!a-c].py", "src/d.py"),
        ("src/?.py", "src/d.py"),
        ("src/a b.py", "src/a b.py"),
        ("src/*.py", "src/new\nline.py"),
        ("src/[x.py", "src/[x.py"),
        ("src/(a)+.py", "src/(a)+.py"),
    ],
)
def test_it_means(glob, path):
    assert matches(path, glob)


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("src/*.py", "src/a/b.py"),
        ("src/shop/auth/**", "src/shop/authors.py"),
        ("src/vendor", "src/vendored/x.py"),
        ("shop/pay.py", "src/shop/pay.py"),
        ("*.py", "src/a.pyc"),
        ("src/[!a-c].py", "src/b.py"),
        ("src/?.py", "src/ab.py"),
        ("src/[!a]b.py", "src//b.py"),
        ("src/a+.py", "src/aa.py"),
        ("", "src/a.py"),
    ],
)
def test_it_does_not_mean(glob, path):
    assert not matches(path, glob)


@pytest.mark.parametrize(
    ("glob", "path"),
    [
        ("pages/[id].tsx", "pages/[id].tsx"),
        ("pages/[...slug]", "pages/[...slug]/page.tsx"),
        (r"src/\*.py", "src/*.py"),
        (r"src/a\?b", "src/a?b/c.py"),
        ("/build", "build/a.py"),
        (".", "src/a.py"),
        ("src/./a.py", "src/a.py"),
        ("src/[]a].py", "src/].py"),
        ("src/[a-].py", "src/-.py"),
        ("src/[&&~|].py", "src/&.py"),
        ("src/a****.py", "src/ab.py"),
        ("**/**/**/a.py", "b/c/a.py"),
        ("src/*", "src/a/b.py"),
        ("src/\udce9.py", "src/\udce9.py"),
    ],
)
def test_it_means_also_what_is_seldom_written(glob, path):
    assert matches(path, glob)


@pytest.mark.parametrize(
    ("glob", "path"),
    [(r"src/\*.py", "src/a.py"), ("/build", "web/build/a.py"), ("src/[!]x.py", "src/ax.py"), ("[!]", "a")],
)
def test_it_does_not_mean_either(glob, path):
    assert not matches(path, glob)


def test_many_stars_do_not_take_forever():
    assert not matches("a/" * 60 + "b", "**/**/**/**/**/**/a*a*a*a*a*/**/c")


GLOBS = st.text(st.sampled_from("ab/[]*?!\\^-&"), max_size=8)
PATHS = st.text(st.sampled_from("ab/[]*"), min_size=1, max_size=8)


@given(GLOBS, PATHS)
def test_every_glob_is_read_or_refused_in_a_way_the_settings_know(glob, path):
    try:
        meant = matches(path, glob)
    except re.error as error:
        refusal = str(error)
    else:
        refusal = ""
        assert meant in {True, False}
    assert not refusal or "range" in refusal


def means(parts, names):
    """Globs, tried through all functions that use them."""
    if not parts or parts == ["**"]:
        return bool(names) or not parts
    if parts[0] == "**":
        return means(parts[1:], names) or (bool(names) and means(parts, names[1:]))
    return bool(names) and fnmatchcase(names[0], parts[0]) and means(parts[1:], names[1:])


def test_many_stars_mean_what_they_mean_where_all_ways_are_tried():
    choose = random.Random(11)
    for _ in range(4000):
        parts = ["".join(choose.choices(("a", "b", "*", "?"), k=choose.randint(1, 5))) for _ in range(5)]
        parts = [choose.choice((part, "**")) if "**" not in part else "*" for part in parts]
        names = ["".join(choose.choices("ab", k=choose.randint(1, 4))) for _ in range(choose.randint(1, 7))]
        path, glob = "/".join(names), "/".join(parts)
        assert matches(path, glob) is means(parts, names), (glob, path)


def test_a_glob_longer_than_any_path_is_refused():
    with pytest.raises(ValueError, match=r"must be shorter than 4,096 characters"):
        checks.glob("a/" * 3_000)
