from __future__ import annotations

import tomllib

import pytest

from pytest_golive.commands.init.placing import place
from pytest_golive.errors import GoliveError

TABLE = "[tool.golive]\n# ours\nmax = 1\n\n[tool.golive.tests]\n# [[tool.golive.waivers]]\n"


@pytest.mark.parametrize("old", ["[project]\nname = 'x'\n", "[project]\nname = 'x'", "# only a comment", "x = 1\n\n\n"])
def test_the_table_is_put_at_the_end_and_the_rest_stays_byte_for_byte(old):
    new = place(old, TABLE)
    assert new.startswith(old)
    assert new.removeprefix(old).strip("\n") == TABLE.strip("\n")
    assert f"\n\n{TABLE}" in new


def test_an_empty_file_holds_nothing_but_the_table():
    assert place("", TABLE) == TABLE


def test_windows_line_ends_are_kept():
    old = "[project]\r\nname = 'x'\r\n"
    new = place(old, TABLE)
    assert new == old + "\r\n" + TABLE.replace("\n", "\r\n")
    assert "\n" not in new.replace("\r\n", "")


OLD = """\
[project]
name = "x"

[tool.golive]
critical = ["a"]

[[tool.golive.waivers]]
gate = "x"
# a last word of ours

[tool.black]
text = '''
[tool.golive]
'''

[tool.golive.tests]
timeout = "1m"
# about ruff

# about ruff, too
[tool.ruff]
line-length = 1
"""


def test_only_our_tables_are_replaced():
    new = place(OLD, TABLE)
    before, after = new.split(TABLE)
    assert before == '[project]\nname = "x"\n\n'
    assert after.startswith("\n[tool.black]\n")
    assert "[tool.golive]\n'''" in after
    assert "# about ruff, too\n[tool.ruff]" in after
    data = tomllib.loads(new)["tool"]
    assert set(data) == {"golive", "black", "ruff"}
    assert data["golive"] == {"max": 1, "tests": {}}


def test_replacing_twice_changes_nothing_more():
    once = place(OLD, TABLE)
    assert place(once, TABLE) == once


def test_replacing_keeps_windows_line_ends():
    new = place(OLD.replace("\n", "\r\n"), TABLE)
    assert new.replace("\r\n", "\n") == place(OLD, TABLE)
    assert "\n" not in new.replace("\r\n", "")


def test_a_table_at_the_end_is_replaced():
    old = "[project]\nname = 'x'\n\n" + TABLE
    assert place(old, TABLE) == old


@pytest.mark.parametrize(
    "old",
    [
        "tool.golive.critical = []\n",
        "[tool]\ngolive = { critical = [] }\n",
        "tool = { black = {} }\n",
        "[tool]\ngolive.critical = []\n",
    ],
)
def test_what_leaves_no_room_is_refused(old):
    with pytest.raises(GoliveError, match="by hand"):
        place(old, TABLE)
