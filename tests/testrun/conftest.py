"""Small projects with their own tests, and a way to run them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from pytest_golive.codebase.inventory.taking import take_inventory
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.testrun.coverage.reading import read_coverage
from pytest_golive.testrun.coverage.whole import hold_against_source
from pytest_golive.testrun.project.command import find_command
from pytest_golive.testrun.running import run_tests

PYTEST = ("pytest", "-p", "no:randomly", "-p", "no:cacheprovider")


@pytest.fixture
def make(tmp_path, commit):
    """Write files, dedented, and commit them."""

    def make(**files):
        root = tmp_path / "project"
        root.mkdir(exist_ok=True)
        for name, text in files.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text), encoding="utf-8")
        commit(root)
        return root

    return make


@pytest.fixture
def report(tmp_path):
    """Write a report."""

    def report(text, name="report.xml"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return report


@pytest.fixture
def run():
    """Run the project's tests; with pytest, if no command is given."""

    def run(root, *command, python=None, **options):
        found = find_command(root, command=command or PYTEST, python=python)
        options = {"timeout": 600, "artifacts": root / ".golive", **options}
        return run_tests(found, root=root, **options)

    return run


@pytest.fixture
def run_one(make, run):
    """Run one test file with further options for pytest; returns the results by the test's own name."""

    def run_one(text, *options, **circumstances):
        result = run(make(**{"test_it.py": text}), *PYTEST, *options, **circumstances)
        return result, {test.id.rpartition("::")[2]: test for test in result.tests}

    return run_one


@pytest.fixture
def held():
    """Read a report, and compare it with the tracked source."""

    def held(root, name, **options):
        repository = Repository.open(root)
        tracked = {entry.path for entry in repository.tracked()}
        read = read_coverage(root / name, root, tracked)
        return hold_against_source(read, take_inventory(repository), tracked, **options)

    return held


@pytest.fixture
def measured(held):
    """The coverage of a run, compared with the tracked source."""
    return lambda root, result, **options: held(root, result.coverage_file(), **options)
