"""Lines are counted as wc -l counts them."""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_golive.codebase.inventory.source_files import SourceFile
from pytest_golive.codebase.inventory.taking import Inventory
from pytest_golive.codebase.metrics.lines import count_lines
from pytest_golive.codebase.reading import line_ends
from pytest_golive.errors import CannotMeasure


def wc(root, paths):
    done = subprocess.run(
        ["wc", "-l", "--files0-from=-"],
        input=b"\0".join(map(os.fsencode, paths)),
        cwd=root,
        check=True,
        capture_output=True,
    )
    return [int(line.split()[0]) for line in done.stdout.splitlines()[: len(paths)]]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"x", b"x\n", b"a\r\nb\r\n", b"\x0c\n\x0b\n\x1c\n", "a\u2028b\n".encode(), b"\0\n" * 3],
)
def test_odd_line_ends(loose, content):
    inventory = loose({"a.py": content})
    assert [file.lines for file in count_lines(inventory).files] == wc(inventory.root, ["a.py"])


@given(content=st.binary(max_size=200))
def test_any_bytes(tmp_path_factory, content):
    root = tmp_path_factory.mktemp("bytes")
    (root / "a.c").write_bytes(content)
    inventory = Inventory(root, (SourceFile("a.c", "C", "c"),), ("a.c",), ())
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert wide or count_lines(inventory).total == content.count(b"\n") + len(re.findall(rb"\r(?!\n)", content))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\rb\r", 2),
        (b"a\rb\nc\r\n", 3),
        (b"a\r" * 500 + b"\n", 500),
        ("a\rb\r\nc\n".encode("utf-16"), 3),
        ("\u0a0a\u0d0d\n".encode("utf-16"), 1),
        ("a\r\nb\r".encode("utf-32"), 2),
    ],
)
def test_lone_carriage_returns_end_lines_in_every_encoding(loose, content, expected):
    assert [file.lines for file in count_lines(loose({"a.py": content})).files] == [expected]


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_line_end_cut_in_two(size):
    content = b"a\r\nb\rc\n\r\r\n"
    assert line_ends(content[start : start + size] for start in range(0, len(content), size)) == 5


def test_the_standard_library_against_wc():
    root = Path(sysconfig.get_path("stdlib"))
    paths = [path.name for path in sorted(root.glob("*.py"))]
    inventory = Inventory(root, tuple(SourceFile(path, "Python", "python") for path in paths), tuple(paths), ())
    assert len(paths) > 100
    assert [file.lines for file in count_lines(inventory).files] == wc(root, paths)


def test_over_names_the_longest_first_and_by_how_far(loose):
    counted = count_lines(loose({"b.py": "x\n" * 203, "a.py": "x\n" * 203, "c.py": "x\n" * 1412, "d.py": "x\n" * 200}))
    assert [(finding.path, finding.message) for finding in counted.longer_than(200)] == [
        ("c.py", "1,412 lines, 1,212 over 200"),
        ("a.py", "203 lines, 3 over 200"),
        ("b.py", "203 lines, 3 over 200"),
    ]
    assert {(finding.rule, finding.line) for finding in counted.longer_than(200)} == {("lines", 0)}
    assert (counted.longest, counted.total) == (1412, 2018)
    assert counted.longer_than(1412) == ()


def test_a_file_that_grows_keeps_its_fingerprint(loose):
    before = count_lines(loose({"a.py": "x\n" * 300})).longer_than(200)[0]
    after = count_lines(loose({"a.py": "x\n" * 301})).longer_than(200)[0]
    assert before.fingerprint == after.fingerprint


def test_one_endless_line_is_cheap(loose):
    inventory = loose({"a.js": ""})
    with (inventory.root / "a.js").open("wb") as file:
        file.truncate(100_000_000)  # a hole: no disk is used
    tracemalloc.start()
    assert count_lines(inventory).total == 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_no_file_is_no_measurement(tmp_path):
    with pytest.raises(CannotMeasure, match="no source file is left"):
        count_lines(Inventory(tmp_path, (), ("a.json",), ()))


def test_a_file_that_went_away_is_named(loose):
    inventory = loose({"a.py": "x\n"})
    (inventory.root / "a.py").unlink()
    with pytest.raises(CannotMeasure, match=r"a\.py cannot be read: No such file"):
        count_lines(inventory)


def test_progress_is_told_and_the_result_travels(loose, handed_on):
    told = []
    counted = count_lines(
        loose({"a.py": "x\n", "b.py": "\n"}), "loc", lambda what, done=0, total=0: told.append((what, done, total))
    )
    assert told == [("counting lines", 0, 2), ("counting lines", 1, 2)]
    assert handed_on(counted) == counted
    assert counted.source == "2 files, 2 lines (loc); left out: nothing"
