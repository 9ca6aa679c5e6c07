"""Which modules write files, and how their lines end."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_golive.files import writing
from pytest_golive.files.writing import newline_of


@pytest.mark.parametrize(
    ("text", "newline"), [("", "\n"), ("a\nb\n", "\n"), ("a\r\nb\r\n", "\r\n"), ("a\r\nb\nc\n", "\n"), ("a", "\n")]
)
def test_line_ends_are_those_of_most_lines(text, newline):
    assert newline_of(text) == newline


def test_every_file_of_the_users_is_written_here():
    """A module that writes in another way has a reason, and is in this list."""
    root = Path(writing.__file__).parents[1]
    known = {
        "outcomes/concealing_allure.py",  # a report of allure's
        "files/writing.py",
        "context/sharing.py",  # a private folder of the run
        "delivery/releases/exported.py",  # the same
        "running/starting.py",  # the same
        "commands/doctor/looking.py",  # the same
        "commands/opening.py",  # the same
        "documents/openapi/oasdiff.py",  # the same
        "observability/alerts/simulating/promtool.py",  # the same
        "documents/readme/sessions.py",  # the same
        "signing/proving/openssh.py",  # the same
        "signing/proving/proofs.py",  # the same
        "service/starting.py",  # the same
        "processes/running.py",  # a log of ours
        "delivery/steps/output/bounding.py",  # the same
        "delivery/steps/requesting.py",  # the same
        "testrun/recording/recorders.py",  # a temporary folder
        "files/folders.py",  # the mark of a folder of ours
        "testrun/workplace.py",  # a log of ours
    }
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if ".write_text(" in path.read_text() or ".write_bytes(" in path.read_text()
    }
    assert found <= known
