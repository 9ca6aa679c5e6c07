"""The code in the cells of a notebook is source like any other."""

from __future__ import annotations

import json

import pytest

from pytest_golive.codebase.bandit.scanning import scan_python
from pytest_golive.codebase.comments.words import find_words
from pytest_golive.codebase.inventory.languages.notebooks import read_notebook
from pytest_golive.codebase.inventory.taking import list_tracked
from pytest_golive.codebase.metrics.complexity import measure_critical
from pytest_golive.codebase.metrics.lines import count_lines
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure


def notebook(*cells, language="python"):
    """A notebook as Jupyter writes it: keys sorted, a line of code a line."""
    written = [
        {"cell_type": kind, "metadata": {}, "outputs": [], "source": text.splitlines(keepends=True)}
        for kind, text in cells
    ]
    content = {"cells": written, "metadata": {"kernelspec": {"language": language}}, "nbformat": 4}
    return json.dumps(content, indent=1, ensure_ascii=False)


def test_its_lines_are_those_of_its_code(taken):
    inventory = taken(
        {"a.ipynb": notebook(("markdown", "# Title\n" * 300), ("code", "x = 1\n" * 3), ("code", "y = 2\nz = 3"))}
    )
    assert [(file.path, file.lines) for file in count_lines(inventory).files] == [("a.ipynb", 5)]
    assert [(file.path, file.lines) for file in count_lines(inventory, "sloc").files] == [("a.ipynb", 5)]


def test_notes_are_found_in_its_code_alone_and_on_their_lines(loose):
    text = notebook(
        ("markdown", "FIXME in prose"),
        ("code", "x = 1\ny = 'FIXME'\n# FIXME: é\n"),
        ("code", "%%bash\n# FIXME in a script\n"),
        ("code", "z = 3  # fixme: later"),
    )
    findings = find_words(loose({"a.ipynb": text}), ("FIXME",)).findings
    lines = text.split("\n")
    assert [lines[finding.line - 1].strip() for finding in findings] == [
        '"# FIXME: é\\n"',
        '"# FIXME in a script\\n"',
        '"z = 3  # fixme: later"',
    ]


def test_its_functions_are_measured(loose):
    code = "%matplotlib inline\ndef pay(x):\n" + "    if x:\n        x += 1\n" * 11 + "    return x\n"
    text = notebook(("markdown", "# Title"), ("code", code))
    [finding] = measure_critical(loose({"a.ipynb": text}), ("a.ipynb",)).too_complex(10)
    assert finding.message == "pay has complexity 12, 2 over 10"
    assert "def pay" in text.split("\n")[finding.line - 1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("!pip install x", "pass  # !pip install x"),
        ("%cd x", "pass  # %cd x"),
        ("files = !ls", "pass  # files = !ls"),
        ("obj.name??", "pass  # obj.name??"),
        ("%time eval(x)", "eval(x)"),
        ("%timeit -n 3 eval(x)", "eval(x)"),
        ("x = 1  # why?", "x = 1  # why?"),
    ],
)
def test_orders_to_ipython_are_no_python(line, expected):
    text = notebook(("code", f"{line}\ny = 2\n"))
    assert read_notebook(text, "a.ipynb").text == f"{expected}\ny = 2\n"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("%%bash\nrm x", "# %%bash\n# rm x\n"),
        ("%%time\neval(x)", "# %%time\neval(x)\n"),
        ("x = (1\n% 2)", "x = (1\n% 2)\n"),
        ("", ""),
    ],
)
def test_cells_that_are_orders(cell, expected):
    assert read_notebook(notebook(("code", cell)), "a.ipynb").text == expected


def test_other_kernels_and_older_formats(loose):
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\n", "# FIXME"]}]}], "nbformat": 3}
    inventory = loose(
        {
            "a.ipynb": notebook(("code", "x <- '# FIXME'\n# FIXME\n"), language="R"),
            "b.ipynb": json.dumps(old, indent=1),
            "c.ipynb": "",
        }
    )
    assert [finding.path for finding in find_words(inventory, ("FIXME",)).findings] == ["a.ipynb", "b.ipynb"]
    assert [file.lines for file in count_lines(inventory).files] == [2, 2, 0]


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": [1]}', "1", "[" * 100_000])
def test_what_is_no_notebook_is_named(loose, text):
    with pytest.raises(CannotMeasure, match=r"a\.ipynb is not a valid notebook; repair it.*exclude") as caught:
        count_lines(loose({"a.ipynb": text}))
    assert caught.value.path == "a.ipynb"


def test_bandit_reads_the_code_in_its_cells(taken):
    text = notebook(("markdown", "# Title"), ("code", "%cd x\n"), ("code", "y = input()\neval(y)\n"))
    inventory = taken(
        {
            "a.ipynb": text,
            "r.ipynb": notebook(("code", "x <- eval(1)"), language="R"),
            "b.py": "x = 1\n",
        }
    )
    paths = list_tracked(Repository.open(inventory.root)).require_python(inventory.root)
    assert paths == ["a.ipynb", "b.py"]
    scan = scan_python(inventory.root, paths)
    [issue] = scan.issues
    assert (issue.path, issue.rule, scan.files) == ("a.ipynb", "B307", 2)
    assert "eval(y)" in text.split("\n")[issue.line - 1]


def test_bandit_names_what_is_no_notebook(taken):
    root = taken({"a.ipynb": "{", "b.py": ""}).root
    with pytest.raises(CannotMeasure, match=r"bandit could not read 1 file.*a\.ipynb"):
        scan_python(root, list_tracked(Repository.open(root)).require_python(root))
