"""Vulnerabilities: what bandit's own command finds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from pytest_golive.codebase.bandit.scanning import scan_python
from pytest_golive.codebase.bandit.words import WORDS, words
from pytest_golive.errors import CannotMeasure

SHELL = "import subprocess\nsubprocess.run(input(), shell=True)\n"


def of_the_tool(root, paths):
    command = [sys.executable, "-W", "ignore", "-m", "bandit", "-q", "-f", "json", *paths]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return sorted(
        (
            os.path.normpath(raw["filename"]),
            raw["line_number"],
            raw["test_id"],
            raw["issue_severity"].lower(),
            raw["issue_confidence"].lower(),
        )
        for raw in json.loads(done.stdout)["results"]
    )


def ours(root, paths):
    issues = scan_python(root, paths).issues
    return sorted((issue.path, issue.line, issue.rule, issue.severity, issue.confidence) for issue in issues)


def test_issues_are_those_of_the_tool_on_real_code():
    root = Path(sysconfig.get_paths()["stdlib"])
    paths = sorted(path.relative_to(root).as_posix() for path in root.glob("[p-s]*.py"))
    expected = of_the_tool(root, paths)
    assert len(expected) > 20
    assert ours(root, paths) == expected


@pytest.mark.parametrize("name", ["run.py", "-r.py", "with space.py", "new\nline.py", "sub/ü.py"])
def test_names_of_every_kind(tmp_path, name):
    (tmp_path / "sub").mkdir()
    (tmp_path / name).write_text(SHELL)
    assert (name, 2, "B602", "high", "high") in ours(tmp_path, [name])


def test_what_blocks_is_chosen_by_severity_and_confidence(tmp_path):
    (tmp_path / "run.py").write_text(SHELL)
    scan = scan_python(tmp_path, ["run.py"])
    assert [finding.rule for finding in scan.blocking("medium", "low")] == ["B602"]
    assert [finding.rule for finding in scan.blocking("low", "low")] == ["B404", "B602"]
    assert [finding.rule for finding in scan.lesser("medium", "low")] == ["B404"]


@pytest.mark.parametrize("mark", ["# nosec", "# nosec B602"])
def test_nosec_is_honoured_and_counted(tmp_path, mark):
    (tmp_path / "run.py").write_text(SHELL.replace("True)", f"True)  {mark}"))
    scan = scan_python(tmp_path, ["run.py"])
    assert scan.blocking("medium", "low") == ()
    assert scan.nosec == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("pyproject.toml", '[tool.bandit]\nskips = ["B602"]\n'), (".bandit", "[bandit]\nskips = B602\n")],
)
def test_the_projects_own_settings_hold(tmp_path, name, text):
    (tmp_path / "run.py").write_text(SHELL)
    (tmp_path / name).write_text(text)
    assert scan_python(tmp_path, ["run.py"]).blocking("medium", "low") == ()


def test_many_files_in_several_batches(tmp_path):
    paths = [f"{number}.py" for number in range(900)]
    for path in paths:
        (tmp_path / path).write_text("x = eval(input())\n" if path == "7.py" else "x = 1\n")
    told = []
    scan = scan_python(tmp_path, paths, lambda what, done=0, total=0: told.append((done, total)))
    assert {issue.path for issue in scan.issues} == {"7.py"}
    assert scan.files == 900
    assert told[-1] == (900, 900)


@pytest.mark.parametrize("content", [b"def broken(:\n", b"x = '\xe9'\n", b"x = 1\0\n"])
def test_what_bandit_cannot_read_cannot_be_measured(tmp_path, content):
    (tmp_path / "bad.py").write_bytes(content)
    (tmp_path / "good.py").write_text("x = 1\n")
    with pytest.raises(CannotMeasure, match=r"bandit could not read 1 file .*: bad\.py"):
        scan_python(tmp_path, ["bad.py", "good.py"])


def test_latin_1_with_a_coding_line_is_read(tmp_path):
    (tmp_path / "a.py").write_bytes(b"# -*- coding: latin-1 -*-\nx = '\xe9'\n" + SHELL.encode())
    assert ("a.py", 4, "B602", "high", "high") in ours(tmp_path, ["a.py"])


def test_no_python_cannot_be_measured(tmp_path):
    with pytest.raises(CannotMeasure, match="no Python file"):
        scan_python(tmp_path, [])


def test_settings_that_bandit_refuses_cannot_be_measured(tmp_path):
    (tmp_path / "run.py").write_text(SHELL)
    (tmp_path / "pyproject.toml").write_text('[tool.bandit]\nskips = ["B602"]\ntests = ["B602"]\n')
    with pytest.raises(CannotMeasure, match="bandit"):
        scan_python(tmp_path, ["run.py"])


CANARY = "hunter2-" + "Zk9wQp3x"
QUOTING = f"""\
import logging, subprocess, tarfile, os, requests
password = "{CANARY}"
d = {{"password": "{CANARY}"}}
if password == "{CANARY}":
    pass
def connect(host, password="{CANARY}"):
    return password
connect("h", password="{CANARY}")
os.chmod("/srv/{CANARY}", 0o777)
open("/tmp/{CANARY}")
tarfile.open("x").extractall(members=eval("{CANARY}"))
subprocess.run("mysql -p{CANARY}", shell=True)
requests.get("https://u:{CANARY}@h/", verify=False)
os.system("rm *{CANARY}")
sql = "select * from t where p = '{CANARY}' and x = '%s'" % password
"""  # nosec B608 -- text to be scanned, no query


def test_a_literal_that_no_file_can_hold_is_found_like_any_other(tmp_path):
    (tmp_path / "a.py").write_text("pass" + 'word = "\\ud800abc"\nsocket.bind(("0.0.0.0", 1))\n')
    (tmp_path / "b.py").write_text(SHELL)
    assert [(issue.path, issue.rule) for issue in scan_python(tmp_path, ["a.py", "b.py"]).issues] == [
        ("a.py", "B105"),
        ("a.py", "B104"),
        ("b.py", "B404"),
        ("b.py", "B602"),
    ]


def test_nothing_of_the_code_is_quoted(tmp_path):
    (tmp_path / "run.py").write_text(QUOTING)
    scan = scan_python(tmp_path, ["run.py"])
    rules = {issue.rule for issue in scan.issues}
    assert {"B103", "B105", "B106", "B107", "B108", "B113", "B202", "B501", "B602", "B605", "B608"} <= rules
    assert CANARY not in repr(scan)
    assert CANARY not in repr([issue.finding for issue in scan.issues])
    assert "the code contains a password, as an argument (CWE-259)" in {issue.message for issue in scan.issues}


def test_each_of_bandits_tests_has_words_of_ours():
    script = """if True:
        from bandit.core.extension_loader import MANAGER
        ids = {each.plugin._test_id for each in MANAGER.plugins}
        print(*ids, *(each["id"] for every in MANAGER.blacklist.values() for each in every))
    """
    command = [sys.executable, "-W", "ignore", "-c", script]
    theirs = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert len(theirs) > 60
    assert theirs <= WORDS.keys()


def test_a_test_of_somebody_elses_is_told_by_its_name():
    assert words("X901", "own_rule-name", 78) == "own rule name (CWE-78)"
    assert words("X901", "", 0) == "found"


def test_a_password_has_no_digest_that_would_confirm_a_guess(tmp_path):
    keys = set()
    for value in ("hunter2", "correct-horse"):
        (tmp_path / "run.py").write_text(f'password = "{value}"\n')
        (issue,) = scan_python(tmp_path, ["run.py"]).issues
        keys.add(issue.finding.fingerprint)
    assert len(keys) == 1
