"""Critical files: what is measured, what is found, and what never passes."""

from __future__ import annotations

import pytest

from pytest_golive.codebase.inventory.critical import choose_critical
from pytest_golive.codebase.metrics.complexity import measure_critical
from pytest_golive.errors import CannotMeasure, NotSetUp

BRANCHES = "def {name}(x):\n" + "    if x:\n        x += 1\n" * 11 + "    return x\n"


def test_nobody_named_a_critical_path(loose):
    with pytest.raises(NotSetUp, match=r"the settings name no critical files.*\[tool\.golive\] critical.*golive init"):
        measure_critical(loose({"a.py": ""}), ())


def test_a_glob_that_matches_nothing_is_named(loose):
    with pytest.raises(CannotMeasure, match=r"'src/pya\.py', which matches no tracked source file; correct"):
        measure_critical(loose({"a.py": ""}), ("a.py", "src/pya.py"))


def test_a_glob_that_means_only_files_left_out_says_so(taken):
    inventory = taken({"a.py": "", "pay_pb2.py": "", "vendor/b.py": ""})
    with pytest.raises(
        CannotMeasure, match=r"matches no tracked source file \(left out: 1 generated, 1 vendored\).*include"
    ):
        choose_critical(inventory, ("a.py", "[pv]*"))


def test_what_is_left_out_among_critical_files_is_said(taken):
    measured = measure_critical(taken({"pay/a.py": "", "pay/a_pb2.py": ""}), ("pay",))
    assert measured.source == "radon, 1 critical file; left out: 1 generated"


def test_other_languages_have_a_length_and_no_complexity(loose):
    measured = measure_critical(loose({"a.py": "def f(): pass\n", "b.js": "x\n" * 250, "c.pyx": "x\n"}), ("*",))
    assert measured.not_python == ("b.js", "c.pyx")
    assert measured.source == "radon, 3 critical files, complexity of 2 not measured: not Python"
    assert [finding.path for finding in measured.too_long(200)] == ["b.js"]
    assert (measured.longest, len(measured.python)) == (250, 1)


def test_without_python_there_is_no_index(loose):
    measured = measure_critical(loose({"b.js": "x\n"}), ("b.js",))
    assert (measured.worst_complexity, measured.worst_maintainability, measured.functions) == (None, None, ())
    assert measured.hard_to_maintain(20) == ()


def test_findings_are_worst_first_and_say_by_how_far(loose):
    much = BRANCHES.format(name="pay") + "class Cart:\n    def add(self, x):\n" + "        x = x or 1\n" * 20
    measured = measure_critical(loose({"b.py": much, "a.py": BRANCHES.format(name="bill")}), ("*.py",))
    assert [(f.path, f.line, f.key, f.message) for f in measured.too_complex(10)] == [
        ("b.py", 26, "Cart.add", "Cart.add has complexity 21, 11 over 10"),
        ("a.py", 1, "bill", "bill has complexity 12, 2 over 10"),
        ("b.py", 1, "pay", "pay has complexity 12, 2 over 10"),
    ]
    assert measured.worst_complexity == 21
    low = measured.hard_to_maintain(100)
    assert [f.path for f in low] == ["b.py", "a.py"]
    assert low[0].message == f"maintainability index {measured.worst_maintainability:.1f}, must be 100"
    assert measured.hard_to_maintain(0) == ()


def test_two_functions_of_one_name_have_two_fingerprints(loose):
    text = BRANCHES.format(name="pay") * 2
    first, second = measure_critical(loose({"a.py": text}), ("a.py",)).too_complex(10)
    assert (first.line, second.line, second.key) == (1, 25, "pay#2")
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    ("content", "message", "line"),
    [
        (
            b"x = 1\ndef broken(:\n",
            r"a\.py cannot be parsed by Python 3\.\d+, which runs the checklist: invalid syntax",
            2,
        ),
        (b"x = 1\n\nprint 'x'\n", "cannot be parsed", 3),
        (b"x = '\xe9'\n", "cannot be parsed", None),
        (b"x = 1\n\0\n", "null bytes", None),
        ("x = 1\n".encode("utf-16"), "cannot be parsed", None),
        (b"# coding: nonsense\n", "cannot be parsed.*nonsense", None),
        (b"x = " + b"-" * 20_000 + b"1\n", "nested too deeply|no Python", None),
        (b"x = 'a'" + b" + 'a'" * 3_000 + b"\n", "nested too deeply", None),
        (b"x = 1\n" * 900_000, "too large to be measured", None),
    ],
)
def test_what_cannot_be_measured_is_named(loose, content, message, line):
    with pytest.raises(CannotMeasure, match=message) as caught:
        measure_critical(loose({"a.py": content}), ("a.py",))
    assert caught.value.path == "a.py"
    assert line is None or caught.value.line == line


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"# only\n", b"\xef\xbb\xbfx = 1\n", b"# coding: latin-1\nx = '\xe9'\n"]
)
def test_little_or_odd_python_is_measured(loose, content):
    assert measure_critical(loose({"a.py": content}), ("a.py",)).worst_maintainability == 100.0


def test_warnings_of_the_projects_code_are_not_ours(loose):
    assert measure_critical(loose({"a.py": "x = '\\d' is 'y'\n"}), ("a.py",)).longest == 1


def test_progress_is_told_and_the_result_travels(loose, handed_on):
    told = []
    inventory = loose({"a.py": "def f(): pass\n"})
    measured = measure_critical(inventory, ("a.py",), lambda what, done=0, total=0: told.append((what, done, total)))
    assert told == [("measuring complexity", 0, 1)]
    assert handed_on(measured) == measured
