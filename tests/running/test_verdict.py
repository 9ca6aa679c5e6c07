"""GO only for what was verified; every way around it is a NO-GO."""

from __future__ import annotations

import pytest
from spared import SPARED

LINES = "golive/code_quality::files_within_limit"
# One worker tells its controller what two would; that two share their work is tried in test_collecting.py.
BOTH = pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "worker"])


@BOTH
@pytest.mark.security
@pytest.mark.parametrize(
    "args",
    [
        ("-k", "fixme"),
        ("--deselect", LINES),
        ("--setup-only",),
        ("--setup-plan",),
    ],
    ids=" ".join,
)
def test_a_selection_is_never_a_go(project, workers, args):
    result = project.phase(*args, *workers)
    result.stdout.fnmatch_lines(["*due, but not run*", "NO-GO*"])
    assert result.ret == 1


@BOTH
@pytest.mark.security
def test_a_single_gate_that_passes_is_not_a_go(project, workers):
    result = project.run("-m", "pre_deploy", LINES, *workers)
    result.stdout.fnmatch_lines(
        [
            f"*{SPARED + 2} rows due, but not run",
            "*only the whole checklist can be a GO",
            f"NO-GO  1 passed, {SPARED + 2} not run;*",
        ]
    )
    assert result.ret == 1


@BOTH
@pytest.mark.security
@pytest.mark.parametrize("chosen", [LINES, "golive/code_quality"])
def test_what_is_chosen_by_id_is_judged_but_is_not_a_go(project, workers, chosen):
    result = project.run(chosen, *workers)
    result.stdout.fnmatch_lines(
        ["*PASS*All files have at most 200 LOC*", "*only the whole checklist can be a GO*", "NO-GO*"]
    )
    assert result.ret == 1


@BOTH
def test_the_root_is_the_whole_checklist(project, workers):
    result = project.run("golive", *workers)
    result.stdout.fnmatch_lines([project.is_go])
    assert result.ret == 0


@BOTH
@pytest.mark.security
def test_nothing_collected_is_not_a_go(project, workers):
    result = project.phase("-k", "no_such_word", *workers)
    result.stdout.fnmatch_lines([f"*{SPARED + 3} rows due, but not run", f"NO-GO  {SPARED + 3} not run;*"])
    assert result.ret == 5


@BOTH
@pytest.mark.security
def test_all_not_applicable_is_not_a_go(project, workers):
    text = (project.path / "pyproject.toml").read_text()
    for gate in ("files_within_limit", "no_fixme_or_hack"):
        text += f'"code_quality::{gate}" = "not tried in this test"\n'
    project.write("pyproject.toml", text)
    result = project.phase(*workers)
    result.stdout.fnmatch_lines(["*no row was verified*", "NO-GO*"])
    assert result.ret == 1


@BOTH
@pytest.mark.security
def test_a_plain_skip_is_not_a_go(project, workers):
    project.write("gates/test_shop.py", "import pytest\n\ndef test_x():\n    pytest.skip('not today')\n")
    result = project.phase(*workers)
    result.stdout.fnmatch_lines(["*gates/test_shop.py::test_x*not today*", "*a skipped row proves nothing*", "NO-GO*"])
    assert result.ret == 1


@pytest.mark.security
@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (
            "skip(reason='no')",
            [
                "*files_within_limit  no",
                "*a skipped row proves nothing*",
                f"NO-GO  {SPARED} not applicable, 1 not due, 2 skipped;*",
            ],
        ),
        (
            "xfail(reason='no')",
            ["*marked xfail (no), which does not waive it*", f"NO-GO  1 passed, {SPARED} not applicable, 1 *"],
        ),
    ],
)
def test_a_mark_added_by_a_conftest_is_not_a_go(red, mark, said):
    red.write(
        "conftest.py",
        "import pytest\n\ndef pytest_collection_modifyitems(items):\n"
        f"    for item in items:\n        item.add_marker(pytest.mark.{mark})\n",
    )
    result = red.phase()
    result.stdout.fnmatch_lines(said)
    assert result.ret == 1


@pytest.mark.security
def test_a_plugin_that_skips_the_bodies_is_not_a_go(project):
    project.write(
        "skipper.py",
        "import pytest\n\n@pytest.hookimpl(tryfirst=True)\ndef pytest_pyfunc_call(pyfuncitem):\n    return True\n",
    )
    result = project.phase("-p", "skipper", apart=True)
    result.stdout.fnmatch_lines(
        ["*files_within_limit*judged*", f"NO-GO  {SPARED} not applicable, 1 not due, 2 errors;*"]
    )
    assert result.ret == 1


@pytest.mark.security
def test_a_conftest_cannot_turn_a_no_go_into_exit_status_0(red):
    red.write("conftest.py", "def pytest_sessionfinish(session):\n    session.exitstatus = 0\n")
    assert red.phase().ret == 1


@BOTH
@pytest.mark.security
def test_a_crash_is_not_a_go(project, workers):
    project.write("gates/test_shop.py", "import os\n\ndef test_x():\n    os._exit(0)\n")
    result = project.phase(*workers, apart=True)
    result.stdout.fnmatch_lines(
        ["*worker gw? crashed*", "NO-GO*"] if workers else ["NO-GO  os._exit(0) at *gates/test_shop.py:4 *"]
    )
    assert result.ret == 1


@pytest.mark.security
def test_a_file_of_gates_left_out_is_not_a_go(project):
    project.write("gates/test_shop.py", "def test_x():\n    pass\n")
    result = project.phase("--ignore=gates/test_shop.py")
    result.stdout.fnmatch_lines(["*gates/test_shop.py holds gates, but was not collected*", "NO-GO*"])
    assert result.ret == 1


@BOTH
@pytest.mark.security
def test_a_module_of_gates_that_cannot_be_imported_is_not_a_go(project, workers):
    project.write("gates/test_shop.py", "import no_such_module\n")
    result = project.phase(*workers)
    reason = "ModuleNotFoundError: No module named 'no_such_module', at gates/test_shop.py:1"
    result.stdout.fnmatch_lines([f"*gates/test_shop.py could not be collected: {reason}", "NO-GO*"])
    assert result.ret == (1 if workers else 2)


def test_an_error_in_teardown_is_not_a_go(project):
    project.write(
        "gates/test_shop.py",
        "import pytest\n\n@pytest.fixture\ndef x():\n    yield\n    raise OSError('gone')\n\ndef test_x(x):\n    pass\n",
    )
    result = project.phase()
    result.stdout.fnmatch_lines(["*OSError: gone*", "NO-GO*"])
    assert result.ret == 1


@pytest.mark.security
def test_a_failing_test_beside_the_checklist_is_not_a_go(project):
    project.write("tests/test_pay.py", "def test_pay():\n    assert False\n")
    result = project.run("--golive", "tests")
    result.stdout.fnmatch_lines(["*1 test outside the checklist failed, first tests/test_pay.py::test_pay*", "NO-GO*"])
    assert result.ret == 1


def test_on_github_what_blocks_is_annotated_at_its_line(red, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    said = red.phase().stdout.str()
    assert "\n::error file=src/shop/big.py,title=All files have at most 200 LOC::250 lines, 50 over 200%0A" in said


def test_elsewhere_nothing_is_annotated(red):
    assert "::error" not in red.phase().stdout.str()
