"""The worker programs, started as they are started in a run: a job in, one answer a line out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from pytest_golive.codebase.workers import shared_out

STDLIB = Path(sysconfig.get_paths()["stdlib"])
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
WORD = "pass" + "word"
TOKEN = "gh" + "p_" + "wWPw5k4aXcaT" + "4fNP0UcnZwJU" + "VFk6LO0pINUx"


def answers(module, root, **job):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", f"pytest_golive.codebase.{module}"],
        cwd=root,
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    return {answer["path"]: answer for answer in map(json.loads, done.stdout.splitlines())}


def of_bandit(root, paths, *options):
    command = [sys.executable, "-W", "ignore", "-m", "bandit", "-q", "-f", "json", *options, *paths]
    report = json.loads(subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout)
    issues = {
        (
            os.path.normpath(i["filename"]),
            i["line_number"],
            i["test_id"],
            i["issue_severity"].lower(),
            i["issue_confidence"].lower(),
        )
        for i in report["results"]
    }
    totals = report["metrics"]["_totals"]
    errors = {os.path.normpath(error["filename"]) for error in report["errors"]}
    return issues, totals["nosec"] + totals["skipped_tests"], errors


def ours(root, paths, *options):
    found = answers("bandit.worker", root, options=options, paths=paths)
    issues = {(path, row[0], row[1], row[4], row[5]) for path, answer in found.items() for row in answer["issues"]}
    return issues, sum(a["nosec"] for a in found.values()), {p for p, a in found.items() if a["problem"]}


AWKWARD = {
    "nosec.py": "import subprocess  # nosec\nsubprocess.call('x', shell=True)  # nosec B602\nsubprocess.call('y', shell=True)  # nosec B101\n",
    "nested.py": "class A:\n    def f(self):\n        assert 1\n        class B:\n            def g(self, p='pass' + 'w'):\n                exec('x')\n",
    "tries.py": "try:\n    x = 1\nexcept Exception:\n    pass\nfor i in x:\n    try:\n        y = 1\n    except ValueError:\n        continue\n",
    "strings.py": f"h = '0.0.0.0'\nd = '/tmp/x'\n{WORD} = 'hunter2'\ndef f({WORD}='h2'): ...\n",
    "query.py": "q = 'SEL" + "ECT * FROM t WHERE a = %s' % x\n",
    "calls.py": "import pickle as p, yaml\nfrom os import system as s\np.loads(x)\nyaml.load(y)\ns('ls')\n__import__('telnetlib')\n",
    "broken.py": "def f(:\n",
    "latin.py": "# -*- coding: latin-1 -*-\n# caf\u00e9 nosec\nexec('x')  # nosec\n",
    "bidi.py": "a = '\u202e'\n",
    "empty.py": "",
    "decorated.py": "import random\n@random.choice\nasync def f():\n    return [random.random() async for _ in (yield)]\n",
}


@pytest.fixture
def awkward(tmp_path):
    for name, text in AWKWARD.items():
        encoding = "latin-1" if name == "latin.py" else "utf-8"
        (tmp_path / name).write_text(text, encoding=encoding)
    return tmp_path


def test_bandit_finds_by_our_walk_what_it_finds_by_its_own(awkward):
    expected = of_bandit(awkward, sorted(AWKWARD))
    assert len(expected[0]) > 15
    assert expected[1] >= 3
    assert expected[2] == {"broken.py"}
    assert ours(awkward, sorted(AWKWARD)) == expected


@pytest.mark.parametrize("folder", ["asyncio", "xml"])  # benchmarks/real_code.py: all of the standard library
def test_bandit_finds_the_same_in_real_code(folder):
    paths = sorted(path.relative_to(STDLIB).as_posix() for path in (STDLIB / folder).rglob("*.py"))
    if not paths:
        pytest.skip(f"this Python has no {folder}")
    assert ours(STDLIB, paths) == of_bandit(STDLIB, paths)


def test_bandit_obeys_the_options_of_the_project(awkward):
    (awkward / ".bandit").write_text("[bandit]\nskips = B101,B102\n")
    expected = of_bandit(awkward, ["nested.py", "calls.py"], "--ini", ".bandit")
    assert ours(awkward, ["nested.py", "calls.py"], "--ini", ".bandit") == expected
    assert {issue[2] for issue in expected[0]}.isdisjoint({"B101", "B102"})


def test_an_expression_nested_more_deeply_than_bandit_goes_is_read(tmp_path):
    (tmp_path / "deep.py").write_text("x = " + "+".join(["1"] * 1500) + "\nexec('x')\n")
    found = ours(tmp_path, ["deep.py"])
    assert found[2] == set()
    assert [issue[2] for issue in found[0]] == ["B102"]


def test_the_key_of_an_issue_is_its_line_of_code(tmp_path):
    (tmp_path / "a.py").write_text("if x:\n    exec('x')\n")
    (tmp_path / "b.py").write_text("\n\nexec( 'y')\n\nexec('x')\n")
    found = answers("bandit.worker", tmp_path, options=[], paths=["a.py", "b.py"])
    (first,), (other, second) = found["a.py"]["issues"], found["b.py"]["issues"]
    assert first[6] == second[6] != other[6]


def secrets(root, *paths, key="00"):
    return answers("secrets.detect_secrets_worker", root, paths=paths, key=key)


def test_a_token_in_a_call_is_reported_though_the_tool_looks_away(tmp_path):
    (tmp_path / "a.py").write_text(
        f"x = connect('me', token='{TOKEN}')\ny = connect(token='{TOKEN}1')  # pragma: allowlist secret\n"
        f"z = connect({WORD}='hunter2hunter2')\nz = connect({WORD}='changeme')\n"
    )
    found = [tuple(row[:3]) for row in secrets(tmp_path, "a.py")["a.py"]["found"]]
    assert found == [
        (1, "GitHub Token", "high"),  # and not once more as a string of high entropy
        (3, "Secret Keyword", "medium"),
    ]


@pytest.mark.security
def test_answers_hold_no_secret_and_only_a_keyed_or_a_short_digest(tmp_path):
    (tmp_path / "a.py").write_text(f"key = '{KEY}'\n")
    one, other = (secrets(tmp_path, "a.py", key=key)["a.py"]["found"][0] for key in ("00", "01"))
    assert KEY not in json.dumps(one)
    assert one[:5] == other[:5]
    assert len(one[4]) == 3
    assert one[5] != other[5]


def test_what_surrounds_a_secret_is_the_same_wherever_it_stands(tmp_path):
    (tmp_path / "a.py").write_text(f"key = '{KEY}'\n")
    (tmp_path / "b.py").write_text(f"\n\n  key  =  '{KEY}'\n")
    found = secrets(tmp_path, "a.py", "b.py")
    assert found["a.py"]["found"][0][3:] == found["b.py"]["found"][0][3:]


def test_a_large_binary_is_passed_over_and_a_large_text_is_not(tmp_path):
    (tmp_path / "a.png").write_bytes(b"x" * 5_000_001)
    (tmp_path / "b").write_bytes(b"\0" + b"x" * 5_000_001)
    (tmp_path / "c").write_bytes(b"x" * 5_000_001)
    found = secrets(tmp_path, "a.png", "b", "c")
    assert [bool(found[name]["problem"]) for name in ("a.png", "b", "c")] == [False, False, True]


def test_metrics_are_the_same_in_a_worker(tmp_path):
    (tmp_path / "a.py").write_text("def f(x):\n    return 1 if x else 2\n")
    (tmp_path / "b.js").write_text("// one\nx = 1\n")
    (tmp_path / "c.py").write_text("def f(:\n")
    kinds = {"a.py": ["Python", "python"], "b.js": ["JavaScript", "javascript"], "c.py": ["Python", "python"]}
    found = answers("metrics.worker", tmp_path, measure="complexity", kinds=kinds, paths=list(kinds))
    assert found["a.py"]["functions"] == [["f", 1, 2]]
    assert found["b.js"]["maintainability"] is None
    assert "c.py cannot be parsed by Python" in found["c.py"]["problem"]["what"]
    found = answers("metrics.worker", tmp_path, measure="sloc", kinds=kinds, paths=["a.py", "b.js"])
    assert [found["a.py"]["lines"], found["b.js"]["lines"]] == [2, 1]


def test_what_is_alike_stands_together_in_each_share_and_none_is_lost():
    versions = [f"{number}/{name}" for number in range(60) for name in ("a", "b")] + ["0/c", "1/c", "0/d"]
    shares = shared_out(versions, 2, lambda version: version.partition("/")[2])
    assert sorted([*shares[0], *shares[1]]) == sorted(versions)
    assert shares[0][:60] == [f"{number}/{name}" for name in ("a", "b") for number in range(30)]
    assert shares[1][:60] == [f"{number}/{name}" for name in ("a", "b") for number in range(30, 60)]
    assert (shares[0][60:], shares[1][60:]) == (["0/c", "1/c"], ["0/d"])
