"""One repository with several packages: which of them a run judges, and that its verdict says so."""

from __future__ import annotations

import pytest
from spared import QUICK

GATE = """\
import pytest
from pytest_golive import gate

pytestmark = pytest.mark.pre_deploy

@gate("The gate of {name}")
def holds(judge):
    judge("mistakes", 0, at_most=0)
"""
BELOW = "settings and gates of projects below do not count here: {}; run the checklist in such a folder"


def told(result):
    """What a run wrote, however its lines are wrapped."""
    return " ".join(result.stdout.str().split())


@pytest.fixture
def packages(project):
    """Two packages, each with a pyproject.toml and pytest's own settings in it; one file of b is too long."""
    for name in "ab":
        project.write(
            f"packages/{name}/pyproject.toml",
            f'[project]\nname = "{name}"\nversion = "1.0.0"\n\n[tool.pytest.ini_options]\nminversion = "8"\n',
        )
        project.write(f"packages/{name}/src/{name}/code.py", "x = 1\n" * (250 if name == "b" else 1))
    project.commit()
    return project


@pytest.fixture
def tables(packages):
    """The same with a table and a gate in each package, and none at the root."""
    packages.write("pyproject.toml", '[project]\nname = "all"\nversion = "1.0.0"\n')
    for name in "ab":
        file = packages.path / "packages" / name / "pyproject.toml"
        packages.write(f"packages/{name}/pyproject.toml", f"{file.read_text()}\n{QUICK}")
        packages.write(f"packages/{name}/gates/test_{name}.py", GATE.format(name=name))
    packages.commit()
    return packages


@pytest.mark.parametrize("where", [".", "packages/a", "packages/a/src"])
def test_one_table_at_the_root_judges_all_packages_wherever_one_stands(packages, monkeypatch, where):
    packages.write("gates/test_all.py", GATE.format(name="all"))
    packages.commit()
    monkeypatch.chdir(packages.path / where)
    result = packages.phase()
    result.stdout.fnmatch_lines(
        [
            f"golive: pre_deploy of {packages.path} (pyproject.toml)",
            "*FAIL*All files have at most*",
            "*PASS*The gate of all*",
            "*packages/b/src/b/code.py: 250 lines*",
            "NO-GO*",
        ]
    )
    assert (result.ret, "folder packages" in result.stdout.str()) == (1, False)


@pytest.mark.parametrize(
    ("where", "args"),
    [
        (".", ("--rootdir=packages/a",)),
        (".", ("-c", "packages/a/pyproject.toml")),
        ("packages/a", ()),
        ("packages/a/src", ()),
        ("packages/b", ("--rootdir=../a",)),
        (".", ("packages/a/gates",)),
    ],
    ids=str,
)
def test_one_table_for_each_package_judges_that_package_and_says_so(tables, monkeypatch, where, args):
    monkeypatch.chdir(tables.path / where)
    result = tables.phase(*args)
    result.stdout.fnmatch_lines(
        [
            f"golive: pre_deploy of {tables.path}/packages/a (pyproject.toml)",
            "*PASS*The gate of a*",
            "GO  3 passed*; commit *, folder packages/a, version 1.0.0",
        ]
    )
    assert result.ret == 0
    assert "gate of b" not in result.stdout.str()


def test_the_verdict_of_a_quiet_run_names_the_package(tables):
    result = tables.phase("--rootdir=packages/b", "--no-header", "--no-summary", "-q")
    result.stdout.fnmatch_lines(["NO-GO  2 passed*1 failed*, folder packages/b, version 1.0.0"])


def test_at_a_root_without_a_table_the_packages_are_named(tables):
    result = tables.run("golive/code_quality::no_fixme_or_hack")
    result.stdout.fnmatch_lines([f"golive: * of {tables.path} (no settings: defaults)", "NO-GO*"])
    assert BELOW.format("packages/a, packages/b") in told(result)


def test_a_root_with_a_table_says_that_tables_below_do_not_count(tables):
    tables.write("pyproject.toml", f'[project]\nname = "all"\nversion = "1.0.0"\n\n{QUICK}')
    tables.write("packages/b/src/b/code.py", "x = 1\n")
    for number in range(9):
        tables.write(f"more/p{number}/golive.toml", "")
    tables.commit()
    result = tables.phase()
    names = "more/p0, more/p1, more/p2, more/p3, more/p4 and 6 more"
    assert BELOW.format(names) in told(result)
    assert "The gate of" not in told(result)
    result.stdout.no_fnmatch_line("GO  *, folder *")
    result.stdout.fnmatch_lines(["GO  2 passed*"])


def test_gates_of_two_packages_at_once_are_no_go(tables):
    result = tables.run("packages/a/gates", "packages/b/gates")
    assert result.ret != 0
    assert "\nGO " not in result.stdout.str()
