"""A server that cannot be confined is not run as if it were."""

from __future__ import annotations

import sys

import pytest

from pytest_golive.delivery.backups.working import confining
from pytest_golive.errors import CannotMeasure


@pytest.fixture
def landlock(monkeypatch):
    """Let this system be one that can confine, or one that cannot."""
    return lambda why: monkeypatch.setattr(confining, "why_not", lambda: why)


def test_a_script_that_starts_others_is_refused(tmp_path, landlock):
    landlock("")
    script = tmp_path / "postgres"
    script.write_text("#!/bin/sh\nexec real-postgres\n")
    script.chmod(0o755)
    for command in ([str(script)], [str(tmp_path / "gone")]):
        with pytest.raises(CannotMeasure, match="so the server cannot be confined"):
            confining.confined(command, write=[tmp_path])


def test_where_the_system_cannot_the_command_stays_and_the_reason_is_told(tmp_path, landlock):
    landlock("this kernel offers no Landlock")
    assert confining.confined(["postgres", "-D", "x"], write=[tmp_path]) == ["postgres", "-D", "x"]


def test_a_binary_is_started_by_the_program_that_confines(tmp_path, landlock):
    landlock("")
    command = confining.confined([sys.executable, "-V"], write=[tmp_path])
    assert command[:3] == [sys.executable, "-I", "-S"]
    assert command[3].endswith("confine.py")
    assert str(tmp_path) in command[4]
    assert command[-1] == "-V"
