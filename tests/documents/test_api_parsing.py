"""Outlines are read from the work tree and from git's objects, and leave both as they are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pytest_golive.codebase.cache import ResultCache
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.api import parsing
from pytest_golive.documents.api.parsing import Parser
from pytest_golive.documents.api.project import PythonApi
from pytest_golive.errors import CannotMeasure

OLD = {"shop/__init__.py": "", "shop/pay.py": "def pay(cents): ...\n", "shop/tax.py": "def tax(): ...\n"}
# A worker that reads many modules out of git's objects, and is killed in the middle of it.
READS = """\
import sys
from pathlib import Path
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.documents.api.parsing import Parser
from pytest_golive.documents.api.project import PythonApi
root, commit = Path(sys.argv[1]), sys.argv[2]
api = PythonApi(Parser(Repository.open(root)), ["shop/__init__.py"])
print("begun", flush=True)
while True:
    api._trees.clear()
    api.at(commit)
"""


@pytest.fixture
def released(tmp_path, git):
    """A repository that has changed since its tag."""
    root = tmp_path / "project"
    root.mkdir()
    git(root, "init", "--quiet")
    for path, text in OLD.items():
        _write(root / path, text)
    git(root, "add", ".")
    git(root, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "--message=old")
    _write(root / "shop/pay.py", "def pay(cents, currency): ...\n")
    (root / "shop/tax.py").unlink()
    return root


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def api(root: Path, **options) -> PythonApi:
    repository = Repository.open(root)
    return PythonApi(Parser(repository, **options), ["shop/__init__.py", "shop/pay.py"])


def state(root: Path) -> dict[str, bytes]:
    """Every file of the work tree and of .git, with what it holds."""
    return {str(file.relative_to(root)): file.read_bytes() for file in sorted(root.rglob("*")) if file.is_file()}


def test_both_trees_are_read(released):
    found = api(released)
    commit = found.parser.repository.head.sha
    assert [*found.now().modules] == ["shop", "shop.pay"]
    old = found.at(commit)
    assert [*old.modules] == ["shop", "shop.pay", "shop.tax"]
    assert [each.name for each in old.modules["shop.pay"].members["pay"].parameters] == ["cents"]
    assert [each.name for each in found.now().modules["shop.pay"].members["pay"].parameters] == ["cents", "currency"]


def test_work_tree_index_and_git_stay_as_they_are(released):
    before = state(released)
    found = api(released)
    found.at(found.parser.repository.head.sha)
    assert state(released) == before


def test_a_kill_leaves_nothing_behind(released, tmp_path):
    before = state(released)
    commit = Repository.open(released).head.sha
    script = tmp_path / "reads.py"
    script.write_text(READS)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, str(script), str(released), commit],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    assert process.stdout.readline() == b"begun\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    process.stdout.close()
    assert state(released) == before
    assert [*temporary.iterdir()] == []
    listed = subprocess.run(["git", "worktree", "list"], cwd=released, capture_output=True, text=True, check=True)
    assert len(listed.stdout.splitlines()) == 1


def test_each_content_is_parsed_once(released, tmp_path, monkeypatch):
    asked: list[str] = []
    answers = parsing.answers
    monkeypatch.setattr(parsing, "answers", lambda root, job: (asked.extend(job["paths"]), answers(root, job))[1])
    folder = tmp_path / "cache"
    folder.mkdir()
    cache = ResultCache(folder, b"k" * 32)
    first = api(released, cache=cache)
    first.at(first.parser.repository.head.sha)
    assert sorted(asked) == ["shop", "shop.pay", "shop.pay", "shop.tax"], "what is the same now as then is read once"
    asked.clear()
    again = api(released, cache=cache)
    again.at(again.parser.repository.head.sha)
    assert asked == []
    _write(released / "shop/pay.py", "def pay(): ...\n")
    api(released, cache=cache).now()
    assert asked == ["shop.pay"]


def test_many_modules_are_read_by_processes_of_their_own(released, git):
    paths = ["shop/__init__.py", *(f"shop/part{number}.py" for number in range(40))]
    for number, path in enumerate(paths[1:]):
        _write(released / path, f"def pay{number}(): ...\n")
    repository = Repository.open(released)
    git(released, "add", ".")
    git(released, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "--message=new")
    found = PythonApi(Parser(repository), paths)
    assert "pay39" in found.now().modules["shop.part39"].members
    for path in paths[1:]:
        _write(released / path, "")
    again = PythonApi(Parser(repository), paths)
    old = again.at(git(released, "rev-parse", "HEAD").strip())
    assert "pay39" in old.modules["shop.part39"].members


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"def pay(:\n", r"shop/pay.py: Python 3\.\d+ cannot read it"),
        (b"a = 1\0\n", r"shop/pay.py: .*null"),
        (b"x = " + b"(" * 5_000 + b")" * 5_000, r"shop/pay.py: "),
        (b"# -*- coding: no-such -*-\ndef pay(: ...\n", r"shop/pay.py: "),
    ],
)
def test_what_griffe_cannot_read_is_named_with_a_cure(released, content, said):
    (released / "shop/pay.py").write_bytes(content)
    with pytest.raises(CannotMeasure, match=said) as error:
        api(released).now()
    assert "[tool.golive.documentation.api] exclude" in error.value.cure


def test_what_the_previous_release_had_wrong_is_told_as_such(released, git):
    _write(released / "shop/pay.py", "print 'Python 2'\n")
    git(released, "add", ".")
    git(released, "-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "--message=bad")
    found = api(released)
    commit = found.parser.repository.head.sha
    _write(released / "shop/pay.py", "")
    with pytest.raises(CannotMeasure, match=r"cannot read it: .* \(as the previous release had it\)"):
        api(released).at(commit)


def test_a_file_of_millions_of_bytes_is_named(released):
    (released / "shop/pay.py").write_bytes(b"#" * 5_000_001)
    with pytest.raises(CannotMeasure, match=r"shop/pay\.py has more than 5,000,000 bytes"):
        api(released).now()
