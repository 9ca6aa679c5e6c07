"""Only the settings can declare a row not applicable, and an error shows where it came from."""

from __future__ import annotations

import pytest
from spared import SPARED

LINES = "golive/code_quality::files_within_limit"
BOTH = pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "worker"])
SKIPPING = {
    "a mark": (
        "def pytest_collection_modifyitems(items):\n    for item in items:\n"
        "        item.add_marker(pytest.mark.skip(reason='not applicable: later'))\n"
    ),
    "a hook of the set-up": (
        "@pytest.hookimpl(tryfirst=True)\ndef pytest_runtest_setup(item):\n    pytest.skip('not applicable: no')\n"
    ),
}


@BOTH
@pytest.mark.security
@pytest.mark.parametrize("way", SKIPPING)
def test_the_words_of_a_skip_declare_nothing(project, workers, way):
    project.write("skipper.py", f"import pytest\n\n\n{SKIPPING[way]}")
    result = project.phase("-p", "skipper", *workers, apart=True)
    result.stdout.fnmatch_lines(
        ["*SKIPPED*All files have at most*", "*files_within_limit  not applicable: *", "*a skipped row proves nothing*"]
    )
    result.stdout.fnmatch_lines([f"NO-GO  {SPARED} not applicable, 1 not due, 2 skipped*"])
    assert result.ret == 1


@pytest.mark.security
def test_a_teams_gate_declares_itself_not_applicable_in_vain(project):
    project.write(
        "gates/test_shop.py",
        "import pytest\n\n@pytest.mark.skip(reason='not applicable: until v3')\ndef test_x(judge):\n"
        "    judge('x', 2, at_most=1)\n",
    )
    project.phase().stdout.fnmatch_lines(["*gates/test_shop.py::test_x  not applicable: until v3*", "NO-GO*1 skipped*"])


def test_what_the_settings_declare_is_not_applicable_whoever_skips_it(project):
    project.write("skipper.py", f"import pytest\n\n\n{SKIPPING['a hook of the set-up']}")
    project.phase("-p", "skipper", apart=True).stdout.fnmatch_lines(
        ["*N/A*rows: All critical files are modularized, All tests pass (100 %),*"]
    )


@pytest.mark.security
def test_a_skip_is_not_waived_as_a_whole(project):
    project.write("gates/test_shop.py", "import pytest\n\ndef test_x():\n    pytest.skip('not today')\n")
    waiver = {"gate": "gates/test_shop.py::test_x", "reason": "later", "owner": "a", "approver": "b"}
    table = "".join(f'{key} = "{value}"\n' for key, value in waiver.items())
    text = (project.path / "pyproject.toml").read_text()
    project.write("pyproject.toml", f"{text}\n[[tool.golive.waivers]]\n{table}expires = 2999-01-01\n")
    project.phase().stdout.fnmatch_lines(["*gates/test_shop.py::test_x  not today", "NO-GO*1 skipped*"])


@pytest.mark.security
def test_a_row_that_ran_twice_must_pass_twice(project):
    project.write("gates/test_shop.py", "SEEN = []\n\ndef test_x():\n    SEEN.append(1)\n    assert len(SEEN) > 1\n")
    project.write(
        "conftest.py", "def pytest_collection_finish(session):\n    session.items.append(session.items[-1])\n"
    )
    project.phase().stdout.fnmatch_lines(["*FAIL*x*", "NO-GO*1 failed*"])


def test_a_teams_gate_that_raises_says_where_and_how_it_came_there(project):
    project.write(
        "gates/test_shop.py",
        "def count(invoices):\n    return invoices['open']\n\n\ndef test_x(judge):\n    judge('x', count({}), at_most=1)\n",
    )
    result = project.phase()
    result.stdout.fnmatch_lines(
        [
            "*gates/test_shop.py::test_x  KeyError: 'open'",
            "*at gates/test_shop.py:2",
            "*gates/test_shop.py:6 in test_x: judge('x', count({}), at_most=1)",
            "*gates/test_shop.py:2 in count: return invoices*open*",
            "*to fix: repair what raises; pytest gates/test_shop.py::test_x --tb=long runs it alone",
        ]
    )


def test_a_selection_counts_each_row_once(project):
    result = project.run("-m", "pre_deploy", LINES)
    result.stdout.fnmatch_lines(
        [f"*{SPARED + 2} rows due*", "*rows were chosen by name: only the whole checklist can be a GO"]
    )
    result.stdout.no_fnmatch_line("*were not chosen*")
