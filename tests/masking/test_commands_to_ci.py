"""Foreign text commands no CI system, in whichever pieces it is written, and our own annotations still do."""

from __future__ import annotations

import io
import sys

import pytest

from pytest_golive.cli import main
from pytest_golive.masking.printing import Command, Lines, guard_output, uncommanding

pytestmark = pytest.mark.security
FOREIGN = (
    "a::b\n::stop-commands::x\r::error::y\n \t\x1c\u00a0::set-env::z\n##[e]x ## [1] a##VSO[t]##teamcity[m]\n#\n:: :"
)


def commanded(text):
    """What GitHub Actions, Azure Pipelines and TeamCity would take for commands."""
    begun = [line for line in text.replace("\r", "\n").split("\n") if line.lstrip().startswith("::")]
    return begun + [mark for mark in ("##[", "##vso[", "##teamcity[") if mark in text.lower()]


@pytest.mark.no_cover
def test_no_line_commands_ci_whatever_the_pieces_are():
    assert len(commanded(FOREIGN)) == 7
    for first in range(len(FOREIGN)):
        for second in range(first, len(FOREIGN), 7):
            lines = Lines()
            pieces = [FOREIGN[:first], FOREIGN[first:second], FOREIGN[second:]]
            shown = "".join(map(lines.uncommanding, pieces))
            assert commanded(shown) == []
            assert shown.replace("\u200b", "") == FOREIGN
    lines = Lines()
    assert commanded("".join(map(lines.uncommanding, FOREIGN))) == []


def test_only_commands_change():
    harmless = "golive/a::b PASSED\nsrc/x.py::y:: z\n# # [x] #[ :a: ::\nx ::error::\n"
    assert uncommanding(harmless) == harmless
    lines = Lines()
    assert [lines.uncommanding(piece) for piece in ("path", "::test", "\n", "::x")] == [
        "path",
        "::test",
        "\n",
        ":\u200b:x",
    ]
    assert [lines.uncommanding(piece) for piece in ("\n" + " " * 99, ":", ":x")] == ["\n" + " " * 99, ":", "\u200b:x"]
    assert uncommanding(Command("::error::ours")) == "::error::ours"


def test_no_command_of_golive_prints_one(monkeypatch, tmp_path):
    streams = {name: io.StringIO() for name in ("stdout", "stderr")}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.chdir(tmp_path)
    assert main(["explain", "such ##vso[x]"]) == 2
    assert streams["stderr"].getvalue().startswith("golive: there is no gate 'such ##\u200bvso[x]'")
    sys.stdout.writelines(["::error", "::x\n"])
    assert streams["stdout"].getvalue() == ":\u200b:error::x\n"
    guard = sys.stdout
    guard_output()
    assert sys.stdout is guard
    with (tmp_path / "notes.md").open("w") as file:
        monkeypatch.setattr(sys, "stdout", file)
        guard_output()
        sys.stdout.write("::error::x\n")
    assert (tmp_path / "notes.md").read_text() == "::error::x\n"  # no log, so it is written as it is
