from __future__ import annotations

import tomllib

import pytest

from pytest_golive.settings.files.positions import Lines, headers

TEXT = '''\
# [tool.golive] in a comment
title = "[not.a.header]"
[tool.golive]
critical = [ # one
    "a.py", # "b.py",

    "c, ]d.py",
    ["deep", "er"],
]
"quoted.key" = 1
tests.timeout = "5m"
tests . junit = ["x",
  "y"]
text = """
[no.header]
key = 1
"""
more = \'\'\'
[no.header.either]\'\'\'
[[tool.golive.waivers]]
gate = "a"
[[tool.golive.waivers]]
[tool.golive.waivers.extra]
x = 1
[ tool . "golive" . 'targets' ."a b"]
url = 'https://x'
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("tool", "golive"), 3),
        (("tool", "golive", "critical"), 4),
        (("tool", "golive", "critical", 0), 5),
        (("tool", "golive", "critical", 1), 7),
        (("tool", "golive", "critical", 2), 8),
        (("tool", "golive", "quoted.key"), 10),
        (("tool", "golive", "tests", "timeout"), 11),
        (("tool", "golive", "tests", "junit", 1), 13),
        (("tool", "golive", "more"), 18),
        (("tool", "golive", "waivers", 0, "gate"), 21),
        (("tool", "golive", "waivers", 1), 22),
        (("tool", "golive", "waivers", 1, "extra", "x"), 24),
        (("tool", "golive", "targets", "a b", "url"), 26),
        (("tool", "golive", "targets", "a b", "unknown"), 25),
        (("tool", "golive", "unknown", "key"), 3),
        (("no", "header"), 0),
        ((), 0),
    ],
)
def test_every_key_is_found_where_it_is_written(path, line):
    assert Lines(TEXT).of(*path) == line


def test_the_text_is_what_tomllib_reads():
    assert tomllib.loads(TEXT)["tool"]["golive"]["critical"][1] == "c, ]d.py"


def test_windows_line_ends_count_once():
    assert Lines(TEXT.replace("\n", "\r\n")).of("tool", "golive", "targets", "a b", "url") == 26


def test_headers_are_told_from_what_looks_like_them():
    lines = [line for line, _ in headers(TEXT)]
    assert lines == [3, 20, 22, 23, 25]
    assert headers(TEXT)[-1][1] == ("tool", "golive", "targets", "a b")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only\n", "a", "a =", "[", "=", '"""', "a = [[[", "]]]", "[]\n[[]]\n", "\0"]
)
def test_nonsense_is_survived(text):
    assert Lines(text).of("a") in {0, 1}
    assert isinstance(headers(text), list)
