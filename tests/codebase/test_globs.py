"""Globs mean what people expect."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.globs import matches


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
