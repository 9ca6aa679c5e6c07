"""Sessions of a README, run as doctests by an interpreter that knows nothing of us."""

from __future__ import annotations

import os
import sys

import pytest

from pytest_golive.documents.reading.content import read_content
from pytest_golive.documents.reading.library import Library
from pytest_golive.documents.readme import sessions
from pytest_golive.documents.readme.asking import Asking
from pytest_golive.documents.readme.project import Project
from pytest_golive.errors import CannotMeasure


@pytest.fixture
def run(tmp_path):
    def run(text, pyproject="", path="README.md"):
        (tmp_path / "pyproject.toml").write_text(pyproject)
        library = Library(tmp_path, {}, frozenset({"pyproject.toml"}))
        document = read_content(path, "rst" if path.endswith("rst") else "markdown", text.encode())
        return sessions.run_sessions(document, Asking(Project(library), sys.executable, dict(os.environ)))

    return run


def test_they_have_one_memory_and_keep_their_lines(run):
    found = run(
        "# A\n\n```python\n>>> a = 1\n```\n\n- in a list:\n\n  ```pycon\n  >>> a + 1\n  3\n  ```\n\n"
        "```\n>>> print('x y', a)\nx ... 2\n```\n\n```python\nnever = run\n```\n\n"
        "```pycon\n>>> 1 / 0  # doctest: +SKIP\n>>> missing\n1\n```\n"
    )
    assert [(each.line, each.message) for each in found.failed] == [
        (10, "`a + 1` gives '2', and README.md shows '3'"),
        (15, "`print('x y', a)` gives 'x y 1', and README.md shows 'x ... 2'"),
        (25, "`missing` gives \"NameError: name 'missing' is not defined\", and README.md shows '1'"),
    ]
    assert found.spared == 0


def test_the_projects_own_options_of_doctest_count(run):
    text = "```pycon\n>>> print('a   b')\na b\n```\n"
    assert len(run(text).failed) == 1
    table = "[tool.pytest.ini_options]\ndoctest_optionflags = 'NORMALIZE_WHITESPACE NUMBER'\n"
    assert run(text, table).failed == ()


def test_restructuredtext_is_run_too(run):
    pytest.importorskip("docutils")
    found = run("A\n=\n\n>>> 1 + 1\n3\n\n.. code-block:: pycon\n\n   >>> 2\n   2\n", path="README.rst")
    assert [each.line for each in found.failed] == [4]
    assert found.examples == 2


def test_what_a_session_prints_leaves_without_credentials(run, monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", "abcdef" + "123456")
    found = run("```pycon\n>>> import os; os.environ['SHOP_TOKEN']\n'x'\n```\n")
    assert "abcdef" not in found.failed[0].message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (">>> import os; os._exit(3)\n", "ended their process with status 3"),
        (">>> print('a')\na\n  >>> 1\n 1\n", "doctest cannot read the sessions of README.md: .*inconsistent leading"),
        (">>> import time; time.sleep(600)\n", "did not end within"),
    ],
)
def test_what_cannot_be_run_is_not_good(run, monkeypatch, text, said):
    monkeypatch.setattr(sessions, "TIMEOUT", 0.5 if "sleep" in text else 300.0)
    with pytest.raises(CannotMeasure, match=said):
        run(f"```pycon\n{text}```\n")
