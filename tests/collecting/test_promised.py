"""Each gate in a team's files has a row, or is reported."""

from __future__ import annotations

import pytest
from written_gates import BAD, GATE, GOOD, HEAD, indented

LOST = {
    "a method of a class that pytest passes over": (
        GOOD + "\n\nclass Invoices:\n" + indented('@gate("two")\ndef two(self, judge):\n    judge("b", 3, at_most=2)'),
        "gates/mine.py:12: the gate Invoices.two has no row: a class of gates is called Test*",
    ),
    "a method of a class with an __init__": (
        GOOD
        + "\n\nclass TestInvoices:\n    def __init__(self):\n        pass\n\n"
        + indented('@gate("two")\ndef test_two(self, judge):\n    judge("b", 3, at_most=2)'),
        "gates/mine.py:*: the gate TestInvoices.test_two has no row: a class of gates is called Test*",
    ),
    "the first of two functions of one name": (
        HEAD + GATE.format(title="one", name="test_one", value=9) + "\n\n" + GOOD.removeprefix(HEAD),
        "gates/mine.py:6: the gate test_one has no row: another of that name in this file replaces it*",
    ),
    "a function under a condition that does not hold": (
        GOOD + "\n\nif not pytest:\n" + indented(BAD),
        "gates/mine.py:*: the gate test_two has no row: *a condition*",
    ),
    "a function in a function": (
        GOOD + "\n\ndef make():\n" + indented(BAD),
        "gates/mine.py:*: the gate make.test_two has no row: a function inside a function*",
    ),
    "all but the last of a loop": (
        GOOD + "\n\nfor number in (3, 1):\n" + indented(BAD.replace("3,", "number,")),
        "gates/mine.py:*: the gate test_two has no row: only the last that a loop defines has a row*",
    ),
    "a gate behind another name of the decorator": (
        GOOD.replace("import gate", "import gate as row").replace("@gate", "@row")
        + "\n\ndef make():\n"
        + indented(BAD.replace("@gate", "@row")),
        "gates/mine.py:*: the gate make.test_two has no row: *",
    ),
    "a test by its name alone, with __test__ off": (
        GOOD + "\n\ndef test_two(judge):\n    judge('b', 3, at_most=2)\n\n\ntest_two.__test__ = False\n",
        "gates/mine.py:*: the gate test_two has no row: *",
    ),
}
HOOKS = {
    "pytest_collection_modifyitems": (
        "@pytest.hookimpl(wrapper=True, tryfirst=True)\ndef pytest_collection_modifyitems(items):\n"
        "    items[:] = [item for item in items if item.name != 'test_two']\n    return (yield)\n"
    ),
    "pytest_pycollect_makeitem": (
        "@pytest.hookimpl(tryfirst=True)\ndef pytest_pycollect_makeitem(name):\n"
        "    return [] if name == 'test_two' else None\n"
    ),
}


@pytest.mark.security
@pytest.mark.parametrize("way", LOST)
def test_a_gate_that_pytest_does_not_collect_is_named(project, way):
    body, told = LOST[way]
    project.write("gates/mine.py", body)
    result = project.phase(apart="__init__" in way)  # of which pytest warns, and here a warning is an error
    result.stdout.fnmatch_lines([f"*{told}", "NO-GO  [34] passed*"])
    assert result.ret == 1


@pytest.mark.security
@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "worker"])
def test_a_gate_that_a_hook_takes_away_is_named(project, hook, workers):
    project.write("gates/mine.py", f"{GOOD}\n\n{BAD}")
    project.write("conftest.py", f"import pytest\n\n\n{HOOKS[hook]}")
    result = project.phase(*workers)
    result.stdout.fnmatch_lines(["*gates/mine.py:11: the gate test_two has no row: *a hook takes it away*", "NO-GO*"])
    assert result.ret == 1


@pytest.mark.security
@pytest.mark.parametrize("name", ["conftest.py", "__init__.py", "_more.py"])
def test_a_gate_in_a_file_that_pytest_passes_over_is_named(project, name):
    project.write("gates/mine.py", GOOD)
    project.write(f"gates/{name}", HEAD + BAD)
    result = project.phase()
    result.stdout.fnmatch_lines(
        [f"*gates/{name}:6: the gate test_two has no row: pytest looks for no gates in*", "NO-GO*"]
    )
    assert result.ret == 1


@pytest.mark.security
@pytest.mark.parametrize(
    ("conftest", "args"),
    [
        ("collect_ignore = ['gates/deep']\n", ()),
        ("def pytest_ignore_collect(collection_path):\n    return collection_path.name == 'deep' or None\n", ()),
        ("", ("--ignore=gates/deep",)),
        ("", ("--ignore-glob=*deep*",)),
        ("", ("-o", "norecursedirs=deep")),
    ],
    ids=str,
)
def test_a_folder_below_that_is_left_out_is_named(project, conftest, args):
    project.write("gates/mine.py", GOOD)
    project.write("gates/deep/more.py", HEAD + BAD)
    project.write("conftest.py", conftest)
    result = project.phase(*args)
    result.stdout.fnmatch_lines(["*gates/deep/more.py holds gates, but was not collected", "NO-GO*"])
    assert result.ret == 1


@pytest.mark.security
@pytest.mark.parametrize("is_file", [False, True])
def test_a_folder_of_gates_that_is_not_there_is_named_at_its_line(project, is_file):
    text = (project.path / "pyproject.toml").read_text()
    project.write(
        "pyproject.toml", text.replace("[tool.golive.not", '[tool.golive]\ngates = "gatez"\n\n[tool.golive.not')
    )
    if is_file:
        project.write("gatez", "")
    result = project.phase()
    what = "is not a folder" if is_file else "does not exist"
    result.stdout.fnmatch_lines([f'*pyproject.toml:6: gates = "gatez" {what}: *', "NO-GO*"])
    assert result.ret == 1


@pytest.mark.security
def test_a_file_of_gates_with_a_syntax_error_says_so_with_its_line(project):
    project.write("gates/mine.py", GOOD + "\n\ndef broken(:\n")
    result = project.phase()
    result.stdout.fnmatch_lines(["*gates/mine.py could not be collected: SyntaxError: *", "NO-GO*"])
    assert "holds gates, but was not collected" not in result.stdout.str()
    assert result.ret == 2


def test_an_import_that_fails_says_which_and_where(project):
    project.write("gates/mine.py", GOOD + "\nimport no_such_module\n")
    result = project.phase()
    result.stdout.fnmatch_lines(
        ["*gates/mine.py could not be collected: ModuleNotFoundError: *no_such_module*, at gates/mine.py:9", "NO-GO*"]
    )
