"""Options for unit tests do not affect the rows of a checklist."""

from __future__ import annotations

import re

import pytest
from spared import SPARED

SLOW_AND_ONLINE = """\
import os
import socket
import time

HERE = os.getpid()


def test_net(judge):
    server = socket.create_server(("127.0.0.1", 0))
    socket.create_connection(server.getsockname()).close()
    server.close()
    time.sleep(1.2)
    judge("process", os.getpid(), equals=HERE)
"""
AIMED_AT_TESTS = {
    "a limit for each test": ("--timeout=1",),
    "a limit for each test, by a thread": ("--timeout=1", "--timeout-method=thread"),
    "a limit in the settings": ("-o", "timeout=1"),
    "no sockets": ("--disable-socket",),
    "only some hosts": ("--allow-hosts=192.0.2.1",),
    "a process for each test": ("--forked",),
    "each test twice": ("--count=2",),
    "a fixture for all tests": ("-o", "usefixtures=only_in_tests"),
    "a limit for the whole run": ("--session-timeout=1",),
    "a limit for the whole run, in the settings": ("-o", "session_timeout=1"),
    "reruns": ("--reruns=1",),
    "all at once": ("--timeout=1", "--disable-socket", "--forked", "--count=2"),
}


@pytest.fixture
def online(project):
    """A project with a gate that takes its time, opens a socket and must run in the process that collected it."""
    project.write("gates/test_net.py", SLOW_AND_ONLINE)
    return project


@pytest.mark.parametrize("way", AIMED_AT_TESTS)
def test_options_for_unit_tests_do_not_reach_the_rows(online, way):
    result = online.phase("-o", f"addopts={' '.join(AIMED_AT_TESTS[way])}", apart=True)
    if "-o" in AIMED_AT_TESTS[way]:
        result = online.phase(*AIMED_AT_TESTS[way], apart=True)
    result.stdout.fnmatch_lines([f"GO  3 passed, {SPARED} not applicable*"])
    assert result.ret == 0


def test_unit_tests_beside_the_rows_keep_what_is_meant_for_them(online):
    online.write("tests/test_it.py", "import os\n\n\ndef test_it():\n    print(f'in {os.getpid()}')\n")
    result = online.run("golive", "tests/test_it.py", "--count=2", "--forked", "-v", apart=True)
    rows = [line for line in result.outlines if "files_within_limit" in line and "PASSED" in line]
    assert len(rows) == 1, result.stdout.str()
    # Each twice, in a process of its own, which may be more than this pytest-forked can do.
    said = re.compile(r"tests/test_it\.py::test_it\[\d-2\] (PASSED|FAILED) ")
    assert sum(said.match(line) is not None for line in result.outlines) == 2
    result.stdout.no_fnmatch_line("*files_within_limit*[[]1*")


def test_a_limit_of_the_teams_own_on_its_own_gate_stays(online):
    online.write(
        "gates/test_net.py", SLOW_AND_ONLINE.replace("def test", "import pytest\n\n\n@pytest.mark.timeout(1)\ndef test")
    )
    result = online.phase("--timeout=60", apart=True)
    result.stdout.fnmatch_lines(["*gates/test_net.py::test_net*Timeout (>1.0s)*", "NO-GO*"])


def test_what_is_set_aside_is_said(online):
    result = online.phase("--forked", "--count=2", apart=True)
    result.stdout.fnmatch_lines(["golive: set aside, for it is meant for unit tests: --forked, --count"])


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "worker"])
def test_coverage_of_unit_tests_is_not_asked_of_the_rows(project, workers):
    result = project.phase("--cov=shop", "--cov-fail-under=90", *workers, apart=True)
    result.stdout.fnmatch_lines(["*set aside*: --cov", "GO  2 passed*"])
    assert result.ret == 0
    assert not list(project.path.glob(".coverage*"))


def test_coverage_that_fails_beside_the_checklist_is_named(project):
    project.write("tests/test_pay.py", "def test_pay():\n    pass\n")
    result = project.run("--golive", "tests", "--cov=shop", "--cov-fail-under=90", apart=True)
    result.stdout.fnmatch_lines(
        ["*exit status 1: pytest-cov measured * %, and --cov-fail-under asks for 90 %*", "NO-GO  2 passed*"]
    )
    assert result.ret == 1


def test_an_exit_status_that_no_row_explains_says_how_to_find_its_cause(project):
    project.write("gates/test_shop.py", "def test_x():\n    pass\n")
    project.write("failing.py", "def pytest_runtest_teardown(item):\n    item.session.testsfailed = 1\n")
    result = project.phase("-p", "failing", apart=True)
    result.stdout.fnmatch_lines(["*exit status 1, but no row failed: *--trace-config*", "NO-GO  3 passed*"])


@pytest.mark.parametrize("scope", ["session", "function"])
def test_fixtures_for_all_unit_tests_are_none_of_the_built_in_rows(project, scope):
    project.write(
        "forall.py",
        f"import pytest\n\n\n@pytest.fixture(autouse=True, scope='{scope}', params=[1, 2])\ndef database(request):\n"
        "    raise OSError('no database here')\n",
    )
    result = project.phase("-p", "forall", apart=True)
    result.stdout.fnmatch_lines([f"GO  2 passed, {SPARED} not applicable*"])
    assert result.ret == 0


@pytest.mark.filterwarnings("error")
def test_warnings_that_are_errors_do_not_break_a_command_that_imports_us_before_pytest(pytestconfig):
    # As pytest does for each file of an installed plugin; an editable installation names none.
    pytestconfig.pluginmanager.rewrite_hook.mark_rewrite("pytest_golive")


@pytest.mark.parametrize("way", ["-Werror", "-ofilterwarnings=error"])
def test_warnings_that_are_errors_in_unit_tests_are_none_in_the_built_in_rows(project, way):
    project.write(
        "noisy.py", "import warnings\n\ndef pytest_runtest_setup(item):\n    warnings.warn('of old', stacklevel=1)\n"
    )
    project.phase("-p", "noisy", way, apart=True).stdout.fnmatch_lines([project.is_go])
