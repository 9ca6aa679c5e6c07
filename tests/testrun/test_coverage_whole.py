"""A report is compared with the tracked source: what it omits did not run, or is noted."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.project.environment import clean

PAY = "def pay(x):\n    if x:\n        return 1\n    return 2\n"
SOURCE = {"app.py": PAY, "acme/billing/invoice.py": PAY * 3, "worker/__init__.py": "", "worker/jobs.py": PAY}
USE = {"use_test.py": "from app import pay\n\ndef test_pay():\n    assert pay(1) + pay(0) == 3\n"}


def tool(root, *args):
    command = [sys.executable, "-m", *args]
    done = subprocess.run(command, cwd=root, env=clean(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode in {0, 2}, done.stdout + done.stderr


@pytest.fixture
def hold(make, held):
    """Create the project, run its test with coverage, and compare the report in a format with the source."""

    def hold(files, rules="", report="json", run=(), **options):
        root = make(**files, **USE, **{".coveragerc": rules} if rules else {})
        tool(root, "coverage", "run", *run, "-m", "pytest", "-q", "-p", "no:cacheprovider")
        name = ".coverage" if report == "data" else f"report.{report}"
        if report != "data":
            tool(root, "coverage", report, "-q", "-o", name)
        return held(root, name, **options)

    return hold


def unknown(coverage):
    return [file.path for file in coverage.files if not file.known and file.missing]


@pytest.mark.parametrize("report", ["json", "xml", "lcov", "data"])
@pytest.mark.parametrize("branch", [False, True])
def test_what_no_report_knows_was_not_run(hold, report, branch):
    got = hold(SOURCE, f"[run]\nbranch = {branch}\n", report)
    assert unknown(got) == ["acme/billing/invoice.py", "worker/jobs.py"]
    # app.py ran, with both of its branches; three copies of its lines and one more did not.
    assert (got.statements, got.branches) == (4 * 5, 2 * 5 * branch)
    assert got.percent == pytest.approx(100 / 5)
    assert got.below(80)[0].message == "no test run measured it, so its 12 lines count as not run"
    assert (got.percent_left_out, got.left_out) == (0, ())
    assert ("measured, and not counted: tests", "1") in got.notes


def test_an_unknown_file_counts_as_coverage_itself_counts_one_that_never_ran(hold):
    hard = (
        '"""Doc."""\nimport os\n\n\nclass A:\n    """Doc."""\n\n    x: int\n\n    @property\n    def a(self):\n'
        "        try:\n            return [i for i in (1,\n                2) if i]\n        finally:\n            os.nice(0)\n\n"
        "    def b(self):  # pragma: no cover\n        return 2\n\n\nasync def f(x):\n    match x:\n        case 1:\n"
        "            return\n        case _:\n            pass\n    while True:\n        async with x as y:\n            yield y\n"
    )
    one = hold({"app.py": PAY, "pack/hard.py": hard}, "[run]\nbranch = true\n")
    other = hold({"app.py": PAY, "pack/hard.py": hard, "pack/__init__.py": ""}, "[run]\nbranch = true\nsource = .\n")
    assert unknown(one) == ["pack/hard.py"]
    facts = {file.path: (file.missing, file.branches, file.spared) for file in one.files}
    assert {file.path: (file.missing, file.branches, file.spared) for file in other.files} | facts == facts | {
        "pack/__init__.py": (frozenset(), 0, frozenset())
    }
    assert (one.percent, one.statements, one.branches) == (other.percent, other.statements, other.branches)


@pytest.mark.parametrize(
    ("rules", "rule", "paths"),
    [
        ("[run]\nomit = worker/*\n", "omit", ["worker/jobs.py"]),
        ("[report]\nomit = */jobs.py\n", "omit", ["worker/jobs.py"]),
        ("[run]\ninclude = app.py\n", "include", ["acme/billing/invoice.py", "worker/jobs.py"]),
        ("[report]\ninclude = app.py,acme/*\n", "include", ["worker/jobs.py"]),
        ("[run]\nsource = worker,app\n", "source", ["acme/billing/invoice.py"]),
        ("[run]\nsource_pkgs = app,acme.billing\n", "source", ["worker/jobs.py"]),
    ],
)
def test_what_the_configuration_leaves_out_is_told_in_numbers(hold, rules, rule, paths):
    got = hold(SOURCE, rules)
    assert [(file.path, file.rule) for file in got.left_out if file.lines] == [(path, rule) for path in paths]
    assert not set(unknown(got)) & set(paths)
    lost = sum(12 if "invoice" in path else 4 for path in paths)
    assert got.percent_left_out == pytest.approx(100 * lost / 20)
    assert any(name == f"not measured: {rule}" and f"{lost} lines" in words for name, words in got.notes)
    assert {found.path for found in got.lost()} == set(paths)


def test_folders_that_the_settings_name_leave_out_the_rest(hold):
    got = hold(SOURCE, run=["--source=worker"], source=["worker", "app.py"])
    assert [file.path for file in got.left_out] == ["acme/billing/invoice.py"]


@pytest.mark.parametrize(
    ("mark", "rules"), [("  # pragma: no cover", ""), ("  # mine", "[report]\nexclude_also = mine\n")]
)
@pytest.mark.parametrize("report", ["json", "xml", "lcov"])
def test_lines_under_a_pragma_are_told_in_numbers(hold, mark, rules, report):
    big = f"def big(x):{mark}\n" + "    x += 1\n" * 35
    got = hold({"app.py": PAY + big}, rules, report)
    assert (got.percent, got.percent_left_out) == (100, 90)
    assert ("excluded by pragma or exclude_lines", "36 lines in 1 file (app.py)") in got.notes
    assert got.lost()[0].message == "36 lines are kept out of the count by pragma or exclude_lines: 5-40"


def test_changed_lines_that_are_kept_out_of_the_count(hold):
    got = hold(
        {"app.py": PAY + "def big(x):  # pragma: no cover\n    return x\n", "worker.py": PAY}, "[run]\nomit=worker.py\n"
    )
    changes = got.changes({"app.py": {3, 4, 5, 6}, "worker.py": {1, 2}, "README.md": {1}})
    assert (changes.percent, changes.lines, changes.lines_left_out, changes.percent_left_out) == (
        100,
        2,
        4,
        100 * 4 / 6,
    )
    assert [found.path for found in changes.left_out] == ["app.py", "worker.py"]
    assert changes.unmeasured == ("README.md",)


def test_a_new_file_that_no_report_knows_has_not_run(hold):
    changes = hold({"app.py": PAY, "worker.py": PAY}).changes({"worker.py": {1, 2, 3, 4}})
    assert (changes.percent, changes.lines) == (0, 4)
    assert changes.missing[0].message == "4 of 4 changed lines never ran: 1-4; no test run measured the file"


def test_a_source_of_tests_alone_measures_nothing(hold):
    files = {"app.py": PAY, "tests/test_it.py": "def test_it():\n    assert 1\n"}
    with pytest.raises(
        CannotMeasure, match=r"none of the 1 files of the project's own code.*'source' leaves 1 out"
    ) as caught:
        hold(files, "[run]\nsource = tests\n")
    assert caught.value.cure.startswith("correct source")


def test_files_that_git_does_not_track_do_not_count(hold):
    made = "import pathlib, sys\n\ndef pay(x):\n    pathlib.Path('made.py').write_text('a = 1\\n' * 500)\n    import made\n    return 1 if x else 2\n"
    got = hold({"app.py": made, "never.py": PAY})
    assert unknown(got) == ["never.py"]
    assert got.statements == 5 + 4
    assert ("measured, and not counted: not tracked by git", "1 file (made.py)") in got.notes


def test_a_broken_configuration_is_named(held, make):
    root = make(**{"app.py": PAY}, **USE)
    tool(root, "coverage", "run", "-m", "pytest", "-q")
    tool(root, "coverage", "json", "-q", "-o", "report.json")
    (root / ".coveragerc").write_text("[run]\nbranch = perhaps\n")
    with pytest.raises(CannotMeasure, match="coverage cannot read its configuration") as caught:
        held(root, "report.json")
    assert "debug config" in caught.value.cure


def test_a_file_that_this_python_cannot_read_counts_with_all_its_lines(hold):
    got = hold({"app.py": PAY, "newer.py": "# a comment\n\nnot python at all\n    indeed\n"})
    assert {file.path: file.missing for file in got.files if not file.known} == {"newer.py": {3, 4}}


@pytest.mark.parametrize("report", ["json", "data"])
def test_what_is_beside_the_product_does_not_count_even_where_a_report_knows_it(hold, report):
    files = {"app.py": PAY, "setup.py": PAY, "noxfile.py": PAY, "docs/conf.py": PAY}
    got = hold(files, report=report, run=["--source=."])
    assert [file.path for file in got.files] == ["app.py"]
    assert (got.statements, got.percent) == (4, 100)
    beside = "3 files (docs/conf.py, noxfile.py, setup.py)"
    assert ("not counted: documentation, examples, notebooks, build scripts", beside) in got.notes
