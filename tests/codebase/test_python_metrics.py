"""Complexity and maintainability equal radon's command line, and see what it does not."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from pytest_golive.codebase.metrics.python_metrics import measure_python


def complexities(text):
    return {function.name: function.complexity for function in measure_python("a.py", text.encode()).functions}


def radon(command, paths):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "radon", command, "-s", "-j", *map(str, paths)],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def modules():
    """Modules of the standard library without ``except*`` and guards, that radon reads in a moment."""
    found = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))[::4]
    return [path for path in found if path.stat().st_size < 30_000 and "except*" not in path.read_text("latin-1")]


def test_complexity_is_that_of_the_command_line(modules):
    assert len(modules) > 20
    blocks = 0
    for name, listed in radon("cc", modules).items():
        ours = {(f.name, f.line, f.complexity) for f in measure_python(name, Path(name).read_bytes()).functions}
        for block in listed:
            if block["type"] != "class":
                full = f"{block['classname']}.{block['name']}" if block["type"] == "method" else block["name"]
                assert (full, block["lineno"], block["complexity"]) in ours
                blocks += 1
    assert blocks > 200


def test_maintainability_is_that_of_the_command_line(modules):
    for name, expected in radon("mi", modules).items():
        assert measure_python(name, Path(name).read_bytes()).maintainability == pytest.approx(expected["mi"], abs=1e-9)


def test_except_star_counts_as_except():
    text = "def f():\n    try:\n        pass\n    except{} A:\n        pass\n    except{} B:\n        pass\n    else:\n        pass\n"
    assert complexities(text.replace("{}", "*")) == complexities(text.replace("{}", "")) == {"f": 4}
    starred, plain = (measure_python("a.py", text.replace("{}", star).encode()) for star in ("*", ""))
    assert starred.maintainability == plain.maintainability


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        (("case 1:", "case 2:"), 3),
        (("case 1:", "case _:"), 2),
        (("case 1 if y:", "case _:"), 3),
        (("case 1 if y and z:", "case _:"), 4),
        (("case x if y:", "case _:"), 3),
    ],
)
def test_the_guard_of_a_case_is_a_decision(cases, expected):
    body = "".join(f"        {case}\n            pass\n" for case in cases)
    assert complexities(f"def f(a, y, z):\n    match a:\n{body}") == {"f": expected}


def test_every_function_is_listed_by_its_qualified_name():
    text = (
        "def retry(n):\n    def wrapper(f):\n        return f or n\n    return wrapper\n"
        "class Cart:\n    class Line:\n        async def add(self):\n            assert self\n"
        "    if Cart:\n        def total(self):\n            return [x for x in self if x]\n"
        "def make():\n    class Hidden:\n        def m(self):\n            return 1 if self else 2\n    return Hidden\n"
        "try:\n    pass\nexcept OSError:\n    def fallback(): pass\n"
        "f = lambda: 1 if f else 2\n"
    )
    assert complexities(text) == {
        "retry": 1,
        "retry.wrapper": 2,
        "Cart.Line.add": 2,
        "Cart.total": 3,
        "make": 1,
        "make.Hidden.m": 2,
        "fallback": 1,
    }


def test_functions_come_in_the_order_of_their_lines():
    functions = measure_python(
        "a.py", b"def b():\n    def c(): pass\ndef a(): pass\nclass X:\n    def b(): pass\n"
    ).functions
    assert [(function.name, function.line) for function in functions] == [("b", 1), ("b.c", 2), ("a", 3), ("X.b", 5)]
