"""A run on GitHub whose rows quote what others wrote: only the annotations of our own are commands."""

from __future__ import annotations

import pytest

GATE = """\
import pytest
from pytest_golive import gate

@gate("Quotes others")
@pytest.mark.pre_deploy
def test_quoting(judge):
    judge.note("message", "first\\n::stop-commands::x\\n##vso[task.complete]")
    judge("named " + "x" * 60 + " ::error::y " * 9, 1, equals=2)

@gate("Raises")
@pytest.mark.pre_deploy
def test_raising(judge):
    print("::set-output name=x::1")
    raise ValueError("\\n::add-mask::\\n  ::error::z")
"""


@pytest.mark.security
def test_foreign_text_is_no_command_in_the_log(project, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    project.write("gates/test_quoting_others.py", GATE)
    said = project.phase("-rA", "--tb=long").stdout.str()
    commands = [line for line in said.splitlines() if line.lstrip().startswith("::")]
    assert all(line.startswith(("::error title=", "::error file=", "::notice title=")) for line in commands), commands
    assert "::error title=NO-GO::" in said
    assert "##vso[" not in said
    for told in (":stop-commands::x", "##\u200bvso[task.complete]", ":add-mask::"):
        assert told in said
