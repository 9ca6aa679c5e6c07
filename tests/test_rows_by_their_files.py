"""Rows named by the files that define them, as editors name tests."""

from __future__ import annotations

from pathlib import Path

import pytest

import pytest_golive
from pytest_golive.row_ids import row_named

GATES = Path(pytest_golive.__file__).parent / "gates"


@pytest.mark.parametrize(
    ("arg", "named"),
    [
        (f"{GATES}/security.py::no_exposed_secrets", "golive/security::no_exposed_secrets"),
        (f"{GATES.resolve()}/security.py::no_exposed_secrets", "golive/security::no_exposed_secrets"),
        (f"{GATES}/post_deploy/forgotten.py::nothing_forgotten", "golive/post_deploy::nothing_forgotten"),
        (f"{GATES}/security.py", ""),
        (f"{GATES}", ""),
        ("tests/test_shop.py::test_a", ""),
        ("golive/security", "golive/security"),
        ("../golive/security::transport", "golive/security::transport"),
    ],
)
def test_which_row_an_argument_names(arg, named, tmp_path):
    assert row_named(tmp_path, arg) == named


def test_a_file_of_the_project_with_that_name_has_priority(tmp_path):
    (tmp_path / "golive").mkdir()
    assert row_named(tmp_path, "golive") == ""


def test_an_editor_runs_one_row_by_its_file(project):
    result = project.run(f"--rootdir={project.path}", f"{GATES.resolve()}/code_quality.py::no_fixme_or_hack")
    result.stdout.fnmatch_lines(["NO-GO  1 passed; 1 of 1 verified*"])
    result.assert_outcomes(passed=1)
