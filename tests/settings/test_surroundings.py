"""What the settings of bandit and coverage exclude, read as these tools read them."""

from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.comparing.loosening import loosened_around
from pytest_golive.settings.files.surroundings import UNREAD, surroundings

AROUND = {
    "pyproject.toml": '[tool.bandit]\nskips = ["B101"]\nexclude_dirs = ["tests"]\n[tool.coverage.run]\nomit = ["*/x.py"]\n',
    ".bandit": "[bandit]\nskips = B602,B404\ntests = B101\n",
    ".coveragerc": "[run]\nomit =\n    a.py\n    b.py, c.py\nsource = src\n[report]\nexclude_lines =\n    if a, b:\n",
    ".coveragerc.toml": '[tool.coverage.run]\nomit = ["d.py"]\n',
    "tox.ini": "[coverage:run]\nomit = e.py\n[run]\nomit = of-another-tool.py\n",
    "setup.cfg": "[coverage:run]\nomit = never.py\n",
}


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([], {}),
        (
            ["pyproject.toml"],
            {"bandit skips": ("B101",), "bandit exclude_dirs": ("tests",), "coverage omit": ("*/x.py",)},
        ),
        ([".bandit"], {"bandit skips": ("B602", "B404"), "bandit runs only some checks": ("B101",)}),
        (
            [".coveragerc", "setup.cfg"],
            {
                "coverage omit": ("a.py", "b.py", "c.py"),
                "coverage source is only": ("src",),
                "coverage exclude_lines": ("if a, b:",),
            },
        ),
        (["setup.cfg"], {"coverage omit": ("never.py",)}),
        ([".coveragerc.toml", "setup.cfg"], {"coverage omit": ("d.py",)}),
        (["tox.ini"], {"coverage omit": ("e.py",)}),
    ],
)
def test_lists_of_the_tools_that_take_something_away(files, found):
    assert surroundings(lambda name: AROUND[name] if name in files else None) == found


@pytest.mark.parametrize("text", ["", "[tool]\nbandit = 3\ncoverage = [1]\n"])
def test_files_that_say_nothing(text):
    assert surroundings(lambda _: text) == {}


def test_a_file_that_cannot_be_read_may_exclude_anything():
    def read(name):
        if name == "tox.ini":
            raise SettingsError("tox.ini cannot be read: Permission denied", "make it readable", path=name)
        return {"pyproject.toml": "[tool", ".bandit": "skips", "setup.cfg": "\0"}.get(name)

    around = surroundings(read)
    assert list(around) == ["settings of tools that cannot be read"]
    assert [text.partition(" ")[0] for text in around[UNREAD]] == [
        *("pyproject.toml:", ".bandit:", "setup.cfg:", "tox.ini"),
    ]
    assert len(loosened_around({}, around)) == 4
    assert loosened_around(around, around) == []
    assert list(surroundings({".coveragerc.toml": "["}.get)) == [UNREAD]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".coveragerc", "[coverage:run]\nomit = a.py\n[run]\nomit = never.py\n"),
        (".coveragerc", "[run]\nomit = a.py\n"),
        (".coveragerc.toml", '[run]\nomit = ["a.py"]\n'),
    ],
)
def test_in_a_file_of_its_own_coverage_takes_either_name(name, text):
    assert surroundings({name: text}.get) == {"coverage omit": ("a.py",)}


def test_a_file_of_its_own_is_all_that_coverage_reads():
    files = {".coveragerc": "", "setup.cfg": "[coverage:run]\nomit = never.py\n"}
    assert surroundings(files.get) == {}
