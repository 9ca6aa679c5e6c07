"""Runs that end in other ways than usual."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest


@pytest.mark.security
def test_an_interrupt_leaves_a_no_go(project):
    project.write(
        "gates/test_shop.py", "import time\n\ndef test_x():\n    print('ready', flush=True)\n    time.sleep(600)\n"
    )
    command = [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-s", "-p", "no:randomly"]
    process = subprocess.Popen(
        command,
        cwd=project.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A job in a shell's background ignores the signal, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    said = ""
    while "ready" not in said and (line := process.stdout.readline()):
        said += line
    os.kill(process.pid, signal.SIGINT)
    rest, _ = process.communicate(timeout=900)
    assert process.returncode == 2, said + rest
    assert "the run was interrupted" in rest
    assert "NO-GO" in rest


def test_a_run_that_is_killed_leaves_no_folder_behind(project, tmp_path):
    project.write(
        "gates/test_shop.py", "import time\n\ndef test_x():\n    print('ready', flush=True)\n    time.sleep(60)\n"
    )
    folder = tmp_path / "temporary"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-m", "pre_deploy", "-s", "-p", "no:randomly"],
        cwd=project.path,
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = ""
    while "ready" not in said and (line := process.stdout.readline()):
        said += line
    assert list(folder.glob("golive-*")), said
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 30
    while list(folder.glob("golive-*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(folder.glob("golive-*")) == []


def test_reruns_count_the_last_word(project):
    project.write(
        "gates/test_shop.py",
        "from pathlib import Path\n\ndef test_x(judge):\n    seen = Path('seen')\n    first = not seen.exists()\n"
        "    seen.write_text('')\n    judge('first', first, equals=False)\n",
    )
    result = project.phase("-p", "rerunfailures", "--reruns", "1", "-v")
    assert result.ret == 0, result.stdout.str()
    assert result.stdout.str().count("first: ") == 1


def test_no_go_without_a_repository(pytester):
    pytester.makepyfile(test_own="def test_own():\n    pass\n")
    result = pytester.runpytest_subprocess("-m", "pre_deploy", "-p", "no:randomly")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["*not in a git repository*", "*git init*", "NO-GO*"])
    assert "Traceback" not in result.stdout.str()
