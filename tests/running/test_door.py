"""A run exits with status 0 only after a GO, however it ends, and the last line names the reason."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAD = "import atexit, os, sys\nimport pytest\n\n"
IN_A_THREAD = """\
def pytest_sessionstart(session):
    import threading

    thread = threading.Thread(target=os._exit, args=(0,))
    thread.start()
    thread.join()
"""
BY_HOOK = {
    "pytest.exit before the session": (
        "def pytest_configure(config):\n    pytest.exit('not here', returncode=0)\n",
        "NO-GO  the run ended with exit status 0 before there was a verdict*",
    ),
    "pytest.exit at the start of the session": (
        "def pytest_sessionstart(session):\n    pytest.exit('no database', returncode=0)\n",
        "NO-GO  the run ended with exit status 0 before there was a verdict*",
    ),
    "pytest.exit while collecting": (
        "def pytest_collection(session):\n    pytest.exit('no database', returncode=0)\n",
        "*the run was interrupted (no database)*",
    ),
    "pytest.exit at the end": (
        "def pytest_sessionfinish(session):\n    pytest.exit('done', returncode=0)\n",
        "NO-GO  a hook made the exit status 0, and it was a NO-GO",
    ),
    "sys.exit at the end": (
        "def pytest_sessionfinish(session):\n    sys.exit(0)\n",
        "NO-GO  sys.exit(0) in a hook ended the run, and it was a NO-GO",
    ),
    "sys.exit with no word": (
        "def pytest_unconfigure(config):\n    sys.exit()\n",
        "NO-GO  sys.exit(0) in a hook ended the run, and it was a NO-GO",
    ),
    "sys.exit while a conftest is imported": (
        "sys.exit(0)\n",
        "NO-GO  sys.exit(0) in a conftest or plugin ended the run before it began",
    ),
    "the whole run taken over": (
        "@pytest.hookimpl(tryfirst=True)\ndef pytest_cmdline_main(config):\n    return 0\n",
        "NO-GO  the run ended with exit status 0 before there was a verdict*",
    ),
    "a wrapper around the whole run": (
        "@pytest.hookimpl(wrapper=True, tryfirst=True)\ndef pytest_cmdline_main(config):\n    yield\n    return 0\n",
        "NO-GO  a hook made the exit status 0, and it was a NO-GO",
    ),
    "os._exit at the end": (
        "@pytest.hookimpl(trylast=True)\ndef pytest_sessionfinish(session):\n    os._exit(0)\n",
        "NO-GO  *; os._exit(0) at *conftest.py:* ended the process",
    ),
    "os._exit while a conftest is imported": (
        "os._exit(0)\n",
        "NO-GO  os._exit(0) at *conftest.py:4 ended the process before there was a verdict",
    ),
    "os._exit when Python ends": ("atexit.register(os._exit, 0)\n", "NO-GO*"),
    "os._exit of a thread": (
        IN_A_THREAD,
        "NO-GO  os._exit(0) at *threading.py:* ended the process before there was a verdict",
    ),
}
SHOWN = ("--fixtures", "--fixtures-per-test", "--markers", "--help", "--cache-show", "--collect-only")


def run(project, *args, **environment):
    """Pytest in a separate process, since its exit is tested."""
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", *(args or ("-m", "pre_deploy"))]
    env = {**os.environ, "COLUMNS": "200", **environment}
    done = subprocess.run(command, check=False, cwd=project.path, env=env, capture_output=True, text=True, timeout=300)
    return done.returncode, pytest.LineMatcher(done.stdout.splitlines())


@pytest.mark.security
@pytest.mark.parametrize("way", BY_HOOK)
def test_no_hook_makes_a_no_go_status_0(red, way):
    code, line = BY_HOOK[way]
    red.write("conftest.py", HEAD + code)
    status, said = run(red)
    said.fnmatch_lines([line])
    assert status != 0


@pytest.mark.security
@pytest.mark.parametrize("option", SHOWN)
@pytest.mark.parametrize("place", ["typed", "PYTEST_ADDOPTS"])
def test_what_only_lists_is_no_go_and_says_so_at_last(project, option, place):
    by_hand = (option,) if place == "typed" else ()
    environment = {} if by_hand else {"PYTEST_ADDOPTS": option}
    status, said = run(project, "-m", "pre_deploy", *by_hand, **environment)
    assert said.lines[-1].startswith(f"NO-GO  nothing was verified: {option} only lists")
    assert status == 1


@pytest.mark.security
def test_a_list_of_rows_is_a_red_case_in_junit(project):
    project.phase("--collect-only", "--junitxml=report.xml")
    assert '<failure message="NO-GO' in (project.path / "report.xml").read_text()


@pytest.mark.security
def test_a_gate_that_ends_the_process_is_named(project):
    project.write("gates/test_shop.py", "import os\n\ndef test_x():\n    os._exit(0)\n")
    status, said = run(project)
    said.fnmatch_lines(["NO-GO  os._exit(0) at */gates/test_shop.py:4 ended the process before there was a verdict"])
    assert status == 1


def test_a_child_of_a_gate_ends_as_it_likes(project):
    project.write(
        "gates/test_shop.py",
        "import os\n\ndef test_x(judge):\n    child = os.fork()\n    if child == 0:\n        os._exit(0)\n"
        "    judge('status of the child', os.waitpid(child, 0)[1], equals=0)\n",
    )
    status, said = run(project)
    said.fnmatch_lines(["GO  3 passed*"])
    assert status == 0


def test_a_go_that_leaves_by_os_exit_is_told_and_stays_a_go(project):
    project.write(
        "conftest.py",
        HEAD + "@pytest.hookimpl(trylast=True)\ndef pytest_sessionfinish(exitstatus):\n    os._exit(exitstatus)\n",
    )
    status, said = run(project)
    assert said.lines[-1].startswith("GO  2 passed")
    assert status == 0


def test_a_go_that_pytest_does_not_end_well_is_no_go(project):
    project.write("conftest.py", HEAD + "def pytest_sessionfinish(session):\n    session.exitstatus = 7\n")
    status, said = run(project)
    said.fnmatch_lines(["NO-GO  the checklist was a GO, but the run ended with exit status 7"])
    assert status == 7


@pytest.mark.security
@pytest.mark.parametrize("name", ["golive-controlling", "golive-gating", "golive-concealing", "golive-shielding"])
def test_a_part_of_ours_that_is_switched_off_is_a_usage_error(project, name):
    result = project.phase("-p", f"no:{name}", apart=True)
    result.stderr.fnmatch_lines([f"*-p no:{name}: there is no verdict without it*"])
    assert result.ret == 4


@pytest.mark.security
def test_the_whole_plugin_switched_off_is_a_usage_error(project):
    project.write("tests/test_pay.py", "import pytest\n\n@pytest.mark.pre_deploy\ndef test_pay():\n    pass\n")
    result = project.phase("-p", "no:golive", "tests", apart=True)
    result.stderr.fnmatch_lines(["*-p no:golive: the checklist (-m pre_deploy) cannot run without it*"])
    assert result.ret == 4


def test_the_exit_of_an_ordinary_run_is_its_own(project):
    project.write("tests/test_pay.py", "import os\n\ndef test_pay():\n    assert os._exit.__module__ == 'posix'\n")
    project.write("conftest.py", HEAD + "def pytest_sessionfinish(session):\n    pytest.exit('done', returncode=0)\n")
    status, said = run(project, "tests")
    assert status == 0
    said.no_fnmatch_line("*NO-GO*")


@pytest.mark.parametrize(
    ("conftest", "args", "status"),
    [("", ["--collect-only"], 1), ("1 / 0", [], 4), ("", ["--no-such-option"], 4)],
    ids=str,
)
def test_a_run_inside_another_process_leaves_its_exit_alone(project, conftest, args, status):
    project.write("conftest.py", conftest)
    words = ["-m", "pre_deploy", "-p", "no:randomly", "-q", *args]
    code = (
        f"import os, pytest; before = os._exit; status = pytest.main({words}); print(int(status), os._exit is before)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=project.path, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == f"{status} True"


def test_the_verdict_is_told_without_pytests_terminal(red):
    status, said = run(red, "-m", "pre_deploy", "-p", "no:terminal")
    said.fnmatch_lines(["NO-GO  1 passed, *1 failed*"])
    assert status == 1
